using Microsoft.Extensions.Logging.Abstractions;

namespace Watchbill.Storage;

public sealed class LiteStoreTests : EmbeddedStoreContract
{
    private protected override IStore Open(string path) => LiteStore.Open(path, Notices, NullLogger.Instance);
}
