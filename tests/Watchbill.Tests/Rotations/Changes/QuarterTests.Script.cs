namespace Watchbill.Rotations;

/// <summary>
/// What happens, one step a line. Times are UTC; chat is typed in the author's own zone, the API in instants that were worked out by hand.
/// </summary>
public sealed partial class QuarterTests
{
    private const string Organisation = """
        organization: Globe
        timeZone: Europe/Lisbon
        holidays: {PT: [2026-10-05, 2026-12-01, 2026-12-08, 2027-12-25]}
        people:
          - {id: ana, name: Ana, admin: true}
          - {id: bea, name: Bea}
          - {id: caio, name: Caio}
          - {id: dina, name: Dina}
          - {id: eli, name: Eli, timeZone: America/New_York}
          - {id: fay, name: Fay, timeZone: America/New_York}
          - {id: gus, name: Gus, timeZone: America/New_York}
          - {id: hal, name: Hal, timeZone: America/New_York}
          - {id: ivy, name: Ivy, timeZone: Australia/Sydney}
          - {id: jack, name: Jack, timeZone: Australia/Sydney}
          - {id: kim, name: Kim, timeZone: Australia/Sydney}
          - {id: leo, name: Leo, timeZone: Australia/Sydney}
        domains: [{id: shop, lead: ana}, {id: bank, lead: ana}]
        teams:
          - {id: lisbon, domain: shop, lead: ana, members: [ana, bea, caio, dina]}
          - {id: newyork, domain: shop, lead: eli, members: [eli, fay, gus, hal]}
          - {id: sydney, domain: shop, lead: ivy, members: [ivy, jack, kim, leo]}
        rotations:
          - id: lisbon
            kind: team
            team: lisbon
            coverage: {windows: [{days: Mon-Fri, from: "09:00", to: "18:00"}], holidays: off, calendar: PT}
            turn: {every: 1 week, from: 2026-09-14, at: "09:00"}
            layers: [{id: primary, members: [ana, bea, caio, dina]}]
          - id: newyork
            kind: team
            team: newyork
            timeZone: America/New_York
            turn: {every: 1 week, from: 2026-09-14, at: "09:00"}
            layers: [{id: primary, members: [eli, fay, gus, hal]}]
          - id: sydney
            kind: team
            team: sydney
            timeZone: Australia/Sydney
            turn: {every: 1 week, from: 2026-09-14, at: "09:00"}
            layers: [{id: primary, members: [ivy, jack, kim, leo]}]
        """;

    private static string Joined => Organisation
        .Replace("name: Leo, timeZone: Australia/Sydney}",
            "name: Leo, timeZone: Australia/Sydney}\n  - {id: mia, name: Mia, timeZone: Australia/Sydney}", StringComparison.Ordinal)
        .Replace("kim, leo]", "kim, leo, mia]", StringComparison.Ordinal);

    private static string Leaving => Joined.Replace("name: Gus,", "name: Gus, until: 2026-11-10,", StringComparison.Ordinal);

    private static string Reorganized => Leaving
        .Replace("{id: lisbon, domain: shop", "{id: lisbon, domain: bank", StringComparison.Ordinal)
        .Replace("{id: newyork, domain", "{id: americas, was: newyork, domain", StringComparison.Ordinal)
        .Replace("- id: newyork", "- id: americas\n    was: newyork", StringComparison.Ordinal)
        .Replace("team: newyork", "team: americas", StringComparison.Ordinal);

    private static readonly Step[] Script =
    [
        // the first file says nothing
        new("2026-09-15T09:00:00Z", by => by.Bot.ApplyAsync(Organisation), "ana eli ivy"),
        new("2026-09-16T10:00:00Z", by => by.OfferAsync(S1), "ana eli ivy"),                                  // dina is asked
        new("2026-09-16T11:00:00Z", by => by.AcceptAsync(S1), "ana eli ivy"),                                 // channel and caio are told
        new("2026-09-17T14:00:00Z", by => by.OfferAsync(S2), "ana eli ivy"),
        new("2026-09-17T15:00:00Z", by => by.AcceptAsync(S2), "ana eli ivy"),
        // fay, gus and hal are asked; it is Friday 8:00 there
        new("2026-09-18T12:00:00Z", by => by.AskAsync("newyork", "eli", "sat 9-21"), "ana eli ivy"),
        new("2026-09-18T12:30:00Z", by => by.TakeAsync(C1), "ana eli ivy"),                                   // C1 whole
        new("2026-09-22T01:00:00Z", by => by.OfferAsync(S3), "- hal jack"),                                   // two in the night in Lisbon
        new("2026-09-22T02:00:00Z", by => by.AcceptAsync(S3), "- hal jack"),
        // mia gets 9 November and is told; nobody else's next shift moves
        new("2026-10-06T12:00:00Z", by => by.Bot.ApplyAsync(Joined), "caio fay leo"),
        // gus leaves: 23 November and 21 December are asked for
        new("2026-10-13T14:00:00Z", by => by.Bot.ApplyAsync(Leaving), "ana eli ivy"),
        new("2026-10-14T14:00:00Z", by => by.TakeAsync(C3), "ana eli ivy"),                                   // eli a part
        new("2026-10-14T15:00:00Z", by => by.TakeAsync(C4), "ana eli ivy"),                                   // fay the rest
        new("2026-10-20T06:00:00Z", by => by.OfferAsync(S4), "- fay jack"),
        // eight in Lisbon: not yet open
        new("2026-10-20T07:00:00Z", by => by.AcceptAsync(S4), "- fay jack"),
        new("2026-10-21T14:00:00Z", by => by.OfferAsync(S5), "bea fay jack"),
        new("2026-10-21T15:00:00Z", by => by.AcceptAsync(S5), "bea fay jack"),
        // ivy, jack, kim and mia are asked; it is Tuesday 11:00 there
        new("2026-10-27T00:00:00Z", by => by.AskAsync("sydney", "leo", "thu 8-20"), "- gus leo"),
        // jack a part; the rest expires on Thursday at 20:00
        new("2026-10-27T01:00:00Z", by => by.TakeAsync(C2), "- gus leo"),
        new("2026-11-04T10:00:00Z", by => by.OfferAsync(S6), "dina eli kim"),
        new("2026-11-04T11:00:00Z", by => by.AcceptAsync(S6), "dina eli kim"),
        new("2026-11-05T00:00:00Z", by => by.OfferAsync(S7), "- eli kim"),
        new("2026-11-05T01:00:00Z", by => by.AcceptAsync(S7), "- eli kim"),
        new("2026-11-10T08:00:00Z", by => by.OverrideAsync(O1), "- hal mia"),                                 // gus has left at 05:00Z
        new("2026-11-10T10:00:00Z", by => by.OverrideAsync(O2), "ana hal mia"),                               // overlaps O1, and is newer
        new("2026-11-17T20:00:00Z", by => by.OfferAsync(S9), "- fay mia"),
        // newyork becomes americas, lisbon moves to bank: nobody is told anything
        new("2026-11-18T12:00:00Z", by => by.Bot.ApplyAsync(Reorganized), "caio fay mia"),
        // the offer was made under the old id
        new("2026-11-19T15:00:00Z", by => by.AcceptAsync(S9 with { Rotation = "americas" }), "caio fay mia"),
        new("2026-11-24T10:00:00Z", by => by.OfferAsync(S8), "bea eli jack"),
        new("2026-11-24T11:00:00Z", by => by.AcceptAsync(S8), "bea eli jack"),
        new("2026-12-15T00:00:00Z", _ => Task.CompletedTask, "- fay mia"),                                      // the end
    ];

