using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>
/// What is open goes on after a rename. Friday 20 November 2026: ben has the week from the 16th, ana that of the 23rd. Ben becomes benedict
/// and payments becomes pay while a swap, a cover and a correction, a calendar link, a token and an account linked by e-mail are there.
/// </summary>
public sealed class RenamedRequestTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");

    private static readonly string Renamed = Applying.Small
        .Replace("{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", StringComparison.Ordinal)
        .Replace("ana, ben", "ana, benedict", StringComparison.Ordinal)
        .Replace("  - id: payments", "  - id: pay\n    was: payments", StringComparison.Ordinal);

    private readonly Applying file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Schedules Schedules => new(file.Store);

    private OrgChart Chart => new(file.Store);

    [Fact]
    public async Task An_offered_swap_is_accepted_under_the_new_ids()
    {
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync(
            [Write.Create("s1",
                new SwapRequest("payments", new SwapPart("primary", Monday, Monday + Duration.FromDays(7), "ana"), "ben")
                {
                    AskedBy = "ana",
                    AskedAt = Friday,
                })], Ct);
        await file.ApplyAsync(Renamed);
        var swaps = new Swaps(file.Store, Schedules, Chart);
        await file.Store.SaveAsync(
            (await swaps.PlanAcceptAsync((await file.Store.FindAsync<SwapRequest>("s1", Ct))!, By("benedict"), Ct)).Writes, Ct);
        Assert.Equal("benedict", (await Schedules.FindAsync("pay", Ct))!.At("primary", Monday)!.Person);
    }

    [Fact]
    public async Task What_stands_in_a_conversation_is_edited_there_under_the_new_ids()
    {
        await file.ApplyAsync(Applying.Small);
        var posted =
            new Posted("handoff/payments/2026-11-16T09:00:00Z", Address.Person("ben"), [Platforms.Place("slack D0BEN 1.1")], Friday);
        var edit = new Delivery(Friday, MessageKind.Handoff, posted.To, new Reply("Acknowledged.")) { Card = posted.Card };
        await file.Store.SaveAsync([Write.Create(posted.DocumentId, posted), Delivery.Edit(edit, 1)], Ct);
        await file.ApplyAsync(Renamed);
        var waiting = Assert.Single(await file.Store.ListAsync<Delivery>(IdRange.All, Ct), delivery => delivery.Value.IsEdit).Value;
        Assert.Equal(("handoff/pay/2026-11-16T09:00:00Z", Address.Person("benedict")), (waiting.Card, waiting.To));
        Assert.Equal(posted.Places, (await file.FindAsync<Posted>(Posted.IdOf(waiting.Card!, waiting.To)))!.Places);
    }

    [Fact]
    public async Task A_shift_of_the_renamed_one_is_still_looked_for_and_taken()
    {
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync(
            [Write.Create("r1",
                new CoverRequest("payments", "primary", Friday, Monday, "ben")
                {
                    AskedBy = "ben",
                    AskedAt = Friday - Duration.FromHours(1),
                    Asked = ["ana", "ben"],
                    Declined = ["ben"],
                }), Write.Create("payments", new HandoffNotes([new HandoffNote("ben", Friday, "a note")]))], Ct);
        await file.ApplyAsync(Renamed);
        await new SwapAndCoverJob(file.Store, Schedules, Chart).RunAsync(Friday, Ct);
        var open = Assert.Single(await file.Store.OpenCoversAsync(Ct));
        Assert.Equal(("pay", "benedict", "benedict"), (open.Value.Rotation, open.Value.Person, open.Value.AskedBy));
        Assert.Equal(["benedict"], open.Value.Declined);
        Assert.Equal("benedict", (await file.FindAsync<HandoffNotes>("pay"))!.Notes[0].Person);
        await file.Store.SaveAsync((await new CoverTakes(file.Store, Schedules, Chart).PlanTakeAsync(open, null, By("ana"), Ct)).Writes,
            Ct);
        Assert.Equal("ana", (await Schedules.FindAsync("pay", Ct))!.At("primary", Friday)!.Person);
    }

    [Fact]
    public async Task The_past_reads_corrected_under_the_new_ids()
    {
        await file.ApplyAsync(Applying.Small);
        var week = Monday - Duration.FromDays(14);
        await file.Store.SaveAsync(
        [
            Write.Create("payments", new Recorded(week, week + Duration.FromDays(7))),
            Write.Create(WorkedShift.IdOf("payments", week, "primary"),
                new WorkedShift("payments", new Shift("primary", 44, week, week + Duration.FromDays(7), "ana", ShiftSource.Turn), Friday)),
        ], Ct);
        var corrections = new ShiftCorrections(file.Store, Schedules, new WorkedShifts(file.Store), Chart);
        await file.Store.SaveAsync(
            (await corrections.PlanAsync(await Chart.RotationAsync("payments", Ct),
                new NewCorrection("ben", week, week + Duration.FromDays(1), "she was ill"), By("ana"), Ct)).Plan.Writes, Ct);
        await file.ApplyAsync(Renamed);
        var schedule = (await Schedules.FindAsync("pay", Ct))!;
        Assert.Equal(["benedict", "ana"],
            (await new WorkedShifts(file.Store).BetweenAsync(schedule, week, week + Duration.FromDays(7), Friday, Ct))
                .Select(shift => shift.Person));
    }

    [Fact]
    public async Task Calendar_links_tokens_and_accounts_go_along()
    {
        await file.ApplyAsync(Applying.Small);
        var (key, id) = FeedKey.New("ben");
        await file.Store.SaveAsync(
        [
            Write.Create(id, new FeedKey(Friday)),
            Write.Create("t", new ApiToken("mine", new string('b', 64), [Scope.Read]) { Expires = Monday, MadeBy = "ben" }),
            Write.Create("slack/ben", new ChatLink("ben", "U0BEN", Friday)),
            Write.Create("payments", new Reminded([new Reminder("primary", 46, "ben", Monday)])),
        ], Ct);
        Assert.NotNull(await new Feeds(file.Store, Schedules, new WorkedShifts(file.Store), Chart).OfPersonAsync("ben", key, Friday, Ct));
        await file.ApplyAsync(Renamed);
        await new LeaverJob(file.Store, StoredKinds.All).RunAsync(Friday, Ct);

        var feeds = new Feeds(file.Store, Schedules, new WorkedShifts(file.Store), Chart);
        Assert.Contains("On call: pay (primary) — Ben", await feeds.OfPersonAsync("ben", key, Friday, Ct), StringComparison.Ordinal);
        Assert.NotNull(await feeds.OfPersonAsync("benedict", key, Friday, Ct));
        Assert.NotNull(await feeds.OfRotationAsync("payments", key, Friday, Ct));
        Assert.Null(await feeds.OfPersonAsync("ana", key, Friday, Ct));
        Assert.Equal("benedict", (await file.FindAsync<ApiToken>("t"))!.MadeBy);
        Assert.Equal("benedict", (await file.FindAsync<ChatLink>("slack/benedict"))!.Person);
        Assert.Equal("benedict", (await file.FindAsync<Reminded>("pay"))!.Reminders[0].Person);
        // Once more renamed, the first link still leads there; gone from the file, it leads nowhere.
        await file.ApplyAsync(
            Renamed.Replace("{id: benedict, was: ben,", "{id: bene, was: benedict,", StringComparison.Ordinal)
                .Replace("ana, benedict", "ana, bene", StringComparison.Ordinal));
        Assert.NotNull(await feeds.OfPersonAsync("ben", key, Friday, Ct));
        await file.ApplyAsync(
            Renamed.Replace("{id: benedict, was: ben, name: Ben}, ", "", StringComparison.Ordinal)
                .Replace("ana, benedict", "ana, cai", StringComparison.Ordinal)
                    .Replace("[ana, cai, cai]", "[ana, cai]", StringComparison.Ordinal));
        Assert.Null(await feeds.OfPersonAsync("ben", key, Friday, Ct));
    }

    private static Actor By(string person) => new(person, "slack", Friday, Friday);
}
