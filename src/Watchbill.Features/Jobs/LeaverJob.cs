using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>
/// Ends what opens doors for people who have left, or whom the file no longer names: the API tokens they made and their calendar links. It
/// looks
/// when somebody's last day is over and when one of what it reads was saved; in between it reads nothing.
/// </summary>
public sealed class LeaverJob(IStore store) : IJob
{
    // Only so that people are not read each minute: a new process reads them once.
    private Instant due = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Person), typeof(ApiToken), typeof(FeedKey) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (!changes.IsNone || due <= now) due = await EndAsync(now, ct);
        return due == Instant.MaxValue ? null : due;
    }

    /// <returns>When the next person leaves.</returns>
    private async Task<Instant> EndAsync(Instant now, CancellationToken ct)
    {
        var people = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value).ToList();
        var here = people.Where(person => !person.Retired && !(person.Leaves <= now)).Select(person => person.Id).ToHashSet();
        var links =
            (await store.ListAsync<FeedKey>(IdRange.All, ct))
                .Select(key => (Person: FeedKey.PersonOf(key.Id), What: "calendar link", End: Change.Delete(key)));
        // A token that no person made belongs to whoever runs the host.
        var tokens =
            (await store.ListAsync<ApiToken>(IdRange.All, ct)).Where(token => people.Exists(person => person.Id == token.Value.MadeBy))
                .Select(token => (Person: token.Value.MadeBy!, What: $"token {token.Value.Name}", End: Change.Delete(token)));
        foreach (var ended in links.Concat(tokens).Where(one => !here.Contains(one.Person)).GroupBy(one => one.Person))
        {
            var what =
                string.Join(", ",
                    ended.GroupBy(one => one.What).Select(same => same.Count() == 1 ? same.Key : $"{same.Count()} {same.Key}s"));
            await store.SaveAsync(
                [.. ended.Select(one => one.End),
                    Change.Audit(new AuditEntry(now, "watchbill", "watchbill leave", $"person/{ended.Key}", "job") { Old = what })], ct);
        }

        return people.Where(person => !person.Retired).Select(person => person.Leaves).OfType<Instant>().Where(at => at > now)
            .DefaultIfEmpty(Instant.MaxValue).Min();
    }
}
