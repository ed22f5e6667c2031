using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>
/// The quarter as it was worked out by hand, before anything was run. Week 0 is Monday 14 September 2026; the person of week n is the
/// n-th of the list, counted round, unless somebody decided otherwise (S: swap, C: cover, O: override; numbers as in the script).
/// Lisbon, ana bea caio dina, Mon-Fri 9-18, holidays off: 9:00 is 08:00Z in summer time (+1), 09:00Z from 25 October (+0). New York,
/// eli fay gus hal, always: 9:00 is 13:00Z in summer time (-4), 14:00Z from 1 November (-5). Sydney, ivy jack kim leo, always: Monday
/// 9:00 is Sunday 23:00Z in winter time (+10), 22:00Z from 4 October (+11).
/// </summary>
public sealed partial class QuarterTests
{
    /// <summary>From then on the person is on call, handed over by the one in the row before.</summary>
    /// <param name="Until">The end of their shift, as it is known a day ahead.</param>
    /// <param name="Instead">Whose it would have been.</param>
    private sealed record Row(string Rotation, string At, string Until, string Person, string? Instead = null)
    {
        /// <summary>Nobody is reminded of going on with a shift that they had a piece of before.</summary>
        public bool Again { get; init; }

        /// <summary>The override that it is of; null: none, or what one leaves of it.</summary>
        public Put? Put { get; init; }

        public Instant Start => Cases.At(At);
    }

