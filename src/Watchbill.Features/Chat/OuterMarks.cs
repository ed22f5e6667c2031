using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>
/// What stands around a text and says nothing: quotes, closing marks, and emoji as they are typed and as Slack writes them, ":pray:".
/// </summary>
internal static partial class OuterMarks
{
    private const string Opening = "\"“”'`(*_";
    private const string Closing = "\"“”'`)*_?!.…,;:";

    private static readonly char[] Marks = [',', '.', '!', '?', ';', ':'];

    private static readonly SearchValues<char> CodeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_+-");

    public static string Without(string text) => Without(text, out _);

    /// <summary>The text without them, and those that closed it.</summary>
    public static string Without(string text, out string closing)
    {
        var (first, end) = (0, text.Length);
        while (first < end && MarkAt(text, first) is > 0 and var length) first += length;
        while (end > first && MarkBefore(text, first, end) is > 0 and var length) end -= length;
        closing = text[end..];
        return text[first..end];
    }

    private static int MarkAt(string text, int at)
    {
        if (char.IsWhiteSpace(text[at]) || Opening.Contains(text[at], StringComparison.Ordinal)) return 1;
        if (text[at] == ':' && text.IndexOf(':', at + 1) is > 0 and var colon && IsCode(text.AsSpan(at + 1, colon - at - 1)))
            return colon + 1 - at;
        return Rune.TryGetRuneAt(text, at, out var rune) && IsEmoji(rune) ? rune.Utf16SequenceLength : 0;
    }

    private static int MarkBefore(string text, int first, int end)
    {
        var last = text[end - 1];
        if (last == ':' && end - 2 > first && text.LastIndexOf(':', end - 2) is var colon && colon >= first
            && IsCode(text.AsSpan(colon + 1, end - colon - 2))) return end - colon;
        if (last == '.' && DottedDay().IsMatch(text.AsSpan(first, end - first))) return 0;
        if (char.IsWhiteSpace(last) || Closing.Contains(last, StringComparison.Ordinal)) return 1;
        var at = char.IsLowSurrogate(last) && end - 2 >= first ? end - 2 : end - 1;
        return Rune.TryGetRuneAt(text, at, out var rune) && IsEmoji(rune) ? end - at : 0;
    }

    /// <summary>A word without the marks around it; of a day its point stays: <c>24.12.</c></summary>
    public static string OfWord(string word) =>
        word.TrimEnd(Marks) is var said && word.StartsWith($"{said}.", StringComparison.Ordinal) && DottedDay().IsMatch($"{said}.")
            ? $"{said}." : word.Trim(Marks);

    // "24.12.", and not "at 9.10."
    [GeneratedRegex(@"(?<![\w.]|\bat )(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|1[0-2])\.$", RegexOptions.IgnoreCase)]
    private static partial Regex DottedDay();

    private static bool IsCode(ReadOnlySpan<char> name) =>
        name.Length is > 1 and < 40 && !name.ContainsAnyExcept(CodeLetters) && name.ContainsAnyInRange('a', 'z') | name[0] is '+' or '-';

    private static bool IsEmoji(Rune rune) => rune.Value is 0x200D or 0xFE0F
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol && rune.Value > 0x7F;
}
