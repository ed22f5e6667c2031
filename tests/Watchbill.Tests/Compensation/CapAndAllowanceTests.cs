using Watchbill.OrganizationFiles;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What is agreed for whole days, weeks and months, models by name, and what a file may not do to locked months.</summary>
public sealed class CapAndAllowanceTests
{
    // An hour is worth 10: 24 h are 240, two and a half days 600.
    [Theory]
    [InlineData("day: 100", 300)]
    [InlineData("week: 150", 150)]
    [InlineData("month: 500", 500)]
    [InlineData("day: 100, month: 250", 250)]
    [InlineData("day: 1000", 600)]
    public void A_cap_is_the_most_that_a_span_pays_and_lines_still_add_up(string cap, int expected)
    {
        var json = "{" + string.Join(", ", cap.Split(", ").Select(one => $"\"{one.Split(':')[0]}\":{one.Split(':')[1]}")) + "}";
        var pay = new PayCase("Etc/UTC", $$"""{ "standby": {"per": "hour", "rate": 10}, "caps": {{json}} }""")
            .OnCall("2026-06-02T00:00", "2026-06-04T12:00");
        Assert.Equal(expected, pay.Amount);
        Assert.Equal(60, pay.Lines.Sum(line => line.Hours));
        Assert.All(pay.Lines, line => Assert.Equal(line.Amount.Amount, line.Parts.Sum(part => part.Amount)));
    }

    // Ten hours on 2 June, 100 in all, and as much on 20 June.
    [Theory]
    [InlineData("100", "100", 100)]
    [InlineData("100", "150", 150)]
    [InlineData("100", "50", 100)]
    [InlineData("80", "null", 180)]
    [InlineData("null", "120", 120)]
    public void A_new_version_goes_on_with_what_the_month_has_paid(string before, string after, int expected)
    {
        static string Policy(string cap) => "{ \"standby\": {\"per\": \"hour\", \"rate\": 10}"
            + (cap == "null" ? " }" : $", \"caps\": {{\"month\": {cap}}} }}");
        Assert.Equal(expected, new PayCase("Etc/UTC", Policy(before)).Version("2026-06-15", Policy(after))
            .OnCall("2026-06-02T00:00", "2026-06-02T10:00").OnCall("2026-06-20T00:00", "2026-06-20T10:00").Amount);
    }

    [Fact]
    public void A_cap_takes_off_what_came_last_callouts_included()
    {
        var pay = new PayCase("Etc/UTC", """
            { "classes": [{"id": "night", "from": "22:00", "to": "06:00"}, {"id": "day"}],
              "standby": {"per": "hour", "rates": {"night": 10, "day": 1} }, "callout": {"per": "hour", "rate": 50}, "caps": {"day": 100} }
            """).OnCall("2026-06-02T00:00", "2026-06-03T00:00").Called("2026-06-02T20:00", "2026-06-02T22:00");
        // Day 16, night 80, callout 100: 96 are over. What began last is taken off first.
        Assert.Equal(100, pay.Amount);
        Assert.Equal(4, pay.AmountOf(PayKind.Callout));
    }

