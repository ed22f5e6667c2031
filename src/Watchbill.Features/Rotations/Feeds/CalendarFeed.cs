using System.Globalization;
using NodaTime.Text;

namespace Watchbill.Rotations;

/// <summary>
/// Writes shifts as an iCalendar text (RFC 5545, RFC 7986). Times are UTC: every calendar shows them in its reader's zone.
/// </summary>
public static class CalendarFeed
{
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <param name="names">The names of everybody in the events; an id without one stands for itself.</param>
    public static string Write(string title, IEnumerable<FeedEvent> events, IReadOnlyDictionary<string, string> names)
    {
        var lines = new CalendarLines()
            .Add("BEGIN", "VCALENDAR")
            .Add("VERSION", "2.0")
            .Add("PRODID", "-//Watchbill//On call//EN")
            .Add("CALSCALE", "GREGORIAN")
            .AddText("NAME", title)
            .AddText("X-WR-CALNAME", title)
            .Add("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
            .Add("X-PUBLISHED-TTL", "PT15M");
        foreach (var served in events) Write(lines, served, names);
        return lines.Add("END", "VCALENDAR").ToString();
    }

    private static void Write(CalendarLines lines, FeedEvent served, IReadOnlyDictionary<string, string> names)
    {
        var shift = served.Shift;
        var changed = Utc.Format(served.Changed);
        lines.Add("BEGIN", "VEVENT")
            .AddText("UID", served.Uid)
            // Without a METHOD the stamp is that of the last revision: a feed in which nothing changed is the same text again.
            .Add("DTSTAMP", changed)
            .Add("LAST-MODIFIED", changed)
            .Add("SEQUENCE", served.Sequence.ToString(CultureInfo.InvariantCulture))
            .Add("DTSTART", Utc.Format(shift.Start))
            .Add("DTEND", Utc.Format(shift.End))
            .AddText("SUMMARY", $"On call: {served.Rotation} ({shift.Layer}) — {Name(shift.Person, names)}")
            .AddText("DESCRIPTION", Description(served, names))
            .Add("STATUS", served.Cancelled ? "CANCELLED" : "CONFIRMED")
            // Being on call keeps nobody from a meeting.
            .Add("TRANSP", "TRANSPARENT")
            .Add("END", "VEVENT");
    }

    private static string Description(FeedEvent served, IReadOnlyDictionary<string, string> names)
    {
        var shift = served.Shift;
        if (served.Cancelled) return "This is not a shift any more.";
        if (shift.Person is null) return $"Nobody is on call: {Reason(shift, names)}.";
        return shift.Source == ShiftSource.Turn
            ? $"{Name(shift.Person, names)} is on call."
            : $"{Name(shift.Person, names)} is on call by {Article(shift.Source)}"
                + (shift.Instead is { } instead ? $", instead of {Name(instead, names)}." : ".");
    }

    private static string Article(ShiftSource source) =>
        source == ShiftSource.Override ? "an override" : $"a {source.ToString().ToLowerInvariant()}";

    // The rule names people by id; whoever should be there is the first word of it.
    private static string Reason(Shift vacant, IReadOnlyDictionary<string, string> names) =>
        vacant.Instead is { } instead && vacant.Reason is { } reason && reason.StartsWith(instead, StringComparison.Ordinal)
            ? Name(instead, names) + reason[instead.Length..] : vacant.Reason ?? "";

    private static string Name(string? person, IReadOnlyDictionary<string, string> names) =>
        person is null ? "nobody" : names.GetValueOrDefault(person, person);
}
