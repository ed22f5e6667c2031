using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Engagements.EngagementBot;

namespace Watchbill.Engagements;

public sealed class EngagementCommandTests
{
    private static readonly string[] Owner = ["architecture", "objectives", "runbooks", "releases", "capacity"];
    private static readonly string[] Theirs = ["access", "alerts", "drill", "support"];

    [Theory]
    [InlineData("engagement show checkout", "show")]
    [InlineData("engagement show search", "show-first")]
    [InlineData("engagement review search", "review-none")]
    public async Task Shows_as_accepted(string text, string golden) =>
        Golden.Matches($"engagement/{golden}", await (await NewAsync()).SayAsync("ana", text));

    [Theory]
    [InlineData("dot", "search ops-run because nobody needs it",
        "From you-run to ops-run is unlikely to be right, so it takes an admin and a reason. Ask an admin.")]
    [InlineData("ada", "search ops-run", "From you-run to ops-run is unlikely to be right, so it needs a reason: `because …`")]
    [InlineData("ada", "search unorganized",
        "search has an engagement, and nothing goes back to unorganized. Say who shall run it: you-build-you-run, " +
            "you-build-you-and-sre-run, you-build-sre-run, you-build-ops-run.")]
    [InlineData("dot", "search you-run", "search is you-build-you-run already. See it with: `engagement show search`")]
    [InlineData("dot", "search sre-runn", "No model `sre-runn`. Did you mean `sre-run`?")]
    [InlineData("dot", "search sre-run by sre-core",
        "SREs are on call for search only after a readiness review with sre-core. Start one with: " +
            "`engagement review start search by sre-core`")]
    [InlineData("lea", "checkout you-run",
        "You may not change who runs checkout to you-build-you-run (an SRE lead hands it back, with: `engagement handback`). " +
            "Ask Dot Lead.")]
    [InlineData("dot", "checkout you-run by payments",
        "In you-build-you-run the owner, payments, runs the service. Leave 'by payments' out.")]
    public async Task What_the_table_does_not_allow_is_refused(string person, string change, string refusal) =>
        Assert.Equal(refusal, await (await NewAsync()).SayAsync(person, $"engagement change {change}"));

    [Fact]
    public async Task An_unlikely_change_is_an_admins_with_a_reason_and_is_audited()
    {
        var bot = await NewAsync();
        Assert.Equal("From now on operations run search; payments builds it.",
            await bot.ConfirmAsync("ada", "engagement change search ops-run from now because nobody builds it any more"));
        var row = (await bot.Store.ListAsync<AuditRow>(IdRange.All, Roster.Ct)).Single().Value.Entry;
        Assert.Equal(
            ("ada", "engagement change", "engagement/search", "you-build-you-run", "you-build-ops-run from 2026-11-20T10:00:00Z",
                "nobody builds it any more"),
            (row.Actor, row.Action, row.Subject, row.Old, row.New, row.Reason));
    }

