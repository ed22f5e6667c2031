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
        string[] known =
        [
            "id", "was", "name", "email", "timeZone", "holidays", .. platforms.Select(platform => platform.Id.Name), "admin", "until",
        ];
        var people = file.Inners("people", known).ToList();
        foreach (var platform in platforms) CheckUnique(people, platform.Id.Name);
        return [.. people.Select(person => Person(person, zone, platforms))];
    }

    public static IReadOnlyList<Domain> Domains(Section file, IReadOnlyList<Platform> platforms) =>
    [
        .. file.Inners("domains", "id", "was", "name", "lead", "manager", "accountable", "line", "channel")
            .Select(domain => Domain(domain, platforms)),
    ];

    public static IReadOnlyList<Team> Teams(Section file, IReadOnlyList<Platform> platforms) =>
    [
        .. file.Inners("teams", "id", "was", "name", "domain", "sre", "lead", "manager", "members", "costCenter", "channel")
            .Select(team => Team(team, platforms)),
    ];

    public static IReadOnlyList<HolidayCalendar> Calendars(Section file)
    {
        if (file["holidays"] is not { } node) return [];
        var holidays = Section.Of(node, "holidays", file.Names, file.Errors, ["PT", .. node.Entries.Select(entry => entry.Key)]);
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
        return new Person(person.Id(), person.Name() ?? person.Required("name", "Ana Silva"))
        {
            Email = person.Text("email"),
            TimeZone = person.Zone("timeZone", zone),
            Holidays = person.Reference("holidays", "calendar"),
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
            Lead = domain.Reference("lead", "person"),
            Manager = domain.Reference("manager", "person"),
            Accountable = domain.Reference("accountable", "person"),
            Line = domain.Text("line"),
            Channels = Channels(domain, platforms),
        };
    }

    private static Team Team(Section team, IReadOnlyList<Platform> platforms)
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
            Channels = Channels(team, platforms),
        };
    }

    private static ByPlatform Channels(Section owner, IReadOnlyList<Platform> platforms) =>
        owner.Inner("channel", [.. platforms.Select(platform => platform.Id.Name)]) is { } channel
            ? channel.Ids(platforms, platform => platform.Id.Name, platform => platform.Channel) : ByPlatform.None;
}
