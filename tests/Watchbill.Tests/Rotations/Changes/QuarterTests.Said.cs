using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>
/// All that is said in the quarter: worked out from the table by the rules of handoffs, reminders and escalations, and from the script.
/// </summary>
public sealed partial class QuarterTests
{
    private static readonly Dictionary<string, (string Zone, string Lead)> Places = new()
    {
        ["lisbon"] = ("Europe/Lisbon", "ana"),
        ["newyork"] = ("America/New_York", "eli"),
        ["sydney"] = ("Australia/Sydney", "ivy"),
    };

    // A handoff: the channel, who comes, and, as nobody acknowledges in this quarter, the
    // lead a quarter of an hour later. A day ahead: a reminder.
    private static IEnumerable<string> ByJobs()
    {
        foreach (var rows in Table.GroupBy(row => row.Rotation))
        {
            var lead = $"person:{Places[rows.Key].Lead}";
            foreach (var (before, row) in rows.Zip(rows.Skip(1)))
            {
                var (id, at) = (row.Start >= Renamed ? Now(row.Rotation) : row.Rotation, Local(row.Rotation, row.At));
                yield return Line(row.At, "handoff", $"team:{Now(row.Rotation)}",
                    $"Handoff of {id}, {at}.\nprimary: {Name(before.Person)} → @{Name(row.Person)}");
                yield return Line(row.At, "handoff", $"person:{row.Person}",
                    $"You are on call for {id} (primary) since {at}. {Name(before.Person)} handed over to you. Please acknowledge.");
                yield return Line(Text(row.Start + Duration.FromMinutes(15)), "escalation", lead,
                    $"{Name(row.Person)} has not acknowledged the handoff of {id} ({at}), 15 minutes after it was told. Reach them, or " +
                        $"put somebody else in: override {id} <person> <span>.");
                var instead = row.Instead is null ? "" : $" instead of {Name(row.Instead)}";
                if (!row.Again)
                    yield return Line(Text(row.Start - Duration.FromDays(1)), "reminder", $"person:{row.Person}",
                        $"A shift to come: you are on call for {id} (primary) from {at} to {Local(row.Rotation, row.Until)}{instead}.");
            }
        }

        // Mia has the week of 9 November; of the others nobody's next shift moves. The leo's shift that runs ends on the 12th, and with it
        // the old list.
        yield return Line("2026-10-06T12:00:00Z", "change", "team:sydney",
            "The organisation file (sent by root) changed sydney: members of primary Ivy, Jack, Kim, Leo → Ivy, Jack, Kim, Leo, Mia from " +
                "Mon 12 Oct 2026 09:00.");
        yield return Line("2026-10-06T12:00:00Z", "change", "person:mia",
            "The organisation file (sent by root) put you on call for sydney.\nRotation  Your next shift\nsydney    primary, Mon 9 Nov " +
                "2026 09:00 to Mon 16 Nov 2026 09:00");

        // Gus has weeks 10 and 14 (21 December), which he will not work; week 18 is more than 90 days away. All others are free then.
        yield return Line("2026-10-13T14:00:00Z", "change", "person:eli",
            "Shifts that nobody holds because Gus will have left. Asked to take them: Eli, Fay and Hal. Put somebody in with: override " +
            "newyork <person> <span>, or take them out of the roster.\n"
                + "Rotation  Layer    From                   Until                  Was held by\nnewyork   primary  Mon 23 Nov 2026 " +
                    "09:00  Mon 30 Nov 2026 09:00  Gus\nnewyork   primary  Mon 21 Dec 2026 09:00  Mon 28 Dec 2026 09:00  Gus");
        foreach (var person in new[] { "eli", "fay", "hal" })
        {
            yield return Line("2026-10-13T14:00:00Z", "change", $"person:{person}",
                "Who takes these shifts instead of Gus? The first who takes one has it; a part helps, too: take <request> <span>\n"
                    + "Request   From                   Until                  Rotation\nID  Mon 23 Nov 2026 09:00  Mon 30 Nov 2026 " +
                        "09:00  newyork (primary)\nID  Mon 21 Dec 2026 09:00  Mon 28 Dec 2026 09:00  newyork (primary)");
            // 69 days lie between 13 October 14:00Z and 21 December 14:00Z; half of that is 17 November 02:00Z.
            yield return Line("2026-11-17T02:00:00Z", "reminder", $"person:{person}",
                "Still open: Who takes newyork (primary) instead of Gus, from Mon 21 Dec 2026 09:00 to Mon 28 Dec 2026 09:00? The first " +
                    "who takes it has it; a part helps, too.");
        }

        // The first Monday whose 28 days reach past 21 December, 14:00Z, is 30 November: those of the 23rd end at that instant.
        foreach (var at in new[] { "2026-11-30T14:00:00Z", "2026-12-07T14:00:00Z", "2026-12-14T14:00:00Z" })
        {
            // On 7 December they end on 4 January: the whole week is in all three.
            foreach (var to in new[] { "team:americas", "person:eli" })
                yield return Line(at, "gap", to,
                    "In the next 28 days there are times at which nobody is on call for americas, though somebody should be. Fill them " +
                    "with: override americas <person> <span>.\n"
                        + "From                   Until                  Layer    Why\nMon 21 Dec 2026 09:00  Mon 28 Dec 2026 09:00  " +
                            "primary  Gus has left");
        }
    }

    private static string Name(string person) => char.ToUpperInvariant(person[0]) + person[1..];

    private static string Text(Instant at) => InstantPattern.General.Format(at);

    // As it is written for people: Mon 9 Nov 2026 09:00.
    private static string Local(string rotation, string at) =>
        Cases.At(at).InZone(DateTimeZoneProviders.Tzdb[Places[rotation == "americas" ? "newyork" : rotation].Zone])
            .ToString("ddd d MMM uuuu HH:mm", CultureInfo.InvariantCulture);

    // Without buttons, ids, the zone's name, and what comes next, which is known only then.
    private static string Line(string at, string kind, string to, string text) =>
        $"{at} {kind} {to}: " + string.Join('\n', Regex.Replace(text, "[0-9a-f]{8}(?= )", "ID").Split('\n')
            .Where(
                line =>
                    !line.StartsWith("Next handoff", StringComparison.Ordinal) && !line.StartsWith("Times are in", StringComparison.Ordinal)
                        && !line.StartsWith('[')));
}
