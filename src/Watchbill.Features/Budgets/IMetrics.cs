using NodaTime;

namespace Watchbill.Budgets;

/// <summary>Asks the monitoring for numbers.</summary>
public interface IMetrics
{
    /// <summary>
    /// What a query says at <paramref name="first"/> and each step after it until <paramref name="last"/>, both included. What has no
    /// value, or none that can be counted, is left out.
    /// </summary>
    /// <exception cref="MetricsException">It did not answer, refused the query, or its answer cannot be trusted.</exception>
    Task<IReadOnlyDictionary<Instant, decimal>> ReadAsync(string query, Instant first, Instant last, Duration step, CancellationToken ct);
}

/// <summary>There are no numbers, and why in a sentence that holds no secret.</summary>
public sealed class MetricsException(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>Whether it is no matter of this query: others would fare no better.</summary>
    public bool Unreachable { get; init; }
}
