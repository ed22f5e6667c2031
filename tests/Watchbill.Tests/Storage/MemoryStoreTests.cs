using Watchbill.Fixtures;

namespace Watchbill.Storage;

public sealed class MemoryStoreTests : StoreContract
{
    public MemoryStoreTests() => Store = new MemoryStore(Notices);

    protected override IStore Store { get; }
}
