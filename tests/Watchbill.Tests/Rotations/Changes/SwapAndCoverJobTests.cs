using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Ben has payments from Monday 23 November 2026, 09:00; it is Friday 20, 10:00.</summary>
public sealed class SwapAndCoverJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reminded_after_half_the_time_and_a_day_ahead_and_then_the_lead_is_told()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "cover payments 25 nov 10:00 to 18:00 Europe/Lisbon");
        await bot.PressAsync("cai", "Decline");
        var said = new List<string>();
        // Wednesday 10:00 is 120 hours away: half of it is Sunday 22:00, a day ahead is Tuesday 10:00, twelve hours ahead Tuesday 22:00.
        for (Instant? now = bot.Clock.Now; now is { } at && at < Cases.At("2026-11-26T00:00:00Z");)
        {
            var before = await bot.Store.ListAsync<Delivery>(IdRange.All, Ct);
            now = await Job(bot).RunAsync(at, Ct);
            Assert.NotEqual(at, now);
            await Job(bot).RunAsync(at, Ct);
            said.AddRange((await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).ExceptBy(before.Select(one => one.Id), one => one.Id)
                .Select(one => one.Value).Select(delivery => $"{Cases.Invariant($"{at:ddd HH:mm}")} {delivery.Kind} {delivery.To}"
                    + $"{(delivery.IsEdit ? ", anew" : "")}: {Bot.Plain(delivery.Reply)}"));
        }

        Golden.Matches("oncall/cover-reminders", string.Join('\n', said));
        Assert.Equal(RequestState.Expired, Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State);
    }

    [Theory]
    // Tomorrow: twelve hours ahead. Soon, or running already: those who were asked have a quarter of an hour.
    [InlineData("2026-11-21T10:00:00Z", "2026-11-20T22:00:00Z")]
    [InlineData("2026-11-20T11:00:00Z", "2026-11-20T10:15:00Z")]
    [InlineData("2026-11-16T09:00:00Z", "2026-11-20T10:15:00Z")]
    public void The_lead_hears_not_before_those_who_were_asked_could_answer(string start, string told)
    {
        var asked = Cases.At("2026-11-20T10:00:00Z");
        var request = new CoverRequest("payments", "primary", Cases.At(start), Cases.At("2026-11-23T09:00:00Z"), "ana")
        {
            AskedBy = "ana",
            AskedAt = asked,
            Asked = ["ben"],
        };
        Assert.Equal(Cases.At(told), request.EscalateAt);
        Assert.Equal(asked, (request with { Asked = [] }).EscalateAt);
    }

    [Fact]
    public void What_the_lead_is_to_type_names_the_layer_unless_it_is_the_first()
    {
        var rotation = Rotation(Layer("primary", Weekly, Coverage.Always, "ana"), Layer("secondary", Weekly, Coverage.Always, "ben"));
        var (start, end) = (Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-30T09:00:00Z"));
        var names = new Dictionary<string, string> { ["ana"] = "Ana", ["ben"] = "Ben" };
        foreach (var (layer, typed) in new[] { ("primary", "override payments <person> <span>"),
            ("secondary", "override payments <person> <span> layer secondary") })
        {
            var request = new CoverRequest("payments", layer, start, end, "ben") { AskedBy = "ben", AskedAt = start, Asked = ["ana"] };
            Assert.Contains($"`{typed}`", Bot.Plain(CoverReplies.StillOpen(rotation, request, [new Interval(start, end)], "lea", names)),
                StringComparison.Ordinal);
            Assert.Contains($"Put somebody on call: {typed}",
                Bot.Plain(VersionReplies.Vacated(rotation, [new VacatedShift("payments", "ben", layer, start, end)], [], names)),
                StringComparison.Ordinal);
            Assert.Contains($"`{typed}`", Bot.Plain(GapReplies.Ahead(rotation, [new Gap(layer, start, end, "why")], ["why"])),
                StringComparison.Ordinal);
            var handoff = new Handoff("payments", start, [new LayerHandover(layer, "ana", "ben")]);
            Assert.Contains($"on call: `{typed}`", Bot.Plain(HandoffReplies.Unacknowledged(rotation, handoff, names)),
                StringComparison.Ordinal);
        }

        Assert.Equal("override payments <person> <span> layer <layer>", ChangeReplies.Fill(rotation, ["primary", "secondary"]));
    }

    [Fact]
    public async Task What_nobody_could_take_goes_to_the_lead_at_once()
    {
        var alone = Payments with { Layers = [Layer("primary", Weekly, Coverage.Always, "ana")] };
        var bot = await Bot.WithAsync(alone);
        await bot.ConfirmAsync("ana", "away 1 dec to 2 dec");
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        Golden.Matches("oncall/cover-nobody-lead", await bot.SaidAsync());
    }

    [Fact]
    public async Task A_request_whose_person_no_longer_holds_the_shift_lapses_and_is_told_once()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "cover payments 25 nov");
        await bot.ConfirmAsync("dot", "override payments cai 24 nov to 27 nov");
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(RequestState.Lapsed, Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State);
        var lines =
            (await bot.SaidAsync()).Split('\n')
                .Where(line => line.Contains("Cover no longer needed: payments", StringComparison.Ordinal))
                    .Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]);
        Assert.Equal(["person:ana", "person:ana, anew", "person:ben", "person:cai", "person:cai, anew"], lines);
        Assert.Single((await bot.SaidAsync()).Split('\n'), line => line.StartsWith("person:ben: Cover no longer needed: ",
            StringComparison.Ordinal)
            && line.EndsWith("Cai Wen is on call by an override; the request is closed.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_left_of_a_request_when_a_lead_puts_somebody_in_asks_nobody_any_more()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "cover payments 25 nov 10:00 to 18:00 Europe/Lisbon");
        await bot.SayAsync("ana",
            $"take {Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Id} 25 nov 10:00 to 12:00");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.ConfirmAsync("dot", "override payments cai 25 nov 12:00 to 18:00");
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(RequestState.Accepted, Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State);
        Assert.Single((await bot.SaidAsync()).Split('\n'), line => line.StartsWith("person:ben: Cover no longer needed: ",
            StringComparison.Ordinal)
            && line.EndsWith("Cai Wen is on call by an override; the request is closed.", StringComparison.Ordinal));
        foreach (var person in new[] { "ana", "cai" })
        {
            var shown =
                (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
                    .Last(delivery => delivery.Value.IsEdit && delivery.Value.To == Address.Person(person)).Value.Reply;
            Assert.StartsWith("Cover no longer needed: payments, ", shown.Text.ToString(), StringComparison.Ordinal);
            Assert.Empty(shown.Actions);
        }
    }

    [Fact]
    public async Task An_offer_without_an_answer_expires_when_the_shift_begins()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "swap payments 23 nov with cai");
        var start = Cases.At("2026-11-23T09:00:00Z");
        Assert.Equal(start, await Job(bot).RunAsync(bot.Clock.Now, Ct));
        Assert.Null(await Job(bot).RunAsync(start, Ct));
        Assert.Equal(RequestState.Expired, Assert.Single(await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct)).Value.State);
        var said = await bot.SaidAsync();
        Assert.Contains("person:ben: Cai Wen did not answer in time: you stay on call for payments", said,
            StringComparison.Ordinal);
        Assert.Contains("person:cai, anew: Offer expired: payments", said, StringComparison.Ordinal);
        Assert.DoesNotContain("person:cai: Offer expired", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_swap_lapses_when_a_roster_change_takes_the_shift_away_and_both_are_told_once()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "swap payments 23 nov with cai for 30 nov");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.PressAsync("cai", "Accept");
        await Lapses(bot).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(2, (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes.Count);

        var versions = Payments.Layers[0].Versions;
        var changed = Payments with
        {
            Layers = [Payments.Layers[0] with
            {
                Versions =
                    NewLayerVersion.Apply(versions, versions[0] with { Members = ["ana", "dot", "cai"] }, Cases.At("2026-11-23T09:00:00Z")),
            }],
        };
        await bot.Store.SaveAsync([Write.Put("payments", changed)], Ct);
        await Lapses(bot).RunAsync(bot.Clock.Now, Ct);
        await Lapses(bot).RunAsync(bot.Clock.Now, Ct);
        Assert.Empty((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Golden.Matches("oncall/lapse-said",
            string.Join('\n',
                (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(one => one.Id.Contains("lapse/", StringComparison.Ordinal))
                    .Select(one => $"{one.Value.To}: {Bot.Plain(one.Value.Reply)}")));
        Assert.Equal(2, (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Count(row => row.Value.Entry.Action == "oncall lapse"));
    }

    [Fact]
    public void A_newer_override_and_a_closed_window_are_no_lapse()
    {
        var office = Rotation(Layer("primary", Weekly, Office, "ana", "ben"));
        var swap = Decided(ShiftSource.Swap, "s", "2026-01-05T09:00:00Z", "2026-01-09T17:00:00Z", "ben", "ana", "2026-01-01T00:00:00Z");
        var schedule = Schedule(office, swap, Override("o", "2026-01-07T09:00:00Z", "2026-01-09T17:00:00Z", "cai", "2026-01-06T00:00:00Z"));
        // An override decided later hides the swap and does not end it; nor does a night.
        Assert.Empty(schedule.Lapsed(swap, Cases.At("2026-01-07T12:00:00Z")));
        Assert.Empty(schedule.Lapsed(swap, Cases.At("2026-01-06T20:00:00Z")));
        Assert.Empty(schedule.Lapsed(swap with { End = Cases.At("2026-01-11T00:00:00Z") }, Cases.At("2026-01-10T00:00:00Z")));
        Assert.Single(
            Schedule(Rotation(Layer("primary", Weekly, Office, "ben", "ana")), swap).Lapsed(swap, Cases.At("2026-01-06T12:00:00Z")));
    }

    private static SwapAndCoverJob Job(Bot bot) => new(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store));

    private static ChangeLapseJob Lapses(Bot bot) => new(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store),
        new DueRotations(bot.Store, Microsoft.Extensions.Logging.Abstractions.NullLogger<DueRotations>.Instance));
}
