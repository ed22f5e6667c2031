using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Engagements.EngagementBot;

namespace Watchbill.Engagements;

/// <summary>Who decides that a service is handed back, and what stands in the way of it.</summary>
public sealed class HandbackDecisionTests
{
    [Fact]
    public async Task Not_before_the_receiving_rotation_covers_what_the_service_had()
    {
        var weak = Some.Rotation(Some.Layer("primary", Some.Weekly, Some.Office, "ana")) with { Response = null };
        var bot =
            await NewAsync(weak,
                Sre with
                {
                    Response = Duration.FromMinutes(5),
                    Layers = [.. Sre.Layers, Some.Layer("secondary", Some.Weekly, Coverage.Always, "hugo")],
                });
        await bot.ConfirmAsync("lea", "engagement handback checkout");
        Golden.Matches("engagement/not-covered", await bot.PressAsync("lea", "Hand back checkout"));
        Assert.Equal(HandbackPhase.Proposed, (await bot.HistoryAsync("checkout")).Handbacks[0].At(Friday));
        // Mended, the same button does it.
        var mended =
            Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "ana"),
                Some.Layer("secondary", Some.Weekly, Coverage.Always, "ben")) with
            { Response = Duration.FromMinutes(5) };
        await bot.Store.SaveAsync([Write.Put("payments", mended)], Roster.Ct);
        Assert.StartsWith("From Mon 09:00 payments builds and runs checkout.", await bot.PressAsync("lea", "Hand back checkout"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_without_a_rotation_gets_nothing_back()
    {
        var bot = await NewAsync(Sre);
        await bot.ConfirmAsync("lea", "engagement handback checkout");
        Assert.Equal("payments has no rotation to answer for checkout. Create one, then confirm again.",
            await bot.PressAsync("lea", "Hand back checkout"));
    }

    [Fact]
    public async Task Only_an_sre_lead_confirms_or_declines_and_only_once()
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("dot", "engagement handback checkout");
        // The owner's lead has no button; who is shown one presses in vain.
        Assert.Equal("You may not confirm a hand-back of checkout. Ask Lea Novak.",
            await bot.PressAsync("dot", "Hand back checkout", owner: "lea"));
        Assert.Equal("You may not decline a hand-back of checkout. Ask Lea Novak.",
            await bot.SayAsync("hugo", "engagement handback decline checkout"));
        await bot.PressAsync("lea", "Hand back checkout");
        Assert.StartsWith("This hand-back of checkout does not wait for an answer any more",
            await bot.SayAsync("lea", "engagement handback decline checkout"), StringComparison.Ordinal);
        Assert.StartsWith("This hand-back of checkout does not wait for an answer any more",
            await bot.SayAsync("lea", "engagement handback confirm checkout"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_of_an_earlier_proposal_does_not_answer_a_later_one()
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("dot", "engagement handback checkout");
        var first = await bot.Store.ListAsync<Chat.Delivery>(IdRange.All, Roster.Ct);
        await bot.ConfirmAsync("dot", "engagement handback checkout because of something else");
        await bot.SaidAsync();
        await bot.Store.SaveAsync([.. first.Select(said => Write.Create(said.Id, said.Value))], Roster.Ct);
        Assert.StartsWith("This hand-back of checkout does not wait for an answer any more",
            await bot.PressAsync("lea", "Hand back checkout"),
            StringComparison.Ordinal);
        Assert.Equal([HandbackState.Replaced, HandbackState.Proposed],
            (await bot.HistoryAsync("checkout")).Handbacks.Select(handback => handback.State));
    }

    [Theory]
    [InlineData("dot", "engagement handback checkout because of something else",
        "A later proposal to hand checkout back replaces this one.")]
    [InlineData("ada", "engagement change checkout ops-run because we agreed", "From 2026-11-23T09:00:00Z operations run checkout")]
    public async Task A_proposal_that_is_overtaken_leaves_nothing_to_press(string by, string typed, string shown)
    {
        var bot = await NewAsync();
        await bot.ConfirmAsync("dot", "engagement handback checkout");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.ConfirmAsync(by, typed);
        var edit =
            Assert
                .Single(await bot.Store.ListAsync<Chat.Delivery>(IdRange.All, Roster.Ct),
                    delivery => delivery.Value.IsEdit && delivery.Value.To == Chat.Address.Person("lea")).Value;
        Assert.Equal("engagement/checkout/handback/1", edit.Card);
        Assert.StartsWith(shown, edit.Reply.Text.ToString(), StringComparison.Ordinal);
        Assert.Empty(edit.Reply.Actions);
    }

    [Theory]
    [InlineData("ana", "engagement handback checkout", "You may not propose to hand checkout back. Ask Dot Lead or Lea Novak.")]
    [InlineData("dot", "engagement handback search",
        "search is you-build-you-run, so there is nothing to hand back. See it with: `engagement show search`")]
    [InlineData("dot", "engagement handback chekout", "No service `chekout`. Did you mean `checkout`?")]
    public async Task What_cannot_be_proposed_is_refused(string person, string text, string refusal) =>
        Assert.Equal(refusal, await (await NewAsync()).SayAsync(person, text));
}
