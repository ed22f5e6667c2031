using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Engagements;

/// <summary>
/// Teams payments and catalog of domain ordering, with triage in front and a domain rotation beside; payments is on call
/// around the clock, catalog in office hours; sre-core has a rotation, ops has one, new-team has none.
/// </summary>
public sealed class ResponsibilityTests
{
    private static readonly Rotation[] All =
    [
        Of("payments", "payments"), Of("catalog", "catalog", Office), Of("sre-core", "sre-core"), Of("ops", "ops"),
        Of("front", "ordering") with { Kind = RotationKind.Triage },
    ];

    private static readonly Team[] Teams =
    [
        new("payments", "Payments") { Lead = "dot", Domain = "ordering" }, new("catalog", "Catalog") { Lead = "dot", Domain = "ordering" },
        new("orders", "Orders") { Lead = "dot", Domain = "ordering" },
        new("sre-core", "SRE Core") { Lead = "lea", Sre = true }, new("sre-new", "SRE New") { Lead = "lea", Sre = true },
        new("ops", "Operations") { Lead = "lea" }, new("alone", "Alone") { Lead = "dot" },
    ];

    [Theory]
    [InlineData("payments", "you-run", null, "front payments", null)] // the thin layer in front takes every breach
    [InlineData("payments", "you-and-sre-run", "sre-core", "front payments sre-core", null)]
    [InlineData("payments", "sre-run", "sre-core", "sre-core", null)] // who runs it around the clock takes it
    [InlineData("payments", "ops-run", "ops", "ops", null)]
    [InlineData("payments", "ops-run", null, "front", null)] // operations without a team: whoever stands in front of the domain
    [InlineData("alone", "ops-run", null, "", null)]
    [InlineData("payments", "sre-run", "sre-new", "front payments", "sre-new")] // no rotation there: the owner's, and said
    [InlineData("payments", "you-and-sre-run", "sre-new", "front payments", "sre-new")]
    [InlineData("orders", "you-run", null, "front", null)] // no rotation of its own: its domain's
    [InlineData("catalog", "you-run", null, "front catalog", null)]
    [InlineData("catalog", "you-and-sre-run", "sre-core", "front catalog sre-core", null)]
    [InlineData("catalog", "sre-run", "sre-core", "sre-core", null)]
    public void The_model_says_who_answers(string team, string model, string? by, string rotations, string? lacking)
    {
        var answering =
            new Responsibility(All, Teams)
                .Of(new Service("checkout", team), new Engagement(ModelWords.Read(model)!.Value) { By = by },
                    Cases.At("2026-11-20T10:00:00Z"));
        Assert.Equal((rotations, lacking), (string.Join(' ', answering.Rotations.Select(rotation => rotation.Id)), answering.Lacking));
        Assert.Equal(rotations.StartsWith("front ", StringComparison.Ordinal) ? "front" : null, answering.Triage);
    }

    [Theory]
    [InlineData("payments", false)] // around the clock: what is forwarded is taken at once
    [InlineData("catalog", true)]
    public void A_forward_may_wait_where_the_others_have_hours(string team, bool waits) =>
        Assert.Equal(waits, new Responsibility(All, Teams)
            .Of(new Service("checkout", team), Engagement.YouBuildYouRun, Cases.At("2026-11-20T10:00:00Z")).ForwardsWait);

    [Theory]
    [InlineData("front payments sre-core", "front payments sre-core", "front")] // the thin layer takes it first
    [InlineData("front payments sre-core", "front", "front")]
    [InlineData("front payments sre-core", "payments sre-core", "payments sre-core")] // it is off-hours and others are not
    [InlineData("front payments sre-core", "sre-core", "payments sre-core")] // one of them is enough; all are turned to
    [InlineData("front payments sre-core", "", "front")] // all are off-hours: it is triage's all the same
    [InlineData("front", "", "front")]
    [InlineData("payments sre-core", "", "payments sre-core")] // no triage: all, whatever their hours
    [InlineData("payments sre-core", "sre-core", "payments sre-core")]
    [InlineData("", "", "")]
    public void A_page_calls_triage_alone_unless_it_is_off_hours_and_others_are_not(string answering, string promised, string called) =>
        Assert.Equal(called, string.Join(' ', new RespondingRotations([.. Words(answering).Select(id => All.Single(one => one.Id == id))])
            .Called(rotation => Words(promised).Contains(rotation.Id)).Select(rotation => rotation.Id)));

    [Fact]
    public void Triage_stands_in_front_of_others_who_run_a_service_by_their_promise_of_that_time()
    {
        var was = All[1].Promises[0];
        var always = All[3] with { Promises = [was, was with { From = Cases.At("2026-11-23T09:00:00Z"), Coverage = Coverage.Always }] };
        var responsibility = new Responsibility([always, All[4]], Teams);
        string At(string at) =>
            string.Join(' ',
                responsibility
                    .Of(new Service("search", "catalog"), new Engagement(EngagementModel.YouBuildOpsRun) { By = "ops" }, Cases.At(at))
                    .Rotations.Select(rotation => rotation.Id));
        Assert.Equal(("front ops", "ops"), (At("2026-11-23T08:59:59Z"), At("2026-11-23T09:00:00Z")));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Rotation Of(string id, string owner, Coverage? coverage = null) =>
        Rotation(Layer("primary", Weekly, coverage ?? Coverage.Always, "ana")) with { Id = id, Owner = owner };
}
