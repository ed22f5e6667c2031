using System.Text;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

public sealed class ApplyTests
{
    private const string Monday = "from Mon 23 Nov 09:00";
    private readonly Applying file = new();

    [Fact]
    public async Task The_first_file_creates_everything_and_the_second_time_nothing()
    {
        Assert.All((await file.ApplyAsync(Applying.Small)).Changes, line => Assert.Equal("create", line.Change));
        Assert.Equal(4, await file.CountAsync<Person>());
        Assert.Null((await file.FindAsync<Rotation>("payments"))!.Layers[0].Versions[0].From);
        Assert.Empty(await file.SaysAsync(Applying.Small));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        var dry = await file.ApplyAsync(Applying.Small, dryRun: true);
        Assert.False(dry.Applied);
        Assert.Equal(0, await file.CountAsync<Person>() + await file.CountAsync<AuditRow>() + await file.CountAsync<AppliedFile>());
        Assert.Equal(dry.Changes, (await file.ApplyAsync(Applying.Small)).Changes);
    }

    [Fact]
    public async Task A_file_with_a_mistake_changes_nothing_at_all()
    {
        var result =
            await file.ApplyAsync(Applying.Small.Replace("members: [ana, ben]}", "members: [ana, bne]}", StringComparison.Ordinal));
        Assert.Equal("watchbill.yaml line 9: rotations.payments.layers.primary.members: there is no person 'bne'. Did you mean 'ben'?",
            result.Errors.Single().ToString());
        Assert.Equal(0, await file.CountAsync<Person>() + await file.CountAsync<AuditRow>());
    }

    [Fact]
    public async Task Text_and_hash_are_kept_and_audited_without_names()
    {
        await file.ApplyAsync(Applying.Small);
        var applied = (await file.FindAsync<AppliedFile>(AppliedFile.DocumentId))!;
        Assert.Equal(Applying.Named(Applying.Small), Encoding.UTF8.GetString(applied.Text.Span));
        var entry = (await file.Store.ListAsync<AuditRow>(IdRange.All, TestContext.Current.CancellationToken)).Single().Value.Entry;
        Assert.Equal(("token:ops", "organization apply", "api", applied.Hash), (entry.Actor, entry.Action, entry.Origin, entry.New));
    }

