using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Slack;

/// <summary>Of <see cref="ParityScript"/>: how people are reached.</summary>
internal static class ParityPaging
{
    /// <summary>Kim stands in front of a team and forwards its pages.</summary>
    public static IReadOnlyList<Write> Triage { get; } =
    [
        Write.Create("thin", new Domain("thin", "Thin")),
        Write.Create("kim", new Person("kim", "Kim Ray")
        {
            TimeZone = "Europe/Lisbon",
            Email = "kim@example.com",
            Accounts = Platforms.OnSlack(SlackWorld.User("kim")).With(TeamsPlatform.Id, TeamsHost.Account("kim")),
        }),
        Write.Create("door", new Team("door", "Door")
        {
            Lead = "kim",
            Domain = "thin",
            Channels = Platforms.OnSlack("C0DOOR").With(TeamsPlatform.Id, TeamsHost.Channel),
        }),
        Write.Create("door", new Service("door", "door")),
        Write.Create("door", Kims(Roster.Office) with { Id = "door", Owner = "door" }),
        Write.Create("thin", Kims(Coverage.Always) with { Id = "thin", Kind = RotationKind.Triage, Owner = "thin" }),
    ];

    private static Rotation Kims(Coverage coverage) => Some.Rotation(Some.Layer("primary", Some.Weekly, coverage, "kim"));

    public const string Lines =
        """
        ana: contact
        ana: contact add ntfy ana-<7Kx2Q9>
        ana: contact verify 482113
        ana: contact test ntfy
        ana: contact remove ntfy
        ana: contact rules high chat 0m
        ana: readiness payments
        ana: page drill payments
        ana: report triage
        """;
}
