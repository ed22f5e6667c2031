using System.Text;

namespace Watchbill.Rotations;

/// <summary>Content lines of an iCalendar text (RFC 5545, 3.1): escaped, folded at 75 octets, ended by CRLF.</summary>
public sealed class CalendarLines
{
    private const int MaxOctets = 75;

    private readonly StringBuilder text = new();

    /// <summary>A line whose value is not free text: dates, numbers, words of the format.</summary>
    public CalendarLines Add(string name, string value)
    {
        Fold($"{name}:{value}");
        return this;
    }

    /// <summary>A line of free text.</summary>
    public CalendarLines AddText(string name, string value) => Add(name, Escape(value));

    public override string ToString() => text.ToString();

    /// <summary>
    /// Backslash, semicolon, comma and line ends as RFC 5545, 3.3.11 has them; other control characters have no place in a text.
    /// </summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var letter in value.ReplaceLineEndings("\n"))
        {
            if (letter is '\\' or ';' or ',') escaped.Append('\\').Append(letter);
            else if (letter == '\n') escaped.Append("\\n");
            else if (!char.IsControl(letter)) escaped.Append(letter);
        }

        return escaped.ToString();
    }

    // Between runes and never within one: half a letter would be broken UTF-8. The blank that begins a continuation counts.
    private void Fold(string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