    [Fact]
    public async Task A_service_is_taken_over_after_review_and_entry_at_the_next_boundary()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("search", "xooo");
        Golden.Matches("engagement/review-start",
            await bot.SayAsync("dot", "engagement review start search by sre-core entry 3 exit 2 of 4"));
        await bot.ConfirmAsync("dot", "engagement review start search by sre-core entry 3 exit 2 of 4");
        Assert.StartsWith("'access' is signed by somebody of sre-core. Ask one of them.",
            await bot.SayAsync("ana", "engagement review sign search access"), StringComparison.Ordinal);
        foreach (var item in Owner) await bot.ConfirmAsync("ana", $"engagement review sign search {item} because seen");
        Assert.StartsWith("Ana Silva already signed runbooks.", await bot.SayAsync("ben", "engagement review sign search runbooks"),
            StringComparison.Ordinal);
        Golden.Matches("engagement/review", await bot.SayAsync("hugo", "engagement review search"));
        Assert.Equal(
            "The readiness review of search still waits for access, alerts, drill, support. See it with: `engagement review search`",
            await bot.SayAsync("lea", "engagement change search sre-run"));
        foreach (var item in Theirs) await bot.ConfirmAsync("hugo", $"engagement review sign search {item}");
        await bot.SaidAsync();
        // sre-core hands over on Wednesday 25 November at noon.
        Golden.Matches("engagement/change", await bot.SayAsync("lea", "engagement change search sre-run"));
        await bot.ConfirmAsync("lea", "engagement change search sre-run");
        Golden.Matches("engagement/change-told", await bot.SaidAsync());
        var wednesday = Cases.At("2026-11-25T12:00:00Z");
        Assert.Equal(("payments", "sre-core"),
            (await bot.AnsweringAsync("search", wednesday - Duration.Epsilon), await bot.AnsweringAsync("search", wednesday)));
        var after = (await bot.HistoryAsync("search")).Changes.Single().After;
        Assert.Equal((3, new ExitCondition(2, 4)), (after.Entry, after.Exit));
        // Taken back before it began: it stays what it is.
        Assert.Equal("The planned change of search is cancelled. payments builds and runs search.",
            await bot.ConfirmAsync("dot", "engagement change search you-run"));
        Assert.Equal("payments", await bot.AnsweringAsync("search", wednesday));
    }

    [Theory]
    [InlineData("oxo",
        "Takeover of search needs 3 full periods within budget: availability overspent its budget " +
            "from 2026-09-01 to 2026-10-01. Until then it stays you-build-you-run.")]
    [InlineData("o?",
        "Takeover of search needs 3 full periods within budget: availability has no data from " +
            "2026-08-01 to 2026-09-01; availability has no data from 2026-10-01 to 2026-11-01. Until then it stays you-build-you-run.")]
    [InlineData(null,
        "Takeover of search needs 3 full periods within budget: it has no SLO whose budget " +
            "was measured. Until then it stays you-build-you-run.")]
    public async Task Without_the_entry_nobody_takes_it_over(string? budgets, string refusal)
    {
        var bot = await NewAsync();
        if (budgets is not null) await bot.SpendAsync("search", budgets);
        var review = new ReadinessReview("sre-core", Agreement.Default, "dot", Friday);
        await bot.Store.SaveAsync(
            [Write.Put("search",
                new EngagementHistory(
                    "search")
                    {
                        Review =
                            review with { Items = [.. review.Items.Select(item => item with { SignedBy = "ana", SignedAt = Friday })] },
                    })], Roster.Ct);
        Assert.Equal(refusal, await bot.SayAsync("lea", "engagement change search sre-run"));
    }

    [Fact]
    public async Task The_owners_lead_takes_a_service_back_and_is_shown_what_is_missing()
    {
        var bot = await NewAsync(Payments, Sre with { Response = Duration.FromMinutes(5) });
        Golden.Matches("engagement/change-missing",
            await bot.SayAsync("dot", "engagement change checkout you-run from fri 18:00 because we rewrote it"));
    }

    [Fact]
    public async Task A_review_says_who_of_the_roster_that_takes_over_is_not_qualified()
    {
        var bot = await EngagementBot.NewAsync(EngagementBot.Payments, EngagementBot.Sre with { Requires = "first-time-on-call" });
        var lea = new Training.Enrollment("lea", "first-time-on-call", "sre-core")
            .With(new Training.TrainingEvent(Friday, "watchbill", Training.TrainingStep.Granted));
        await bot.Store.SaveAsync([Write.Create(lea.Id, lea),
            Write.Create("sre-core", new Training.Requirement("sre-core", "first-time-on-call", Friday))],
            Roster.Ct);
        await bot.ConfirmAsync("dot", "engagement review start search by sre-core entry 3 exit 2 of 4");
        Assert.Contains("⚠ 1 of 2 in sre-core are qualified. Not: Hugo Park.", await bot.SayAsync("dot", "engagement review search"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_sres_run_since_the_file_gets_developers_beside_them_after_a_review_too()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "ooo");
        Assert.Contains("Start one with: `engagement review start checkout by sre-core`",
            await bot.SayAsync("lea", "engagement change checkout you-and-sre-run"), StringComparison.Ordinal);
        await bot.ConfirmAsync("lea", "engagement review start checkout by sre-core");
        foreach (var item in Owner) await bot.ConfirmAsync("ana", $"engagement review sign checkout {item}");
        foreach (var item in Theirs) await bot.ConfirmAsync("hugo", $"engagement review sign checkout {item}");
        Assert.Contains("engagement change checkout you-build-you-and-sre-run by sre-core", await bot.SaidAsync(),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("lea", "engagement change checkout you-and-sre-run");
        // Of the two rotations payments' boundary comes first.
        Assert.Equal(("sre-core", "payments sre-core"),
            (await bot.AnsweringAsync("checkout", Monday - Duration.Epsilon), await bot.AnsweringAsync("checkout", Monday)));
    }

    [Fact]
    public async Task A_time_in_the_past_is_now()
    {
        var bot = await NewAsync();
        Assert.Equal("From now on payments builds and runs checkout.",
            await bot.ConfirmAsync("dot", "engagement change checkout you-run from 2026-11-19 10:00"));
        Assert.Equal(Friday, Assert.Single((await bot.HistoryAsync("checkout")).Changes).From);
    }

    [Fact]
    public async Task A_lead_signs_for_the_side_of_the_team_without_being_a_member()
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("dot", "engagement review start search by sre-core");
        Assert.StartsWith("Signed: ", await bot.ConfirmAsync("dot", "engagement review sign search runbooks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_service_has_left_sres_hands_it_takes_a_new_review()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "ooo");
        var review = new ReadinessReview("sre-core", Agreement.Default, "dot", Friday);
        await bot.Store.SaveAsync(
            [Write.Put("checkout",
                new EngagementHistory(
                    "checkout")
                    {
                        Review =
                            review with { Items = [.. review.Items.Select(item => item with { SignedBy = "ana", SignedAt = Friday })] },
                    })], Roster.Ct);
        await bot.ConfirmAsync("dot", "engagement change checkout you-run from now");
        Assert.Equal(
            "SREs are on call for checkout only after a readiness review with sre-core. Start one with: " +
                "`engagement review start checkout by sre-core`",
            await bot.SayAsync("lea", "engagement change checkout sre-run by sre-core"));
    }

    [Fact]
    public async Task A_running_review_is_not_started_twice_and_a_form_asks_for_what_is_missing()
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("dot", "engagement review start search");
        Assert.Equal("A review of search with sre-core is already running. See it: `engagement review search`",
            await bot.SayAsync("lea", "engagement review start search"));
        Assert.Equal("payments is not an SRE team. Say one of: by sre-core.",
            await (await NewAsync()).SayAsync("dot", "engagement review start search by payments"));
        Assert.Equal("5 of 4 can never happen: fewer periods than overspent ones. For example: exit 2 of 4",
            await (await NewAsync()).SayAsync("dot", "engagement review start search exit 5 of 4"));
        Assert.NotNull((await bot.AskAsync("dot", "engagement review sign search")).Form);
        Assert.Equal(["service", "team", "entry", "exhausted", "periods"],
            (await bot.AskAsync("dot", "engagement review start")).Form!.Fields.Select(field => field.Name));
    }
}
