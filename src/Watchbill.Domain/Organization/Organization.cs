using NodaTime;
using Watchbill.Budgets;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Paging;

namespace Watchbill.Organization;

/// <summary>What holds for the whole organisation: the top of the organisation file.</summary>
/// <param name="TimeZone">TZDB id; the default of people and rotations.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record OrganizationSettings(string Name, string TimeZone, string Currency)
{
    /// <summary>Id of the one document of this kind.</summary>
    public const string DocumentId = "organization";

    public IReadOnlyList<string> Executives { get; init; } = [];

    /// <summary>What severities mean here; null: what they mean everywhere.</summary>
    public Severities? Severities { get; init; }

    /// <summary>What Alertmanager waits before it tells of an alert; null: nobody said.</summary>
    public Duration? GroupWait { get; init; }

    /// <summary>Pings that are awaited.</summary>
    public IReadOnlyList<Heartbeat> Heartbeats { get; init; } = [];
}

/// <summary>Somebody who works here. An id is never used for somebody else, even after the person has left.</summary>
public sealed record Person(string Id, string Name)
{
    public string? Email { get; init; }

    /// <summary>TZDB id.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Id of the holiday calendar.</summary>
    public string? Holidays { get; init; }

    /// <summary>Zones and calendars that were theirs before, oldest first: hours are paid by those of their day.</summary>
    public IReadOnlyList<FormerHome> Former { get; init; } = [];

    /// <summary>The accounts that the organisation file names.</summary>
    public ByPlatform Accounts { get; init; } = ByPlatform.None;
    public bool Admin { get; init; }

    /// <summary>The first day on which the person is no longer here, in their zone; null: stays.</summary>
    public LocalDate? Until { get; init; }

    /// <summary>No longer in the file: kept for history, not offered anywhere.</summary>
    public bool Retired { get; init; }

    /// <summary>When the file ceased to name them; null: it does, or did so before this was kept.</summary>
    public Instant? RetiredAt { get; init; }

    /// <summary>The id that took its place, with all that stood under this one.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>The same with the zone and calendar that it takes the place of.</summary>
    public Person After(Person before, Instant now) => this with
    {
        Former = (before.TimeZone, before.Holidays) == (TimeZone, Holidays) ? before.Former
            : [.. before.Former, new FormerHome(now, before.TimeZone, before.Holidays)],
    };

    /// <summary>When the person leaves; null: stays.</summary>
    public Instant? Leaves => LeavesBy(DateTimeZoneProviders.Tzdb);

    /// <summary>Whether the person is of the organisation at an instant: the file names them, and their last day is not over.</summary>
    public bool IsHere(Instant at) => !Retired && !(Leaves <= at);

    /// <summary>When the person leaves by other rules of time zones than this release's.</summary>
    public Instant? LeavesBy(IDateTimeZoneProvider zones)
    {
        Instant? last = Until is { } day ? zones[TimeZone].AtStartOfDay(day).ToInstant() : null;
        return last is null || RetiredAt < last ? RetiredAt : last;
    }
}

/// <summary>Where somebody was at home before.</summary>
/// <param name="Until">The first instant at which it no longer was.</param>
/// <param name="TimeZone">TZDB id.</param>
/// <param name="Holidays">Id of the holiday calendar; null: none.</param>
public sealed record FormerHome(Instant Until, string TimeZone, string? Holidays);

/// <summary>A group of teams with shared knowledge.</summary>
public sealed record Domain(string Id, string Name)
{
    public string? Lead { get; init; }
    public string? Manager { get; init; }
    public string? Accountable { get; init; }
    public string? Line { get; init; }

    /// <summary>Where it talks.</summary>
    public ByPlatform Channels { get; init; } = ByPlatform.None;

    /// <summary>Who managed it before, oldest first: each sees the pay of their days.</summary>
    public IReadOnlyList<FormerManager> Former { get; init; } = [];
    public bool Retired { get; init; }
    public string? RenamedTo { get; init; }

    /// <summary>Who managed it at an instant.</summary>
    public string? ManagerAt(Instant at) => Former.FirstOrDefault(former => at < former.Until) is { } then ? then.Manager : Manager;

