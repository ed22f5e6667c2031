using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class HandoffJobTests
{
    // Mondays at nine in Lisbon: ben from 9 November, cai from 16 November, ana from 23 November, ben from 30 November.
    private static readonly Instant Before = At("2026-11-14T12:00:00Z");
    private static readonly Instant Monday = At("2026-11-16T09:00:00Z");

    private readonly MemoryStore store = new();

    [Fact]
    public async Task A_rotation_seen_for_the_first_time_says_nothing()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Before, Ct);
        Assert.Empty(await DeliveriesAsync());
    }

    [Fact]
    public async Task At_the_boundary_the_channel_and_who_takes_over_are_told_once()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Before, Ct);
        await job.RunAsync(Monday - Duration.FromMilliseconds(3), Ct);
        Assert.Empty(await DeliveriesAsync());

        await job.RunAsync(Monday, Ct);
        await job.RunAsync(Monday + Duration.FromMinutes(1), Ct);
        await Job().RunAsync(Monday + Duration.FromMinutes(2), Ct);

        Assert.Equal(["2026-11-16T09:00:00Z/handoff/payments", "2026-11-16T09:00:00Z/handoff/payments/cai"],
            (await DeliveriesAsync()).Select(delivery => delivery.Id));
        var (channel, direct) = ((await DeliveriesAsync())[0].Value, (await DeliveriesAsync())[1].Value);
        Assert.Equal((Address.Team("payments"), Address.Person("cai")), (channel.To, direct.To));
        Assert.Equal(["cai"], Mentioned(channel.Reply));
        Assert.Equal(new Button("Acknowledge", "ack", "payments/2026-11-16T09:00:00Z") { Style = ButtonStyle.Primary },
            Assert.Single(direct.Reply.Actions));
        // It is edited once it is acknowledged; the channel's stays as it was said.
        Assert.Equal((null, "handoff/payments/2026-11-16T09:00:00Z"), (channel.Card, direct.Card));
    }

    [Fact]
    public async Task The_job_names_the_boundary_a_day_ahead_and_wakes_at_it()
    {
        await FillAsync(store, Payments);
        var job = Job();
        Assert.Equal(Before + Duration.FromDays(1), await job.RunAsync(Before, Ct));
        Assert.Equal(Monday, await job.RunAsync(Before + Duration.FromDays(1), Ct));
        Assert.Equal(Monday, await job.RunAsync(Monday - Duration.FromMilliseconds(1), Ct));
    }

    [Fact]
    public async Task A_window_that_opens_every_day_is_a_handoff_only_when_the_person_changes()
    {
        await FillAsync(store, Of("payments", Layer("primary", Weekly, Office, "ana", "ben")));
        await WalkAsync("2026-11-06T12:00:00Z", "2026-11-21T00:00:00Z");
        Assert.Equal(["2026-11-09T09:00:00Z", "2026-11-16T09:00:00Z"], await HandoffsAsync());
    }

    [Fact]
    public async Task Layers_that_follow_the_sun_hand_over_when_their_own_person_changes()
    {
        Layer Sun(string id, int from, int to, params string[] members) =>
            Layer(id, Weekly with { TimeZone = "Etc/UTC", Anchor = new(2026, 1, 5, from, 0) },
                new() { Windows = [new(Calendars.Weekdays.All, new(from, 0), new(to, 0))] }, members) with
            { Level = "primary" };
        await FillAsync(store,
            Of("payments", Sun("emea", 6, 14, "ana", "ben"), Sun("amer", 14, 22, "cai", "dee"), Sun("apac", 22, 6, "lea")));
        await WalkAsync("2026-11-11T00:00:00Z", "2026-11-18T00:00:00Z");
        Assert.Equal(["2026-11-16T06:00:00Z", "2026-11-16T14:00:00Z"], await HandoffsAsync());
    }

    [Fact]
    public async Task All_layers_that_change_at_one_instant_are_one_handoff_and_shadows_are_not_notified()
    {
        await FillAsync(store,
            Of("payments", Primary("cai", "ana", "ben"), Layer("secondary", Weekly, Coverage.Always, "ana", "ben", "cai"),
                Layer("shadow", Weekly, Coverage.Always, "dee", "lea") with { Shadow = true }));
        await WalkAsync("2026-11-14T12:00:00Z", "2026-11-16T12:00:00Z");
        var told = await DeliveriesAsync();
        Assert.Equal(["team:payments", "person:ana", "person:cai"], told.Select(delivery => delivery.Value.To.ToString()).Take(3));
        Assert.Equal(["cai", "ana"], Mentioned(told[0].Value.Reply));
        Assert.Contains(told[0].Value.Reply.Fields, field => field.Name == "Shadow (not paged)");
        Assert.Equal(3, (await store.FindAsync<Handoff>("payments/2026-11-16T09:00:00Z", Ct))!.Value.Layers.Count);
    }

    [Fact]
    public async Task After_downtime_only_the_current_handoff_is_said_and_how_many_were_missed()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Before, Ct);
        await Job().RunAsync(At("2026-12-02T12:00:00Z"), Ct);

        Assert.Equal(["2026-11-30T09:00:00Z/handoff/payments", "2026-11-30T09:00:00Z/handoff/payments/ben"],
            (await DeliveriesAsync()).Select(delivery => delivery.Id));
        Assert.Contains("2 handoffs were missed while Watchbill was down", (await DeliveriesAsync())[0].Value.Reply.Text.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_override_hands_over_at_its_start_and_back_at_its_end()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Before, Ct);
        await OverrideAsync(store, "payments", "dee", "2026-11-14T15:00:00Z", "2026-11-14T18:00:00Z");
        Assert.Equal(At("2026-11-14T15:00:00Z"), await job.RunAsync(Before + Duration.FromMinutes(1), Ct));
        await job.RunAsync(At("2026-11-14T15:00:00Z"), Ct);
        await job.RunAsync(At("2026-11-14T18:00:00Z"), Ct);
        Assert.Equal([("ben", "dee"), ("dee", "ben")],
            (await AllAsync()).Select(handoff => (handoff.Layers[0].Outgoing!, handoff.Layers[0].Incoming!)));
    }

    [Fact]
    public async Task A_change_saved_just_after_a_boundary_it_precedes_is_told_all_the_same()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Before, Ct);
        await job.RunAsync(Monday, Ct);
        await OverrideAsync(store, "payments", "dee", "2026-11-16T08:59:59.9Z", "2026-11-17T09:00:00Z");
        await job.RunAsync(Monday + Duration.FromMilliseconds(20), Ct);
        Assert.Equal([("ben", "cai"), ("cai", "dee")],
            (await AllAsync()).Select(handoff => (handoff.Layers[0].Outgoing!, handoff.Layers[0].Incoming!)));
    }

    [Fact]
    public async Task Where_nobody_takes_over_the_lead_is_notified()
    {
        await FillAsync(store, Payments);
        await store.SaveAsync([Write.Put("cai", new Absences([new("a", Monday, Monday + Duration.FromDays(9), Before)]))], Ct);
        await WalkAsync("2026-11-14T12:00:00Z", "2026-11-16T12:00:00Z");
        var told = Assert.Single(await DeliveriesAsync());
        Assert.Equal(["lea"], Mentioned(told.Value.Reply));
        Assert.StartsWith("Nobody took over payments", told.Value.Reply.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runners_tell_it_once()
    {
        await FillAsync(store, Payments);
        var (one, other) = (Job(), Job());
        await one.RunAsync(Before, Ct);
        await other.RunAsync(Before, Ct);
        await Task.WhenAll(one.RunAsync(Monday, Ct), other.RunAsync(Monday, Ct));
        await other.RunAsync(Monday, Ct);
        Assert.Equal(2, (await DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task Killed_before_the_handoff_was_saved_it_is_told_by_the_next_process()
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Before, Ct);
        await Job(new DyingStore(store, change => change.Kind == typeof(Handoff))).RunAsync(Monday, Ct);
        Assert.Empty(await DeliveriesAsync());
        await Job().RunAsync(Monday + Duration.FromSeconds(30), Ct);
        Assert.Equal(2, (await DeliveriesAsync()).Count);
        Assert.Equal(0, (await AllAsync())[0].Missed);
    }

    [Fact]
    public async Task One_rotation_that_cannot_be_worked_out_does_not_silence_the_others()
    {
        await FillAsync(store, Payments,
            Of("broken", Layer("primary", Weekly with { TimeZone = "Atlantis/Deep" }, Coverage.Always, "ana")));
        await WalkAsync("2026-11-14T12:00:00Z", "2026-11-16T12:00:00Z");
        Assert.Equal(2, (await DeliveriesAsync()).Count);
    }

    [Fact]
    public async Task Notes_of_who_goes_are_carried_and_notes_of_who_stays_wait()
    {
        await FillAsync(store,
            Of("payments", Primary("cai", "ana", "ben"), Layer("secondary", Weekly with { Count = 8 }, Coverage.Always, "lea", "dee")));
        await Job().RunAsync(Before, Ct);
        var secondary = (await store.FindAsync<HandoffState>("payments", Ct))!.Value.Holders["secondary"]!;
        await store.SaveAsync(
            [Write.Put("payments", new HandoffNotes([new("ben", Before, "A migration runs."), new(secondary, Before, "Mine wait.")]))],
            Ct);
        await Job().RunAsync(Monday, Ct);
        Assert.Equal("A migration runs.", Assert.Single((await AllAsync())[0].Notes).Text);
        Assert.Equal("Mine wait.", Assert.Single((await store.FindAsync<HandoffNotes>("payments", Ct))!.Value.Notes).Text);
    }

    /// <summary>Whoever leaves a layer hands it over, whatever else they hold from then on.</summary>
    [Fact]
    public async Task Who_goes_on_as_secondary_has_their_note_in_the_handoff_of_what_they_leave()
    {
        await FillAsync(store,
            Of("payments", Primary("cai", "ana", "ben"), Layer("secondary", Weekly, Coverage.Always, "ben", "cai", "ana")));
        await Job().RunAsync(Before, Ct);
        await store.SaveAsync([Write.Put("payments", new HandoffNotes([new("ben", Before, "A migration runs.")]))], Ct);
        await Job().RunAsync(Monday, Ct);
        var handoff = (await AllAsync())[0];
        Assert.Contains(handoff.Layers, layer => layer is { Layer: "primary", Outgoing: "ben" });
        Assert.Contains(handoff.Layers, layer => layer is { Layer: "secondary", Incoming: "ben" });
        Assert.Equal("A migration runs.", Assert.Single(handoff.Notes).Text);
        Assert.Empty((await store.FindAsync<HandoffNotes>("payments", Ct))!.Value.Notes);
    }

    [Fact]
    public async Task A_rotation_that_was_retired_and_comes_back_begins_silently()
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Before, Ct);
        await FillAsync(store, Payments with { Retired = true });
        await job.RunAsync(Before, Ct);
        await FillAsync(store, Payments);
        await job.RunAsync(Monday + Duration.FromDays(30), Ct);
        Assert.Empty(await DeliveriesAsync());
    }

    private HandoffJob Job(IStore? on = null) =>
        new(on ?? store, new Schedules(store), new DueRotations(store, NullLogger<DueRotations>.Instance),
            new OpenWork(on ?? store, new OrgChart(on ?? store)), Fixtures.Some.HostClock);

    // Once a minute or when the job wants, as the scheduler does it.
    private async Task WalkAsync(string from, string to)
    {
        var job = Job();
        for (var now = At(from); now < At(to);)
            now = Instant.Max(now + Duration.FromMilliseconds(1), await job.RunAsync(now, Ct) ?? Instant.MaxValue);
    }

    private async Task<IReadOnlyList<Stored<Delivery>>> DeliveriesAsync() => await store.ListAsync<Delivery>(IdRange.All, Ct);

    private async Task<IReadOnlyList<Handoff>> AllAsync() =>
        [.. (await store.ListAsync<Handoff>(IdRange.All, Ct)).Select(stored => stored.Value)];

    private async Task<IEnumerable<string>> HandoffsAsync() =>
        (await store.ListAsync<Handoff>(IdRange.All, Ct)).Select(stored => stored.Id["payments/".Length..]);

    private static IEnumerable<string> Mentioned(Reply reply) =>
        reply.Fields.Select(field => field.Value).Prepend(reply.Text).SelectMany(text => text.Parts).OfType<Mention>()
            .Where(mention => !mention.Quiet)
            .Select(mention => mention.Person);
}
