using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>
/// All that is said in the quarter: worked out from the table by the rules of handoffs, reminders and escalations, and from the script.
/// </summary>
public sealed partial class QuarterTests
{
    private static readonly Dictionary<string, (string Zone, string Lead)> Places = new()
    {
        ["lisbon"] = ("Europe/Lisbon", "ana"),
        ["newyork"] = ("America/New_York", "eli"),
        ["sydney"] = ("Australia/Sydney", "ivy"),
    };

    // A handoff: the channel, who comes, and, as nobody acknowledges in this quarter, the
    // lead a quarter of an hour later. A day ahead: a reminder.
    private static IEnumerable<string> ByJobs(string author)
    {
        foreach (var rows in Table.GroupBy(row => row.Rotation))
        {
            var lead = $"person:{Places[rows.Key].Lead}";
            foreach (var (before, row) in rows.Zip(rows.Skip(1)))
            {
                var (id, at) = (row.Start >= Renamed ? Now(row.Rotation) : row.Rotation, Local(row.Rotation, row.At));
                var put = row.Put is null ? ""
                    : $"\nOverride: until {Local(row.Rotation, row.Put.End)}, by {author}: a training.";
                yield return Line(row.At, "handoff", $"team:{Now(row.Rotation)}",
                    $"@{Name(row.Person)} is on call for {id} since {at}, from {Name(before.Person)}.{put}");
                yield return Line(row.At, "handoff", $"person:{row.Person}",
                    $"You are on call for {id} since {at}, from {Name(before.Person)}. Acknowledge by {Quarter(row)}.{put}");
                yield return Line(Text(row.Start + Duration.FromMinutes(15)), "escalation", lead,
                    $"{Name(row.Person)} has not acknowledged the {id} handoff (15 min).\nReach them, or put somebody else on call: " +
                        $"`override {id} <person> <span>`");
                var instead = row.Instead is null ? "" : $", instead of {Name(row.Instead)}";
                if (!row.Again)
                    yield return Line(Text(row.Start - Duration.FromDays(1)), "reminder", $"person:{row.Person}",
                        $"You go on call {at} for {id}, until {Local(row.Rotation, row.Until)}{instead}.");
            }
        }

        // Mia has the week of 9 November; of the others nobody's next shift moves. The leo's shift that runs ends on the 12th, and with it
        // the old list.
        yield return Line("2026-10-06T12:00:00Z", "change", "team:sydney",
            "The organisation file (sent by root) changed sydney: members of primary Ivy, Jack, Kim, Leo → Ivy, Jack, Kim, Leo, Mia from " +
                "Mon 12 Oct 2026 09:00.");
        yield return Line("2026-10-06T12:00:00Z", "change", "person:mia",
            "You are in sydney now. The organisation file (sent by root) changed the roster.\nRotation  Your next shift\nsydney    " +
            "primary, Mon 9 Nov " +
                "2026 09:00 - Mon 16 Nov 2026 09:00");

        // Gus has weeks 10 and 14 (21 December), which he will not work; week 18 is more than 90 days away. All others are free then.
        yield return Line("2026-10-13T14:00:00Z", "change", "person:eli",
            "2 shifts have nobody once Gus leaves. Asked to cover: Eli, Fay and Hal. Put somebody on call: override " +
            "newyork <person> <span>\n"
                + "Who  When                                           Rotation  Layer\n"
                + "Gus  Mon 23 Nov 2026 09:00 - Mon 30 Nov 2026 09:00  newyork   primary\n"
                + "Gus  Mon 21 Dec 2026 09:00 - Mon 28 Dec 2026 09:00  newyork   primary");
        foreach (var person in new[] { "eli", "fay", "hal" })
        {
            yield return Line("2026-10-13T14:00:00Z", "change", $"person:{person}",
                "Can you cover for Gus? 2 shifts. First to take one gets it. Part of one helps: `take ID 23 nov 09:00-12:00`\n"
                + "Instead of  When                                           Rotation\n"
                + "Gus         Mon 23 Nov 2026 09:00 - Mon 30 Nov 2026 09:00  newyork\n"
                + "Gus         Mon 21 Dec 2026 09:00 - Mon 28 Dec 2026 09:00  newyork");
            // 69 days lie between 13 October 14:00Z and 21 December 14:00Z; half of that is 17 November 02:00Z.
            yield return Line("2026-11-17T02:00:00Z", "reminder", $"person:{person}",
                "Still uncovered: can you cover for Gus? newyork, Mon 21 Dec 2026 09:00 - Mon 28 Dec 2026 09:00. First to take it gets " +
                "it. " +
                    "Part of it helps.");
        }

        // The first Monday whose 28 days reach past 21 December, 14:00Z, is 30 November: those of the 23rd end at that instant.
        foreach (var at in new[] { "2026-11-30T14:00:00Z", "2026-12-07T14:00:00Z", "2026-12-14T14:00:00Z" })
        {
            // On 7 December they end on 4 January: the whole week is in all three.
            foreach (var to in new[] { "team:americas", "person:eli" })
                yield return Line(at, "gap", to,
                    "Nobody is on call for americas once in the next 4 weeks. Fill it: `override americas <person> <span>`\n"
                    + "When                                           Layer    Reason\n"
                    + "Mon 21 Dec 2026 09:00 - Mon 28 Dec 2026 09:00  primary  Gus has left");
        }
    }

    private static string Name(string person) => char.ToUpperInvariant(person[0]) + person[1..];

    private static string Text(Instant at) => InstantPattern.General.Format(at);

    // As it is written for people: Mon 9 Nov 2026 09:00.
    private static string Quarter(Row row) =>
        (row.Start + Duration.FromMinutes(15)).InZone(In(row.Rotation).Zone).TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Local(string rotation, string at) => TimeWords.Of(Cases.At(at), In(rotation));

    private static string Span(string rotation, string start, string end) => TimeWords.Span(Cases.At(start), Cases.At(end), In(rotation));

    private static Reader In(string rotation) =>
        new(DateTimeZoneProviders.Tzdb[Places[rotation == "americas" ? "newyork" : rotation].Zone], Now: null);

    // Without buttons, ids, the zone's name, and what comes next, which is known only then.
    private static string Line(string at, string kind, string to, string text) =>
        $"{at} {kind} {to}: " + string.Join('\n', Plain(text).Split('\n')
            .Where(line => !line.StartsWith("Next handoff", StringComparison.Ordinal) && !line.StartsWith('[')));

    private static string Plain(string text)
    {
        var named = Regex.Replace(text, @" \((Lisbon|New York|Sydney)\)", "");
        return Regex.Replace(Regex.Replace(named, " {2,}", "  "), @"\b[0-9a-f]{8}\b", "ID");
    }
}