    // Given from, until; and in return from, until. A Lisbon week ends on Friday at 18:00.
    private static Swap S1 =>
        new("lisbon", "caio", "dina", "28 sep", "2026-09-28T08:00:00Z", "2026-10-02T17:00:00Z")
        {
            Theirs = "6 oct",
            From = "2026-10-06T08:00:00Z",
            To = "2026-10-09T17:00:00Z",
        };
    private static Swap S2 =>
        new("newyork", "fay", "hal", "21 sep", "2026-09-21T13:00:00Z", "2026-09-28T13:00:00Z")
        {
            Theirs = "5 oct",
            From = "2026-10-05T13:00:00Z",
            To = "2026-10-12T13:00:00Z",
        };
    private static Swap S3 => new("sydney", "kim", "leo", "28 sep", "2026-09-27T23:00:00Z", "2026-10-04T22:00:00Z");
    private static Swap S4 =>
        new("sydney", "kim", "leo", "26 oct", "2026-10-25T22:00:00Z", "2026-11-01T22:00:00Z")
        {
            Theirs = "2 nov",
            From = "2026-11-01T22:00:00Z",
            To = "2026-11-08T22:00:00Z",
        };
    private static Swap S5 =>
        new("newyork", "hal", "eli", "2 nov", "2026-11-02T14:00:00Z", "2026-11-09T14:00:00Z")
        {
            Theirs = "9 nov",
            From = "2026-11-09T14:00:00Z",
            To = "2026-11-16T14:00:00Z",
        };
    private static Swap S6 =>
        new("lisbon", "bea", "caio", "16 nov", "2026-11-16T09:00:00Z", "2026-11-20T18:00:00Z")
        {
            Theirs = "23 nov",
            From = "2026-11-23T09:00:00Z",
            To = "2026-11-27T18:00:00Z",
        };
    private static Swap S7 => new("sydney", "ivy", "mia", "16 nov", "2026-11-15T22:00:00Z", "2026-11-22T22:00:00Z");
    private static Swap S8 =>
        new("lisbon", "dina", "ana", "30 nov", "2026-11-30T09:00:00Z", "2026-12-04T18:00:00Z")
        {
            Theirs = "7 dec",
            From = "2026-12-07T09:00:00Z",
            To = "2026-12-11T18:00:00Z",
        };
    private static Swap S9 =>
        new("newyork", "hal", "eli", "30 nov", "2026-11-30T14:00:00Z", "2026-12-07T14:00:00Z")
        {
            Theirs = "7 dec",
            From = "2026-12-07T14:00:00Z",
            To = "2026-12-14T14:00:00Z",
        };

    private static Part C1 => new("newyork", "eli", "gus", null, "2026-09-19T13:00:00Z", "2026-09-20T01:00:00Z");
    private static Part C2 => new("sydney", "leo", "jack", "thu 8-14", "2026-10-28T21:00:00Z", "2026-10-29T03:00:00Z");
    private static Part C3 => new("newyork", "gus", "eli", "23 nov 9:00 to 26 nov 9:00", "2026-11-23T14:00:00Z", "2026-11-26T14:00:00Z");
    private static Part C4 => new("newyork", "gus", "fay", null, "2026-11-26T14:00:00Z", "2026-11-30T14:00:00Z");

    private static Put O1 => new("bea", "tomorrow 9-18", "2026-11-11T09:00:00Z", "2026-11-11T18:00:00Z");
    private static Put O2 => new("caio", "wed 14:00 to thu 12:00", "2026-11-11T14:00:00Z", "2026-11-12T12:00:00Z");

    /// <summary>What happens at an instant, and who is on call then: Lisbon, New York, Sydney.</summary>
    private sealed record Step(string At, Func<IQuarterHand, Task> DoAsync, string OnCall);
}
