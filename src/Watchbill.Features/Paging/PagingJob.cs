using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Takes the steps of pages that are due. One save holds a step, the attempts that it makes and what is to be said: killed before it
/// nothing has happened, killed after it nothing is lost. Of many the most urgent go first, and a save holds several, each whole.
/// </summary>
public sealed partial class PagingJob(
    IStore store, PageSurroundings surroundings, PageCalls calls, PageMessages messages, ILogger<PagingJob> log) : IJob
{
    private const int Attempts = 10;

    // As many as are worked out in a blink: whoever is paged for what comes next waits no longer than that.
    private const int AtOnce = 100;

    // A page that cannot be worked out is tried again soon: somebody may be waiting for it.
    private static readonly Duration Again = Duration.FromSeconds(10);

    // A new process looks at all of them once.
    private readonly PageAgenda agenda = new();

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>
    {
        typeof(Page), typeof(Delivery), typeof(Message), typeof(Rotation), typeof(RotationChanges), typeof(Absences), typeof(Person),
        typeof(BudgetCorrection), typeof(Contacts),
    };

    public bool ComesFirst => true;

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) await ReadAsync(now, ct);
        else await NoteAsync(changes, now, ct);
        var due = agenda.Due(now, AtOnce);
        if (due.Count > 0) await TakeAsync(due, surroundings.ForMany(), now, ct);
        // The rest at once, and before it what has come in meanwhile and is more urgent.
        return agenda.Next is { } next ? Instant.Max(next, now) : null;
    }

    private async Task ReadAsync(Instant now, CancellationToken ct)
    {
        agenda.Clear();
        foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct))
        {
            agenda.Hasten(open.Id, now);
            await SeeAsync(open.Id, now, ct);
        }
    }

    private async Task NoteAsync(Changes changes, Instant now, CancellationToken ct)
    {
        // Who is on call may be another now.
        if (changes.Any<Rotation>() || changes.Any<RotationChanges>() || changes.Any<Absences>() || changes.Any<Person>()
            || changes.Any<BudgetCorrection>()) agenda.HastenAll(now);
        foreach (var id in changes.Ids<Page>()) await SeeAsync(id, now, ct);
        foreach (var id in changes.Ids<Contacts>().SelectMany(person => agenda.Calling(person).Pages)) agenda.Hasten(id, now);
        var told = changes.Ids<Message>().ToHashSet();
        foreach (var id in changes.Ids<Delivery>().Where(IsOfPage))
            if (await store.FindAsync<Delivery>(id, ct) is { Value: { Failures: > 0 } or { Unknown: > 0 } }) told.Add(id);
        foreach (var id in told.Select(PageMessages.PageOf).OfType<string>().Where(agenda.Holds)) agenda.Hasten(id, now);
        told.RemoveWhere(id => !PageStorms.IsList(id));
        if (told.Count > 0) foreach (var id in agenda.On(told)) agenda.Hasten(id, now);
    }

    private static bool IsOfPage(string message) => PageStorms.IsList(message) || PageMessages.PageOf(message) is not null;

    // What it waits for says how urgent it is among many.
    private async Task SeeAsync(string id, Instant now, CancellationToken ct)
    {
        try
        {
            if (await store.FindAsync<Page>(id, ct) is not { Value: var page } || agenda.IsOwn(page)) return;
            agenda.See(page);
            agenda.Hasten(id, page.Awaits() is { } awaits ? Instant.Min(awaits, now) : now);
        }
#pragma warning disable CA1031 // One page that cannot be read must not keep the others from anybody.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(failure, id);
            agenda.Set(id, now + Again);
        }
    }

    // Where one of them was changed this very moment, or cannot be worked out, each half goes by itself.
    private async Task TakeAsync(IReadOnlyList<string> ids, PageSurroundings around, Instant now, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SaveAsync(ids, around, now, ct);
                return;
            }
            catch (StaleException) when (ids.Count == 1 && attempt < Attempts)
            {
                // Somebody acknowledged, or a message arrived, this very moment: what is stored first counts.
            }
#pragma warning disable CA1031 // One page that cannot be worked out must not keep the others from anybody.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                if (ids.Count == 1)
                {
                    LogFailed(failure, ids[0]);
                    agenda.Set(ids[0], now + Again);
                    return;
                }

                var half = ids.Count / 2;
                await TakeAsync([.. ids.Take(half)], around, now, ct);
                await TakeAsync([.. ids.Skip(half)], around, now, ct);
                return;
            }
        }
    }

    private async Task SaveAsync(IReadOnlyList<string> ids, PageSurroundings around, Instant now, CancellationToken ct)
    {
        var (save, wakes) = (new PageSave(store), new List<(string Id, Instant? At)>());
        foreach (var id in ids) wakes.Add((id, await LookAsync(id, save, around, now, ct)));
        if (save.Changes.Count > 0) await store.SaveAsync(save.Changes, ct);
        foreach (var (id, at) in wakes)
        {
            if (at is { } wake) agenda.Set(id, wake);
            else agenda.Remove(id);
        }
    }

    /// <returns>When to look again; null: not before it is saved.</returns>
    private async Task<Instant?> LookAsync(string id, PageSave save, PageSurroundings around, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Page>(id, ct) is not { } read) return null;
        var page = read.Value;
        // Somebody may have it before the first look: its policy counts all the same, for when it opens again.
        if (page is { State: not PageState.Resolved, Steps.Count: 0 }) page = await around.FollowingAsync(page, now, ct);
        page = await calls.NotedAsync(page, now, ct);
        var (situation, next) = await around.OfAsync(page, now, ct);
        page = await calls.PlannedAsync(PageCourse.Advance(page, situation).EndedDrill(now), page.Taken.Count, now, ct);
        (page, var changes) = await calls.TakenBackAsync(page, ct);
        save.AddRange(changes);
        agenda.See(page);
        page = await messages.SayAsync(read.Value, page, situation, save, agenda, ct);
        if (page != read.Value)
        {
            save.Add(Write.Replace(read, page));
            agenda.See(page);
            agenda.Saving(page);
        }

        if (page.State != PageState.Resolved) return Wake(page, next, now);
        if (await store.FindAsync<OpenPage>(id, ct) is { } open) save.Add(Write.Delete(open));
        return null;
    }

    // What is due still, after it was looked at, is not made true by looking again at once.
    private static Instant Wake(Page page, Instant next, Instant now) =>
        page.Awaits() is { } awaits ? Instant.Min(awaits > now ? awaits : now + Again, next) : next;

    [LoggerMessage(LogLevel.Error, "The page {Page} could not be worked out and is tried again in 10 seconds; others go on.")]
    private partial void LogFailed(Exception failure, string page);
}