    [Theory]
    [InlineData("members: [ana, ben]}", "members: [ana, ben, cai]}",
        "rotation payments change: members of primary ana, ben → ana, ben, cai " + Monday)]
    [InlineData("every: 1 week", "every: 2 weeks",
        "rotation payments change: turn 1 week from Mon 5 Jan 2026 09:00 (UTC) → 2 weeks from Mon 5 Jan 2026 09:00 (UTC) " + Monday)]
    [InlineData("    turn:", "    coverage: {windows: [{days: Mon-Fri, from: \"09:00\", to: \"17:00\"}]}\n    turn:",
        "rotation payments change: coverage always → Mon-Fri 09:00-17:00 " + Monday)]
    [InlineData("    turn:", "    effective: now\n    response: 5m\n    turn:", "rotation payments change: response none → 5m")]
    [InlineData("name: Ben", "name: Bea", "person ben change: name Ben → Bea")]
    [InlineData("{id: checkout, team: payments}", "{id: checkout, team: payments, accountable: ana}",
        "service checkout change: accountable none → ana")]
    public async Task Changes_are_said_field_by_field(string old, string wanted, string line)
    {
        await file.ApplyAsync(Applying.Small);
        Assert.Equal([line], await file.SaysAsync(Applying.Small.Replace(old, wanted, StringComparison.Ordinal)));
        Assert.Empty(await file.SaysAsync(Applying.Small.Replace(old, wanted, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_changed_objective_keeps_the_one_before_with_the_day_until_which_it_held()
    {
        static string With(string objective) =>
            Applying.Small.Replace("{id: checkout, team: payments}",
                $"{{id: checkout, team: payments, slos: [{{id: availability, objective: \"{objective}\"}}]}}", StringComparison.Ordinal);
        await file.ApplyAsync(With("99.9"));
        Assert.Equal(["service checkout change: slos availability 99.9% of time per month → availability 99.95% of time per month"],
            await file.SaysAsync(With("99.95")));
        file.Now += Duration.FromDays(7);
        Assert.Empty(await file.SaysAsync(With("99.95")));
        Assert.Equal([new EarlierObjective(99.9m, new LocalDate(2026, 11, 20))],
            (await file.FindAsync<Service>("checkout"))!.Slos[0].Earlier);
    }

    [Fact]
    public async Task A_changed_roster_starts_when_the_shift_ends_and_leaves_the_past_alone()
    {
        await file.ApplyAsync(Applying.Small);
        Assert.Equal("ben", await file.OnCallAsync("2026-11-20T10:00:00Z"));
        await file.ApplyAsync(With("[cai, ana, ben]"));
        Assert.Equal(["ben", "ben", "ana", "ben", "cai"],
            await WeeksAsync("2026-11-16T09:00:00Z", "2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z",
                "2026-12-07T09:00:00Z"));
        Assert.Equal("ana", await file.OnCallAsync("2026-11-10T10:00:00Z"));
    }

    [Theory]
    [InlineData("now", "from Fri 20 Nov 10:00")]
    [InlineData("\"2026-12-01 09:00\"", "from Tue 1 Dec 09:00")]
    public async Task Effective_says_when_a_change_starts(string effective, string from)
    {
        await file.ApplyAsync(Applying.Small);
        var wanted = With("[ana, cai]").Replace("    turn:", $"    effective: {effective}\n    turn:", StringComparison.Ordinal);
        Assert.Equal([$"rotation payments change: members of primary ana, ben → ana, cai {from}"], await file.SaysAsync(wanted));
        file.Now += Duration.FromDays(30);
        // What has passed does no harm while nothing changes.
        Assert.Empty(await file.SaysAsync(wanted));
    }

    [Fact]
    public async Task A_change_that_waits_may_be_brought_forward()
    {
        await file.ApplyAsync(Applying.Small);
        await file.ApplyAsync(With("[ana, cai]"));
        var now = With("[ana, cai]").Replace("    turn:", "    effective: now\n    turn:", StringComparison.Ordinal);
        Assert.Equal(["rotation payments change: change of primary starts from Fri 20 Nov 10:00"], await file.SaysAsync(now));
        Assert.Equal("ana", await file.OnCallAsync("2026-11-20T10:00:00Z"));
        Assert.Empty(await file.SaysAsync(now));
    }

    [Fact]
    public async Task A_change_in_the_past_is_refused()
    {
        await file.ApplyAsync(Applying.Small);
        Assert.Equal(
            ["watchbill.yaml line 5: rotations.payments: effective: '2026-11-01 09:00' has passed, and the past is not changed. Write a " +
                "time to come, now, or leave it out to wait for the end of the shift."],
            await file.SaysAsync(
                With("[ana, cai]").Replace("    turn:", "    effective: 2026-11-01 09:00\n    turn:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_layer_begins_now_and_a_removed_one_ends_with_its_shift()
    {
        await file.ApplyAsync(Applying.Small);
        var two =
            Applying.Small.Replace("members: [ana, ben]}]", "members: [ana, ben]}, {id: secondary, members: [cai, dora]}]",
                StringComparison.Ordinal);
        Assert.Equal(
            ["rotation payments change: layers primary → primary, secondary",
                "rotation payments change: layer secondary with cai, dora from Fri 20 Nov 10:00"], await file.SaysAsync(two));
        Assert.Null(await file.OnCallAsync("2026-11-20T09:59:59Z", "secondary"));
        Assert.NotNull(await file.OnCallAsync("2026-11-20T10:00:00Z", "secondary"));
        Assert.Equal(
            ["rotation payments change: layers primary, secondary → primary",
                "rotation payments change: layer secondary removed " + Monday], await file.SaysAsync(Applying.Small));
        Assert.NotNull(await file.OnCallAsync("2026-11-23T08:59:59Z", "secondary"));
        Assert.Null(await file.OnCallAsync("2026-11-23T09:00:00Z", "secondary"));
        Assert.Empty(await file.SaysAsync(Applying.Small));
    }

    [Fact]
    public async Task What_the_file_no_longer_names_is_retired_and_comes_back_only_as_itself()
    {
        await file.ApplyAsync(Applying.Small);
        var without = Applying.Small.Replace(", {id: dora, name: Dora}", "", StringComparison.Ordinal);
        Assert.Equal(["person dora retire: no longer in the file; its history stays"], await file.SaysAsync(without));
        Assert.True((await file.FindAsync<Person>("dora"))!.Retired);
        Assert.Equal(
            ["watchbill.yaml line 1: people.dora: 'dora' was somebody else, who is no longer in the file. Choose another id, or give the " +
                "same name or e-mail where it is the same person."],
            await file.SaysAsync(Applying.Small.Replace("name: Dora", "name: Dorothy", StringComparison.Ordinal)));
        Assert.Equal(["person dora restore: is in the file again"], await file.SaysAsync(Applying.Small));
        Assert.False((await file.FindAsync<Person>("dora"))!.Retired);
    }

    [Fact]
    public async Task Whoever_the_file_no_longer_names_is_on_call_no_longer()
    {
        await file.ApplyAsync(Applying.Small);
        Assert.Equal("ben", await PrimaryAsync("2026-11-20T10:00:00Z"));
        await file.ApplyAsync(Applying.Small.Replace(", {id: ben, name: Ben}", "", StringComparison.Ordinal)
            .Replace("members: [ana, ben, cai]", "members: [ana, cai]", StringComparison.Ordinal)
            .Replace("members: [ana, ben]", "members: [ana, cai]", StringComparison.Ordinal));
        Assert.Equal("ben", await PrimaryAsync("2026-11-20T09:59:59Z"));
        Assert.Null(await PrimaryAsync("2026-11-20T10:00:00Z"));
        await file.ApplyAsync(Applying.Small);
        Assert.Equal("ben", await PrimaryAsync("2026-11-20T10:00:00Z"));

        async Task<string?> PrimaryAsync(string at) => (await new Schedules(file.Store).FindAsync("payments",
            TestContext.Current.CancellationToken))!.At("primary", Cases.At(at))?.Person;
    }

    [Fact]
    public async Task The_file_gives_the_first_engagement_only()
    {
        await file.ApplyAsync(Applying.Small);
        var other = Applying.Small.Replace("team: payments}]", "team: payments, engagement: you-build-ops-run}]", StringComparison.Ordinal);
        Assert.Equal(
            ["service checkout kept: engagement you-build-you-run; the file says you-build-ops-run, but after the first one it changes " +
                "by command only"], await file.SaysAsync(other));
        Assert.Equal(EngagementModel.YouBuildYouRun, (await file.FindAsync<Service>("checkout"))!.Engagement.Model);
    }

    [Fact]
    public async Task Where_the_file_differs_from_the_engagement_in_force_admins_are_told_once()
    {
        await file.ApplyAsync(Applying.Small);
        var ops = Applying.Small.Replace("team: payments}]", "team: payments, engagement: you-build-ops-run}]", StringComparison.Ordinal);
        await file.ApplyAsync(ops);
        file.Now += Duration.FromHours(1);
        await file.ApplyAsync(ops + "\n# applied again");
        var told = Assert.Single(await file.Store.ListAsync<Delivery>(IdRange.All, TestContext.Current.CancellationToken));
        Assert.Equal(
            (Address.Admins,
                "The organisation file says that checkout is you-build-ops-run, not you-build-you-run. Only the first engagement comes " +
                    "from the file, so it was not applied. Decide it with: `engagement change checkout …`, or write what is in force " +
                    "into the file."),
            (told.Value.To, Bot.Plain(told.Value.Reply)));

        // Decided in chat, the file agrees, and its old value is what differs.
        var history = (await file.FindAsync<EngagementHistory>("checkout"))!;
        await file.Store.SaveAsync(
            [Write.Put("checkout",
                history.With(
                    new EngagementDecision(Engagement.YouBuildYouRun, new Engagement(EngagementModel.YouBuildOpsRun), file.Now)
                    {
                        DecidedBy = "ana",
                        DecidedAt = file.Now,
                    }))], TestContext.Current.CancellationToken);
        Assert.Empty(await file.SaysAsync(ops + "\n# agrees"));
        Assert.Null((await file.FindAsync<EngagementHistory>("checkout"))!.FileSaid);
        Assert.Equal(
            ["service checkout kept: engagement you-build-ops-run; the file says you-build-you-run, but after the first one it changes " +
                "by command only"], await file.SaysAsync(Applying.Small, dryRun: true));
        Assert.Single(await file.Store.ListAsync<Delivery>(IdRange.All, TestContext.Current.CancellationToken));
    }

    private static string With(string members) =>
        Applying.Small.Replace("members: [ana, ben]}", $"members: {members}}}", StringComparison.Ordinal);

    private async Task<IEnumerable<string?>> WeeksAsync(params string[] instants)
    {
        var people = new List<string?>();
        foreach (var at in instants) people.Add(await file.OnCallAsync(at));
        return people;
    }
}
