using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

public sealed class JobRunTests : IDisposable
{
    private static readonly Instant Nine = Roster.At("2026-11-16T09:00:00Z");

    private readonly JobPulse pulse = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_called_again_when_it_says_and_after_a_minute_at_the_latest()
    {
        Assert.Equal(Nine + Duration.FromSeconds(7), await Run(_ => Nine + Duration.FromSeconds(7)).RunAsync(Ct));
        Assert.Equal(Nine + Duration.FromMinutes(1), await Run(_ => Nine + Duration.FromHours(7)).RunAsync(Ct));
        Assert.Equal(Nine + Duration.FromMinutes(1), await Run(_ => null).RunAsync(Ct));
        Assert.True(pulse.BeatsAt(Nine));
        Assert.False(pulse.BeatsAt(Nine + Duration.FromMinutes(3)));
    }

    [Fact]
    public async Task First_runs_come_one_after_another_and_later_ones_wait_for_nobody()
    {
        var clock = new FakeClock(Nine);
        var held = new TaskCompletionSource<Instant?>();
        var (first, second) =
            (new JobRun(new Waiting(held.Task), Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance), Run(_ => null));
        var looking = first.RunAsync(Ct);
        var waiting = second.RunAsync(Ct);
        Assert.False(waiting.IsCompleted);
        held.SetResult(null);
        await looking;
        await waiting;

        held = new TaskCompletionSource<Instant?>();
        looking = new JobRun(new Waiting(held.Task), Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance).RunAsync(Ct);
        await second.RunAsync(Ct);
        Assert.False(looking.IsCompleted);
        held.SetResult(null);
        await looking;
    }

