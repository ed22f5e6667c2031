using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Training;

/// <summary>The report of a day: what had happened by its end, and nothing of the next day.</summary>
public sealed class TrainingReportTests
{
    /// <summary>
    /// Eve begins on Friday 20 November and is qualified at the last second of Monday 23 November, in Lisbon. The day, who is qualified of
    /// how
    /// many, and her row.
    /// </summary>
    [Theory]
    [InlineData("2026-11-19", "Nobody is in training on Thu 19 Nov.", "")]
    [InlineData("2026-11-20", "3 of 4 are qualified on Fri 20 Nov", "Eve Moe    payments  enrolled")]
    [InlineData("last friday", "3 of 4 are qualified on Fri 20 Nov", "Eve Moe    payments  enrolled")]
    [InlineData("mon", "4 of 4 are qualified on Mon 23 Nov", "Eve Moe    payments  qualified")]
    [InlineData("2026-11-22", "3 of 4 are qualified on Sun 22 Nov", "Eve Moe    payments  enrolled")]
    [InlineData("2026-11-23", "4 of 4 are qualified on Mon 23 Nov", "Eve Moe    payments  qualified")]
    [InlineData("2026-11-26", "4 of 4 are qualified on Thu 26 Nov", "Eve Moe    payments  qualified")]
    public async Task It_says_who_was_qualified_at_the_end_of_a_day(string day, string head, string row)
    {
        var bot = await QualifiedAsync();
        bot.Clock.Now = Cases.At("2026-11-26T10:00:00Z");
        var said = await bot.SayAsync("dot", $"training report payments on {day}");
        Assert.Equal(head, said.Split('\n')[0]);
        Assert.Contains(row, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-27", "That day is to come.")]
    [InlineData("2026-02-30", "'2026-02-30' is no date.")]
    public async Task A_day_to_come_or_none_of_the_calendar_is_refused(string day, string says)
    {
        var bot = await TrainingBot.BeginAsync();
        bot.Clock.Now = Cases.At("2026-11-26T10:00:00Z");
        Assert.StartsWith(says, await bot.SayAsync("dot", $"training report payments on {day}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leads_no_rotation_is_told_what_they_can_see()
    {
        var bot = await TrainingBot.BeginAsync();
        Assert.Equal("You lead no rotation. Leads see who is trained. Your own training: `training status`",
            await bot.SayAsync("ben", "training report"));
    }

    [Fact]
    public async Task It_names_items_that_nobody_reviewed_for_a_year_and_those_without_a_date()
    {
        var program = TrainingBot.Program with
        {
            Stages =
            [
                new("one")
                {
                    Items =
                    [
                        new("old", ItemKind.Read, "Old") { Reviewed = new LocalDate(2025, 11, 20) },
                        new("fresh", ItemKind.Read, "Fresh") { Reviewed = new LocalDate(2025, 11, 21) },
                        new("never", ItemKind.Read, "Never"),
                    ],
                },
            ],
        };
        var progress = Progress.Of(program, new Enrollment("eve", program.Id, "payments")
            .With(new TrainingEvent(Cases.At("2026-11-20T10:00:00Z"), "dot", TrainingStep.Started)), TrainingFacts.None,
            Cases.At("2026-11-20T10:00:00Z"))!;
        Assert.Equal(["old", "never"], Bottlenecks.NotReviewed([progress, progress], new LocalDate(2026, 11, 20)).Select(item => item.Id));
        var bot = await TrainingBot.BeginAsync();
        Assert.Contains("Not reviewed for a year: 3 items (access, architecture, rollback).",
            await bot.SayAsync("dot", "training report payments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_names_who_is_in_the_roster_and_has_never_begun_from_the_day_on_which_it_is_required()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("dot", "create night owner payments members ana, ben from 2026-11-23");
        Assert.Equal("night requires no training. Everybody in its roster may go on call.",
            await bot.SayAsync("dot", "training report night"));
        await bot.ConfirmAsync("dot", "edit night requires first-time-on-call");
        await bot.ConfirmAsync("dot", "edit night members ana, ben, eve insist because nobody else is free");
        bot.Clock.Now = Cases.At("2026-11-26T10:00:00Z");
        var said = await bot.SayAsync("dot", "training report night");
        Assert.StartsWith("2 of 3 are qualified", said, StringComparison.Ordinal);
        Assert.Matches("Eve Moe +night +not started +all of first-time-on-call", said);
        Assert.StartsWith("Nobody is in training on Thu 19 Nov.", await bot.SayAsync("dot", "training report night on 2026-11-19"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_built_in_program_is_reviewed_and_says_for_each_focus_area_what_to_do_practise_and_show()
    {
        var program = BuiltInPrograms.Find(BuiltInPrograms.FirstTimeOnCall)!;
        Assert.All(program.Items, item => Assert.NotNull(item.Reviewed));
        var areas = program.Items.Where(item => item.Text!.StartsWith("Be able to: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(8, areas.Count);
        Assert.All(areas, item => Assert.Matches("Practise safely: .+ Show: .+ Asked: .+\\?", item.Text!));
    }

    private static async Task<Bot> QualifiedAsync()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        foreach (var item in TrainingBot.Program.Items) await bot.ConfirmAsync("dot", $"training waive eve {item.Id} because known");
        await bot.ConfirmAsync("ben", "training sign eve");
        bot.Clock.Now = Cases.At("2026-11-23T23:59:59Z");
        await bot.ConfirmAsync("dot", "training sign eve");
        return bot;
    }
}
