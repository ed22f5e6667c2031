using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Fixtures;

/// <summary>Monitoring in memory: for each query what it says at an instant, null being nothing.</summary>
public sealed class FakeMetrics : IMetrics
{
    public Dictionary<string, Func<Instant, decimal?>> Queries { get; } = [];

    /// <summary>What every ask, or one by its query, fails with.</summary>
    public MetricsException? Failure { get; set; }

    public List<(string Query, Instant First, Instant Last, Duration Step)> Asked { get; } = [];

    public Task<IReadOnlyDictionary<Instant, decimal>> ReadAsync(
        string query, Instant first, Instant last, Duration step, CancellationToken ct)
    {
        Asked.Add((query, first, last, step));
        if (Failure is { } failure) throw failure;
        if (!Queries.TryGetValue(query, out var value)) throw new MetricsException($"the query is refused: {query}");
        var values = new Dictionary<Instant, decimal>();
        for (var at = first; at <= last; at += step) if (value(at) is { } number) values[at] = number;
        return Task.FromResult<IReadOnlyDictionary<Instant, decimal>>(values);
    }
}
