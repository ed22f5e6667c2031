using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Storage;

public sealed class StoreWriterTests
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 11, 16, 9, 0);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_said_and_what_is_deleted_take_no_memory()
    {
        var cache = new DocumentCache(documents: 1000, bytes: 1_000_000);
        using var writer = new StoreWriter(new Engine(), cache, new SaveNotices(), NullLogger.Instance);
        for (var i = 0; i < 100; i++)
        {
            var delivery =
                new Stored<Delivery>($"{i}", new Delivery(Nine, MessageKind.Change, Address.Person("ana"), new Reply("Hello")), 1);
            await writer.SaveAsync([Write.Create(delivery.Id, delivery.Value)], Ct);
            Assert.Equal(1, cache.Count);
            // Whether it was said is asked before it is.
            cache.Miss(typeof(Message), delivery.Id, cache.Mark(typeof(Message)));
            await writer.SaveAsync(
                [Write.Delete(delivery), Write.Create(delivery.Id,
                    new Message(Nine, Nine, MessageKind.Change, null, Address.Person("ana"), delivery.Value.Reply))], Ct);
        }

        Assert.Equal(0, cache.Count);
    }

    private sealed class Engine : ISaver
    {
        public bool NeedsCheckpoint => false;

        public void Commit(IReadOnlyList<QueuedSave> saves)
        {
        }

        public void Checkpoint()
        {
        }

        public void Dispose()
        {
        }
    }
}
