using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

/// <summary>
/// On Friday 13 November 2026 at 10:00 the clock runs 40 days ahead for a minute and comes back. Ben has payments until Monday, 09:00, then
/// cai, then ana.
/// </summary>
public sealed class ClockAheadTests
{
    private static readonly Instant Friday = At("2026-11-13T10:00:00Z");
    private static readonly Instant Back = Friday + Duration.FromMinutes(1);
    private static readonly Instant Monday = At("2026-11-16T09:00:00Z");
    private static readonly Duration Forty = Duration.FromDays(40);

    private readonly MemoryStore store = new();
    private readonly HostClock clock = Some.HostClock;

    [Fact]
    public async Task What_is_decided_afterwards_holds_at_once()
    {
        await RunAheadAsync();
        await OverrideAsync(store, "payments", "dee", "2026-11-15T10:00:00Z", "2026-11-15T14:00:00Z");
        var schedule = (await new Schedules(store).FindAsync("payments", Ct))!;
        var worked = new WorkedShifts(store);
        var at = At("2026-11-15T12:00:00Z");
        Assert.Equal("dee", Assert.Single(await worked.BetweenAsync(schedule, at, at + Duration.FromHours(1), Back, Ct)).Person);
        Assert.Empty(await worked.OfAsync(schedule.Rotation, Friday, Friday + Forty, Back, Ct));
        Assert.Equal(Back, (await worked.MarkAsync("payments", Back, Ct))!.Through);
    }

    [Fact]
    public async Task Records_and_marks_are_taken_back_named_and_made_anew_in_their_time()
    {
        await RunAheadAsync();
        Assert.NotEmpty(await store.ListAsync<WorkedShift>(IdRange.All, Ct));
        await Recorder().RunAsync(Back, Ct);
        await Handoffs().RunAsync(Back, Ct);
        Assert.Empty(await store.ListAsync<WorkedShift>(IdRange.All, Ct));
        Assert.Empty(await store.ListAsync<Handoff>(IdRange.All, Ct));
        // Nobody was told, so nothing is corrected.
        await new Outbox(store, exclusive: true).TakeBackAsync(Back, Ct);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Equal(["ran ahead once: 2 marks of times up to 2026-12-21T09:00:00Z were taken back"], clock.Says(Back));

        await Recorder().RunAsync(Monday, Ct);
        await Handoffs().RunAsync(Monday, Ct);
        var worked = Assert.Single(await store.ListAsync<WorkedShift>(IdRange.All, Ct)).Value;
        Assert.Equal(("ben", Friday, Monday), (worked.Shift.Person, worked.Shift.Start, worked.Shift.End));
        var handoff = Assert.Single(await store.ListAsync<Handoff>(IdRange.All, Ct)).Value;
        Assert.Equal((Monday, new LayerHandover("primary", "ben", "cai"), 0), (handoff.At, Assert.Single(handoff.Layers), handoff.Missed));
    }

    [Fact]
    public async Task A_handoff_that_came_while_the_clock_was_wrong_is_told_and_a_note_waits_for_it()
    {
        await FillAsync(store, Payments);
        await Handoffs().RunAsync(Friday, Ct);
        await Handoffs().RunAsync(Monday, Ct);
        var week = Duration.FromDays(7);
        await store.SaveAsync([Write.Create("payments", new HandoffNotes([new("cai", Monday, "mind the queue")]))], Ct);
        await Handoffs().RunAsync(Monday + Forty, Ct);
        Assert.Empty((await store.FindAsync<HandoffNotes>("payments", Ct))!.Value.Notes);

        // A week later the host starts again, and its clock is right.
        await Handoffs().RunAsync(Monday + week + Duration.FromMinutes(1), Ct);
        var told = (await store.ListAsync<Handoff>(IdRange.All, Ct)).Select(stored => stored.Value).ToList();
        Assert.Equal([Monday, Monday + week], told.Select(handoff => handoff.At));
        Assert.Equal((new LayerHandover("primary", "cai", "ana"), "mind the queue"),
            (Assert.Single(told[1].Layers), Assert.Single(told[1].Notes).Text));
    }

