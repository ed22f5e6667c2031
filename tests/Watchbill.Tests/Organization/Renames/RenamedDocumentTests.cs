using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Training;

namespace Watchbill.Organization;

/// <summary>
/// Every id in every document is renamed, and nothing else. Ids say what they are of: <c>p-ana</c> is a person, and teams, domains,
/// services, rotations and scenarios begin with another letter; each gets an x behind it.
/// </summary>
public sealed partial class RenamedDocumentTests
{
    private static readonly Instant At = Cases.At("2026-11-16T09:00:00Z");
    private static readonly Instant Later = Cases.At("2026-11-23T09:00:00Z");
    private static readonly Engagement Sre = new(EngagementModel.YouBuildSreRun) { By = "t-sre", Sres = ["p-eve", "p-ana"] };

    private static readonly Renames Renames = new(
    [
        .. new[] { "p-ana", "p-ben", "p-cai", "p-dot", "p-eve" }.Select(id => new Renaming("people", id, id + "x")),
        .. new[] { "t-pay", "t-sre" }.Select(id => new Renaming("teams", id, id + "x")),
        .. new[] { "s-shop", "s-find" }.Select(id => new Renaming("services", id, id + "x")),
        .. new[] { "r-pay", "r-sre" }.Select(id => new Renaming("rotations", id, id + "x")),
        new("domains", "d-order", "d-orderx"),
        new("scenarios", "c-fire", "c-firex"),
    ]);

    private static readonly HandoffNote[] Notes = [new("p-ana", At, "A migration runs."), new("p-ben", At, "All is well.")];

    private static readonly Shift Shift = new("primary", 3, At, Later, "p-ana", ShiftSource.Swap, "p-ben");

