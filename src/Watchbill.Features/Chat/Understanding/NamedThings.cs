using System.Text.RegularExpressions;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>What an id names; an id may name several.</summary>
[Flags]
internal enum NamedKind
{
    None = 0,
    Rotation = 1,
    Service = 2,
    Team = 4,
    Domain = 8,
    Person = 16,
    Incident = 32,

    /// <summary>What would be the id of a service's incident, and is none.</summary>
    NoIncident = 64,

    /// <summary>What has somebody on call.</summary>
    OnCall = Rotation | Service | Team | Domain,
}

/// <summary>The words of a text that name something.</summary>
internal sealed partial record NamedThings(IReadOnlyDictionary<string, NamedKind> Kinds)
{
    // Whoever says no more than these has said whom and how soon, and not what is wrong.
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "now", "right", "asap", "please", "pls", "again", "immediately", "urgently", "sev1", "sev2", "sev3", "sev4", "up", "it",
        "primary", "secondary", "backup", "engineer", "person", "team", "rotation", "on", "call", "oncall", "on-call", "thanks", "thx",
        "urgently", "urgent", "instead", "via", "sms", "runbook", "postmortem", "for", "next", "shift", "one", "whoever", "is",
    };

    // "From thursday 24 december 2026 at 18:00 until monday 28 december 2026 at 09:00 Europe/Lisbon", and no longer.
    private const int MaxTime = 100;

    /// <summary>What all rotations are called together.</summary>
    public const string Everything = "all";

    /// <summary>An id as people type it: with an @, and with capitals where a phone makes them.</summary>
    public static string IdOf(string word) => word.TrimStart('@').TrimEnd(',', ':', ';').ToLowerInvariant();

    /// <summary>A value as it is stored where it is an id; any other as it is.</summary>
    public static string Written(string argument, string value) =>
        argument is "rotation" or "owner" or "service" or "team" or "incident" or "other" ? IdOf(value) : value;

    public bool Are(string word, NamedKind kind) => (Kinds.GetValueOrDefault(IdOf(word)) & kind) != 0;

    /// <summary>Whether an argument of this name may be this.</summary>
    public bool Fits(string argument, string value, Instant now, DateTimeZone zone) => argument switch
    {
        "rotation" => Are(value, NamedKind.OnCall) || value.Equals(Everything, StringComparison.OrdinalIgnoreCase),
        "owner" => Are(value, NamedKind.OnCall),
        "service" => Are(value, NamedKind.Service),
        "team" => Are(value, NamedKind.Team | NamedKind.Domain),
        "person" => value.Equals("me", StringComparison.OrdinalIgnoreCase) || Are(value, NamedKind.Person),
        "incident" or "other" => Are(value, NamedKind.Incident),
        "subject" =>
            value.Any(char.IsLetterOrDigit) && value[0] != ':' && (Kinds.ContainsKey(IdOf(value)) || !PhraseWords.MayBegin(value))
            && value.ToLowerInvariant() is not ("the" or "a" or "an" or "our" or "my" or "it" or "this" or "that" or "me" or "us" or "for"
                or "on" or "up" or "to" or "someone" or "somebody" or "people" or "whoever" or "everyone" or "everybody" or "drill"
                or "all" or "everything"
                or "lead" or "manager" or "boss" or "oncall" or "on-call" or "on-call's" or "page" or "log" or "trail"),
        "text" or "title" => !value.Split(' ').All(word => Empty.Contains(word.Trim('!', '.', '?', ','))),
        "length" => (value.AsSpan().Trim() is [>= '0' and <= '9', ..] && value.Any(char.IsLetter))
            || value.StartsWith("for ", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("until ", StringComparison.OrdinalIgnoreCase),
        "severity" => value.Length == 4 && value.StartsWith("sev", StringComparison.OrdinalIgnoreCase) && value[3] is >= '1' and <= '4',
        "reference" => Ticket().IsMatch(value) && !Are(value, NamedKind.Incident),
        "code" => value.All(char.IsAsciiDigit),
        "amount" or "hours" => value.Any(char.IsAsciiDigit),
        "method" => value.ToLowerInvariant() is "email" or "ntfy" or "sms" or "voice" or "webhook" or "chat",
        "address" => value.Contains('@', StringComparison.Ordinal) || value.Contains("://", StringComparison.Ordinal)
            || value.Count(char.IsAsciiDigit) > 3 || (value.Contains('-', StringComparison.Ordinal) && value.Any(char.IsAsciiDigit)),
        "change" => value.ToLowerInvariant() is "feature" or "fix" or "security" or "p0" or "reliability",
        "when" => Reads(value, () => TimePhrases.When(value, now, zone)),
        // Hours that were worked have passed; which verb takes those, it says itself.
        "span" => Reads(value, () => TimePhrases.Span(value, now, zone)) || Reads(value, () => TimePhrases.Period(value, now, zone)),
        "period" => Reads(value, () => TimePhrases.Period(value, now, zone, new Interval(now, now + Duration.FromDays(7)))),
        // Everyday words and names are no topic and no id.
        "request" => !Sayings.IsEveryday(value) && !Kinds.ContainsKey(IdOf(value)),
        "topic" => value.ToLowerInvariant() is not ("me" or "us" or "my" or "our" or "over" or "please"),
        _ => true,
    };

    /// <summary>Whether <see cref="Fits"/> knows what an argument of this name may be; any text fits the others.</summary>
    public static bool IsChecked(string argument) => argument is "rotation" or "owner" or "service" or "team" or "person" or "incident"
        or "other" or "severity" or "change" or "when" or "span" or "period" or "length" or "reference" or "text" or "title";

    /// <summary>What a change is called elsewhere: <c>SHOP-1431</c>, <c>repo#12</c>.</summary>
    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9_.]*[-/#]\d[\w.-]*|#\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Ticket();

    private static bool Reads(string value, Func<object> read)
    {
        // Each refusal costs, and a text has many runs of words.
        if (value.Length > MaxTime) return false;
        try
        {
            return read() is not null;
        }
        catch (RefusedException refusal)
        {
            return refusal.Asks;
        }
    }
}
