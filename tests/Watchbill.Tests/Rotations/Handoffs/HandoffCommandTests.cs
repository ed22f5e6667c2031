using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class HandoffCommandTests
{
    private static readonly Instant Before = At("2026-11-14T12:00:00Z");
    private static readonly Instant Monday = At("2026-11-16T09:00:00Z");
    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    private readonly FakeClock clock = new(Before);
    private readonly MemoryStore store;
    private readonly CommandRouter router;

    public HandoffCommandTests()
    {
        store = new MemoryStore();
        var (chart, incidents) = (new OrgChart(store), Some.Incidents(store).Desk);
        var handoffs = new HandoffCommands(store, new Schedules(store), chart);
        var acks =
            new PageCommands(store, new PageActions(store, chart, incidents, new PageSurroundings(store, chart, new Schedules(store))),
                new PageDrills(store, chart), chart, handoffs.Desk,
                new PublicPresses(store, chart, new OnCallNow(chart, new Schedules(store))));
        router = new CommandRouter([handoffs, acks], store, clock);
    }

    [Fact]
    public async Task Before_the_first_handoff_the_next_one_is_shown()
    {
        await FillAsync(store, Payments);
        Golden.Matches("handoff-none-yet", await AskAsync("ana", "handoff payments"));
    }

    // Ben holds both; api is first by its name, and payments hands over on Monday, before api's Wednesday.
    [Fact]
    public async Task Of_several_the_one_that_hands_over_next_is_shown_and_the_others_are_named()
    {
        var wednesdays = Weekly with { Anchor = Weekly.Anchor.PlusDays(2) };
        await FillAsync(store, Of("api", Layer("primary", wednesdays, Coverage.Always, "ben")), Payments);
        await Job().RunAsync(Before, Ct);
        Assert.Equal("No handoffs of payments yet.\nNext handoff: Mon 16 Nov 09:00: Cai Wen\nYours, too: `handoff api`\n[Share]",
            await AskAsync("ben", "handoff"));
    }

    [Fact]
    public async Task A_note_is_previewed_confirmed_carried_and_shown()
    {
        await HandOverAsync("ben", "note payments a migration of the ledger runs until Wednesday");
        Golden.Matches("handoff-shown", await AskAsync("cai", "handoff"));
    }

    [Fact]
    public async Task What_the_channel_and_the_next_person_read()
    {
        await HandOverAsync("ben", "note payments a migration of the ledger runs until Wednesday");
        var said = await store.ListAsync<Delivery>(IdRange.All, Ct);
        Golden.Matches("handoff-told", Written.Of(said[0].Value.Reply, Lisbon));
        Golden.Matches("handoff-yours", Written.Of(said[1].Value.Reply, Lisbon));
    }

    [Fact]
    public async Task Acknowledged_by_button_once_and_by_words_again()
    {
        await HandOverAsync();
        const string Acknowledged =
            "You are on call for payments since Mon 16 Nov 09:00, from Ben Ode.\nAcknowledged at Mon 16 Nov 09:02.";
        Assert.Equal(Acknowledged, await PressAsync("cai"));
        // Pressed once more it still says when it was.
        clock.Now += Duration.FromMinutes(5);
        Assert.Equal(Acknowledged, await PressAsync("cai"));
        Assert.StartsWith("Acknowledged already: payments, Mon 16 Nov 09:02. Nothing to do.", await AskAsync("cai", "ack payments"),
            StringComparison.Ordinal);
        Assert.Single((await store.FindAsync<Handoff>("payments/2026-11-16T09:00:00Z", Ct))!.Value.Acknowledged);
        Assert.Contains(await store.ListAsync<AuditRow>(IdRange.All, Ct),
            row => row.Value.Entry is { Actor: "cai", Action: "oncall ack", Subject: "handoff/payments/2026-11-16T09:00:00Z" });
    }

    [Fact]
    public async Task Acknowledging_without_a_name_takes_no_handoff_while_a_page_waits_that_nobody_has()
    {
        await HandOverAsync();
        await AskAsync("ben", "page ana please look");
        var asked = await AskAsync("cai", "ack");
        Assert.StartsWith("No page calls you. Nobody has acknowledged:", asked, StringComparison.Ordinal);
        Assert.EndsWith("To take one: `ack page-1`. Your handoff: `ack payments`", asked, StringComparison.Ordinal);
        Assert.Empty((await store.FindAsync<Handoff>("payments/2026-11-16T09:00:00Z", Ct))!.Value.Acknowledged);
    }

    [Fact]
    public async Task Acknowledging_needs_no_name_where_one_handoff_waits()
    {
        await HandOverAsync();
        Assert.Equal("You have payments.", await AskAsync("cai", "ack"));
        // The message that asked for it says so, as it does where its button was pressed.
        var shown = Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct), delivery => delivery.Value.IsEdit).Value;
        Assert.Equal((Address.Person("cai"), "handoff/payments/2026-11-16T09:00:00Z", 0),
            (shown.To, shown.Card, shown.Reply.Actions.Count));
        Assert.Contains("Acknowledged at Mon 16 Nov 09:02.", Written.Of(shown.Reply, Lisbon), StringComparison.Ordinal);
        Assert.StartsWith("Neither a page nor a handoff waits for you.", await AskAsync("cai", "ack"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_cannot_acknowledge()
    {
        await HandOverAsync();
        Assert.Equal("Only Cai Wen can acknowledge this handoff of payments.", await PressAsync("lea"));
    }

    [Fact]
    public async Task Late_it_says_that_the_lead_was_told()
    {
        await HandOverAsync();
        clock.Now = Monday + Duration.FromMinutes(1);
        await new DeliveryJob(new Outbox(store, true), new RecordingChat(), clock, NullLogger<DeliveryJob>.Instance)
            .RunAsync(clock.Now, Ct);
        await Job().RunAsync(Monday + Duration.FromMinutes(16), Ct);
        Golden.Matches("handoff-unacknowledged",
            Written.Of((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply, Lisbon));
        clock.Now = Monday + Duration.FromMinutes(20);
        Assert.Contains("Acknowledged late, at Mon 16 Nov 09:20; escalated at Mon 16 Nov 09:16.", await PressAsync("cai"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_with_the_button_keeps_what_it_told_and_says_who_acknowledged()
    {
        await HandOverAsync("ben", "note payments a migration of the ledger runs until Wednesday");
        await new DeliveryJob(new Outbox(store, true), new RecordingChat(), clock, NullLogger<DeliveryJob>.Instance)
            .RunAsync(clock.Now, Ct);
        var said = await router.PressAsync("ack", "payments/2026-11-16T09:00:00Z", new Caller("cai", Platforms.Local, null), Ct);
        Assert.Equal(Supersedes.Message, said.Supersedes);
        Assert.Empty(said.Actions);
        Golden.Matches("handoff-acknowledged", Written.Of(said, Lisbon));
    }

    [Fact]
    public async Task After_the_next_handoff_it_needs_no_acknowledgement()
    {
        await HandOverAsync();
        await Job().RunAsync(Monday + Duration.FromDays(7), Ct);
        Assert.StartsWith("payments was handed over again since", await PressAsync("cai"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("handoff", "Which rotation? You are on call for none now. For example: `handoff payments`")]
    [InlineData("handoff paymens", "No rotation `paymens`. Did you mean `payments`?")]
    [InlineData("ack payments", "No handoffs of payments yet. Nothing to acknowledge.")]
    public async Task What_cannot_be_done_is_refused_in_a_sentence(string text, string refusal)
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Before, Ct);
        Assert.StartsWith(refusal, await AskAsync("dee", text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vacant_and_missed_are_worded()
    {
        await FillAsync(store,
            Of("payments", Primary("cai", "ana", "ben"), Layer("secondary", Weekly, Coverage.Always, "dee", "ana"),
                Layer("shadow", Weekly, Coverage.Always, "ana", "dee") with { Shadow = true }));
        await Job().RunAsync(Before, Ct);
        await store.SaveAsync([Write.Put("ben", new Absences([new("a", Monday, Monday + Duration.FromDays(30), Before)]))], Ct);
        await Job().RunAsync(Monday + Duration.FromDays(15), Ct);
        Golden.Matches("handoff-vacant", Written.Of((await store.ListAsync<Delivery>(IdRange.All, Ct))[0].Value.Reply, Lisbon));
    }

    private HandoffJob Job() => new(store, new Schedules(store), new DueRotations(store, NullLogger<DueRotations>.Instance),
            new OpenWork(store, new OrgChart(store)), Fixtures.Some.HostClock);

    // On Monday ben hands over to cai, after whatever somebody says and confirms before.
    private async Task HandOverAsync(string? person = null, string? says = null)
    {
        await FillAsync(store, Payments);
        var job = Job();
        await job.RunAsync(Before, Ct);
        if (says is not null)
        {
            var preview = await router.AskAsync(says, new Caller(person!, Platforms.Local, null), Ct);
            Assert.StartsWith("Note kept",
                (await router.PressAsync(Buttons.Confirm, preview.Actions[0].Value, new Caller(person!, Platforms.Local, null),
                    Ct)).Text.ToString(), StringComparison.Ordinal);
        }

        await job.RunAsync(Monday, Ct);
        clock.Now = Monday + Duration.FromMinutes(2);
    }

    private async Task<string> AskAsync(string person, string text) =>
        Written.Of(await router.AskAsync(text, new Caller(person, Platforms.Local, null), Ct), Lisbon);

    private async Task<string> PressAsync(string person) =>
        Written.Of(await router.PressAsync("ack", "payments/2026-11-16T09:00:00Z", new Caller(person, Platforms.Local, null), Ct),
            Lisbon);
}
