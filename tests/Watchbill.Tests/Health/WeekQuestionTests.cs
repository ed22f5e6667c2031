namespace Watchbill.Health;

/// <summary>What took most of the week, asked on Fridays: 27 November 2026, a holiday for cai; it is UTC in Lisbon.</summary>
public sealed class WeekQuestionTests
{
    [Fact]
    public async Task Those_in_a_roster_are_asked_once_on_friday_at_three_but_not_on_holidays_or_while_away()
    {
        var bot = await HealthBot.AtAsync("2026-11-26T10:00:00Z");
        await bot.ConfirmAsync("dan", "away 27 nov 00:00 to 28 nov 00:00");
        await bot.MoveAsync("2026-11-27T14:59:00Z");
        Assert.Empty(await NewAsync(bot, "ana"));
        await bot.MoveAsync("2026-11-27T15:00:00Z");
        await bot.MoveAsync("2026-11-27T15:01:00Z");
        Assert.Equal(
            "What took most of this week?\nSeen by: you. Your team sees sums of five people or more.\n[Project] [On-call] [Toil] [Other]",
            HealthBot.Plain(Assert.Single(await NewAsync(bot, "ana"))));
        Assert.Single(await NewAsync(bot, "eve"));
        foreach (var person in new[] { "cai", "dan", "lea", "oth" }) Assert.Empty(await NewAsync(bot, person));
    }

    [Fact]
    public async Task One_press_answers_another_changes_it_and_nobody_else_sees_it()
    {
        var bot = await HealthBot.AtAsync("2026-11-27T15:00:00Z");
        var buttons = Assert.Single(await NewAsync(bot, "ana")).Actions;
        Assert.StartsWith("Toil took most of this week.", await bot.PressAsync("ana", buttons[2]), StringComparison.Ordinal);
        Assert.Contains("Project work took most of 0 of 1 weeks", await bot.SayAsync("ana", "health"), StringComparison.Ordinal);
        await bot.PressAsync("ana", buttons[0]);
        Assert.Contains("Project work took most of 1 of 1 weeks", await bot.SayAsync("ana", "health"), StringComparison.Ordinal);
        Assert.DoesNotContain("Project work", await bot.SayAsync("lea", "health ana"), StringComparison.Ordinal);
        Assert.DoesNotContain("Project work", await bot.SayAsync("ben", "health"), StringComparison.Ordinal);
        Assert.StartsWith("This question was somebody else's.", await bot.PressAsync("lea", buttons[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switched_off_nobody_is_asked()
    {
        var bot = await HealthBot.AtAsync("2026-11-27T15:00:00Z", HealthPeople.Off);
        Assert.Empty(await bot.SaidAsync("ana"));
    }

    // The clock jumps from August, so one question is of the week in which it stops.
    private static async Task<IReadOnlyList<Chat.Reply>> NewAsync(HealthBot bot, string person) =>
        [.. (await bot.SaidAsync(person))
            .Where(said => said.Actions.Any(button => button.Value.StartsWith("2026-11-23", StringComparison.Ordinal)))];
}
