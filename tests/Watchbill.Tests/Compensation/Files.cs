namespace Watchbill.Compensation;

/// <summary>Organisation files whose rotations pay.</summary>
internal static class Files
{
    // Ana has the turns of even numbers, a week each from Monday 1 June at 00:00 UTC; an hour is worth 10 on weekends and 5 otherwise.
    public const string Payments = """
        timeZone: Etc/UTC
        currency: EUR
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: lea, name: Lea}, {id: mia, name: Mia}]
        teams: [{id: payments, lead: lea, manager: mia, members: [ana, ben]}]
        services: [{id: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-06-01, at: "00:00"}
            layers: [{id: primary, members: [ana, ben]}]
            pay: standard
        compensation:
          - id: standard
            effective: 2026-01-01
            classes: [{id: weekend, days: Sat-Sun}, {id: week}]
            standby: {per: hour, rates: {weekend: 10, week: 5}}
            callout: {per: hour, rate: 60}
        """;
}
