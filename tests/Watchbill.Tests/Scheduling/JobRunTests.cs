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
        var (first, second) = (new JobRun(new Waiting(held.Task), clock, pulse, NullLogger<JobRun>.Instance), Run(_ => null));
        var looking = first.RunAsync(Ct);
        var waiting = second.RunAsync(Ct);
        Assert.False(waiting.IsCompleted);
        held.SetResult(null);
        await looking;
        await waiting;

        held = new TaskCompletionSource<Instant?>();
        looking = new JobRun(new Waiting(held.Task), clock, pulse, NullLogger<JobRun>.Instance).RunAsync(Ct);
        await second.RunAsync(Ct);
        Assert.False(looking.IsCompleted);
        held.SetResult(null);
        await looking;
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
        }), clock, pulse, NullLogger<JobRun>.Instance).RunAsync(Ct);

        Assert.True(calls[^1] >= due);
        Assert.Equal(2, calls.Count);
        Assert.Equal(calls[^1] + Duration.FromMinutes(1), next);
    }

    [Fact]
    public void Many_saves_before_a_run_are_one_wish_and_one_after_its_beginning_is_a_new_one()
    {
        var run = Run(_ => null);
        Assert.False(run.Wish(new HashSet<Type> { typeof(AuditRow) }));
        Assert.True(run.Wish(new HashSet<Type> { typeof(AuditRow), typeof(Rotation) }));
        Assert.False(run.Wish(new HashSet<Type> { typeof(Rotation) }));
        _ = run.RunAsync(Ct);
        Assert.True(run.Wish(new HashSet<Type> { typeof(Rotation) }));
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_more_and_more_slowly_whatever_is_saved()
    {
        var (clock, calls) = (new FakeClock(Nine), 0);
        var run = new JobRun(new Job(_ =>
        {
            calls++;
            throw new IOException("disk");
        }), clock, pulse, NullLogger<JobRun>.Instance);
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            Assert.Equal(clock.Now + Duration.FromSeconds(pause), await run.RunAsync(Ct));
            // A save wakes it before that: it does not run.
            var before = calls;
            clock.Now += Duration.FromMilliseconds(1);
            Assert.Equal(clock.Now - Duration.FromMilliseconds(1) + Duration.FromSeconds(pause), await run.RunAsync(Ct));
            Assert.Equal(before, calls);
            clock.Now += Duration.FromSeconds(pause);
        }

        Assert.Null(pulse.LastBeat);
    }

    private JobRun Run(Func<Instant, Instant?> body) => new(new Job(body), new FakeClock(Nine), pulse, NullLogger<JobRun>.Instance);

    public void Dispose() => pulse.Dispose();

    private sealed class Waiting(Task<Instant?> until) : IJob
    {
        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

        public Task<Instant?> RunAsync(Instant now, CancellationToken ct) => until;
    }

    private sealed class Job(Func<Instant, Instant?> body) : IJob
    {
        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Rotation) };

        public async Task<Instant?> RunAsync(Instant now, CancellationToken ct)
        {
            await Task.Yield();
            return body(now);
        }
    }
}
