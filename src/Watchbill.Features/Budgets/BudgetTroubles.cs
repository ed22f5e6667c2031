using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Budgets;

/// <summary>
/// The budgets that are used up or nearly so, as they stand in handoff messages and on people's homes. Kept in memory as the job last saw
/// them, so that a
/// thousand handoffs of one second do not reckon a thousand budgets each; before the job has been through once, they are worked out.
/// </summary>
public sealed class BudgetTroubles(BudgetQueries queries, OrgChart chart) : ICommands
{
    private const int Most = 10;

    private readonly ConcurrentDictionary<string, IReadOnlyList<BudgetStatus>> known = [];
    private volatile bool complete;

    public IReadOnlyList<Verb> Verbs => [];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Budgets, HomeAsync)];

    /// <summary>How it stands with a service now.</summary>
    public void Note(string service, IReadOnlyList<BudgetStatus> statuses)
    {
        var trouble = statuses.Where(IsTrouble).ToList();
        if (trouble.Count == 0) known.TryRemove(service, out _);
        else known[service] = trouble;
    }

    /// <summary>Every service has been noted.</summary>
    public void Complete() => complete = true;

    /// <summary>For who takes a rotation over: budgets of the services it answers for.</summary>
    public async Task<IReadOnlyList<Field>> LinesAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var lines = await LinesAsync(service => chart.AnswersForAsync(rotation, service, now, ct), now, ct);
        return lines.Count == 0 ? [] : [new Field("Budgets in trouble", Text.Lines(lines))];
    }

    private async Task<Reply?> HomeAsync(Call call, CancellationToken ct)
    {
        var lines = await LinesAsync(service => chart.ConcernsAsync(call.Caller.Person, service, call.Now, ct), call.Now, ct);
        return lines.Count == 0 ? null : new Reply(Text.Lines(lines));
    }

    private async Task<IReadOnlyList<Text>> LinesAsync(Func<string, ValueTask<bool>> concernsAsync, Instant now, CancellationToken ct)
    {
        var lines = new List<(decimal Left, Text Line)>();
        foreach (var (service, statuses) in await AllAsync(now, ct))
            if (await concernsAsync(service))
                lines.AddRange(
                    statuses.Select(status => (status.RemainingPercent ?? 0, (Text)BudgetLevelReplies.Trouble(service, status))));
        return [.. lines.OrderBy(line => line.Left).Select(line => line.Line).Take(Most)];
    }

    private async Task<IReadOnlyList<(string Service, IReadOnlyList<BudgetStatus> Statuses)>> AllAsync(Instant now, CancellationToken ct)
    {
        if (complete) return [.. known.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value))];
        var all = new List<(string, IReadOnlyList<BudgetStatus>)>();
        foreach (var service in await queries.ServicesAsync(null, ct))
            all.Add(
                (service.Id,
                    [.. (await queries.ReadingsAsync(service, now, now, 0, ct)).Select(reading => reading.Status).Where(IsTrouble)]));
        return all;
    }

    private static bool IsTrouble(BudgetStatus status) => status.State is BudgetState.Exhausted or BudgetState.Warning;
}
