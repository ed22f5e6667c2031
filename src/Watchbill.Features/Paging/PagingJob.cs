using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Takes the steps of pages that are due. One save holds a step, the attempts that it makes and what is to be said: killed before it
/// nothing has happened, killed after it nothing is lost.
/// </summary>
public sealed partial class PagingJob(
    IStore store, Surroundings surroundings, PageCalls calls, PageMessages messages, ILogger<PagingJob> log) : IJob
{
    private const int Attempts = 10;
    private const int Many = 100;

    // A page that cannot be worked out is tried again soon: somebody may be waiting for it.
    private static readonly Duration Again = Duration.FromSeconds(10);

    // When each page that is not over wants to be looked at. A new process looks at all of them once.
    private readonly Dictionary<string, Instant> wakes = [];

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>
    {
        typeof(Page), typeof(Delivery), typeof(Message), typeof(Rotation), typeof(RotationChanges), typeof(Absences), typeof(Person),
        typeof(BudgetCorrection),
    };

    public bool ComesFirst => true;

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything)
        {
            wakes.Clear();
            foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct)) wakes[open.Id] = now;
        }

        // What opened in the same moment as somebody's absence is new among them.
        List<string> due = changes.IsEverything ? [.. wakes.Keys]
            : Moved(changes) || changes.Ids<Message>().Any(PageStorms.IsList)
                ? [.. wakes.Keys, .. Changed(changes)] : Changed(changes);
        foreach (var id in due) wakes[id] = now;
        foreach (var id in wakes.Where(wake => wake.Value <= now).Select(wake => wake.Key).ToList())
        {
            try
            {
                if (await LookAsync(id, now, ct) is { } next) wakes[id] = next;
                else wakes.Remove(id);
            }
#pragma warning disable CA1031 // One page that cannot be worked out must not keep the others from anybody.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFailed(failure, id);
                wakes[id] = now + Again;
            }
        }

        return wakes.Count == 0 ? null : wakes.Values.Min();
    }

    // Who is on call may be another now.
    private static bool Moved(Changes changes) => changes.Any<Rotation>() || changes.Any<RotationChanges>() || changes.Any<Absences>()
        || changes.Any<Person>() || changes.Any<BudgetCorrection>();

    private List<string> Changed(Changes changes) =>
    [
        .. changes.Ids<Page>(),
        .. changes.Ids<Delivery>().Concat(changes.Ids<Message>()).Select(PageMessages.PageOf).OfType<string>().Where(wakes.ContainsKey),
    ];

    /// <returns>When to look again; null: not before it is saved.</returns>
    private async Task<Instant?> LookAsync(string id, Instant now, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await store.FindAsync<Page>(id, ct) is not { } read) return null;
            var page = read.Value;
            // Somebody may have it before the first look: its policy counts all the same, for when it opens again.
            if (page is { State: not PageState.Resolved, Steps.Count: 0 }) page = await surroundings.FollowingAsync(page, now, ct);
            page = await calls.NotedAsync(page, now, ct);
            var (situation, next) = await surroundings.OfAsync(page, now, ct);
            page = await calls.PlannedAsync(Escalation.Advance(page, situation).EndedDrill(now), page.Taken.Count, now, ct);
            (page, var changes) = await calls.TakenBackAsync(page, ct);
            (page, var said) = await messages.SayAsync(read.Value, page, situation, wakes.Count > Many, ct);
            changes = [.. changes, .. said];
            var over = page.State == PageState.Resolved;
            if (over && await store.FindAsync<OpenPage>(id, ct) is { } open) changes = [.. changes, Change.Delete(open)];
            try
            {
                if (page != read.Value) changes = [Change.Replace(read, page), .. changes];
                if (changes.Count > 0) await store.SaveAsync(changes, ct);
                return over ? null : Wake(page, next);
            }
            catch (StaleException) when (attempt < Attempts)
            {
                // Somebody acknowledged, or a message arrived, this very moment: what is stored first counts.
            }
        }
    }

    private static Instant Wake(Page page, Instant next) => page.Awaits() is { } awaits ? Instant.Min(awaits, next) : next;

    [LoggerMessage(LogLevel.Error, "The page {Page} could not be worked out and is tried again in 10 seconds; others go on.")]
    private partial void LogFailed(Exception failure, string page);
}
