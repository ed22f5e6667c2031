namespace Watchbill.Compensation;

/// <summary>Organisation files whose rotations pay.</summary>
internal static class Files
{
    private const string Ana = "{id: ana, name: Ana}";

    /// <summary>
    /// Ana has the turns of even numbers, a week each from Monday 1 June at 00:00 UTC; an hour is worth 10 on weekends and 5 otherwise.
    /// </summary>
    public static string Payments { get; } = Of("ana, ben", """
        id: standard
            effective: 2026-01-01
            classes: [{id: weekend, days: Sat-Sun}, {id: week}]
            standby: {per: hour, rates: {weekend: 10, week: 5}}
            callout: {per: hour, rate: 60}
        """);

    /// <summary>Ben alone is on call, without end.</summary>
    public static string OfBen(string policy, string ana = Ana) => Of("ben", policy, ana);

    /// <summary>A week each from Monday 1 June at 00:00 UTC, in order.</summary>
    /// <param name="policy">The one policy, in braces, or its lines with all but the first indented.</param>
    public static string Of(string members, string policy, string ana = Ana) => $$"""
        timeZone: Etc/UTC
        currency: EUR
        people: [{{ana}}, {id: ben, name: Ben}, {id: lea, name: Lea}, {id: mia, name: Mia}]
        teams: [{id: payments, lead: lea, manager: mia, members: [ana, ben]}]
        services: [{id: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-06-01, at: "00:00"}
            layers: [{id: primary, members: [{{members}}]}]
            pay: standard
        compensation:
          - {{policy}}
        """;

    /// <summary><see cref="Payments"/> with a version that pays 6 and 12 from a day on.</summary>
    public static string Dearer(string from) => Payments + Later(from);

    /// <summary>That version, to stand behind the first.</summary>
    public static string Later(string from) => $$$"""

          - id: standard
            effective: {{{from}}}
            classes: [{id: weekend, days: Sat-Sun}, {id: week}]
            standby: {per: hour, rates: {weekend: 12, week: 6}}
            callout: {per: hour, rate: 60}
        """;
}
