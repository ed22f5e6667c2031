using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Organization;

/// <summary>Reads people, domains, teams and holiday calendars.</summary>
internal static class PeopleSections
{
    public static IReadOnlyList<Person> People(Section file, string zone)
    {
        var people =
            file.Inners("people", "id", "was", "name", "email", "timeZone", "holidays", "slack", "teams", "admin", "until").ToList();
        foreach (var platform in new[] { "slack", "teams" }) CheckUnique(people, platform);
        return [.. people.Select(person => Person(person, zone))];
    }

    public static IReadOnlyList<Domain> Domains(Section file) =>
        [.. file.Inners("domains", "id", "was", "name", "lead", "manager", "accountable", "line", "channel").Select(Domain)];

    public static IReadOnlyList<Team> Teams(Section file) =>
        [.. file.Inners("teams", "id", "was", "name", "domain", "sre", "lead", "manager", "members", "costCenter", "channel").Select(Team)];

    public static IReadOnlyList<HolidayCalendar> Calendars(Section file)
    {
        if (file["holidays"] is not { } node) return [];
        var holidays = Section.Of(node, "holidays", file.Names, file.Errors, ["PT", .. node.Entries.Select(entry => entry.Key)]);
        foreach (var entry in node.Entries.Where(entry => !FileNames.IsId(entry.Key.ToLowerInvariant())))
            file.Errors.Add(entry.Line, "holidays." + entry.Key,
                $"'{entry.Key}' is no name of a calendar: use letters, digits and -, such as PT.");
        return [.. node.Entries.Select(entry => new HolidayCalendar(entry.Key, [.. Dates(holidays, entry.Key).Distinct().Order()]))];
    }

    private static IEnumerable<LocalDate> Dates(Section holidays, string key)
    {
        foreach (var item in holidays.Texts(key))
        {
            if (FileValues.Date(item.Text) is { } date) yield return date;
            else holidays.Errors.Add(item.Line, "holidays." + key, $"'{item.Text}' is no date of the calendar. Write it as 2026-12-31.");
        }
    }

    private static void CheckUnique(IEnumerable<Section> people, string platform)
    {
        var lines = new Dictionary<string, int>();
        foreach (var person in people)
        {
            if (person[platform] is { Kind: NodeKind.Scalar } account && !lines.TryAdd(account.Text, account.Line))
                person.Wrong(platform,
                    $"'{account.Text}' is there already, on line {lines[account.Text]}. Every person needs an account of their own.");
        }
    }

    private static Person Person(Section person, string zone)
    {
        if (person.Text("email") is { } email && (email.IndexOf('@', StringComparison.Ordinal) < 1 || email.Any(char.IsWhiteSpace)))
            person.Wrong("email", $"'{email}' is no e-mail address.");
        return new Person(person.Id(), person.Name() ?? person.Required("name", "Ana Silva"))
        {
            Email = person.Text("email"),
            TimeZone = person.Zone("timeZone", zone),
            Holidays = person.Reference("holidays", "calendar"),
            Slack = person.SlackId("slack", "UW"),
            Teams = person.Text("teams"),
            Admin = person.Flag("admin"),
            Until = person.Date("until"),
        };
    }

    private static Domain Domain(Section domain)
    {
        var id = domain.Id();
        return new Domain(id, domain.Name() ?? id)
        {
            Lead = domain.Reference("lead", "person"),
            Manager = domain.Reference("manager", "person"),
            Accountable = domain.Reference("accountable", "person"),
            Line = domain.Text("line"),
            Channel = Channel(domain),
        };
    }

    private static Team Team(Section team)
    {
        var id = team.Id();
        if (!team.Has("members")) team.Errors.Add(team.Line, team.Path, "'members' is missing. Write members: [ana, ben].");
        return new Team(id, team.Name() ?? id)
        {
            Domain = team.Reference("domain", "domain"),
            Lead = team.RequiredReference("lead", "person", "ana"),
            Manager = team.Reference("manager", "person"),
            Members = team.References("members", "person"),
            Sre = team.Flag("sre"),
            CostCenter = team.Text("costCenter"),
            Channel = Channel(team),
        };
    }

    private static Channel? Channel(Section owner) =>
        owner.Inner("channel", "slack", "teams") is { } channel
            ? new Channel(channel.SlackId("slack", "CGD"), channel.Text("teams")) : null;
}
