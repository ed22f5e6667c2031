using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// What a leaver's shifts raise. Friday 20 November 2026, 10:00 UTC; three people by
/// three weeks: ana has those from the 16th, then ben, then cai.
/// </summary>
public sealed class LeaverCoverTests
{
    private const string Three = """
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: cai, name: Cai}]
        teams: [{id: payments, lead: ana, members: [ana, ben, cai]}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 3 weeks, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben, cai]}]
        """;

    private readonly Applying file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_shift_is_asked_for_once_also_when_the_file_is_applied_again()
    {
        await file.ApplyAsync(Three);
        await file.ApplyAsync(Leaving("2026-12-20"));
        // 5 January + 45 weeks is 16 November: turn 15 (three weeks each), ana's, to 7 December; then ben to the 28th, cai to 18 January,
        // ana. Ben leaves on the 20th: the rest of his turn is asked for. His next one begins on 8 February, and 90 days end on the 18th.
        Assert.Equal(["2026-12-20T00:00:00Z/2026-12-28T09:00:00Z ana,cai", "2027-02-08T09:00:00Z/2027-03-01T09:00:00Z ana,cai"],
            await OpenAsync());
        await file.ApplyAsync(Leaving("2026-12-20"));
        await file.ApplyAsync(Leaving("2026-12-20") + "\n# a comment more");
        Assert.Equal(2, (await OpenAsync()).Count);
        Assert.Equal(["ana", "cai"], (await SaidAsync("Can you cover for Ben?")).Order());
        Assert.Equal(["ana"], await SaidAsync("2 shifts have nobody once Ben leaves. Asked to cover: Ana and Cai."));
    }

    [Fact]
    public async Task An_earlier_last_day_asks_for_the_time_between_and_nothing_twice()
    {
        await file.ApplyAsync(Three);
        await file.ApplyAsync(Leaving("2026-12-20"));
        await file.ApplyAsync(Leaving("2026-12-10"));
        Assert.Equal(
            ["2026-12-10T00:00:00Z/2026-12-20T00:00:00Z ana,cai", "2026-12-20T00:00:00Z/2026-12-28T09:00:00Z ana,cai",
                "2027-02-08T09:00:00Z/2027-03-01T09:00:00Z ana,cai"],
            await OpenAsync());
    }

    [Fact]
    public async Task Somebody_who_stays_after_all_is_covered_by_nobody()
    {
        await file.ApplyAsync(Three);
        await file.ApplyAsync(Leaving("2026-12-20"));
        await JobAsync();
        Assert.Equal(2, (await OpenAsync()).Count);
        await file.ApplyAsync(Three);
        await JobAsync();
        Assert.Empty(await OpenAsync());
        Assert.Equal(["ana", "cai"], (await SaidAsync("Cover no longer needed for 2 shifts.")).Order());
    }

    [Fact]
    public async Task Two_who_leave_the_file_end_all_their_requests_in_one_message_to_each_who_is_still_there()
    {
        const string Four = """
            people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: cai, name: Cai}, {id: dora, name: Dora}]
            teams: [{id: payments, lead: ana, members: [ana, ben, cai, dora]}]
            rotations:
              - id: payments
                kind: team
                team: payments
                turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
                layers: [{id: primary, members: [ana, ben, cai, dora]}, {id: secondary, members: [ben, cai, dora, ana]}]
              - id: search
                kind: team
                team: payments
                turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
                layers: [{id: primary, members: [cai, dora, ana, ben]}]
            """;
        await file.ApplyAsync(Four);
        await file.ApplyAsync(Four.Replace("name: Ben}", "name: Ben, until: 2026-12-20}", StringComparison.Ordinal)
            .Replace("name: Cai}", "name: Cai, until: 2026-12-20}", StringComparison.Ordinal));
        var open = (await OpenAsync()).Count;
        await file.ApplyAsync(Four.Replace(", {id: ben, name: Ben}, {id: cai, name: Cai}", "", StringComparison.Ordinal)
            .Replace("ben, cai, ", "", StringComparison.Ordinal).Replace("cai, ", "", StringComparison.Ordinal)
            .Replace(", ben", "", StringComparison.Ordinal));
        await JobAsync();

        // What they hold until Monday is vacant now, and the new order begins then.
        Assert.All(await OpenAsync(),
            one => Assert.StartsWith("2026-11-20T10:00:00Z/2026-11-23T09:00:00Z ", one, StringComparison.Ordinal));
        Assert.True(open > 10);
        Assert.Equal(["ana", "dora"], (await SaidAsync("Cover no longer needed for ")).Order());
        Assert.Equal(2, (await SaidAsync("Cover no longer needed")).Count);
    }

