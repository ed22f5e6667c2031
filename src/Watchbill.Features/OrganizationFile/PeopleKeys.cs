using Watchbill.Chat;

namespace Watchbill.OrganizationFiles;

/// <summary>The keys of people, domains, teams and holidays, which <see cref="PeopleSections"/> reads.</summary>
internal static class PeopleKeys
{
    private static FileKey Lead { get; } =
        Person("lead", "Leads it: decides on overrides and exceptions, hears of gaps and unanswered handoffs.", "ana");

    private static FileKey Manager { get; } = Person("manager", "Manages its people: sees and approves their pay.", "eve");

    /// <summary>The calendars of public holidays.</summary>
    public static FileKey Holidays { get; } = new("holidays", FileValue.Named,
        "Public holidays by a name that you choose, such as a country's. People, coverage and pay refer to that name.")
    {
        Example = "{PT: [2026-12-25], GB: {ics: holidays-gb.ics}}",
        Entry = new("PT", FileValue.Dates, "The days off of this calendar, as a list of dates, or an iCalendar file.")
        {
            Example = "[2026-12-25, 2027-01-01]",
            Keys = new(
            [
                new("ics", FileValue.Text, "An iCalendar file in the folder of this one or below. Over the API dates are written inline.")
                {
                    Required = true,
                    Example = "holidays-gb.ics",
                },
            ]),
        },
    };

    public static FileKey People(IReadOnlyList<Platform> platforms) =>
        new("people", FileValue.Sections, "Everybody who is on call, leads or manages.")
        {
            Required = true,
            Example = "[{id: ana, name: Ana Silva}]",
            Keys = new(
            [
                FileKey.Id("ana"), FileKey.Was,
                new("name", FileValue.Text, "The full name, on one line.") { Required = true, Example = "Ana Silva" },
                new("email", FileValue.Text,
                    "Links the person to their chat account, once, and finds them by it.") { Example = "ana@example.com" },
                new("timeZone", FileValue.Zone, "In which they read and type times.")
                {
                    Example = "Europe/Lisbon",
                    Default = "the organisation's",
                },
                new("holidays", FileValue.Reference, "The calendar of their public holidays.") { Kind = "calendar", Example = "PT" },
                .. platforms.Select(platform => new FileKey(platform.Id.Name, FileValue.Text,
                    $"Their id in {platform.Name}. Only an id that stands here gives an admin's rights there.")
                    {
                        Example = platform.Account.Example,
                    }),
                new("admin", FileValue.Flag, "Whether they are an admin: may do everything but see pay.")
                {
                    Example = "true",
                    Default = "false",
                },
                new("until", FileValue.Date, "The day they leave. Later turns are gaps; their tokens, calendar links and groups end.")
                {
                    Example = "2026-11-30",
                },
            ]),
        };

    public static FileKey Domains(IReadOnlyList<Platform> platforms) =>
        new("domains", FileValue.Sections, "Groups of teams that share knowledge.")
        {
            Example = "[{id: ordering, lead: ana}]",
            Keys = new(
            [
                FileKey.Id("ordering"), FileKey.Was,
                new("name", FileValue.Text, "How it is shown.") { Example = "Ordering", Default = "the id" },
                Lead, Manager,
                Person("accountable", "Is named when a budget of its services ends.", "ana"),
                new("line", FileValue.Text, "The line of business it belongs to.") { Example = "shop" },
                Channel(platforms),
            ]),
        };

    public static FileKey Teams(IReadOnlyList<Platform> platforms) =>
        new("teams", FileValue.Sections, "Teams, which own services and rotations.")
        {
            Example = "[{id: payments, lead: ana, members: [ana, ben]}]",
            Keys = new(
            [
                FileKey.Id("payments"), FileKey.Was,
                new("name", FileValue.Text, "How it is shown.") { Example = "Payments", Default = "the id" },
                new("domain", FileValue.Reference, "The domain it belongs to.") { Kind = "domain", Example = "ordering" },
                new("sre", FileValue.Flag, "Whether it is an SRE team, which may run services of others.")
                {
                    Example = "true",
                    Default = "false",
                },
                Lead with { Required = true },
                Manager,
                new("roles", FileValue.Section, "Who hears some news in place of the lead.")
                {
                    Example = "{release: ben, monitoring: cai}",
                    Keys = new(
                    [
                        Person("architect", "Knows how its services are built.", "ana"),
                        Person("infrastructure", "Knows what they run on.", "ana"),
                        Person("release", "Hears of halted gates and of exceptions to them.", "ben"),
                        Person("monitoring", "Hears of alerts that need fixing and of runbooks that nobody has reviewed.", "cai"),
                    ]),
                },
                new("members", FileValue.References, "Who is in the team.") { Required = true, Kind = "person", Example = "[ana, ben]" },
                new("costCenter", FileValue.Text, "The cost centre, in quotes where it is a number.") { Example = "\"4711\"" },
                Channel(platforms),
            ]),
        };

    private static FileKey Person(string name, string does, string example) =>
        new(name, FileValue.Reference, does) { Kind = "person", Example = example };

    private static FileKey Channel(IReadOnlyList<Platform> platforms) =>
        new("channel", FileValue.Section, "Where it is told of handoffs, gaps and budgets, by platform.")
        {
            Example = $"{{{string.Join(", ", platforms.Select(platform => $"{platform.Id.Name}: {platform.Channel.Example}"))}}}",
            Keys =
                new([.. platforms.Select(
                    platform => new FileKey(platform.Id.Name, FileValue.Text, $"The id of its channel in {platform.Name}.")
                    {
                        Example = platform.Channel.Example,
                    })]),
        };
}
