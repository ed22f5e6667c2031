using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Engagements.EngagementBot;

namespace Watchbill.Engagements;

/// <summary>
/// A service run by SREs whose budget is used up twice: proposed, confirmed, moved at the boundary, and taken over again.
/// </summary>
public sealed class HandbackWalkTests
{
    [Fact]
    public async Task The_second_exhausted_period_proposes_and_confirmation_moves_on_call_at_the_boundary()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "oxox"); // 2 of the last 4
        await bot.Job.RunAsync(Friday, Roster.Ct);
        Golden.Matches("engagement/proposed", await bot.SaidAsync());
        Assert.StartsWith("Hugo Park is on call for sre-core", await bot.SayAsync("ana", "now checkout"), StringComparison.Ordinal);

        // The message went; propose by hand again to have the buttons in the outbox.
        await bot.ConfirmAsync("lea", "engagement handback checkout because the second quarter is gone");
        Golden.Matches("engagement/confirmed", await bot.PressAsync("lea", "Hand back checkout"));

        // Friday until Monday 09:00 it is still the SREs', from then on the team's. The past and what is planned are answered the same way.
        Assert.StartsWith("Hugo Park is on call for sre-core", await bot.SayAsync("ana", "now checkout"), StringComparison.Ordinal);
        Assert.StartsWith("Mon 10:00: Ana Silva, payments", await bot.SayAsync("ana", "now checkout at mon 10:00"),
            StringComparison.Ordinal);
        bot.Clock.Now = Monday;
        Assert.StartsWith("Ana Silva is on call for payments", await bot.SayAsync("ana", "now checkout"), StringComparison.Ordinal);
        Assert.Equal(["sre-core", "sre-core", "payments"],
            new[] { await bot.AnsweringAsync("checkout", Friday), await bot.AnsweringAsync("checkout", Monday - Duration.Epsilon),
                await bot.AnsweringAsync("checkout", Monday) });
        Golden.Matches("engagement/show-after", await bot.SayAsync("ana", "engagement show checkout"));
    }

    // Both leads and both channels read it; whoever would be refused has no button for it, and whoever has one is not.
    [Fact]
    public async Task Buttons_are_with_those_who_may_press_them_and_with_nobody_else()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "oxox");
        await bot.Job.RunAsync(Friday, Roster.Ct);
        var told = (await bot.Store.ListAsync<Delivery>(IdRange.All, Roster.Ct)).Select(one => one.Value).ToList();
        Assert.Equal(["person:dot", "person:lea", "team:payments", "team:sre-core"],
            told.Select(one => $"{one.To}").Order(StringComparer.Ordinal));
        var buttons = told.Single(one => one.To == Address.Person("lea")).Reply.Actions;
        Assert.Equal(["Hand back checkout", "Decline"], buttons.Select(button => button.Label));
        Assert.All(told.Where(one => one.To != Address.Person("lea")), one => Assert.Empty(one.Reply.Actions));
        foreach (var button in buttons)
        {
            Assert.StartsWith("You may not", (await bot.PressAsync("dot", button)).Text.ToString(), StringComparison.Ordinal);
            Assert.Contains((await bot.PressAsync("lea", button)).Actions, one => one.Action == Buttons.Confirm);
        }
    }

    [Fact]
    public async Task It_is_proposed_once_a_window_whoever_looks_and_however_often()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "ooxx");
        for (var at = Friday; at < Friday + Duration.FromDays(2); at += Duration.FromMinutes(20)) await bot.Job.RunAsync(at, Roster.Ct);
        bot.Restart();
        await bot.Job.RunAsync(Monday, Roster.Ct);
        Assert.Equal(4, (await bot.Store.ListAsync<Delivery>(IdRange.All, Roster.Ct)).Count); // two channels, two leads
        Assert.Single((await bot.HistoryAsync("checkout")).Handbacks);
    }

    [Theory]
    [InlineData(null, "1 of 2", 1)] // No exit was agreed on: the level of the policy counts.
    [InlineData("2 of 4", "1 of 2", 0)] // It was, and counts.
    [InlineData(null, null, 0)] // Neither: two of four.
    public async Task The_agreement_says_when_it_is_proposed_and_where_it_does_not_the_policy_does(
        string? agreed, string? level, int proposed)
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "ooox");
        var service = (await bot.Store.FindAsync<Organization.Service>("checkout", Roster.Ct))!.Value;
        await bot.Store.SaveAsync(
            [Write.Put("checkout",
                service with { Engagement = service.Engagement with { Exit = agreed is null ? null : new ExitCondition(2, 4) } })],
                    Roster.Ct);
        var job = new WokenJob(bot.Job, bot.Store.Notices);
        await job.RunAsync(Friday, Roster.Ct);
        Assert.Empty((await bot.HistoryAsync("checkout")).Handbacks);
        if (level is not null)
        {
            var reached =
                new LevelReached("checkout", "availability",
                    Friday)
                { Levels = [new ReachedLevel($"exhausted {level}", Friday) { Do = [PolicyAction.ProposeHandBack] }] };
            await bot.Store.SaveAsync([Write.Create(reached.DocumentId, reached)], Roster.Ct);
        }

        // Five minutes on, and not at the next hour: the save woke it.
        await job.RunAsync(Friday + Duration.FromMinutes(5), Roster.Ct);
        Assert.Equal(proposed, (await bot.HistoryAsync("checkout")).Handbacks.Count);
    }

    [Fact]
    public async Task A_declined_one_is_not_proposed_again_in_its_window_and_in_the_next_one_is()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "ooxx");
        await bot.Job.RunAsync(Friday, Roster.Ct);
        Assert.Equal("Hand-back of checkout declined by Lea Novak. It stays you-build-sre-run by sre-core.",
            await bot.PressAsync("lea", "Decline"));
        await bot.SaidAsync();
        await bot.Job.RunAsync(Friday + Duration.FromHours(1), Roster.Ct);
        Assert.Equal("", await bot.SaidAsync());
        var declined = (await bot.HistoryAsync("checkout")).Handbacks[0];
        // The same periods a month earlier: those that ended on 1 November are the next window then.
        await bot.Store.SaveAsync(
            [Write.Put("checkout",
                (await bot.HistoryAsync("checkout")) with { Handbacks = [declined with { Window = Cases.At("2026-10-01T00:00:00Z") }] })],
                    Roster.Ct);
        await bot.Job.RunAsync(Friday + Duration.FromHours(2), Roster.Ct);
        Assert.Equal([HandbackState.Declined, HandbackState.Proposed],
            (await bot.HistoryAsync("checkout")).Handbacks.Select(handback => handback.State));
    }

    [Theory]
    [InlineData("ooox")] // one of four
    [InlineData("????")]
    [InlineData("")]
    public async Task Where_the_exit_does_not_hold_nothing_is_proposed(string last)
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", last);
        await bot.SpendAsync("search", "xxxx"); // the team's own: nothing to hand back
        await bot.Job.RunAsync(Friday, Roster.Ct);
        Assert.Equal("", await bot.SaidAsync());
    }

    [Fact]
    public async Task A_service_that_was_just_taken_over_is_not_given_back_for_what_was_before()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "xxxx"); // until the end of October
        var sre = (await bot.Store.FindAsync<Organization.Service>("checkout", Roster.Ct))!.Value.Engagement;
        EngagementHistory Taken(string at) =>
            new EngagementHistory("checkout")
                .With(new EngagementDecision(Engagement.YouBuildYouRun, sre, Cases.At(at)) { DecidedBy = "dot", DecidedAt = Cases.At(at) });
        await bot.Store.SaveAsync([Write.Put("checkout", Taken("2026-11-01T00:00:00Z"))], Roster.Ct);
        await bot.Job.RunAsync(Friday, Roster.Ct);
        Assert.Empty((await bot.HistoryAsync("checkout")).Handbacks);
        await bot.Store.SaveAsync([Write.Put("checkout", Taken("2026-10-31T00:00:00Z"))], Roster.Ct);
        bot.Restart();
        await bot.Job.RunAsync(Friday, Roster.Ct);
        Assert.Single((await bot.HistoryAsync("checkout")).Handbacks);
    }

    [Fact]
    public async Task A_confirmed_one_is_taken_back_by_an_sre_lead_until_it_takes_effect_and_then_nothing_is_left_of_it()
    {
        var bot = await NewAsync();
        await bot.SpendAsync("checkout", "oxox");
        await bot.Job.RunAsync(Friday, Roster.Ct);
        await bot.ConfirmAsync("lea", "engagement handback confirm checkout");
        Assert.Equal("You may not take back that checkout becomes you-build-you-run. Ask Lea Novak.",
            await bot.SayAsync("dot", "engagement change checkout sre-run"));
        Assert.Equal("The planned change of checkout is cancelled. sre-core runs checkout; payments builds it.",
            await bot.ConfirmAsync("lea", "engagement change checkout sre-run"));
        bot.Clock.Now = Monday + Duration.FromHours(1);
        Assert.Equal("sre-core", await bot.AnsweringAsync("checkout", bot.Clock.Now));
        var handback = Assert.Single((await bot.HistoryAsync("checkout")).Handbacks);
        Assert.Equal((HandbackPhase.Replaced, null), (handback.At(bot.Clock.Now), handback.EffectiveAt));
        var shown = await bot.SayAsync("ana", "engagement show checkout");
        Assert.DoesNotContain("taken over again", shown, StringComparison.Ordinal);
        Assert.Contains("Since: the organisation file", shown, StringComparison.Ordinal);
        // The same periods say nothing new.
        await bot.SaidAsync();
        bot.Restart();
        await bot.Job.RunAsync(bot.Clock.Now, Roster.Ct);
        Assert.Equal("", await bot.SaidAsync());
    }

    [Fact]
    public async Task When_it_may_be_taken_over_again_is_said_once()
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("lea", "engagement handback checkout");
        await bot.PressAsync("lea", "Hand back checkout");
        await bot.SaidAsync();
        // It moved on 23 November. The periods here end on 1 November at the latest, so none has ended since.
        await bot.SpendAsync("checkout", "oo");
        await bot.Job.RunAsync(Monday, Roster.Ct);
        Assert.Equal("", await bot.SaidAsync());
        // As if it had moved in August: September and October ended since, and the agreement asks for two.
        var history = await bot.HistoryAsync("checkout");
        var august = Cases.At("2026-08-31T12:00:00Z");
        await bot.Store.SaveAsync(
            [Write.Put("checkout",
                history with
                {
                    Handbacks = [history.Handbacks[0] with { EffectiveAt = august }],
                    Changes = [history.Changes[0] with { From = august }],
                })], Roster.Ct);
        await bot.Job.RunAsync(Monday + Duration.FromHours(1), Roster.Ct);
        Golden.Matches("engagement/reinstatable", await bot.SaidAsync());
        await bot.Job.RunAsync(Monday + Duration.FromHours(2), Roster.Ct);
        Assert.Equal("", await bot.SaidAsync());
    }

    [Fact]
    public async Task Worked_shifts_carry_the_services_for_which_their_rotation_answered()
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("lea", "engagement handback checkout");
        await bot.PressAsync("lea", "Hand back checkout");
        var owners = await Owners.ReadAsync(bot.Store, Roster.Ct);
        Shift Of(string from, string to) => new("primary", 1, Cases.At(from), Cases.At(to), "ana", ShiftSource.Turn);
        Assert.Equal(["search"], owners.ServicesOf(Payments, Of("2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z")));
        Assert.Equal(["checkout", "search"], owners.ServicesOf(Payments, Of("2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z")));
        // The SREs' week runs over the change: it had checkout in its first days.
        Assert.Equal(["checkout"], owners.ServicesOf(Sre, Of("2026-11-18T12:00:00Z", "2026-11-25T12:00:00Z")));
        Assert.Empty(owners.ServicesOf(Sre, Of("2026-11-25T12:00:00Z", "2026-12-02T12:00:00Z")));
    }
}
