using NodaTime;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>
/// Revokes the access of leavers, and of people the file no longer names: the API tokens they made, their calendar links, and whatever
/// else lets somebody in. It looks when somebody's last day is over and when one of what it reads was saved; in between it reads nothing.
/// </summary>
public sealed class LeaverJob(IStore store, IReadOnlyList<StoredKind> kinds) : IJob
{
    // Only so that people are not read each minute: a new process reads them once.
    private Instant due = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } =
        kinds.Where(kind => kind.GivesAccess).Select(kind => kind.Document).Append(typeof(Person)).ToHashSet();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (!changes.IsNone || due <= now) due = await EndAsync(now, ct);
        return due == Instant.MaxValue ? null : due;
    }

    /// <returns>When the next person leaves.</returns>
    private async Task<Instant> EndAsync(Instant now, CancellationToken ct)
    {
        var people = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value).ToList();
        var here = people.Where(person => person.IsHere(now)).Select(person => person.Id).ToHashSet();
        var known = people.Select(person => person.Id).ToHashSet();
        var access = new List<GivenAccess>();
        foreach (var kind in kinds) access.AddRange(await kind.AccessAsync(store, known, ct));
        foreach (var lost in access.Where(one => !here.Contains(one.Person)).GroupBy(one => one.Person))
        {
            var what =
                string.Join(", ",
                    lost.GroupBy(one => one.Called).Select(same => same.Count() == 1 ? same.Key : $"{same.Count()} {same.Key}s"));
            await store.SaveAsync(
                [.. lost.Select(one => one.Revoke),
                    Write.Audit(new AuditEntry(now, "watchbill", "watchbill leave", $"person/{lost.Key}", "job") { Old = what })], ct);
        }

        return people.Where(person => !person.Retired).Select(person => person.Leaves).OfType<Instant>().Where(at => at > now)
            .DefaultIfEmpty(Instant.MaxValue).Min();
    }
}