    [Fact]
    public async Task Whoever_is_in_a_roster_beyond_business_hours_gets_the_allowance_whether_or_not_a_shift_was_theirs()
    {
        var bot =
            await WithAsync(
                Files.Payments
                    .Replace("callout: {", "allowance: {amount: 50, per: month, to: person}\n    callout: {", StringComparison.Ordinal)
                    .Replace("every: 1 week", "every: 2 months", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-02T00:00:00Z");
        var ben = await bot.MonthAsync("ben", "2026-06");
        var line = Assert.Single(ben.Lines);
        Assert.Equal((PayKind.Allowance, 50m, "payments", 0m), (line.Kind, line.Amount.Amount, line.Rotation, line.Hours));
        Assert.Empty((await bot.MonthAsync("lea", "2026-06")).Lines);
        Assert.Empty((await bot.MonthAsync("ben", "2026-05")).Lines);
    }

    [Theory]
    [InlineData("Mon-Fri, from: \"09:00\", to: \"17:00\"", 0)]
    [InlineData("Mon-Fri, from: \"09:00\", to: \"20:00\"", 1)]
    [InlineData("Mon-Sat, from: \"09:00\", to: \"17:00\"", 1)]
    public async Task Office_hours_earn_no_allowance(string windows, int lines)
    {
        var bot = await WithAsync(Files.Payments
            .Replace("callout: {", "allowance: {amount: 50, per: month, to: person}\n    callout: {", StringComparison.Ordinal)
            .Replace("    layers:", $"    coverage: {{windows: [{{days: {windows}}}]}}\n    layers:", StringComparison.Ordinal),
                "2026-06-01T00:00:00Z");
        Assert.Equal(lines, (await bot.MonthAsync("ben", "2026-06")).Lines.Count(line => line.Kind == PayKind.Allowance));
    }

    [Fact]
    public async Task Shadowing_is_paid_where_the_policy_says_so()
    {
        var file =
            Files.Payments.Replace("members: [ana, ben]}]\n    pay",
                "members: [ana, ben]}, {id: shadow, shadow: true, members: [lea]}]\n    pay", StringComparison.Ordinal);
        Assert.NotEqual(Files.Payments, file);
        var bot = await WithAsync(file, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-02T00:00:00Z");
        Assert.Equal(0, await bot.AmountAsync("lea", "2026-06"));
        await bot.ApplyAsync(
            file.Replace("    effective: 2026-01-01\n", "    effective: 2026-01-01\n    shadow: paid\n", StringComparison.Ordinal));
        Assert.Equal(24 * 5, await bot.AmountAsync("lea", "2026-06"));
    }

    public static TheoryData<string> Presets => [.. PayPresets.Names];

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_model_is_a_policy_and_survives_being_stored(string name)
    {
        var model = PayPresets.Of(name);
        Assert.True(model.Standby is not null || model.TimeOff.Count > 0);
        var used = PolicyText.Read("compensation", $$"""{"id": "p", "effective": "2026-01-01", "use": "{{name}}"}""");
        Assert.Equal(PolicyText.Write(used), PolicyText.Write(PolicyText.Read("compensation", PolicyText.Write(used))));
        Assert.Equal(model.Standby?.Per, used.Pay!.Standby?.Per);
    }

    // The weekend of case D36, Friday 18:00 to Monday 09:00, with an hourly rate of 1. By the hour: 6 h and, since the night from Sunday
    // belongs to Sunday, 9 h at 10, and 48 h at 15.
    [Theory]
    [InlineData("tvoed", 0)]
    [InlineData("lump", 0)]
    [InlineData("weekly", 106.25)]
    [InlineData("hourly", 870)]
    public void A_model_pays_what_was_published(string name, decimal expected) =>
        Assert.Equal(name switch
        {
            "tvoed" => PayCase.Expected("D36", "tvoed", "hourly_rates"),
            "lump" => PayCase.Expected("D36", "caloohpay", "GBP"),
            _ => expected,
        }, new PayCase("Europe/London", $$"""{ "use": "{{name}}" }""").Hourly(1).OnCall("2026-06-05T18:00", "2026-06-08T09:00").Amount);

    [Fact]
    public async Task A_policy_is_refused_for_locked_months_and_says_which()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-08-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        await bot.TakeToAsync(PayState.Approved, "2026-07", "ana");
        var dearer = Files.Payments.Replace("week: 5}", "week: 6}", StringComparison.Ordinal);
        var refused = Assert.Single(await bot.ErrorsAsync(dearer));
        Assert.Contains(
            "effective: 2026-01-01 lies before months that are locked (2026-06). Leave that version as it was, and add one with "
                + "effective: 2026-07-01 or later.", refused, StringComparison.Ordinal);
        // A later version is fine, and so is the same file again.
        Assert.Empty(await bot.ErrorsAsync(Files.Payments));
        Assert.Empty(await bot.ErrorsAsync(Files.Dearer("2026-07-01")));
        Assert.Single(await bot.ErrorsAsync(Files.Dearer("2026-06-30")));
    }

    // No shift of June can be paid by it.
    [Fact]
    public async Task A_policy_that_is_new_may_begin_before_what_is_locked()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-05T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        var file = Files.Payments + "\n  - {id: other, effective: 2026-01-01, standby: {per: hour, rate: 1}}";
        Assert.Empty(await bot.ErrorsAsync(file));
        // From now on there is one of its name, and what it says of June is not changed any more.
        Assert.Single(await bot.ErrorsAsync(file.Replace("rate: 1}", "rate: 2}", StringComparison.Ordinal)));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
    }
}
