using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;

namespace Watchbill.Chat;

/// <summary>Times in refusals are read in the zone of their reader, as everywhere; programs read instants.</summary>
public sealed class RefusalTimesTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly Instant Noon = Cases.At("2026-11-20T12:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_refusal_has_its_times_for_people_and_its_instants_for_programs()
    {
        var refused = new RefusedException($"The end, {Noon}, is past. {Severity.Sev1} stays.");
        Assert.Equal("The end, today 07:00 (in 2 h), is past. Sev1 stays.", Written.Of(refused.Said, NewYork));
        Assert.Equal("The end, 2026-11-20T12:00:00Z, is past. Sev1 stays.", refused.Message);
    }

    [Fact]
    public void So_has_a_sentence_of_a_rule_whatever_else_is_in_it() => Assert.Equal("'{x}' is 1 of Fri 27 Nov 07:00 and none.",
        Written.Of(Text.Of($"'{{x}}' is {1} of {Noon + Duration.FromDays(7)} and {"none"}."), NewYork));

    [Theory]
    [InlineData("incident resolve checkout-1 at 21 nov 10:00", "Tomorrow 05:00 is in the future.")]
    [InlineData("incident resolve checkout-1 at yesterday 10:00", "The end, yesterday 05:00, is before the start, today 05:00.")]
    [InlineData("incident update checkout-1 mitigated yesterday 10:00",
        "'mitigated' is yesterday 05:00, which is before the start, today 05:00.")]
    public async Task Of_incidents_too(string typed, string said)
    {
        var bot = await Bot.WithAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev1");
        Assert.StartsWith(said, Written.Of(await bot.AskAsync("ana", typed), NewYork), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_the_field_of_a_form_they_are_in_the_zone_of_who_fills_it_in()
    {
        var bot = await Bot.WithAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev1");
        var again = await bot.Router.SubmitAsync("incident resolve",
            new Dictionary<string, string> { ["incident"] = "checkout-1", ["when"] = "2026-11-21 10:00" },
            new Caller("ben", Platforms.Slack, null), Ct);
        Assert.Contains(again.Form!.Fields.Select(field => field.Error).OfType<string>().Append(Written.Of(again, NewYork)),
            error => error.Contains("Tomorrow 10:00", StringComparison.Ordinal));
        Assert.DoesNotContain("Z", string.Concat(again.Form.Fields.Select(field => field.Error)), StringComparison.Ordinal);
    }
}
