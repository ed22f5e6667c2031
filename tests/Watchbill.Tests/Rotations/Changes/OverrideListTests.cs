using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>A week by an exact list: several spans that are one decision. Ana has payments until Monday 23 November 2026, 09:00.</summary>
public sealed class OverrideListTests
{
    private const string List = "override payments ben sat 0:00 to 8:00; cai sat 8:00 to 16:00; ben sat 16:00 to 24:00 because of the fair";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_more_than_ten_overrides_has_a_button_and_no_two_are_alike()
    {
        var bot = await Bot.WithAsync(Payments);
        for (var day = 1; day <= 12; day++) await bot.ConfirmAsync("dot", $"override payments cai {day} dec 9-10");
        var labels = (await bot.AskAsync("dot", "changes payments")).Actions.Where(action => action.Action == "override-remove")
            .Select(action => action.Label).ToList();
        Assert.Equal(12, labels.Distinct().Count());
    }

    [Fact]
    public async Task The_list_is_shown_before_and_told_once_to_everybody_it_concerns()
    {
        var bot = await Bot.WithAsync(Payments);
        Golden.Matches("oncall/override-list", await bot.SayAsync("dot", List));
        Assert.StartsWith("On call for payments:", await bot.ConfirmAsync("dot", List), StringComparison.Ordinal);
        Golden.Matches("oncall/override-list-said", await bot.SaidAsync());
        var made = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes;
        Assert.Equal(3, made.Count);
        Assert.Single(made.Select(change => (change.Id, change.Reason)).Distinct());
        Assert.Single(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct));
    }

    [Fact]
    public async Task All_its_spans_are_named_and_nothing_between_them_to_whom_it_concerns()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot",
            "override payments ben sat 1-2; ben sat 3-4; ben sat 5-6; ben sat 7-8; cai mon 12-17; ben tue 9-10");
        var said = await bot.SaidAsync();
        const string Saturday = "Sat 21 Nov 1-2, Sat 21 Nov 3-4, Sat 21 Nov 5-6";
        Assert.Contains($"person:ana: Ben Ode is on call instead of you: payments, {Saturday} and Sat 21 Nov 7-8. By Dot Lead.", said,
            StringComparison.Ordinal);
        Assert.Contains($"You are on call for payments, {Saturday}, Sat 21 Nov 7-8 and Tue 24 Nov 9-10.", said, StringComparison.Ordinal);
        Assert.Contains("Cai Wen, Mon 23 Nov 12-17; Ben Ode, Tue 24 Nov 9-10.", said, StringComparison.Ordinal);
        // Of Ana's times nothing is Ben's, and the other way round.
        Assert.Contains("person:ben: Cai Wen is on call instead of you: payments, Mon 23 Nov 12-17. By Dot Lead.", said,
            StringComparison.Ordinal);
    }

    /// <summary>Ana is on call this Saturday by her turn.</summary>
    [Theory]
    [InlineData("override payments ana sat 9-12")]
    [InlineData("override payments ben sat 9-12; ana sat 12-15")]
    public async Task Whoever_is_on_call_without_it_is_not_told_that_they_are_not_once_it_is_removed(string typed)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", typed);
        var id = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes[0].Id;
        await bot.ConfirmAsync("dot", $"override remove payments {id}");
        Assert.DoesNotContain("person:ana: You are no longer on call", await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_says_how_a_list_is_typed()
    {
        var bot = await Bot.WithAsync(Payments);
        var typed = ((OverrideCommands)bot.Slices[1]).Verbs[0].Also!;
        Assert.Contains($"Also: {typed}", await bot.SayAsync("dot", "help override"), StringComparison.Ordinal);
        Assert.StartsWith("Put Ben Ode and Cai Wen on call for payments?", await bot.SayAsync("dot", typed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_taken_back_as_one_and_what_was_worked_stays()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", List);
        var id = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes[0].Id;
        var shown = await bot.AskAsync("dot", "changes payments");
        // The button names it: nobody reads ids.
        Assert.DoesNotContain(id, Bot.Plain(shown), StringComparison.Ordinal);
        Assert.Equal(["Remove Ben, 3 spans", "Share"], shown.Actions.Select(action => action.Label));
        bot.Clock.Now = Cases.At("2026-11-21T12:00:00Z");
        Assert.StartsWith("Override removed.", await bot.ConfirmAsync("dot", $"override remove payments {id}"), StringComparison.Ordinal);
        Assert.Equal(["ben 2026-11-21T00:00:00Z/2026-11-21T08:00:00Z", "cai 2026-11-21T08:00:00Z/2026-11-21T12:00:00Z"],
            (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes.OrderBy(change => change.Start)
                .Select(change => $"{change.Person} {change.Start}/{change.End}"));
        Assert.StartsWith("Ana Silva is on call", await bot.SayAsync("ana", "now payments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_to_remove_is_chosen_by_who_and_when()
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.Equal("payments has no override to remove.", await bot.SayAsync("dot", "override remove payments"));
        await bot.ConfirmAsync("dot", "override payments cai sat 0:00 to 8:00; ben sun 8:00 to 16:00");
        var id = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes[0].Id;
        var asked = await bot.AskAsync("dot", "override remove payments");
        Assert.Equal(new FormOption(id, "Cai Wen and Ben Ode, 2 spans, tomorrow 00:00 - Sun 16:00 (primary)"),
            Assert.Single(asked.Form!.Fields.Single(field => field.Name == "override").Options));
        // Nobody reads ids.
        Assert.StartsWith("Which override?", Bot.Plain(asked), StringComparison.Ordinal);
        Assert.DoesNotContain("For example", Bot.Plain(asked), StringComparison.Ordinal);
        bot.Clock.Now = Cases.At("2026-11-22T16:00:00Z");
        Assert.Equal("payments has no override to remove.", await bot.SayAsync("dot", "override remove payments"));
    }

    [Theory]
    [InlineData("override payments ben sat 0:00 to 8:00; cai sat 7:00 to 16:00",
        "The times of Ben Ode and Cai Wen overlap in the list. Name one person for each time.")]
    [InlineData("override payments ben sat 8:00 to 16:00; cai 16:00 to 24:00",
        "On which day? 'cai 16:00 to 24:00' names none. For example: ; cai sat 16:00 to 24:00")]
    [InlineData("override payments ben sat 0:00 to 8:00; cia sat 8:00 to 16:00", "No person `cia`. Did you mean `cai`?")]
    [InlineData("override payments ben sat 0:00 to 8:00; cai", "When? 'cai' has no time.")]
    [InlineData("override payments ben sat 0:00 to 8:00; cai sometime", "'sometime' is not understood as a time")]
    public async Task Nothing_is_half_done(string text, string refusal)
    {
        var bot = await Bot.WithAsync(Payments);
        Assert.StartsWith(refusal, await bot.SayAsync("dot", text), StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }
}
