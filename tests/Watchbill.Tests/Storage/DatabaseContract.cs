using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>What is done with a database of one kind. Each suite is inherited by one test class for each kind.</summary>
public abstract class DatabaseContract : IDisposable
{
    private protected static readonly Instant Monday = Instant.FromUtc(2026, 11, 16, 9, 0);
    private protected static readonly Instant Friday = Instant.FromUtc(2026, 11, 20, 9, 0);

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected TemporaryFolder Folder { get; } = new();

    protected string Database => Folder["watchbill.db"];

    private protected abstract IDatabaseKind Kind { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected IEmbeddedStore Open() => Open(Database);

    private protected IEmbeddedStore Open(string path) => Kind.Open(path, new SaveNotices(), NullLogger.Instance);

    private protected string Refusal(string? path = null) => Assert.Throws<StorageException>(() => Open(path ?? Database)).Message;

    /// <summary>The database as the host and the commands have it.</summary>
    private protected DatabaseFile Configured(string? path = null, string? backups = "backups", string? provider = null) => new(
        new StorageFiles(
            Options.Create(new StorageOptions { Path = path ?? Database }), Options.Create(new BackupOptions { Directory = backups }),
            new HostingEnvironment { ContentRootPath = Folder.FullName }),
        Options.Create(new StorageOptions { Provider = provider ?? Kind.Name }), new SaveNotices(), NullLogger<DatabaseFile>.Instance);

    private protected static Task SaveAsync(IStore store, string id, int length = 20_000) =>
        store.SaveAsync([Write.Create(id, new Domain(id, new string('d', length)))], Ct);

    private protected static string Backup(DatabaseFile database) => database.Backup(database.Backups, Monday);

    private protected static async Task<IEnumerable<string>> IdsAsync(IStore store) =>
        (await store.ListAsync<Domain>(IdRange.All, Ct)).Select(stored => stored.Id);

    /// <summary>Makes the database again of what is left of its documents after a change that nobody may make.</summary>
    private protected void Forge(Func<StoredDocument, StoredDocument?> change)
    {
        using (var content = Kind.Read(Database))
        {
            Kind.Make(Folder["forged.db"], content.State(), content.Documents().Select(change).OfType<StoredDocument>());
        }

        File.Move(Folder["forged.db"], Database, overwrite: true);
    }
}
