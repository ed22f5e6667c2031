using NodaTime;
using NodaTime.TimeZones;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Says in which zone somebody's words were read, where their platform shows them times in another.</summary>
internal sealed class TypedTimes(IStore store)
{
    /// <summary>The arguments that are read as times.</summary>
    private static readonly string[] Times =
        ["when", "span", "period", "theirs", "started", "start", "detected", "acknowledged", "mitigated", "end"];

    // As far as words about times usually reach; whatever a zone does every year happens within it.
    private static readonly Duration Around = Duration.FromDays(366);

    private readonly OrgChart chart = new(store);

    /// <summary>Null: no time was typed that depends on a zone, or the zones have the same clock, or the platform does not say.</summary>
    public async Task<Text?> NoteAsync(Request request, Caller caller, Instant now, CancellationToken ct)
    {
        if (caller.ShownInAsync is not { } shownInAsync) return null;
        if (!Times.Any(name => request.Arguments.GetValueOrDefault(name) is { } typed && DependsOnZone(typed))) return null;
        var file = await chart.ZoneAsync(caller.Person, ct);
        if (await shownInAsync(ct) is not { } shown || HaveOneClock(file, shown, now)) return null;
        return $"Times you type are read in {file.Id}, your zone in the organisation file; here you see them in {shown.Id}.";
    }

    private static bool DependsOnZone(string typed)
    {
        var words = new PhraseWords(typed);
        if (words.Zone is not null) return false;
        words.Take("for", "in", "from", "next", "last", "now");
        if (words.AtEnd) return false;
        if (PhraseLength.Read(words) is not { } length) return true;
        words.Take("ago");
        return length.IsLocal || !words.AtEnd;
    }

    // Lisbon and London, all year. Athens and Cairo change on other days, and the words may be about one between.
    private static bool HaveOneClock(DateTimeZone one, DateTimeZone other, Instant now) =>
        ZoneEqualityComparer.ForInterval(new Interval(now - Around, now + Around)).Equals(one, other);
}
