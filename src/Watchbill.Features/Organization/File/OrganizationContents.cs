using NodaTime;
using Watchbill.Calendars;
using Watchbill.Rotations;

namespace Watchbill.Organization;

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

/// <summary>
/// A rotation as the file has it: one version of everything. When a change to it starts is decided against what is stored.
/// </summary>
public sealed record WantedRotation(Rotation Rotation)
{
    /// <summary><c>effective: now</c>.</summary>
    public bool Now { get; init; }

    /// <summary>The local time of <c>effective:</c>, in the rotation's zone; null: when the current shift ends.</summary>
    public LocalDateTime? At { get; init; }

    /// <summary>The instant at which it starts, where one was said in another zone than the rotation's.</summary>
    public Instant? From { get; init; }
}
