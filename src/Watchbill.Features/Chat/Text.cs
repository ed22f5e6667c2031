using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// What the bot says, in parts that each platform renders in its own way: words, times (shown in the reader's zone) and mentions.
/// Written as an interpolated string: <c>Text t = $"{person.Name} is on call until {shift.End}";</c>. Nothing is escaped here.
/// </summary>
[InterpolatedStringHandler]
public sealed partial class Text : IEquatable<Text>
{
    private readonly List<TextPart> parts;

    // Where code began that has not ended.
    private int? marked;

    public Text(int literalLength, int formattedCount) => parts = new List<TextPart>(2 * formattedCount + 1);

    public Text(IEnumerable<TextPart> parts) => this.parts = [.. parts];

    public static Text Empty { get; } = new([]);

    public IReadOnlyList<TextPart> Parts => parts;

    public bool IsEmpty => parts.Count == 0;

    /// <summary>Characters that it takes where it is shown, at most: a moment may be written out in 60.</summary>
    public int Length => parts.Sum(part => part is Time time ? time.Until is null ? 60 : 120 : part.ToString()!.Length);

    /// <summary>A sentence of a rule, which knows times and not who reads them.</summary>
    public static Text Of(FormattableString sentence)
    {
        var said = new Text([]);
        // What stands between the holes, and the number of each.
        foreach (var (i, piece) in Hole().Split(sentence.Format).Index())
        {
            if (i % 2 == 0) said.AppendFormatted(string.Format(CultureInfo.InvariantCulture, piece));
            else if (sentence.GetArgument(int.Parse(piece, CultureInfo.InvariantCulture)) is var value && value is Instant at)
                said.AppendFormatted(at);
            else said.AppendFormatted(Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        return said;
    }

    public static implicit operator Text(string words) => new([new Words(words)]);

    public static Text operator +(Text left, Text right) => new(left.parts.Concat(right.parts));

    [GeneratedRegex(@"(?<!\{)\{(\d+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();

    public static Text Add(Text left, Text right) => left + right;

    public static Text Join(string separator, IEnumerable<Text> texts)
    {
        var joined = new Text([]);
        foreach (var text in texts)
        {
            if (!joined.IsEmpty) joined.AppendLiteral(separator);
            joined.parts.AddRange(text.parts);
        }

        return joined;
    }

    public static Text Lines(params IEnumerable<Text> lines) => Join("\n", lines);

    /// <summary>
    /// The answer itself, which stands out from what is said about it: <c>$"{Text.Bold($"Nobody is on call")} until {end}."</c>.
    /// </summary>
    public static Text Bold(Text text) => new(text.parts.Select(part => part with { Strong = true }));

    /// <summary>What can be typed as it stands: <c>Text.Code("schedule payments")</c>.</summary>
    public static Text Code(string typed) => new([new Code(typed)]);

    /// <summary>With what stands between backticks as code, as it is written in a plain sentence: <c>No service `chekout`.</c></summary>
    internal Text Marked()
    {
        var joined = new List<TextPart>();
        foreach (var part in parts)
        {
            if (part is Words more && joined.LastOrDefault() is Words words && words.Strong == more.Strong)
                joined[^1] = words with { Value = words.Value + more.Value };
            else joined.Add(part);
        }

        return new(joined.SelectMany(part => part is Words words && words.Value.Split('`') is { Length: > 2 } pieces
            && pieces.Length % 2 == 1
                ? pieces.Select((piece, i) =>
                    i % 2 == 0 ? words with { Value = piece } : (TextPart)new Code(piece) { Strong = words.Strong })
                : [part]));
    }

    /// <summary>From one moment to another, each day said once.</summary>
    public static Text Span(Instant start, Instant end) => new([new Time(start, TimeShape.DateAndTime) { Until = end }]);

    /// <summary>The days from one moment to another, the last one included: <c>Sat 21 - Sun 22 Nov</c>.</summary>
    public static Text Days(Instant start, Instant end) => new([new Time(start, TimeShape.Date) { Until = end }]);

    /// <summary>Words of ours: what stands between two backticks is code, with what is filled in there.</summary>
    public void AppendLiteral(string words)
    {
        var mark = words.IndexOf('`', StringComparison.Ordinal);
        var plain = mark < 0 ? words : words[..mark];
        if (plain.Length > 0) parts.Add(new Words(plain));
        if (mark < 0) return;
        Mark();
        AppendLiteral(words[(mark + 1)..]);
    }

    private void Mark()
    {
        if (marked is { } start)
        {
            var typed = string.Concat(parts.Skip(start));
            parts.RemoveRange(start, parts.Count - start);
            parts.Add(new Code(typed));
            marked = null;
        }
        else
        {
            marked = parts.Count;
        }
    }

    public void AppendFormatted(string? words)
    {
        if (!string.IsNullOrEmpty(words)) parts.Add(new Words(words));
    }

    public void AppendFormatted(Text text) => parts.AddRange(text.parts);

    /// <summary>
    /// A time in the reader's zone: <c>{at}</c> is weekday, date and time; <c>{at:time}</c> the time alone where it is of today, and the
    /// same of any other day; <c>{at:date}</c> the day.
    /// </summary>
    public void AppendFormatted(Instant at, string? format = null) => parts.Add(new Time(at, format switch
    {
        null => TimeShape.DateAndTime,
        "time" => TimeShape.Time,
        "date" => TimeShape.Date,
        _ => throw new FormatException($"A time in a text is ':time', ':date' or nothing, not ':{format}'."),
    }));

    public void AppendFormatted(TextPart part) => parts.Add(part);

    /// <summary>Numbers and dates, formatted invariantly.</summary>
    public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable =>
        parts.Add(new Words(value.ToString(format, CultureInfo.InvariantCulture)));

    public bool Equals(Text? other) => other is not null && parts.SequenceEqual(other.parts);

    public override bool Equals(object? obj) => Equals(obj as Text);

    public override int GetHashCode() => parts.Aggregate(0, HashCode.Combine);

    /// <summary>For logs and debugging only; people read what a renderer makes.</summary>
    public override string ToString() => string.Concat(parts);
}

/// <summary>A piece of a <see cref="Text"/>.</summary>
public abstract record TextPart
{
    /// <summary>Whether it stands out.</summary>
    public bool Strong { get; init; }
}

/// <summary>Plain words, as a person may have typed them.</summary>
public sealed record Words(string Value) : TextPart
{
    public override string ToString() => Value;
}

/// <summary>A moment, or a span of time, shown in the reader's zone.</summary>
public sealed record Time(Instant At, TimeShape Shape) : TextPart
{
    /// <summary>The end of the span, not included; null: it is a moment.</summary>
    public Instant? Until { get; init; }

    public override string ToString() => Until is { } end ? $"{At} - {end}" : At.ToString();
}

/// <summary>A person. One who has to act is notified by the message; others are only named, by <see cref="People"/>.</summary>
public sealed record Mention(string Person, string Name) : TextPart
{
    /// <summary>Whether they are only named: a name that can be tapped and notifies nobody.</summary>
    public bool Quiet { get; init; }

    public override string ToString() => Name;
}

/// <summary>People in texts.</summary>
public static class People
{
    /// <summary>A person whom the message is about and who need not act.</summary>
    public static Mention Named(this IReadOnlyDictionary<string, string> names, string person) => Named(person, names[person]);

    public static Mention Named(Person person) => Named(person.Id, person.Name);

    public static Mention Named(string person, string name) => new(person, name) { Quiet = true };

    /// <summary>People in a row: <c>Ana, Ben and Cai</c>.</summary>
    public static Text Named(this IReadOnlyDictionary<string, string> names, IEnumerable<string> people) =>
        And(people.Select(person => names.Named(person)));

    public static Text And(IEnumerable<Mention> people) => And([.. people.Select(person => (Text)$"{person}")]);

    public static Text And(IReadOnlyList<Text> all) => all.Count < 2 ? Text.Join("", all)
        : Text.Join(", ", all.SkipLast(1)) + " and " + all[^1];

    /// <summary>The name by which somebody is called where the whole one has been said, or matters little.</summary>
    public static string First(string name) => name.Split(' ', 2)[0];
}

/// <summary>A page to read, behind a noun: what it is. Its address is https.</summary>
public sealed record Link(string Noun, string Url) : TextPart
{
    public override string ToString() => $"{Noun}: {Url}";
}

/// <summary>A command, or a key of the organisation file, as it is typed.</summary>
public sealed record Code(string Value) : TextPart
{
    public override string ToString() => $"`{Value}`";
}

/// <summary>How much of a moment is shown.</summary>
public enum TimeShape
{
    DateAndTime,
    Date,

    /// <summary>The time alone, where it is of the day on which it is read.</summary>
    Time,

    /// <summary>The time alone, whenever it is read: its day stands beside it.</summary>
    Clock,
}
