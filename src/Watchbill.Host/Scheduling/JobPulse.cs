using NodaTime;

namespace Watchbill.Scheduling;

/// <summary>
/// What the runs of all jobs share: when one last ran without failing, by which
/// readiness knows that jobs run, and whose turn it is to look at everything.
/// </summary>
internal sealed class JobPulse : IDisposable
{
    private static readonly Duration Silence = Duration.FromMinutes(3);

    private long lastBeat;

    /// <summary>
    /// Held by a run that looks at everything, such as a job's first: one after another they leave room for those who ask.
    /// </summary>
    public SemaphoreSlim Everything { get; } = new(1);

    /// <summary>Null: none has run yet.</summary>
    public Instant? LastBeat => Interlocked.Read(ref lastBeat) is > 0 and var ticks ? Instant.FromUnixTimeTicks(ticks) : null;

    /// <summary>
    /// Every job runs once a minute at least, so three silent minutes mean that none does. A beat still to come was one before the clock
    /// was set back, and says nothing.
    /// </summary>
    public bool BeatsAt(Instant now) => LastBeat is { } last && now - last < Silence && last - now < Silence;

    public void Beat(Instant now) => Interlocked.Exchange(ref lastBeat, now.ToUnixTimeTicks());

    public void Dispose() => Everything.Dispose();
}
