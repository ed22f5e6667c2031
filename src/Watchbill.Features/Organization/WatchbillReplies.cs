using System.Text.RegularExpressions;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>What is said about the bot itself.</summary>
internal static partial class WatchbillReplies
{
    private const int Named = 12;

    public static Reply Settings(
        Person person, IReadOnlyList<Field> accounts, IReadOnlyList<string> teams, IReadOnlyList<Place> places) =>
        new(Text.Bold("Your settings"))
        {
            Fields =
            [
                new("Name", person.Name),
                new("Id", person.Id),
                new("Time zone", person.TimeZone),
                new("E-mail", person.Email ?? "none"),
                new("Admin", person.Admin ? "yes" : "no"),
                new("Teams", List(teams)),
                .. accounts,
                .. places.Select(place => new Field($"Rotation {place.Rotation}",
                    $"{List(place.Layers)}; led by {(place.Leads.Count == 0 ? "nobody" : People.And(place.Leads))}")),
                .. places.Count == 0 ? new[] { new Field("Rotations", "none") } : [],
                new("To change it", "All of this is in the organisation file; ask an admin or a lead."),
            ],
        };

    /// <summary>Who somebody is on a platform.</summary>
    /// <param name="byMail">Their account by their e-mail address; null: none.</param>
    public static Field Account(Platform platform, Person person, string? byMail) => new(platform.Name,
        person.Accounts[platform.Id] ?? (byMail is null ? "not linked" : $"{byMail}, by your e-mail address"));

    /// <summary>Whom a platform cannot tell anything for one reason; of many the first are named.</summary>
    public static Field OutOfReach(Platform platform, string why, IReadOnlyDictionary<string, string> names)
    {
        var all = names.OrderBy(one => one.Value, StringComparer.CurrentCulture).Select(one => (Text)$"{names.Named(one.Key)}").ToList();
        var more = all.Count > Named ? $" and {all.Count - Named} more" : "";
        return new($"On a roster, but out of reach in {platform.Name}", $"{Text.Join(", ", all.Take(Named))}{more}. {why}");
    }

    /// <param name="said">What the file names, and what is in force.</param>
    public static Reply FileDiffers(string service, string said) =>
        new(Text.Bold($"The organisation file says that {service} is {said}.")
            + " Only the first engagement comes from the file, so it was not applied. Decide it with: "
            + $"`engagement change {service} …`, or write what is in force into the file.");

    /// <param name="names">Of everybody, by id.</param>
    public static Reply Audit(
        IReadOnlyList<AuditEntry> entries, string? subject, SpokenSpan? period, IReadOnlyDictionary<string, string> names)
    {
        var about = subject is null ? Text.Empty : $" about {subject}";
        var during = period is null ? Text.Empty : (Text)$" {Text.Span(period.Start, period.End)}";
        if (entries.Count == 0) return new(Text.Bold($"The audit log has no entry{about}{during}."));
        return new(entries.Count == 1 ? Text.Bold($"The last entry{about}{during}")
            : Text.Bold($"The last {entries.Count} entries{about}{during}") + ", newest first.")
        {
            Table = new Table(["Who", "When", "Action", "Subject", "Before", "New", "Reason", "From"],
                [.. entries.Select(entry => Row(entry, names))]),
        };
    }

    private static IReadOnlyList<Text> Row(AuditEntry entry, IReadOnlyDictionary<string, string> names) =>
    [
        Kept(entry.Actor, names), $"{entry.At}", entry.Action,
        entry.Subject.StartsWith("person/", StringComparison.Ordinal) ? Kept(entry.Subject["person/".Length..], names) : entry.Subject,
        Kept(entry.Old, names), Kept(entry.New, names), entry.Reason ?? "", entry.Origin,
    ];

    // The log keeps instants and ids: times are written for whoever reads, and people by their names.
    private static Text Kept(string? words, IReadOnlyDictionary<string, string> names)
    {
        var (said, from) = (Text.Empty, 0);
        foreach (var found in Known().EnumerateMatches(words ?? ""))
        {
            var word = words!.Substring(found.Index, found.Length);
            Text? meant = names.ContainsKey(word) ? $"{names.Named(word)}"
                // The hash of a file is known by how it begins.
                : word.Length == 64 && word.All(char.IsAsciiHexDigitLower) ? Text.Code(word[..12])
                : word.Split('/').Select(part => InstantPattern.ExtendedIso.Parse(part)).ToList() switch
                {
                    [{ Success: true } start, { Success: true } end] => Text.Span(start.Value, end.Value),
                    [{ Success: true } at] => $"{at.Value}",
                    _ => null,
                };
            if (meant is null) continue;
            said += words[from..found.Index] + meant;
            from = found.Index + found.Length;
        }

        return said + (words ?? "")[from..];
    }

    [GeneratedRegex(@"(?<=\A|[\s,])\d{4}-\d\d-\d\dT[\d:.]+Z(/\d{4}-\d\d-\d\dT[\d:.]+Z)?|(?<=\A|[\s])[a-z0-9-]+(?=[\s,;.]|\z)")]
    private static partial Regex Known();

    private static string List(IReadOnlyList<string> items) => items.Count == 0 ? "none" : string.Join(", ", items);
}
