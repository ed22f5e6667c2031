using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>What pay has to know of a person.</summary>
/// <param name="TimeZone">Theirs by the organisation file; what a chat profile says is for display only.</param>
public sealed record PaidPerson(string Id, string TimeZone)
{
    /// <summary>Id of their holiday calendar; null: they have no holidays.</summary>
    public string? Holidays { get; init; }

    /// <summary>Zones and calendars that were theirs before, oldest first.</summary>
    public IReadOnlyList<FormerHome> Former { get; init; } = [];

    /// <summary>What an hour of their work costs; empty: nobody has said.</summary>
    public IReadOnlyList<FromDay<Money>> Hourly { get; init; } = [];

    /// <summary>Their factor for social justice; empty: 1.</summary>
    public IReadOnlyList<FromDay<decimal>> Factors { get; init; } = [];

    /// <summary>A span in pieces, each with the person as they were at home then.</summary>
    public IEnumerable<(PaidPerson Person, Instant Start, Instant End)> AtHome(Instant start, Instant end)
    {
        foreach (var home in Former.Where(home => home.Until > start))
        {
            if (start >= end) yield break;
            var until = Instant.Min(home.Until, end);
            yield return (this with { TimeZone = home.TimeZone, Holidays = home.Holidays, Former = [] }, start, until);
            start = until;
        }

        if (start < end) yield return (Former.Count == 0 ? this : this with { Former = [] }, start, end);
    }

    /// <summary>The person as they were at home at an instant.</summary>
    public PaidPerson At(Instant at) => Former.Count == 0 ? this : AtHome(at, at + Duration.Epsilon).First().Person;
}

/// <summary>A value that holds from a day on, until that of the next.</summary>
public sealed record FromDay<T>(LocalDate Day, T Value);

/// <summary>Looks up what holds on a day.</summary>
public static class FromDays
{
    /// <summary>The value of the last day that is not after the given one; null: none held yet.</summary>
    public static FromDay<T>? On<T>(this IEnumerable<FromDay<T>> values, LocalDate day)
    {
        FromDay<T>? found = null;
        foreach (var one in values)
        {
            if (one.Day <= day && (found is null || one.Day >= found.Day)) found = one;
        }

        return found;
    }
}

/// <summary>Time on call as it was worked: a piece of a turn, from start (included) to end (not included).</summary>
/// <param name="Shift">
/// Id of the turn it is a piece of, such as <c>payments/primary/12</c>, after an edit of the turns <c>payments/primary/12@2</c>: pay per
/// shift is per turn and person.
/// </param>
/// <param name="Policy">Id of the pay policy of the rotation.</param>
public sealed record StandbyTime(string Rotation, string Shift, Instant Start, Instant End, string Policy)
{
    /// <param name="count">Which count of the layer's turns it is of, from 1: each begins again with small numbers.</param>
    public static string ShiftOf(string rotation, string layer, long turn, int count) =>
        FormattableString.Invariant($"{rotation}/{layer}/{turn}") + (count > 1 ? FormattableString.Invariant($"@{count}") : "");

    /// <summary>
    /// The turn, whichever count it is of: what was approved by an earlier release does not tell two turns of one number apart.
    /// </summary>
    public static string? Uncounted(string? shift) => shift?.Split('@')[0];

    public required string TimeZone { get; init; }

    /// <summary>The level that their layer fills; null: it is of no layer, such as an entry by hand.</summary>
    public string? Level { get; init; }

    /// <summary>Whether they were shadowing: paid only where the policy says so.</summary>
    public bool Shadow { get; init; }

    /// <summary>When the rotation hands over, in its zone.</summary>
    public LocalTime HandsOverAt { get; init; }

    /// <summary>How fast a page has to be answered; null: the rotation does not say.</summary>
    public Duration? Response { get; init; }

    /// <summary>How long the turn is on call, whoever holds it; null: as long as the person's own pieces of it.</summary>
    public Duration? Turn { get; init; }

    /// <summary>How many weeks the turn lasts from handover to handover, for pay per week.</summary>
    public decimal Weeks { get; init; } = 1;
}

/// <summary>Work of a person on an incident, from start (included) to end (not included).</summary>
/// <param name="Rotation">The one they answered for, whose pay policy holds; also past the end of their shift.</param>
public sealed record Callout(string Incident, string Rotation, Instant Start, Instant End, string Policy)
{
    public required string TimeZone { get; init; }
    public LocalTime HandsOverAt { get; init; }
}
