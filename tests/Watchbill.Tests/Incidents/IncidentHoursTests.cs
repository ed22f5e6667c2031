using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

/// <summary>
/// Hours on an incident are paid: they end with it, and a lead says them for others. It is Friday 20 November 2026, 10:00 in Lisbon. Ana,
/// ben and cai are the team payments, dot leads it, and out is of no team.
/// </summary>
public sealed class IncidentHoursTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_responds_past_an_end_that_is_given_afterwards()
    {
        var bot = await AcknowledgedAsync();
        bot.Clock.Now += Duration.FromHours(8);
        await bot.SayAsync("ana", "incident resolve checkout-1 at today 10:30");
        Assert.Equal([new Responder("cai", At("10:11"), At("10:30"))], await RespondersAsync(bot));
    }

    [Theory]
    [InlineData("incident update checkout-1 end 10:20")]
    [InlineData(null)]
    public async Task An_end_that_moves_earlier_ends_the_callouts_too(string? update)
    {
        var bot = await AcknowledgedAsync();
        bot.Clock.Now += Duration.FromMinutes(49);
        await bot.SayAsync("ben", "incident ack checkout-1");
        bot.Clock.Now += Duration.FromHours(1);
        await bot.SayAsync("ana", "incident resolve checkout-1");
        Assert.Equal(["cai 10:11 12:00", "ben 11:00 12:00"], (await RespondersAsync(bot)).Select(Shown));
        if (update is not null) await bot.ConfirmAsync("ana", update);
        else
        {
            var form = (await bot.AskAsync("ana", "incident update checkout-1")).Form!;
            var values = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
            values["end"] = "2026-11-20 10:20";
            var caller = new Caller("ana", Platforms.Slack, null);
            var preview = await bot.Router.SubmitAsync(form.Id, values, caller, Ct);
            await bot.Router.PressAsync(Buttons.Confirm, preview.Actions.Single(one => one.Action == Buttons.Confirm).Value, caller, Ct);
        }

        // Ben began when it was over.
        Assert.Equal(["cai 10:11 10:20"], (await RespondersAsync(bot)).Select(Shown));
    }

    [Fact]
    public async Task What_was_over_before_somebody_acknowledged_it_is_resolved_and_nobody_responded()
    {
        var bot = await AcknowledgedAsync();
        bot.Clock.Now += Duration.FromMinutes(10);
        Assert.StartsWith("Resolved after ", await bot.SayAsync("cai", "incident resolve checkout-1 at 10:05"), StringComparison.Ordinal);
        Assert.Empty(await RespondersAsync(bot));
    }

    [Theory]
    [InlineData("out", "out", "Nobody records their own hours. Ask Dot Lead")]
    [InlineData("cai", "cai", "Nobody records their own hours. Ask Dot Lead")]
    [InlineData("dot", "dot", "Nobody records their own hours. Ask an admin")]
    [InlineData("ana", "ben", "Only leads of checkout can record when somebody responded. Ask Dot Lead")]
    public async Task Hours_are_recorded_by_a_lead_and_by_nobody_for_themselves(string by, string person, string refusal)
    {
        var bot = await AcknowledgedAsync();
        var said = await bot.SayAsync(by, $"incident worked checkout-1 {person} today 10:05 to 10:10");
        Assert.StartsWith(refusal, said, StringComparison.Ordinal);
        Assert.EndsWith("enter your hours for your manager to approve: `pay add`", said, StringComparison.Ordinal);
        Assert.Single(await RespondersAsync(bot));
    }

    [Theory]
    [InlineData("today 9:50 to 10:10")]
    [InlineData("today 10:05 to 10:31")]
    [InlineData("2026-11-01 00:00 to 2026-11-20 00:00")]
    public async Task Hours_outside_the_incident_are_refused(string period)
    {
        var bot = await AcknowledgedAsync();
        bot.Clock.Now += Duration.FromHours(1);
        await bot.SayAsync("cai", "incident resolve checkout-1 at 10:30");
        Assert.StartsWith("checkout-1 was open today 10:00 - 10:30.", await bot.SayAsync("dot", $"incident worked checkout-1 ben {period}"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "incident worked checkout-1 ben today 10:00 to 10:30");
        Assert.Equal(["cai 10:11 10:30", "ben 10:00 10:30"], (await RespondersAsync(bot)).Select(Shown));
    }

    [Fact]
    public async Task Of_an_open_incident_hours_reach_to_now()
    {
        var bot = await AcknowledgedAsync();
        await bot.ConfirmAsync("dot", "incident worked checkout-1 ben today 10:00 to 10:10");
        Assert.Equal(["cai 10:11 ", "ben 10:00 10:10"], (await RespondersAsync(bot)).Select(Shown));
    }

    // Declared at 10:00; cai acknowledges at 10:11.
    private static async Task<Bot> AcknowledgedAsync()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        bot.Clock.Now += Duration.FromMinutes(11);
        await bot.SayAsync("cai", "incident ack checkout-1");
        return bot;
    }

    private static async Task<IReadOnlyList<Responder>> RespondersAsync(Bot bot) =>
        (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Responders;

    private static string Shown(Responder one) => Cases.Invariant($"{one.Person} {one.Start:HH:mm} {one.End:HH:mm}");

    private static Instant At(string time) => Cases.At($"2026-11-20T{time}:00Z");
}
