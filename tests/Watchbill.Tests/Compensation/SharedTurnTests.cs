using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>An amount for a turn, of whoever holds a part of it, adds hours to it by hand, or holds two at once.</summary>
public sealed class SharedTurnTests
{
    // A week from Monday 1 June is worth 700, by level 700 and 350: 100 and 50 a day.
    private const string Policy = """
        { "standby": {"per": "UNIT", "rate": 700, "layers": [{"id": "secondary", "rate": 350}]}, "doubleDuty": "DUTY" }
        """;

    [Theory]
    // The same week twice: one of them.
    [InlineData("once", "primary 01-08, primary 01-08", "700")]
    [InlineData("each", "primary 01-08, primary 01-08", "700 700")]
    // Four days of the second are held with nothing else: 4 x 100.
    [InlineData("once", "primary 01-08, primary 05-12", "700 400")]
    // The dearer one is paid whole, whichever began first.
    [InlineData("once", "primary 01-08, secondary 05-12", "700 200")]
    [InlineData("once", "secondary 01-08, primary 05-12", "200 700")]
    [InlineData("once", "secondary 01-08, primary 01-08", "700")]
    // One that is held between two others has what neither has.
    [InlineData("once", "primary 01-08, secondary 05-12, primary 11-18", "700 150 700")]
    [InlineData("once", "primary 01-08, primary 08-15", "700 700")]
    public void Of_turns_held_at_once_each_hour_is_paid_by_the_dearest(string duty, string turns, string amounts)
    {
        foreach (var unit in new[] { "week", "shift" })
        {
            var pay = new PayCase("Etc/UTC", Policy.Replace("UNIT", unit, StringComparison.Ordinal)
                .Replace("DUTY", duty, StringComparison.Ordinal));
            foreach (var (one, i) in turns.Split(", ").Select((one, i) => (one.Split(' ', '-'), i)))
            {
                pay.OnCall($"2026-06-{one[1]}T00:00", $"2026-06-{one[2]}T00:00", $"r{i}", level: one[0],
                    turn: NodaTime.Duration.FromDays(7));
            }

            Assert.Equal(amounts, string.Join(' ', pay.Lines.Select(line => Fixtures.Cases.Invariant($"{line.Amount.Amount:0.##}"))));
            // Hours on call that are paid once are counted once: 100 a day of the primary, 50 of the secondary.
            Assert.All(pay.Lines, line => Assert.Equal(line.Hours / 24 * (line.Rate / 7), line.Amount.Amount));
        }
    }

    [Fact]
    public void The_line_of_a_turn_ends_with_its_last_day()
    {
        var pay = new PayCase("Etc/UTC", """
            { "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "week"}], "standby": {"per": "shift", "rate": 100} }
            """);
        pay.OnCall("2026-06-29T09:00", "2026-07-06T09:00");
        var line = Assert.Single(pay.Lines);
        Assert.Equal((pay.At("2026-06-29T09:00"), pay.At("2026-07-06T09:00"), 168m), (line.Start, line.End, line.Hours));
        Assert.Equal(new(2026, 6, 1), line.Month);
    }

    // A week is worth 700, by hand as well: of a week of 168 hours an hour is 4.17, of one of 40 it is 17.5, also on its weekend.
    [Theory]
    [InlineData("per: week, rate: 700", "", "2026-06-02T10:00", "2026-06-03T10:00", 100)]
    [InlineData("per: shift, rate: 700", "", "2026-06-02T10:00", "2026-06-03T10:00", 100)]
    [InlineData("per: week, rate: 700", Office, "2026-06-03T18:00", "2026-06-04T02:00", 140)]
    [InlineData("per: week, rate: 700", Office, "2026-06-06T09:00", "2026-06-06T17:00", 140)]
    [InlineData("per: shift, rate: 700", "", "2026-06-08T00:00", "2026-06-15T00:00", 700)]
    [InlineData("per: hour, rate: 5", "", "2026-06-02T10:00", "2026-06-03T10:00", 120)]
    public async Task Hours_by_hand_are_a_part_of_the_turn_in_which_they_begin(
        string standby, string coverage, string from, string to, int amount)
    {
        var bot = await WithAsync(File(standby, coverage), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-02T00:00:00Z");
        await bot.EnterAsync("lea", $"{from}:00Z", $"{to}:00Z");
        Assert.Equal(amount, await bot.AmountAsync("lea", "2026-06"));
    }

    // Ana's week from 1 June, of which ben had the day of the 2nd.
    [Theory]
    [InlineData("per: week, rate: 700")]
    [InlineData("per: shift, rate: 700")]
    public async Task A_part_of_a_turn_is_paid_as_that_part(string standby)
    {
        var bot = await WithAsync(File(standby, ""), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-08T00:00:00Z");
        await bot.ConfirmAsync("lea", "correct payments 2026-06-02 00:00 to 2026-06-03 00:00 ben because they swapped");
        Assert.Equal((600, 100), (await bot.AmountAsync("ana", "2026-06"), await bot.AmountAsync("ben", "2026-06")));
    }

    private const string Office = "    coverage: {windows: [{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}]}\n";

    private static string File(string standby, string coverage) => Files.Of("ana, ben",
        $"{{id: standard, effective: 2026-01-01, standby: {{{standby}}}}}")
            .Replace("    layers:", $"{coverage}    layers:", StringComparison.Ordinal);
}
