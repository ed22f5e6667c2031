using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>
/// All that is to be said about the documents of one kind, said once, by the slice they belong to. What purges, forgets, exports, renames
/// and documents goes through the kinds and names none.
/// </summary>
public abstract class StoredKind
{
    /// <summary>The name it is stored under: never changed, and never used for another kind.</summary>
    public required string Name { get; init; }

    /// <summary>What its ids are made of, such as <c>rotation/instant</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What a document holds, in a few words.</summary>
    public required string Holds { get; init; }

    public abstract Type Document { get; }

    /// <summary>The table that docs/what-we-store.md has of it.</summary>
    public abstract KindAnswers Answers { get; }

    /// <summary>How often it is looked at for what is too old; null: it is kept for good, or ends by itself.</summary>
    public abstract Duration? PurgeEvery { get; }

    /// <summary>Deletes what is too old.</summary>
    public abstract Task PurgeAsync(IStore store, Instant now, CancellationToken ct);

    /// <summary>What has to be saved when somebody is forgotten.</summary>
    public abstract Task<IReadOnlyList<Write>> ForgetAsync(IStore store, Stored<Person> gone, CancellationToken ct);

    /// <summary>What somebody may have of it, in order of id.</summary>
    public abstract Task<IReadOnlyList<PersonalDocument>> ExportAsync(IStore store, string person, CancellationToken ct);

    /// <summary>Whether its documents let somebody in, who loses them on the day they leave.</summary>
    public abstract bool GivesAccess { get; }

    /// <summary>The access that people have by it.</summary>
    /// <param name="people">The ids of all there are or were.</param>
    public abstract Task<IReadOnlyList<GivenAccess>> AccessAsync(IStore store, IReadOnlySet<string> people, CancellationToken ct);

    /// <summary>What has to be saved when the organisation file renames things.</summary>
    public abstract Task<IReadOnlyList<Write>> RenameAsync(IStore store, Renames renames, CancellationToken ct);
}

/// <summary>The answers of a kind in words.</summary>
/// <param name="Kept">How long, and counted from when; null: for good.</param>
/// <param name="Personal">What is personal in it; null: nothing.</param>
/// <param name="Forgotten">What becomes of it when its person is forgotten; null: it is nobody's.</param>
/// <param name="Exported">What of it somebody gets who asks for their data; null: nothing.</param>
public sealed record KindAnswers((string Age, string Since)? Kept, string? Personal, string? Forgotten, string? Exported);

/// <summary>What somebody gets in with.</summary>
/// <param name="Revoke">Takes it away.</param>
public sealed record GivenAccess(string Person, string Called, Write Revoke);

/// <summary>A kind of documents that are stored as <typeparamref name="T"/>.</summary>
public sealed class StoredKind<T> : StoredKind where T : class
{
    public required Retention<T> Retention { get; init; }

    public required Personal<T> Personal { get; init; }

    public required Renamed<T> Renamed { get; init; }

    public override Type Document => typeof(T);

    public override KindAnswers Answers =>
        new(Retention.Said, Personal.Holds, Personal.Holds is null ? null : Personal.Forget.Said, Personal.Export.Said);

    public override Duration? PurgeEvery => Retention.PurgeEvery;

    public override async Task PurgeAsync(IStore store, Instant now, CancellationToken ct)
    {
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            List<Write> old = [.. page.Where(stored => Retention.IsOver(stored.Value, now)).Select(Write.Delete)];
            if (old.Count > 0) await store.SaveAsync(old, ct);
        }
    }

    public override async Task<IReadOnlyList<Write>> ForgetAsync(IStore store, Stored<Person> gone, CancellationToken ct)
    {
        var writes = new List<Write>();
        if (Personal.Forget.PrepareAsync is not { } prepareAsync) return writes;
        var decide = await prepareAsync(store, gone, ct);
        await foreach (var page in store.PagesAsync<T>(ct)) writes.AddRange(page.Select(decide).OfType<Write>());
        return writes;
    }

    public override async Task<IReadOnlyList<PersonalDocument>> ExportAsync(IStore store, string person, CancellationToken ct)
    {
        var found = new List<PersonalDocument>();
        if (Personal.Export.Of is not { } of) return found;
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            foreach (var stored in page) if (of(stored, person) is { } own) found.Add(new(stored.Id, own));
        }

        return found;
    }

    public override bool GivesAccess => Personal.Access is not null;

    public override async Task<IReadOnlyList<GivenAccess>> AccessAsync(IStore store, IReadOnlySet<string> people, CancellationToken ct)
    {
        if (Personal.Access is not { } access) return [];
        return [.. from stored in await store.ListAsync<T>(IdRange.All, ct)
                   let person = access.Whose(stored, people)
                   where person is not null
                   select new GivenAccess(person, access.Called(stored.Value), Write.Delete(stored))];
    }

    public override async Task<IReadOnlyList<Write>> RenameAsync(IStore store, Renames renames, CancellationToken ct)
    {
        var writes = new List<Write>();
        if (Renamed.To is not { } to) return writes;
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            foreach (var read in page)
            {
                if (to(read, renames) is not var (id, value)) continue;
                if (id == read.Id) writes.Add(Write.Replace(read, value));
                else writes.AddRange([Write.Delete(read), Write.Create(id, value)]);
            }
        }

        return writes;
    }
}
