using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads people, domains, teams and holiday calendars.</summary>
internal static class PeopleSections
{
    public static IReadOnlyList<Person> People(Section file, string zone, IReadOnlyList<Platform> platforms)
    {
        var people = file.Inners("people").ToList();
        foreach (var platform in platforms) CheckUnique(people, platform.Id.Name);
        return [.. people.Select(person => Person(person, zone, platforms))];
    }

    public static IReadOnlyList<Domain> Domains(Section file, IReadOnlyList<Platform> platforms) =>
        [.. file.Inners("domains").Select(domain => Domain(domain, platforms))];

    public static IReadOnlyList<Team> Teams(Section file, IReadOnlyList<Platform> platforms) =>
        [.. file.Inners("teams").Select(team => Team(team, platforms))];

    public static IReadOnlyList<HolidayCalendar> Calendars(Section file)
    {
        if (file["holidays"] is not { } node) return [];
        var holidays = file.Named("holidays", node.Entries.Select(entry => entry.Key).DefaultIfEmpty("PT"))!;
        foreach (var entry in node.Entries.Where(entry => !Ids.IsValid(entry.Key.ToLowerInvariant())))
            file.Errors.Add(entry.Line, "holidays." + entry.Key,
                $"'{entry.Key}' is no name of a calendar: use letters, digits and -, such as PT.");
        return [.. node.Entries.Select(entry => new HolidayCalendar(entry.Key, [.. Dates(holidays, entry.Key).Distinct().Order()]))];
    }

    private static IEnumerable<LocalDate> Dates(Section holidays, string key)
    {
        foreach (var item in holidays.Texts(key))
        {
            if (WrittenValues.Date(item.Text) is { } date) yield return date;
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

    private static Person Person(Section person, string zone, IReadOnlyList<Platform> platforms)
    {
        if (person.Text("email") is { } email && (email.IndexOf('@', StringComparison.Ordinal) < 1 || email.Any(char.IsWhiteSpace)))
            person.Wrong("email", $"'{email}' is no e-mail address.");
        return new Person(person.Id(), person.Name() ?? "")
        {
            Email = person.Text("email"),
            TimeZone = person.Zone("timeZone", zone),
            Holidays = person.Reference("holidays"),
            Accounts = person.Ids(platforms, platform => platform.Id.Name, platform => platform.Account),
            Admin = person.Flag("admin"),
            Until = person.Date("until"),
        };
    }

    private static Domain Domain(Section domain, IReadOnlyList<Platform> platforms)
    {
        var id = domain.Id();
        return new Domain(id, domain.Name() ?? id)
        {
            Lead = domain.Reference("lead"),
            Manager = domain.Reference("manager"),
            Accountable = domain.Reference("accountable"),
            Line = domain.Text("line"),
            Channels = Channels(domain, platforms),
        };
    }

    private static Team Team(Section team, IReadOnlyList<Platform> platforms)
    {
        var id = team.Id();
        return new Team(id, team.Name() ?? id)
        {
            Domain = team.Reference("domain"),
            Lead = team.Reference("lead") ?? "",
            Manager = team.Reference("manager"),
            Roles = team.Inner("roles") is { } roles ? new TeamRoles
            {
                Architect = roles.Reference("architect"),
                Infrastructure = roles.Reference("infrastructure"),
                Release = roles.Reference("release"),
                Monitoring = roles.Reference("monitoring"),
            } : null,
            Members = team.References("members"),
            Sre = team.Flag("sre"),
            CostCenter = team.Text("costCenter"),
            Channels = Channels(team, platforms),
        };
    }

    private static ByPlatform Channels(Section owner, IReadOnlyList<Platform> platforms) =>
        owner.Inner("channel") is { } channel
            ? channel.Ids(platforms, platform => platform.Id.Name, platform => platform.Channel) : ByPlatform.None;
}
