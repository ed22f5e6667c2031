using System.Text;

namespace Watchbill.Rotations;

public sealed class CalendarLinesTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"a\b;c,d", @"a\\b\;c\,d")]
    [InlineData("one\ntwo\r\nthree\rfour", @"one\ntwo\nthree\nfour")]
    [InlineData("colon: \"quoted\"", "colon: \"quoted\"")]
    [InlineData("bell\u0007 and tab\t", "bell and tab")]
    public void Text_is_escaped(string text, string escaped) => Assert.Equal(escaped, CalendarLines.Escape(text));

    [Theory]
    [InlineData(66, 1)] // "SUMMARY:" and 66 letters are 74 octets, 67 are 75.
    [InlineData(67, 1)]
    [InlineData(68, 2)]
    [InlineData(141, 2)] // 75, then a blank and 74.
    [InlineData(142, 3)]
    public void Lines_are_folded_after_75_octets(int letters, int lines)
    {
        var text = new CalendarLines().AddText("SUMMARY", new string('x', letters)).ToString();
        Assert.Equal(lines, text.Split("\r\n").Length - 1);
        Assert.Equal("SUMMARY:" + new string('x', letters) + "\r\n", text.Replace("\r\n ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("—")]
    [InlineData("👩")]
    [InlineData("a👩b—é")]
    public void A_fold_never_parts_the_octets_of_a_letter(string letters)
    {
        for (var before = 0; before < 80; before++)
        {
            var said = new string('x', before) + string.Concat(Enumerable.Repeat(letters, 60));
            var text = new CalendarLines().AddText("SUMMARY", said).ToString();
            Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
            Assert.Equal($"SUMMARY:{said}\r\n", text.Replace("\r\n ", "", StringComparison.Ordinal));
        }
    }
}
