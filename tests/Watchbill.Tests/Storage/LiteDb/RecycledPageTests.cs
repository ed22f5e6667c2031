using System.Globalization;
using System.Text;

namespace Watchbill.Storage;

/// <summary>
/// The engine's page cache hands a page that somebody reads to somebody else, unless its calls come one at a time. With small files that
/// is too seldom to be waited for, so that is counted who is in the engine, too.
/// </summary>
public sealed class RecycledPageTests
{
    private const int Documents = 5_000;
    private const int Readers = 8;
    private const int Reads = 500;

    [Fact]
    public async Task Eight_readers_beside_a_writer_find_every_document_as_it_is()
    {
        using var file = LiteFile.Open(new PowerDisk(new Random(1)), Path.GetFullPath("/power/watchbill.db"));
        for (var some = 0; some < Documents; some += 1000)
        {
            var first = some;
            file.Commit(engine => LiteDocuments.Write(engine, "domain", Enumerable.Range(first, 1000).Select(Document)));
        }

        file.Checkpoint();
        var (wrong, inside) = (0, 0);
        var threads = Enumerable.Range(0, Readers).Select(reader => Started(() => Read(reader))).ToList();
        threads.Add(Started(Write));
        await Task.WhenAll(threads);

        Assert.Equal(0, wrong);

        void Read(int reader)
        {
            var random = new Random(reader);
            for (var i = 0; i < Reads; i++)
            {
                var wanted = Document(random.Next(Documents));
                var found = file.Use(engine => Alone(() => LiteDocuments.Find(engine, wanted.Kind, wanted.Id)));
                if (found is null || !found.Json.AsSpan().SequenceEqual(wanted.Json)) Interlocked.Increment(ref wrong);
            }
        }

        void Write()
        {
            for (var i = 0; i < 200; i++)
            {
                var document = Document(i * 97 % Documents);
                file.Commit(engine => Alone(() =>
                {
                    LiteDocuments.Write(engine, "domain", [document]);
                    return document;
                }));
                if (i % 50 == 49) file.Checkpoint();
            }
        }

        StoredDocument? Alone(Func<StoredDocument?> act)
        {
            if (Interlocked.Increment(ref inside) > 1) Interlocked.Increment(ref wrong);
            var result = act();
            Interlocked.Decrement(ref inside);
            return result;
        }
    }

    private static Task Started(Action act) => Task.Factory.StartNew(
        act, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static StoredDocument Document(int number)
    {
        var id = number.ToString("D6", CultureInfo.InvariantCulture);
        return new StoredDocument("domain", id, number + 1,
            Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","name":"{{new string('d', 300)}}"}"""));
    }
}