    private static readonly Row[] Table =
    [
        new("lisbon", "2026-09-14T08:00:00Z", "2026-09-18T17:00:00Z", "ana"),            // week 0: first of the list
        new("lisbon", "2026-09-21T08:00:00Z", "2026-09-25T17:00:00Z", "bea"),            // week 1
        new("lisbon", "2026-09-28T08:00:00Z", "2026-10-02T17:00:00Z", "dina", "caio"),   // week 2, S1: caio gave it to dina
        // week 3, S1 back; Monday 5 October is a holiday: it begins on Tuesday
        new("lisbon", "2026-10-06T08:00:00Z", "2026-10-09T17:00:00Z", "caio", "dina"),
        new("lisbon", "2026-10-12T08:00:00Z", "2026-10-16T17:00:00Z", "ana"),            // week 4 = 0 mod 4
        new("lisbon", "2026-10-19T08:00:00Z", "2026-10-23T17:00:00Z", "bea"),            // week 5
        // week 6; clocks went back on Sunday: nine is 09:00Z
        new("lisbon", "2026-10-26T09:00:00Z", "2026-10-30T18:00:00Z", "caio"),
        new("lisbon", "2026-11-02T09:00:00Z", "2026-11-06T18:00:00Z", "dina"),           // week 7
        new("lisbon", "2026-11-09T09:00:00Z", "2026-11-13T18:00:00Z", "ana"),            // week 8
        // O1: Wednesday 9-18; reminded an hour before O2 was decided
        new("lisbon", "2026-11-11T09:00:00Z", "2026-11-11T18:00:00Z", "bea", "ana") { Put = O1 },
        // O2 is newer and wins from 14:00, through the night, to Thursday noon
        new("lisbon", "2026-11-11T14:00:00Z", "2026-11-12T12:00:00Z", "caio", "ana") { Put = O2 },
        new("lisbon", "2026-11-12T12:00:00Z", "2026-11-13T18:00:00Z", "ana") { Again = true }, // what is left of week 8
        new("lisbon", "2026-11-16T09:00:00Z", "2026-11-20T18:00:00Z", "caio", "bea"),    // week 9, S6
        new("lisbon", "2026-11-23T09:00:00Z", "2026-11-27T18:00:00Z", "bea", "caio"),    // week 10, S6 back
        new("lisbon", "2026-11-30T09:00:00Z", "2026-12-04T18:00:00Z", "ana", "dina"),    // week 11, S8; Tuesday 1 December is off
        new("lisbon", "2026-12-07T09:00:00Z", "2026-12-11T18:00:00Z", "dina", "ana"),    // week 12, S8 back; Tuesday 8 December is off
        new("lisbon", "2026-12-14T09:00:00Z", "2026-12-18T18:00:00Z", "bea"),            // week 13

        new("newyork", "2026-09-14T13:00:00Z", "2026-09-21T13:00:00Z", "eli"),           // week 0
        new("newyork", "2026-09-19T13:00:00Z", "2026-09-20T01:00:00Z", "gus", "eli"),    // C1: Saturday 9-21
        new("newyork", "2026-09-20T01:00:00Z", "2026-09-21T13:00:00Z", "eli") { Again = true },
        new("newyork", "2026-09-21T13:00:00Z", "2026-09-28T13:00:00Z", "hal", "fay"),    // week 1, S2
        new("newyork", "2026-09-28T13:00:00Z", "2026-10-05T13:00:00Z", "gus"),           // week 2
        new("newyork", "2026-10-05T13:00:00Z", "2026-10-12T13:00:00Z", "fay", "hal"),    // week 3, S2 back
        new("newyork", "2026-10-12T13:00:00Z", "2026-10-19T13:00:00Z", "eli"),           // week 4
        new("newyork", "2026-10-19T13:00:00Z", "2026-10-26T13:00:00Z", "fay"),           // week 5
        // week 6, an hour longer: clocks go back on 1 November
        new("newyork", "2026-10-26T13:00:00Z", "2026-11-02T14:00:00Z", "gus"),
        new("newyork", "2026-11-02T14:00:00Z", "2026-11-09T14:00:00Z", "eli", "hal"),    // week 7, S5
        new("newyork", "2026-11-09T14:00:00Z", "2026-11-16T14:00:00Z", "hal", "eli"),    // week 8, S5 back
        new("newyork", "2026-11-16T14:00:00Z", "2026-11-23T14:00:00Z", "fay"),           // week 9
        // week 10 is gus's, who left on the 10th; C3: eli to Thursday
        new("newyork", "2026-11-23T14:00:00Z", "2026-11-26T14:00:00Z", "eli", "gus"),
        new("newyork", "2026-11-26T14:00:00Z", "2026-11-30T14:00:00Z", "fay", "gus"),    // C4: fay the rest
        // week 11, S9, offered before the rename and accepted after it
        new("newyork", "2026-11-30T14:00:00Z", "2026-12-07T14:00:00Z", "eli", "hal"),
        new("newyork", "2026-12-07T14:00:00Z", "2026-12-14T14:00:00Z", "hal", "eli"),    // week 12, S9 back
        new("newyork", "2026-12-14T14:00:00Z", "2026-12-21T14:00:00Z", "fay"),           // week 13

        new("sydney", "2026-09-13T23:00:00Z", "2026-09-20T23:00:00Z", "ivy"),            // week 0
        new("sydney", "2026-09-20T23:00:00Z", "2026-09-27T23:00:00Z", "jack"),           // week 1
        // week 2, S3; an hour shorter. Week 3 is leo's own: nothing is handed over
        new("sydney", "2026-09-27T23:00:00Z", "2026-10-04T22:00:00Z", "leo", "kim"),
        // week 4: the new list begins where the old one goes on, with ivy
        new("sydney", "2026-10-11T22:00:00Z", "2026-10-18T22:00:00Z", "ivy"),
        new("sydney", "2026-10-18T22:00:00Z", "2026-10-25T22:00:00Z", "jack"),           // week 5
        new("sydney", "2026-10-25T22:00:00Z", "2026-11-01T22:00:00Z", "leo", "kim"),     // week 6, S4
        new("sydney", "2026-10-28T21:00:00Z", "2026-10-29T03:00:00Z", "jack", "leo"),    // C2: Thursday 8-14 of the 8-20 that leo asked for
        new("sydney", "2026-10-29T03:00:00Z", "2026-11-01T22:00:00Z", "leo") { Again = true },
        new("sydney", "2026-11-01T22:00:00Z", "2026-11-08T22:00:00Z", "kim", "leo"),     // week 7, S4 back
        // week 8: the joiner, fifth of the list. S7 gives her week 9, too: nothing is handed over
        new("sydney", "2026-11-08T22:00:00Z", "2026-11-15T22:00:00Z", "mia"),
        new("sydney", "2026-11-22T22:00:00Z", "2026-11-29T22:00:00Z", "jack"),           // week 10: ivy had 9, so jack
        new("sydney", "2026-11-29T22:00:00Z", "2026-12-06T22:00:00Z", "kim"),            // week 11
        new("sydney", "2026-12-06T22:00:00Z", "2026-12-13T22:00:00Z", "leo"),            // week 12
        new("sydney", "2026-12-13T22:00:00Z", "2026-12-20T22:00:00Z", "mia"),            // week 13
    ];

    /// <summary>Who is on call by the table; null: nobody, because the office is closed.</summary>
    private static string? By(string rotation, Instant at)
    {
        var row = Table.Last(row => row.Rotation == rotation && row.Start <= at);
        return rotation != "lisbon" || row.Person == "caio" && row.At == "2026-11-11T14:00:00Z" || Office(at) ? row.Person : null;
    }

    // Mon-Fri 9-18 on Lisbon's clocks: +1 up to 25 October 01:00Z, +0 from then on.
    private static bool Office(Instant at)
    {
        var local = at.WithOffset(Offset.FromHours(at < Cases.At("2026-10-25T01:00:00Z") ? 1 : 0)).LocalDateTime;
        LocalDate[] off = [new(2026, 10, 5), new(2026, 12, 1), new(2026, 12, 8)];
        return local.DayOfWeek <= IsoDayOfWeek.Friday && local.Hour is >= 9 and < 18 && !off.Contains(local.Date);
    }
}
