using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>The kinds of documents that the file defines.</summary>
internal static class FileKinds
{
    public static FileKind<Person> People { get; } =
        new("person", "people", Facts.Of, person => person.Retired, person => person with { Retired = true })
        {
            RenamedTo = person => person.RenamedTo,
            // Nothing personal stays under an id that nobody has any more.
            Rename = (person, id) => new Person(person.Id, person.Id) { TimeZone = person.TimeZone, Retired = true, RenamedTo = id },
            // Ids are never used for somebody else: history and pay stand under them.
            Another = (before, after) => before.Name == after.Name || (before.Email is { } email && email == after.Email)
                ? null
                : $"'{before.Id}' was somebody else, who is no longer in the file. Choose another id, or give the same name or e-mail " +
                    $"where it is the same person.",
        };

    public static FileKind<Domain> Domains { get; } =
        new("domain", "domains", Facts.Of, domain => domain.Retired, domain => domain with { Retired = true })
        {
            RenamedTo = domain => domain.RenamedTo,
            Rename = (domain, id) => domain with { Retired = true, RenamedTo = id },
        };

    public static FileKind<Team> Teams { get; } = new("team", "teams", Facts.Of, team => team.Retired, team => team with { Retired = true })
    {
        RenamedTo = team => team.RenamedTo,
        Rename = (team, id) => team with { Retired = true, RenamedTo = id },
    };

    public static FileKind<Service> Services { get; } =
        new("service", "services", Facts.Of, service => service.Retired, service => service with { Retired = true })
        {
            RenamedTo = service => service.RenamedTo,
            Rename = (service, id) => service with { Retired = true, RenamedTo = id },
        };

    public static FileKind<HolidayCalendar> Calendars { get; } =
        new("calendar", "holidays", Facts.Of, calendar => calendar.Retired, calendar => calendar with { Retired = true });

    public static FileKind<Rotation> Rotations { get; } =
        new("rotation", "rotations", Facts.Of, rotation => rotation.Retired, rotation => rotation with { Retired = true })
        {
            RenamedTo = rotation => rotation.RenamedTo,
            Rename = (rotation, id) => rotation with { Retired = true, RenamedTo = id },
            Another = (before, after) => before.Kind == after.Kind
                ? null
                : $"'{before.Id}' was a {before.Kind.ToString().ToLowerInvariant()} rotation and is retired; its id is never used for " +
                    $"another kind. Choose another id.",
        };

    public static FileKind<Policy> Policies { get; } =
        new("policy", "budgetPolicies", Facts.Of, policy => policy.Retired, policy => policy with { Retired = true });
}