    [Fact]
    public async Task Who_waits_to_be_paged_waits_for_no_other_jobs_first_run()
    {
        var clock = new FakeClock(Nine);
        var held = new TaskCompletionSource<Instant?>();
        var looking = new JobRun(new Waiting(held.Task), Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance).RunAsync(Ct);
        var paging = new JobRun(new Job(_ => null) { ComesFirst = true }, Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance);
        await paging.RunAsync(Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.False(looking.IsCompleted);
        held.SetResult(null);
        await looking;
    }

    [Fact]
    public async Task So_do_runs_that_are_given_everything_again_after_very_many_saves()
    {
        var clock = new FakeClock(Nine);
        var (run, small) = (Run(_ => null), Run(_ => null));
        await run.RunAsync(Ct);
        await small.RunAsync(Ct);
        var held = new TaskCompletionSource<Instant?>();
        var looking = new JobRun(new Waiting(held.Task), Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance).RunAsync(Ct);
        run.Wish([.. Enumerable.Range(0, PendingChanges.Max + 1).Select(i => Saved($"r{i}"))]);
        small.Wish([Saved("payments")]);
        var waiting = run.RunAsync(Ct);
        await small.RunAsync(Ct);
        Assert.False(waiting.IsCompleted);
        held.SetResult(null);
        await looking;
        await waiting;
    }

    [Fact]
    public async Task Woken_a_moment_early_it_waits_and_reads_the_clock_again()
    {
        var clock = SystemClock.Instance;
        var due = clock.GetCurrentInstant() + Duration.FromMilliseconds(15);
        var calls = new List<Instant>();
        var next = await new JobRun(new Job(now =>
        {
            calls.Add(now);
            return now < due ? due : null;
        }), Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance).RunAsync(Ct);

        Assert.True(calls[^1] >= due);
        Assert.Equal(2, calls.Count);
        Assert.Equal(calls[^1] + Duration.FromMinutes(1), next);
    }

    [Fact]
    public void Many_saves_before_a_run_are_one_wish_and_one_after_its_beginning_is_a_new_one()
    {
        var run = Run(_ => null);
        Assert.False(run.Wish([new(typeof(AuditRow), "1")]));
        Assert.True(run.Wish([new(typeof(AuditRow), "2"), Saved("payments")]));
        Assert.False(run.Wish([Saved("payments")]));
        _ = run.RunAsync(Ct);
        Assert.True(run.Wish([Saved("payments")]));
    }

    [Fact]
    public async Task A_run_is_given_everything_at_first_then_the_ids_that_were_saved_since()
    {
        JobRun? run = null;
        var job = new Job(_ =>
        {
            // Saved while it runs: for the next run, not for this one.
            run!.Wish([Saved("during")]);
            return null;
        });
        run = new JobRun(job, Some.ReadFrom(new FakeClock(Nine)), pulse, NullLogger<JobRun>.Instance);
        run.Wish([Saved("before")]);
        await run.RunAsync(Ct);
        run.Wish([Saved("payments"), new(typeof(AuditRow), "1"), Saved("payments")]);
        await run.RunAsync(Ct);
        await run.RunAsync(Ct);

        Assert.True(job.Given[0].IsEverything);
        Assert.Equal(["during", "payments"], job.Given[1].Ids<Rotation>().Order());
        Assert.Equal(["during"], job.Given[2].Ids<Rotation>());
        Assert.False(job.Given[1].Any<AuditRow>());
    }

    [Fact]
    public async Task A_run_that_failed_is_given_the_same_ids_again_with_those_that_were_saved_since()
    {
        var clock = new FakeClock(Nine);
        var job = new Job(_ => clock.Now == Nine + Duration.FromHours(1) ? throw new IOException("disk") : null);
        var run = new JobRun(job, Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance);
        await run.RunAsync(Ct);
        clock.Now = Nine + Duration.FromHours(1);
        run.Wish([Saved("payments")]);
        await run.RunAsync(Ct);
        run.Wish([Saved("checkout")]);
        // Not before its pause is over, and nothing is lost by that.
        await run.RunAsync(Ct);
        clock.Now += Duration.FromMinutes(1);
        await run.RunAsync(Ct);
        await run.RunAsync(Ct);

        Assert.Equal(4, job.Given.Count);
        Assert.Equal(["payments"], job.Given[1].Ids<Rotation>());
        Assert.Equal(["checkout", "payments"], job.Given[2].Ids<Rotation>().Order());
        Assert.True(job.Given[3].IsNone);
    }

    [Fact]
    public async Task A_first_run_that_failed_is_given_everything_again()
    {
        var clock = new FakeClock(Nine);
        var job = new Job(_ => clock.Now == Nine ? throw new IOException("disk") : null);
        var run = new JobRun(job, Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance);
        await run.RunAsync(Ct);
        run.Wish([Saved("payments")]);
        clock.Now += Duration.FromMinutes(1);
        await run.RunAsync(Ct);
        Assert.True(job.Given[1].IsEverything);
    }

    [Fact]
    public void Very_many_ids_are_everything_and_it_begins_anew_after_that()
    {
        var pending = new PendingChanges(new HashSet<Type> { typeof(Rotation) });
        pending.Take();
        SavedDocument[] most = [.. Enumerable.Range(0, PendingChanges.Max).Select(i => Saved($"r{i}"))];
        pending.Add(most);
        pending.Add(most);
        var taken = pending.Take();
        Assert.Equal(PendingChanges.Max, taken.Documents.Count);

        pending.GiveBack(taken);
        pending.Add([Saved("one-more")]);
        Assert.True(pending.Take().IsEverything);
        pending.Add([Saved("payments")]);
        Assert.Equal(["payments"], pending.Take().Ids<Rotation>());
        Assert.Throws<InvalidOperationException>(() => Changes.Everything.Ids<Rotation>());
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_more_and_more_slowly_whatever_is_saved()
    {
        var (clock, calls) = (new FakeClock(Nine), 0);
        var run = new JobRun(new Job(_ =>
        {
            calls++;
            throw new IOException("disk");
        }), Some.ReadFrom(clock), pulse, NullLogger<JobRun>.Instance);
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            var again = await run.RunAsync(Ct);
            Assert.InRange((again - clock.Now).TotalSeconds, pause * 0.75, pause * 1.25);
            // A save wakes it before that: it does not run.
            var before = calls;
            clock.Now += Duration.FromMilliseconds(1);
            Assert.Equal(again, await run.RunAsync(Ct));
            Assert.Equal(before, calls);
            clock.Now = again;
        }

        Assert.Null(pulse.LastBeat);
    }

    private static SavedDocument Saved(string rotation) => new(typeof(Rotation), rotation);

    private JobRun Run(Func<Instant, Instant?> body) =>
        new(new Job(body), Some.ReadFrom(new FakeClock(Nine)), pulse, NullLogger<JobRun>.Instance);

    public void Dispose() => pulse.Dispose();

    private sealed class Waiting(Task<Instant?> until) : IJob
    {
        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

        public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct) => until;
    }

    private sealed class Job(Func<Instant, Instant?> body) : IJob
    {
        public bool ComesFirst { get; init; }

        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Rotation) };

        public List<Changes> Given { get; } = [];

        public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
        {
            Given.Add(changes);
            await Task.Yield();
            return body(now);
        }
    }
}