    private static IReadOnlyList<(object Before, object After)> Documents { get; } =
    [
        Of(Rotation(RotationKind.Team, "t-pay"), one => one.Renamed(Renames)),
        Of(Rotation(RotationKind.Domain, "d-order"), one => one.Renamed(Renames)),
        Of(Rotation(RotationKind.Triage, "d-order"), one => one.Renamed(Renames)),
        Of(new RotationChanges(
                [new("c1", ShiftSource.Swap, "primary", At, Later, "p-ana", "p-ben") { DecidedAt = At, DecidedBy = "p-cai" }]),
            one => one.Renamed(Renames)),
        Of(new SwapRequest("r-pay", new("primary", At, Later, "p-ana"), "p-ben")
            { Returned = new("primary", At, Later, "p-cai"), AskedBy = "p-dot", AskedAt = At }, one => one.Renamed(Renames)),
        Of(new SwapRequest("r-pay", new("primary", At, Later, "p-ana"), "p-ben") { AskedBy = "p-dot", AskedAt = At },
            one => one.Renamed(Renames)),
        Of(new CoverRequest("r-pay", "primary", At, Later, "p-ana")
            {
                AskedBy = "p-ben", AskedAt = At, Asked = ["p-cai", "p-dot"], Declined = ["p-dot"], Taken = [new("p-eve", At, Later, At)],
            }, one => one.Renamed(Renames)),
        Of(new ShiftCorrection("r-pay", "primary", At, Later, "p-ana", "a test") { DecidedAt = At, DecidedBy = "p-ben" },
            one => one.Renamed(Renames)),
        Of(new WorkedShift("r-pay", Shift, Later) { Team = "t-pay", Domain = "d-order", Services = ["s-shop", "s-find"] },
            one => one.Renamed(Renames)),
        Of(new HandoffState(At, new Dictionary<string, string?> { ["primary"] = "p-ana", ["secondary"] = null }),
            one => one.Renamed(Renames)),
        Of(new Handoff("r-pay", At, [new("primary", "p-ana", "p-ben"), new("secondary", null, "p-cai")])
            { Notes = Notes, Acknowledged = [new("p-dot", Later)] }, one => one.Renamed(Renames)),
        Of(new HandoffNotes(Notes), one => one.Renamed(Renames)),
        Of(new Reminded([new("primary", 46, "p-ben", Later)]), one => one.Renamed(Renames)),
        Of(new Incident("s-shop", 12, "Payments fail", Severity.Sev2, At, null)
            {
                By = "p-ana", At = At, MergedInto = "s-find-3", Merged = [new("s-shop-4", At, Later, 1)],
                Responders = [new("p-ben", At, null), new("p-cai", At, null)], Notes = [new("p-dot", At, "Rolled back.")],
            }, one => one.Renamed(Renames)),
        Of(new Postmortem("s-shop", 12, "p-ana", new(2026, 11, 23))
            { AskedAt = At, Actions = [new(1, "Test it.", "p-ben", ActionPriority.P0, new(2026, 11, 30))] }, one => one.Renamed(Renames)),
        Of(new RunbookUses([new("DiskFull", "https://a", At) { ReviewedBy = "p-ana" }, new("Errors", "https://b", At)]),
            one => one.Renamed(Renames)),
        Of(Page(), one => one.Renamed(Renames)),
        Of(new BudgetCorrection("c1", "s-shop", null, CorrectionKind.Uptime, At, Later)
            { Reason = "a test", By = "p-ana", At = At, UndoneBy = "p-ben" }, one => one.Renamed(Renames)),
        Of(new LevelReached("s-shop", "latency", null)
            { Levels = [new("incident > 20%", At) { Incident = "s-shop-12" }, new("remaining <= 0%", At)] }, one => one.Renamed(Renames)),
        Of(new GateAnswer("s-shop", ReleaseKind.Fix, "SHOP-1", true, "", At) { By = "p-ana" }, one => one.Renamed(Renames)),
        Of(new GateOpening("s-shop", "SHOP-1", "p-ana", At, "a test"), one => one.Renamed(Renames)),
        Of(History(), one => one.Renamed(Renames)),
        Of(new EngagementHistory("s-shop"), one => one.Renamed(Renames)),
        Of(new Enrollment("p-ana", "first", "r-pay")
            {
                Events =
                [
                    new(At, "p-ben", TrainingStep.Started) { Other = "p-cai", Incident = "s-shop/000012" },
                    new(At, "watchbill", TrainingStep.Warned),
                ],
            }, one => one.Renamed(Renames)),
        Of(new Enrollment("p-ana", "career", null), one => one.Renamed(Renames)),
        Of(new ShadowTurn("r-pay", "p-ana", "p-ben", At, Later) { AddedAt = At, Told = ["s-shop/000012"], Asked = ["s-find/000003"] },
            one => one.Renamed(Renames)),
        Of(new Drill(3, "c-fire", "r-pay", "p-ana", At)
            { Events = [new(At, "p-ben", DrillStep.Exercised) { Service = "s-shop" }, new(At, "p-cai", DrillStep.Primary)] },
            one => one.Renamed(Renames)),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Documents.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Each_id_is_the_new_one_and_all_else_is_as_it_was(int place)
    {
        var (before, after) = Documents[place];
        var texts = Texts(before).ToList();
        Assert.Contains(texts, text => Id().IsMatch(text));
        Assert.Equal(texts.Select(text => Id().Replace(text, "$0x")), Texts(after));
    }

    [Theory]
    [InlineData("s-shop", "nobody", true)]
    [InlineData("other", "p-ana", true)] // made this version of it
    [InlineData("other", "nobody", false)]
    public void An_incident_is_concerned_where_anything_in_it_is_renamed(string service, string by, bool concerned)
    {
        var incident = new Incident(service, 12, "Payments fail", Severity.Sev2, At, null) { By = by, At = At };
        Assert.Equal(concerned, Renames.Names(incident));
        Assert.True(Renames.Names(incident with { Responders = [new("p-ben", At, null)] }));
        Assert.True(Renames.Names(incident with { Notes = [new("p-ben", At, "Rolled back.")] }));
    }

    [Fact]
    public void Ids_are_renamed_in_their_own_section_alone()
    {
        Assert.Equal(("s-shopx/000012", "s-shopx", "other/1"),
            (Renames.UnderService("s-shop/000012"), Renames.UnderService("s-shop"), Renames.UnderService("other/1")));
        Assert.Equal(("p-ana", null), (Renames.Old("people", "p-anax"), Renames.Old("teams", "p-anax")));
        Assert.Equal(("p-ana", (string?)null), (Renames.Team("p-ana"), Renames.Person(null)));
        Assert.True(Renames.Renamed("people", "p-ana"));
        Assert.False(Renames.Renamed("people", "p-anax"));
        Assert.True(Renames.Any);
        Assert.False(new Renames([]).Any);
    }

    private static (object, object) Of<T>(T before, Func<T, T> renamed) where T : class => (before, renamed(before));

    private static Rotation Rotation(RotationKind kind, string owner) => new("payments", kind, owner)
    {
        Layers =
        [
            Some.Layer("primary", Some.Weekly, Coverage.Always, "p-ana", "p-ben"),
            Some.Layer("other", Some.Weekly, Some.Office, "p-cai"),
        ],
        Promises = [new CoverageVersion(null, Some.Weekly, Coverage.Always)],
    };

    private static Page Page() => new("s-shop", 12, Urgency.High, At)
    {
        Rotation = "r-pay",
        Beside = ["r-sre"],
        Person = "p-dot",
        Steps =
        [
            new("primary", Duration.Zero), new("rotation:r-sre", Duration.FromMinutes(1)), new("person:p-ana", Duration.FromMinutes(2)),
        ],
        By = "p-ana",
        Also = ["p-ben"],
        Taken = [new(1, 0, "person:p-ana", At, Later, ["p-ana", "p-cai"]) { Also = ["p-cai"] }],
        Calls = [new(0, "p-ana", "chat", At)],
        Events =
        [
            new(At, PageEventKind.Forwarded) { Person = "p-ana", From = "r-sre", To = "r-pay" },
            new(At, PageEventKind.Waiting) { To = "primary" },
        ],
    };

    private static EngagementHistory History() => new("s-shop")
    {
        Changes = [new(Sre, Engagement.YouBuildYouRun, At) { DecidedBy = "p-ana", DecidedAt = At }],
        Handbacks = [new(1, Sre, Sre, At, At) { ProposedBy = "p-ben", DecidedBy = "p-cai" }],
        Review = new("t-sre", new Agreement(3, new ExitCondition(2, 4)), "p-dot", At)
        {
            Items = [new("runbooks", "Every alert has a runbook", ReviewSide.Owner) { SignedBy = "p-eve" }],
        },
    };

    // All texts of a document's own properties and of what is in them, in one order.
    private static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [],
        string text => [text],
        IDictionary entries => entries.Keys.Cast<object>().SelectMany(key => Texts(key).Concat(Texts(entries[key]))),
        IEnumerable items => items.Cast<object?>().SelectMany(Texts),
        _ when value.GetType().Namespace!.StartsWith("Watchbill", StringComparison.Ordinal) && !value.GetType().IsEnum =>
            value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
                .SelectMany(property => Texts(property.GetValue(value))),
        _ => [],
    };

    [GeneratedRegex("\\b[ptdsrc]-[a-z]+")]
    private static partial Regex Id();
}
