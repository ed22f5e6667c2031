using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>What a file says the organisation is, checked.</summary>
public sealed record OrganizationContents(OrganizationSettings Settings)
{
    public IReadOnlyList<Person> People { get; init; } = [];
    public IReadOnlyList<Domain> Domains { get; init; } = [];
    public IReadOnlyList<Team> Teams { get; init; } = [];
    public IReadOnlyList<Service> Services { get; init; } = [];
    public IReadOnlyList<HolidayCalendar> Calendars { get; init; } = [];
    public IReadOnlyList<WantedRotation> Rotations { get; init; } = [];
    public IReadOnlyList<Policy> Policies { get; init; } = [];
    public IReadOnlyList<Renaming> Renamings { get; init; } = [];
}
