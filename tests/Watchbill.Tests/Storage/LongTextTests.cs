using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Watchbill.Organization;

namespace Watchbill.Storage;

public sealed class LongTextTests
{
    // Each piece ends somewhere else in it: also in the middle of a character of two halves.
    private static readonly string Long = string.Concat(Enumerable.Repeat("{\"id\": \"p1\", \"name\": \"Zoë 🙂 <b>\"}\r\n", 80_000));

    [Fact]
    public void It_is_the_JSON_that_it_always_was_and_is_read_again()
    {
        var plain = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        foreach (var text in new[] { "", "a", Long, Long[1..] })
        {
            var json = Documents.Serialize(new AppliedFile("a", Encoding.UTF8.GetBytes(text), "0"));
            Assert.Equal(json, Documents.Written(new AppliedFile("a", Encoding.UTF8.GetBytes(text), "0")).ToArray());
            Assert.Contains("\"text\":" + JsonSerializer.Serialize(text, plain), Encoding.UTF8.GetString(json), StringComparison.Ordinal);
            var read = (AppliedFile)Documents.Deserialize(typeof(AppliedFile), "organization", json);
            Assert.Equal(text, Encoding.UTF8.GetString(read.Text.Span));
        }
    }

    [Fact]
    public void Writing_it_takes_no_buffers_of_many_times_its_size()
    {
        // Longer than any other test writes, so that no buffer lies ready.
        var text = Encoding.UTF8.GetBytes(string.Concat(Long, Long, Long));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Documents.Serialize(new AppliedFile("a", text, "0"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * text.Length);
        before = GC.GetAllocatedBytesForCurrentThread();
        Documents.Written(new AppliedFile("a", text, "0"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 * text.Length / 2);
    }
}
