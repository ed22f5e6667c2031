using System.Text.RegularExpressions;
using Watchbill.Fixtures;

namespace Watchbill;

public sealed partial class GoldenTests
{
    /// <summary>A time that was put into a string instead of a <c>Text</c> is shown raw, in nobody's zone.</summary>
    [Fact]
    public void No_accepted_words_show_a_raw_instant()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.txt", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        // A button's value is an id, which nobody reads.
        Assert.All(files,
            file =>
                Assert.DoesNotContain(File.ReadLines(file),
                    line => RawInstant().IsMatch(line)
                        && !line.Contains("\"value\":", StringComparison.Ordinal)
                        && !line.Contains("\"watchbill:value\":", StringComparison.Ordinal)));
    }

    /// <summary>What has begun is not still to come.</summary>
    [Fact]
    public void No_accepted_words_say_in_how_long_the_past_will_be()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.txt", SearchOption.AllDirectories);
        Assert.All(files, file => Assert.DoesNotContain(File.ReadLines(file), line => PastAhead().IsMatch(line)));
    }

    [GeneratedRegex(@"\bsince (today )?\d\d:\d\d \(in ")]
    private static partial Regex PastAhead();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d")]
    private static partial Regex RawInstant();
}
