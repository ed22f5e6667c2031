using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Chat;

/// <summary>The words of a time phrase, in lower case and each by itself, with a place up to which they are read.</summary>
internal sealed partial class PhraseWords
{
    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly FrozenDictionary<string, string> Zones =
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(id => id, id => id, StringComparer.OrdinalIgnoreCase);

    private readonly List<string> words;
    private int at;
    private int furthest;

    public PhraseWords(string text)
    {
        var plain = text.ToLowerInvariant().Replace('–', '-').Replace('—', '-').Replace(',', ' ');
        var cut = plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(Cut).ToList();
        // "This evening 6 to 10" says its hours as tonight does.
        for (var i = 0; i + 2 < cut.Count; i++)
        {
            if (cut[i] == "this" && cut[i + 1] == "evening" && (cut[i + 2] is "from" or "at" || char.IsAsciiDigit(cut[i + 2][0])))
                (cut[i], cut[i + 1]) = ("", "tonight");
        }

        for (var i = 0; i + 1 < cut.Count; i++)
            if (cut[i] == "this" && PhrasePoint.PartOf(cut[i + 1]) is not null) cut[i] = "today";
        // "Between 10 and 12".
        if (cut.IndexOf("between") is >= 0 and var between && cut.IndexOf("and", between) is > 0 and var and)
            (cut[between], cut[and]) = ("from", "to");
        cut.RemoveAll(word => word.Length == 0);
        IsTonight = cut.FindAll(word => word is not ("at" or "for")) is ["tonight"];
        var zones = cut.Where(Zones.ContainsKey).Select(word => Zones[word]).Distinct().ToList();
        (Zone, ZonesDiffer) = (zones.FirstOrDefault(), zones.Count > 1);
        Abbreviation = cut.Find(word => !Zones.ContainsKey(word) && ZoneAbbreviations.IsOne(word));
        words = [.. cut.Where(word => !Zones.ContainsKey(word))];
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i] is "am" or "pm") (words[i - 1], words[i]) = (words[i - 1] + words[i], "");
        }

        words.RemoveAll(word => word.Length == 0);
        for (var i = 0; i + 2 < words.Count; i++) SayHalf(i);
        if (words is ["all" or "whole", "next" or "this", ..]) words.RemoveAt(0);
        for (var i = words.Count - 2; i > 0; i--)
            if (words[i] == "of" && Month(words[i + 1]) > 0) words.RemoveAt(i);
        // "23 to 27 nov": the first number is a day of the same month, not an hour.
        for (var i = 0; i + 3 < words.Count; i++)
        {
            if (Number().IsMatch(words[i]) && IsTo(words[i + 1]) && Number().IsMatch(words[i + 2]) && Month(words[i + 3]) > 0)
                words.Insert(i + 1, words[i + 3]);
        }

        // "dec 7-14", and not "7 dec 9-17" with its hours.
        for (var i = 0; i + 3 < words.Count; i++)
        {
            if (Month(words[i]) > 0 && (i == 0 || !Number().IsMatch(words[i - 1])) && Number().IsMatch(words[i + 1]) && IsTo(words[i + 2])
                && Number().IsMatch(words[i + 3]) && (i + 4 == words.Count || Year().IsMatch(words[i + 4])))
                words.Insert(i + 3, words[i]);
        }

        // "thu and fri".
        for (var i = 1; i + 1 < words.Count; i++)
        {
            if (words[i] == "and" && Weekday(words[i - 1]) is > 0 and var first && Weekday(words[i + 1]) is > 0 and var second
                && (int)second == (int)first % 7 + 1) words[i] = "to";
            if (words[i] == "and" && words[i - 1] == "today" && words[i + 1] == "tomorrow") words[i] = "to";
        }

        // "3 dec and 4 dec".
        for (var i = 2; i + 2 < words.Count; i++)
        {
            if (words[i] == "and" && Month(words[i - 1]) > 0 && words[i + 2] == words[i - 1]
                && int.TryParse(words[i - 2], CultureInfo.InvariantCulture, out var one)
                && int.TryParse(words[i + 1], CultureInfo.InvariantCulture, out var two) && two == one + 1) words[i] = "to";
        }
    }

    /// <summary>The TZDB id that was said; null: none was.</summary>
    public string? Zone { get; }

    public bool ZonesDiffer { get; }

    /// <summary>A name of a zone that the database does not have or that means several; null: none was said.</summary>
    public string? Abbreviation { get; }

    /// <summary>Whether tonight was said, and no time of it.</summary>
    public bool IsTonight { get; }

    public bool AtEnd => at == words.Count;

    public string Next => AtEnd ? "" : words[at];

    public string All => string.Join(' ', words);

    /// <summary>Where reading goes on; set back to read anew.</summary>
    public int Place
    {
        get => at;
        set => at = value;
    }

    public string Take()
    {
        furthest = Math.Max(furthest, at);
        return words[at++];
    }

    /// <summary>Remembers the next word as one that could not be read, before reading is set back.</summary>
    public void Stop() => furthest = Math.Max(furthest, at);

    /// <summary>The word at which reading got stuck, whatever was tried anew since; empty: the words ended too early.</summary>
    public string Stuck => Word(Math.Max(furthest, at));

    /// <summary>Whether the words are about a time with an end, not about a moment.</summary>
    public bool SaySpan => words.Exists(word => word is "for" or "from" || IsTo(word));

    public bool Take(params ReadOnlySpan<string> any)
    {
        if (AtEnd || !any.Contains(words[at])) return false;
        at++;
        return true;
    }

    public bool TakeTo()
    {
        if (AtEnd || !IsTo(words[at])) return false;
        at++;
        return true;
    }

    /// <summary>Whether a time phrase may begin with a word.</summary>
    public static bool MayBegin(string word)
    {
        word = word.ToLowerInvariant();
        return word.AsSpan().ContainsAnyInRange('0', '9') || Weekday(word) > 0 || (Month(word) > 0 && word != "may")
            || word is "now" or "today" or "tonight" or "tomorrow" or "yesterday" or "next" or "last" or "this" or "in" or "for" or "from"
                or "until" or "till" or "til" or "weekend" or "noon" or "midnight" or "day"
                or "between";
    }

    // "3 in the morning", "11 at night".
    private void SayHalf(int at)
    {
        var part = words[at + 1] == "in" && words[at + 2] == "the" ? at + 3 : at + 2;
        if (!ClockAlone().IsMatch(words[at]) || words[at + 1] is not ("in" or "at") || PhrasePoint.PartOf(Word(part)) is null) return;
        var hour = int.Parse(words[at].Split(':')[0], CultureInfo.InvariantCulture);
        if (hour is 0 or >= 12) return;
        words[at] += words[part] == "morning" || (words[part] == "night" && hour < 6) ? "am" : "pm";
        words.RemoveRange(at + 1, part - at);
    }

    private string Word(int index) => words.ElementAtOrDefault(index) ?? "";

    /// <summary>The day of the week by its name or its first three letters or more.</summary>
    public static IsoDayOfWeek Weekday(string word) => (IsoDayOfWeek)(Index(Weekdays, word) + 1);

    /// <summary>1 to 12, by name or its first three letters or more; 0: no month.</summary>
    public static int Month(string word) => Index(Months, word) + 1;

    private static bool IsTo(string word) => word is "to" or "-" or "until" or "till" or "til" or "through";

    private static int Index(string[] names, string word) =>
        word.Length < 3 ? -1 : Array.FindIndex(names, name => name.StartsWith(word, StringComparison.Ordinal)
        || (name == "september" && word == "sept"));

    private static IEnumerable<string> Cut(string word)
    {
        // With its point a number is a day and no hour.
        if (Ordinal().Match(word) is { Success: true } ordinal) return [ordinal.Groups[1].Value + "."];
        if (DottedDays().Match(word) is { Success: true } days) return [days.Groups[1].Value, "-", days.Groups[2].Value];
        if (WeekOfYear().Match(word) is { Success: true } week) return ["week", week.Groups[1].Value];
        if (Clocks().Match(word) is { Success: true } clocks) return [clocks.Groups[1].Value, "-", clocks.Groups[2].Value];
        if (word.Split('-') is [var first, var last] && Weekday(first) > 0 && Weekday(last) > 0) return [first, "-", last];
        var bare = word.TrimEnd('.');
        return [bare.Length > 0 && bare.All(char.IsAsciiLetter) ? bare : word];
    }

    [GeneratedRegex(@"^([0-9]{1,2})(?:st|nd|rd|th)$")]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"^([0-9]{1,2}(?::[0-9]{2})?(?:am|pm)?|noon|midnight)-([0-9]{1,2}(?::[0-9]{2})?(?:am|pm)?|noon|midnight)$")]
    private static partial Regex Clocks();

    // "21.12.-3.1."
    [GeneratedRegex(@"^([0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4})?)-([0-9]{1,2}\.[0-9]{1,2}\.?(?:[0-9]{4})?)$")]
    private static partial Regex DottedDays();

    // "KW51".
    [GeneratedRegex("^(?:kw|cw)([0-9]{1,2})$")]
    private static partial Regex WeekOfYear();

    [GeneratedRegex("^[0-9]{1,2}(?::[0-9]{2})?$")]
    private static partial Regex ClockAlone();

    [GeneratedRegex("^[0-9]{1,2}[.]?$")]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9]{4}$")]
    private static partial Regex Year();
}
