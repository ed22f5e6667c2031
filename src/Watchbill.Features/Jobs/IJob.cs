using NodaTime;

namespace Watchbill.Jobs;

/// <summary>Work that happens without being asked. Done twice it does nothing the second time.</summary>
public interface IJob
{
    /// <summary>Documents whose saving wakes this job.</summary>
    IReadOnlySet<Type> Reads { get; }

    /// <summary>Does what is due by now.</summary>
    /// <returns>When there will be something to do again; null: not before a save.</returns>
    Task<Instant?> RunAsync(Instant now, CancellationToken ct);
}