    [Fact]
    public async Task Taken_it_is_no_gap_and_the_leaver_is_not_told()
    {
        await file.ApplyAsync(Three);
        await file.ApplyAsync(Leaving("2026-12-20"));
        var schedules = new Schedules(file.Store);
        var chart = new OrgChart(file.Store);
        var first = (await file.Store.OpenCoversAsync(Ct)).MinBy(open => open.Value.Start)!;
        var plan =
            await new CoverTakes(file.Store, schedules, chart)
                .PlanTakeAsync(first, null, new Actor("cai", "slack", file.Now, file.Now), Ct);
        await file.Store.SaveAsync(plan.Writes, Ct);
        var schedule = (await schedules.FindAsync("payments", Ct))!;
        Assert.Equal(["ben", "cai", "cai"],
            schedule.Between(Cases.At("2026-12-08T00:00:00Z"), Cases.At("2026-12-29T00:00:00Z")).Select(shift => shift.Person));
        Assert.Empty(schedule.Gaps(Cases.At("2026-12-08T00:00:00Z"), Cases.At("2027-02-08T09:00:00Z")));
        Assert.DoesNotContain("ben", await SaidAsync("Cai covers for Ben"));
    }

    [Fact]
    public async Task Where_nobody_is_free_the_lead_hears_it_once()
    {
        await file.ApplyAsync(Three);
        var both =
            Leaving("2026-12-20").Replace("{id: cai, name: Cai}", "{id: cai, name: Cai, until: 2026-12-20}", StringComparison.Ordinal);
        await file.ApplyAsync(both.Replace("{id: ana, name: Ana}", "{id: ana, name: Ana, until: 2026-12-21}", StringComparison.Ordinal));
        await JobAsync();
        // Ana is there for one more day, so she is asked for ben's; for cai's turn of 28 December and her own of 18 January nobody is left.
        Assert.Equal(["ana"],
            await SaidAsync(
                "4 shifts have nobody once Ben, Cai and Ana leave. Asked to cover: Ana. Nobody is free for 3 of them."));
        Assert.Empty(await SaidAsync("Nobody covers for"));
    }

    private static string Leaving(string until) =>
        Three.Replace("{id: ben, name: Ben}", $"{{id: ben, name: Ben, until: {until}}}", StringComparison.Ordinal);

    private async Task JobAsync() =>
        await new SwapAndCoverJob(file.Store, new Schedules(file.Store), new OrgChart(file.Store)).RunAsync(file.Now, Ct);

    private async Task<IReadOnlyList<string>> OpenAsync() =>
        [.. (await file.Store.OpenCoversAsync(Ct)).Select(open => open.Value).OrderBy(open => open.Start).Select(open =>
            $"{InstantPattern.General.Format(open.Start)}/{InstantPattern.General.Format(open.End)} {string.Join(',', open.Asked)}")];

    /// <summary>To whom something that begins so was said.</summary>
    private async Task<IReadOnlyList<string>> SaidAsync(string begins) => [.. (await file.Store.ListAsync<Delivery>(IdRange.All, Ct))
        .Where(delivery => !delivery.Value.IsEdit && Bot.Plain(delivery.Value.Reply).StartsWith(begins, StringComparison.Ordinal))
            .Select(delivery => delivery.Value.To.Id)];
}
