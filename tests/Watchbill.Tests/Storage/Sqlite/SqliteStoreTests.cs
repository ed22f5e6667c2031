using Microsoft.Extensions.Logging.Abstractions;

namespace Watchbill.Storage;

public sealed class SqliteStoreTests : EmbeddedStoreContract
{
    private protected override IStore Open(string path) => SqliteStore.Open(path, Notices, NullLogger.Instance);
}
