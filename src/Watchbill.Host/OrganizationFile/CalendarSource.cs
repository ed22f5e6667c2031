using NodaTime;
using NodaTime.Text;

namespace Watchbill.OrganizationFiles;

/// <summary>One line of an iCalendar file after unfolding: a name, its parameters, a value, and where it stands.</summary>
internal sealed record CalendarLine(int Number, string Name, IReadOnlyList<string> Parameters, string Value)
{
    private const int MaxShown = 80;

    private static readonly LocalDatePattern Pattern = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    /// <exception cref="FormatException">The value is not a whole day.</exception>
    public LocalDate Day() => DayOf(Value);

    /// <summary>The days of a list such as <c>20261225,20261226</c>; where a time stands behind a day, it does not count.</summary>
    /// <exception cref="FormatException">One of them is not a day.</exception>
    public IReadOnlyList<LocalDate> Days() =>
        [.. Value.Split(',', StringSplitOptions.TrimEntries).Select(day => DayOf(day.Length > 8 && day[8] == 'T' ? day[..8] : day))];

    public LocalDate DayOf(string text) =>
        Pattern.Parse(text).TryGetValue(default, out var day) && day.Year is >= 1900 and < 2200
            ? day : throw Wrong($"'{Short(text)}' is not a whole day such as 20261225");

    /// <summary>As much of a value as a sentence can hold: what is no calendar may be one line of any length.</summary>
    public static string Short(string text) => text.Length > MaxShown ? text[..MaxShown] + "…" : text;

    /// <summary>What is wrong with this line, as the end of a sentence.</summary>
    public FormatException Wrong(string what) => new($"line {Number}: {what}");
}

/// <summary>An event of an iCalendar file: its lines by name, and the line it begins at.</summary>
internal sealed record CalendarEvent(CalendarLine Begin, ILookup<string, CalendarLine> Lines)
{
    /// <exception cref="FormatException">The line is there twice.</exception>
    public CalendarLine? Line(string name) => Lines[name].ToList() switch
    {
        [] => null,
        [var one] => one,
        [_, var again, ..] => throw again.Wrong($"{name} is there twice in one event"),
    };
}

/// <summary>The events of an iCalendar file, as they are written: lines unfolded, whatever ends them, other components left out.</summary>
internal static class CalendarSource
{
    /// <exception cref="FormatException">It is not a calendar, or its components do not end.</exception>
    public static IReadOnlyList<CalendarEvent> Events(string text)
    {
        var (events, open, own) = (new List<CalendarEvent>(), new Stack<CalendarLine>(), new List<CalendarLine>());
        foreach (var line in Lines(text))
        {
            if (open.Count == 0 && !Is(line, "BEGIN", "VCALENDAR")) throw line.Wrong("a calendar begins with BEGIN:VCALENDAR");
            if (line.Name == "BEGIN") open.Push(line);
            else if (line.Name == "END")
            {
                if (!Is(line, "END", open.Peek().Value))
                    throw line.Wrong($"'{CalendarLine.Short(line.Value)}' ends, but " +
                        $"'{CalendarLine.Short(open.Peek().Value)}' of line {open.Peek().Number} is open");
                var begin = open.Pop();
                if (!Is(begin, "BEGIN", "VEVENT")) continue;
                events.Add(new(begin, own.ToLookup(one => one.Name)));
                own = [];
            }
            // What an alarm within an event or a time zone says is not the event's.
            else if (Is(open.Peek(), "BEGIN", "VEVENT")) own.Add(line);
        }

        if (open.TryPeek(out var left)) throw left.Wrong($"'{CalendarLine.Short(left.Value)}' does not end; the file is cut off");
        return events;
    }

    private static bool Is(CalendarLine line, string name, string value) =>
        line.Name == name && line.Value.Equals(value, StringComparison.OrdinalIgnoreCase);

    // Lines end with CR LF, LF or CR, even in one file; one that begins with a blank goes on with the one before.
    private static IEnumerable<CalendarLine> Lines(string text)
    {
        var raw = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        for (var i = 0; i < raw.Length; i++)
        {
            var (number, line) = (i + 1, raw[i]);
            while (i + 1 < raw.Length && raw[i + 1] is [' ' or '\t', ..]) line += raw[++i][1..];
            if (line.Trim().Length > 0) yield return Read(number, line);
        }

        if (text.Trim('\uFEFF', ' ', '\t', '\r', '\n').Length == 0) throw new FormatException("line 1: the file is empty");
    }

    private static CalendarLine Read(int number, string line)
    {
        var colon = ColonOf(line);
        if (colon <= 0)
            throw new FormatException(
                $"line {number}: '{CalendarLine.Short(line)}' is not a line of a calendar, which is NAME:value");
        var head = line[..colon].Split(';');
        return new(number, head[0].Trim().ToUpperInvariant(), head[1..], line[(colon + 1)..].Trim());
    }

    // A parameter may hold a colon between quotes.
    private static int ColonOf(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ':' && !quoted) return i;
        }

        return -1;
    }
}
