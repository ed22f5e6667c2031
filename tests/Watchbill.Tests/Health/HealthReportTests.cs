using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Health;

/// <summary>
/// The weekly report to the lead. Dan takes 16 to 24 November, eight days, and his own week begins on 30 November; ben's last night was
/// that of 18 October, 43 nights before.
/// </summary>
public sealed class HealthReportTests
{
    private const string Take = "override payments dan 16 nov 09:00 to 24 nov 09:00 because they asked";

    [Fact]
    public async Task A_crossed_limit_comes_with_a_proposal_that_one_press_makes()
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z");
        await bot.ConfirmAsync("lea", Take);
        // Seven days in a row until this Monday, but two weeks in four: 336 h. A week later it is 192 h, 48 a week.
        await bot.MoveAsync("2026-11-23T09:00:00Z");
        Assert.Contains("⚠ Over 48 h a week over 4 weeks (EU average working week, Directive 2003/88/EC article 6, as PagerDuty's "
            + "template counts it: 192 h in 28 days): Dan 84 h.", HealthBot.Plain(Assert.Single(await bot.SaidAsync("lea"))),
            StringComparison.Ordinal);
        await bot.MoveAsync("2026-11-30T08:59:00Z");
        Assert.Single(await bot.SaidAsync("lea"));
        await bot.MoveAsync("2026-11-30T09:00:00Z");
        await bot.MoveAsync("2026-11-30T09:01:00Z");
        var said = (await bot.SaidAsync("lea"))[1];
        Assert.Equal(2, (await bot.SaidAsync("lea")).Count);
        Assert.Equal(
            """
            payments: 1 of 5 people crossed a limit on call.
            ⚠ On call over 7 days in a row (PagerDuty's compliance template: 7 days in a row): Dan 8 until Mon 23 Nov 2026.
            Give Mon 30 Nov 2026 night of payments to Ben: 43 nights since their last.
            [Give night to Ben]
            """, HealthBot.Plain(said));
        Assert.StartsWith("Put Ben on call for payments", await bot.PressAsync("lea", said.Actions[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_proposed_whom_the_gate_would_refuse()
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z");
        await bot.ConfirmAsync("lea", Take);
        var read = (await bot.Store.FindAsync<Rotation>("payments", HealthBot.Ct))!;
        const string Program = BuiltInPrograms.FirstTimeOnCall;
        await bot.Store.SaveAsync(
        [
            Write.Replace(read, read.Value with { Requires = Program }),
            Write.Create("payments", new Requirement("payments", Program, bot.Clock.Now)),
            .. new[] { "ana", "cai", "dan", "eve" }.Select(one => new Enrollment(one, Program, "payments")
                .With(new TrainingEvent(bot.Clock.Now, TrainingEvent.Watchbill, TrainingStep.Granted)))
                    .Select(one => Write.Create(one.Id, one)),
        ], HealthBot.Ct);
        await bot.MoveAsync("2026-11-30T09:00:00Z");
        var said = HealthBot.Plain(Assert.Single(await bot.SaidAsync("lea")));
        Assert.Contains("night of payments to Eve: 22 nights since their last.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HealthPeople.Self)]
    [InlineData(HealthPeople.Off)]
    public async Task Where_figures_are_private_nobody_is_told(HealthPeople setting)
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z", setting);
        await bot.ConfirmAsync("lea", Take);
        await bot.MoveAsync("2026-11-30T09:00:00Z");
        Assert.Empty(await bot.SaidAsync("lea"));
    }

    [Fact]
    public async Task Nobody_crossed_a_limit_so_nothing_is_said()
    {
        var bot = await HealthBot.AtAsync("2026-11-30T09:00:00Z");
        Assert.Empty(await bot.SaidAsync("lea"));
    }

    /// <summary>Two weeks next to each other are what an exchange makes; a day more is said before it is confirmed.</summary>
    [Theory]
    [InlineData("override payments dan 16 nov 09:00 to 30 nov 09:00", false)]
    [InlineData("override payments dan 15 nov 09:00 to 30 nov 09:00", true)]
    public async Task The_preview_warns_of_more_than_two_turns_in_a_row(string text, bool warns)
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z");
        await bot.ConfirmAsync("lea", "override payments eve 30 nov 09:00 to 7 dec 09:00 because they asked");
        var said = await bot.SayAsync("lea", $"{text} because they asked");
        Assert.Equal(warns, said.Contains("Dan would be on call 15 days in a row (limit 7", StringComparison.Ordinal));
        Assert.Equal(warns, said.Contains('⚠', StringComparison.Ordinal));
    }
}