    /// <summary>The same with what was before.</summary>
    public Domain After(Domain before, Renames renames, Instant now)
    {
        var former = before.Former.Select(one => one with { Manager = renames.Person(one.Manager) });
        var was = new FormerManager(now, renames.Person(before.Manager));
        return this with { Former = was.Manager == Manager ? [.. former] : [.. former, was] };
    }
}

/// <summary>The manager of a domain until an instant (not included).</summary>
public sealed record FormerManager(Instant Until, string? Manager);

/// <summary>People who own services together.</summary>
public sealed record Team(string Id, string Name)
{
    public string? Domain { get; init; }
    public required string Lead { get; init; }
    public string? Manager { get; init; }
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>Whom some news goes to; null: all of it goes to the lead.</summary>
    public TeamRoles? Roles { get; init; }
    public bool Sre { get; init; }
    public string? CostCenter { get; init; }

    /// <summary>Where it talks, as the organisation file names it.</summary>
    public ByPlatform Channels { get; init; } = ByPlatform.None;

    /// <summary>The same, as somebody said in the channel itself: where the file names none.</summary>
    public ByPlatform Bound { get; init; } = ByPlatform.None;

    /// <summary>Who was of it and who managed it before, oldest first: each manager sees the pay of their days.</summary>
    public IReadOnlyList<FormerTeam> Former { get; init; } = [];
    public bool Retired { get; init; }
    public string? RenamedTo { get; init; }

    /// <summary>Where it talks on a platform; null: nowhere.</summary>
    public string? ChannelOn(PlatformId platform) => Channels[platform] ?? Bound[platform];

    /// <summary>Who was of it and who managed it at an instant.</summary>
    public FormerTeam At(Instant at) => Former.FirstOrDefault(former => at < former.Until)
        ?? new FormerTeam(Instant.MaxValue, Domain, Lead, Manager, Members);

    /// <summary>The same with what was before.</summary>
    public Team After(Team before, Renames renames, Instant now)
    {
        var former = before.Former.Select(one => one.Renamed(renames));
        var was = new FormerTeam(now, before.Domain, before.Lead, before.Manager, before.Members).Renamed(renames);
        var same = (was.Domain, was.Lead, was.Manager) == (Domain, Lead, Manager) && was.Members.SequenceEqual(Members);
        return this with
        {
            Former = same ? [.. former] : [.. former, was],
            Bound = before.Bound.Without(Channels.All.Select(named => named.Platform)),
        };
    }
}

/// <summary>Who was of a team and who managed it until an instant (not included).</summary>
public sealed record FormerTeam(Instant Until, string? Domain, string Lead, string? Manager, IReadOnlyList<string> Members)
{
    public FormerTeam Renamed(Renames renames) => this with
    {
        Domain = renames.Domain(Domain),
        Lead = renames.Person(Lead),
        Manager = renames.Person(Manager),
        Members = [.. Members.Select(id => renames.Person(id))],
    };
}

/// <summary>Who is asked about what in a team. What is not said is the lead's.</summary>
public sealed record TeamRoles
{
    public string? Architect { get; init; }
    public string? Infrastructure { get; init; }

    /// <summary>Hears of halted gates and of exceptions to them.</summary>
    public string? Release { get; init; }

    /// <summary>Hears of alerts that need fixing and of runbooks that nobody has reviewed.</summary>
    public string? Monitoring { get; init; }
}

/// <summary>Something that users depend on and a team answers for.</summary>
public sealed record Service(string Id, string Team)
{
    /// <summary>The service that the id of a document begins with, such as an incident's or a budget's: <c>checkout/000012</c>.</summary>
    public static string IdIn(string document) => document.Split('/', 2)[0];

    public string? Accountable { get; init; }
    public IReadOnlyList<string> AlsoTold { get; init; } = [];
    public IReadOnlyList<Slo> Slos { get; init; } = [];

    /// <summary>Id of the budget policy.</summary>
    public string Policy { get; init; } = "default";
    public Money? RevenuePerHour { get; init; }
    public IReadOnlyList<Runbook> Runbooks { get; init; } = [];

    /// <summary>The first engagement, as the organisation file gave it; later ones are decided by command.</summary>
    public Engagement Engagement { get; init; } = Engagement.YouBuildYouRun;
    public bool Retired { get; init; }
    public string? RenamedTo { get; init; }
}
