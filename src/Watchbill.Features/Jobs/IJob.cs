using NodaTime;

namespace Watchbill.Jobs;

/// <summary>Work that happens without being asked. Done twice it does nothing the second time.</summary>
public interface IJob
{
    /// <summary>Documents whose saving wakes this job.</summary>
    IReadOnlySet<Type> Reads { get; }

    /// <summary>Whether what it does is due by the clock. Such a job waits while the clock of the host is not believed.</summary>
    bool GoesByClock => true;

    /// <summary>Whether somebody may be waiting to be paged by it: its first look at everything stands behind no other job's.</summary>
    bool ComesFirst => false;

    /// <summary>Does what is due by now.</summary>
    /// <param name="changes">What was saved of what it reads. A run that throws is given the same again, with what was saved since.</param>
    /// <returns>When there will be something to do again; null: not before a save.</returns>
    Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct);
}