    // It was ahead for long enough to hand over twice: the second one came after one that never was.
    [Fact]
    public async Task A_rotations_first_handoff_that_came_while_the_clock_was_wrong_is_told()
    {
        await FillAsync(store, Payments);
        await Handoffs().RunAsync(Friday, Ct);
        await Handoffs().RunAsync(Friday + Forty, Ct);
        await Handoffs().RunAsync(Friday + Forty + Duration.FromDays(7), Ct);
        await Handoffs().RunAsync(Monday + Duration.FromDays(1), Ct);
        var told = Assert.Single(await store.ListAsync<Handoff>(IdRange.All, Ct)).Value;
        Assert.Equal((Monday, new LayerHandover("primary", "ben", "cai"), 0, Friday),
            (told.At, Assert.Single(told.Layers), told.Missed, told.After));
    }

    [Fact]
    public async Task Where_a_rotation_is_new_it_is_recorded_from_now_on()
    {
        await FillAsync(store, Payments);
        await Recorder().RunAsync(Friday + Forty, Ct);
        await Recorder().RunAsync(Back, Ct);
        Assert.Equal(new Recorded(Back, Back), (await store.FindAsync<Recorded>("payments", Ct))!.Value);
    }

    [Fact]
    public async Task What_was_said_then_was_said_now_and_its_cause_is_said_again_when_it_comes()
    {
        await RunAheadAsync();
        var outbox = new Outbox(store, exclusive: true);
        var (said, waits) =
            ((await store.ListAsync<Delivery>(IdRange.All, Ct))[0], (await store.ListAsync<Delivery>(IdRange.All, Ct)).Count);
        await outbox.NoteAsync([new((await outbox.BeginAsync([said], ["x"], Friday + Forty, Ct))[0], Outcome.Said, Friday + Forty)], Ct);
        var news = new Delivery(Friday + Forty, MessageKind.Change, Address.Person("ana"), new Reply("An override."));
        await store.SaveAsync([Delivery.Say(news, "override/payments/1/ana")], Ct);

        await new Outbox(store, exclusive: true).TakeBackAsync(Back, Ct);
        var message = Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct));
        Assert.Equal((said.Id.Replace(said.Id[..20], "2026-11-13T10:01:00Z", StringComparison.Ordinal), Back, Back),
            (message.Id, message.Value.At, message.Value.SaidAt!.Value));
        // Only who was told has anything to disregard.
        var left = (await store.ListAsync<Delivery>(IdRange.All, Ct))
            .ToLookup(one => one.Id.Contains("taken-back", StringComparison.Ordinal));
        var (waiting, correction) = (Assert.Single(left[false]), Assert.Single(left[true]).Value);
        Assert.Equal(said.Value.To, correction.To);
        Assert.StartsWith("Disregard the last handoff of payments.", Bot.Told(correction.Reply), StringComparison.Ordinal);
        Assert.Equal(("2026-11-13T10:01:00Z/override/payments/1/ana", Back, Back),
            (waiting.Id, waiting.Value.Due, waiting.Value.NotBefore));
        Assert.True(waits > 1);
    }

    [Fact]
    public async Task Requests_that_expired_then_are_open()
    {
        await FillAsync(store, Payments);
        var cover = new CoverRequest("payments", "primary", Monday, Monday + Duration.FromDays(2), "cai")
        {
            AskedBy = "cai",
            AskedAt = Friday,
            Asked = ["ana"],
        };
        var swap = new SwapRequest("payments", new SwapPart("primary", Monday, Monday + Duration.FromDays(7), "cai"), "ana")
        {
            AskedBy = "cai",
            AskedAt = Friday,
        };
        await store.SaveAsync([Write.Create("c", cover), Write.Create("s", swap)], Ct);
        var job = new SwapAndCoverJob(store, new Schedules(store), new OrgChart(store));
        await job.RunAsync(Friday + Forty, Ct);
        Assert.Equal(RequestState.Expired, (await store.FindAsync<CoverRequest>("c", Ct))!.Value.State);
        await job.RunAsync(Back, Ct);
        Assert.Equal(RequestState.Open, (await store.FindAsync<CoverRequest>("c", Ct))!.Value.State);
        Assert.Equal((RequestState.Open, null), ((await store.FindAsync<SwapRequest>("s", Ct))!.Value.State,
            (await store.FindAsync<SwapRequest>("s", Ct))!.Value.ClosedAt));
    }

    [Fact]
    public async Task What_was_decided_then_does_not_win_against_what_is_decided_later()
    {
        await FillAsync(store, Payments);
        ShiftChange[] then = [Made("b", "ana", Friday + Forty), Made("a", "dee", Friday + Forty + Duration.FromSeconds(1))];
        await store.SaveAsync(
        [
            Write.Create("payments", new RotationChanges(then)),
            Write.Create("ana", new Absences([new("x", Monday, Monday + Duration.FromDays(1), Friday + Forty)])),
        ], Ct);
        await new ChangeLapseJob(store, new Schedules(store), new OrgChart(store), Due()).RunAsync(Back, Ct);
        Assert.Equal(Back, (await store.FindAsync<Absences>("ana", Ct))!.Value.Items[0].DecidedAt);
        var changes = (await store.FindAsync<RotationChanges>("payments", Ct))!;
        Assert.All(changes.Value.Changes, change => Assert.True(change.DecidedAt <= Back));
        Assert.Equal("dee", await OnCallAsync());
        await store.SaveAsync(
            [Write.Replace(changes, new RotationChanges([.. changes.Value.Changes, Made("c", "ben", Back + Duration.FromMinutes(1))]))],
            Ct);
        Assert.Equal("ben", await OnCallAsync());

        async Task<string?> OnCallAsync() => (await new Schedules(store).FindAsync("payments", Ct))!.At("primary", Monday)!.Person;
    }

    [Fact]
    public async Task Reminders_and_weekly_reports_come_when_they_are_due()
    {
        await FillAsync(store, Payments);
        var reminders = new ReminderJob(store, new Schedules(store), new OrgChart(store), Due());
        await reminders.RunAsync(Friday + Forty + Duration.FromDays(4), Ct);
        var made = 0;
        WeeklyReport Report() => new(store, "gaps/payments", DateTimeZone.Utc) { Kind = MessageKind.Gap };
        Task<IReadOnlyList<WeeklyMessage>> MessagesAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<WeeklyMessage>>([.. Enumerable.Repeat(
                new WeeklyMessage(Address.Admins, new Reply("x"), "x"), ++made > 0 ? 0 : 1)]);
        await Report().MakeAsync(Friday, MessagesAsync, Ct);
        await Report().MakeAsync(Friday + Forty, MessagesAsync, Ct);
        Assert.Equal(1, made);
        await Report().MakeAsync(Back, MessagesAsync, Ct);
        await Report().MakeAsync(Monday + Duration.FromMinutes(1), MessagesAsync, Ct);
        Assert.Equal(2, made);

        var before = (await store.ListAsync<Reminded>(IdRange.All, Ct))[0].Value.Reminders.Single();
        await new ReminderJob(store, new Schedules(store), new OrgChart(store), Due()).RunAsync(before.Start - Duration.FromDays(8), Ct);
        await new Outbox(store, exclusive: true).TakeBackAsync(before.Start - Duration.FromDays(8), Ct);
        await new ReminderJob(store, new Schedules(store), new OrgChart(store), Due()).RunAsync(before.Start - Duration.FromHours(20), Ct);
        Assert.Contains(await store.ListAsync<Delivery>(IdRange.All, Ct),
            delivery => delivery.Value.Kind == MessageKind.Reminder && delivery.Value.Due == before.Start - Duration.FromDays(1));
    }

    private async Task RunAheadAsync()
    {
        await FillAsync(store, Payments);
        await Recorder().RunAsync(Friday, Ct);
        await Handoffs().RunAsync(Friday, Ct);
        await Recorder().RunAsync(Friday + Forty, Ct);
        await Handoffs().RunAsync(Friday + Forty, Ct);
    }

    private static ShiftChange Made(string id, string person, Instant decided) =>
        new(id, ShiftSource.Override, "primary", Monday, Monday + Duration.FromHours(4), person, null)
        {
            DecidedAt = decided,
            DecidedBy = "lea",
        };

    private DueRotations Due() => new(store, NullLogger<DueRotations>.Instance);

    private RecorderJob Recorder() => new(store, new Schedules(store), Due(), clock);

    private HandoffJob Handoffs() => new(store, new Schedules(store), Due(), new OpenWork(store, new OrgChart(store)), clock);
}
