using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Ways to arrange who is on call for a service.</summary>
public enum Arrangement
{
    Team,
    Domain,
    OpsRun,
    BusinessHours,
    Triage,
}

/// <summary>From which availability target (in percent, included) an arrangement is worth its people.</summary>
public sealed record AdviceThresholds(decimal Team, decimal Domain)
{
    public static AdviceThresholds Default { get; } = new(99.9m, 99m);
}

/// <summary>What an hour of standby costs on average: of a primary and a secondary around the clock, and of one person by day.</summary>
public sealed record HourCost(decimal Primary, decimal Secondary, decimal ByDay);

/// <summary>What the advice depends on.</summary>
/// <param name="Target">The highest availability target of the services, in percent; null: none is set.</param>
/// <param name="Teams">Teams of the domain, 1 or more.</param>
/// <param name="TeamPeople">People who could be in the team's rotation.</param>
/// <param name="DomainPeople">People who could be in the domain's.</param>
public sealed record Situation(decimal? Target, int Teams, int TeamPeople, int DomainPeople)
{
    /// <summary>
    /// Hours of a month that are covered around the clock, and by the business hours of one rotation: elapsed, clock changes included.
    /// </summary>
    /// <summary>Whether it is about one team's services, and not the whole domain's.</summary>
    public bool OneTeam { get; init; }
    public required decimal HoursAlways { get; init; }
    public required decimal HoursBusiness { get; init; }

    /// <summary>What an hour of standby costs; null: no policy says it.</summary>
    public HourCost? Hour { get; init; }

    public AdviceThresholds Thresholds { get; init; } = AdviceThresholds.Default;

    /// <summary>
    /// An arrangement in the figures of those it is about: of the one team, where each team would have a rotation of its own.
    /// </summary>
    public AdviceRow Own(AdviceRow row) => OneTeam && row.Arrangement is (Arrangement.Team or Arrangement.BusinessHours)
        ? row with { People = row.People / Teams, Available = TeamPeople, Standby = row.Standby / Teams, Cost = row.Cost / Teams } : row;
}

/// <summary>One arrangement in figures, for all teams of the domain together, per month.</summary>
/// <param name="People">Needed, so that nobody is on call for more than a quarter of the time: see <see cref="Advice"/>.</param>
/// <param name="Standby">Hours that people of the teams are on call.</param>
/// <param name="Gap">Hours of each service in which nobody answers, or (triage) a forward waits.</param>
/// <param name="Cost">Of the standby; null: not known.</param>
public sealed record AdviceRow(Arrangement Arrangement, int People, int Available, decimal Standby, decimal Gap, decimal? Cost);


/// <summary>How to arrange on-call, side by side, and which way the availability target asks for.</summary>
/// <param name="Recommended">What the target asks for, whether the people are there or not: the row says how many are missing.</param>
/// <param name="Crew">The people that the recommended one needs of the team (of the
/// domain, where it is about that), and how many there are.</param>
/// <param name="TriageSaves">Hours of standby a month that triage in front would save against a team rotation for each team; 0 where it
/// saves none.</param>
public sealed record Advice(IReadOnlyList<AdviceRow> Rows, Arrangement Recommended, decimal TriageSaves, (int Needed, int Available) Crew)
{
    /// <summary>
    /// Around the clock with a primary and a secondary: eight people on one site keep everybody at a quarter of the time (Google SRE,
    /// "Being On-Call").
    /// </summary>
    public const int PeopleAlways = 8;

    /// <summary>By day, one at a time: under five a roster does not survive a holiday and an illness.</summary>
    public const int PeopleByDay = 5;

    // Primary and secondary.
    private const int Levels = 2;

    public AdviceRow this[Arrangement arrangement] => Rows.First(row => row.Arrangement == arrangement);

    /// <summary>Compares the arrangements. Ops-run takes nobody of the teams: its standby is the operations team's.</summary>
    public static Advice For(Situation situation)
    {
        var (teams, always, business) = (situation.Teams, situation.HoursAlways, situation.HoursBusiness);
        var night = always - business;
        var everybody = Math.Max(situation.DomainPeople, situation.TeamPeople);
        AdviceRow[] rows =
        [
            Row(Arrangement.Team, teams * PeopleAlways, teams * Levels * always, 0,
                cost => teams * always * (cost.Primary + cost.Secondary)),
            Row(Arrangement.Domain, PeopleAlways, Levels * always, 0, cost => always * (cost.Primary + cost.Secondary)),
            Row(Arrangement.OpsRun, 0, 0, 0, _ => 0),
            Row(Arrangement.BusinessHours, teams * PeopleByDay, teams * business, night, cost => teams * business * cost.ByDay),
            // One takes everything first, so one is enough at a time; behind it the teams are there by day.
            Row(Arrangement.Triage, Math.Max(PeopleAlways, teams * PeopleByDay), always + teams * business, night,
                cost => always * cost.Primary + teams * business * cost.ByDay),
        ];
        var recommended = Recommend(situation);
        return new Advice(rows, recommended, Math.Max(0, rows[0].Standby - rows[^1].Standby),
            situation.Own(rows.First(row => row.Arrangement == recommended)) is var own ? (own.People, own.Available) : default);

        AdviceRow Row(Arrangement arrangement, int people, decimal standby, decimal gap, Func<HourCost, decimal> cost) =>
            new(arrangement, people, everybody, standby, gap, situation.Hour is { } hour ? cost(hour) : null);
    }

    private static Arrangement Recommend(Situation situation) => situation.Target switch
    {
        { } target when target >= situation.Thresholds.Team => Arrangement.Team,
        { } target when target >= situation.Thresholds.Domain => Arrangement.Domain,
        // Without a promise nobody needs to get up at night.
        null => Arrangement.BusinessHours,
        // Where the teams are too small even for the day, somebody else runs it.
        _ => situation.TeamPeople >= PeopleByDay ? Arrangement.BusinessHours : Arrangement.OpsRun,
    };

    /// <summary>Elapsed hours of a coverage in an average month of the year that starts at an instant.</summary>
    public static decimal HoursAMonth(Windows windows, Instant from)
    {
        var to = from + Duration.FromDays(364);
        var hours = windows.IsAlways
            ? (to - from).TotalHours
            : windows.Between(from, to).Sum(span => (Instant.Min(span.End, to) - Instant.Max(span.Start, from)).TotalHours);
        // 52 whole weeks, stretched to the mean year of the calendar.
        return Math.Round((decimal)hours / 364 * 365.2425m / 12, 1);
    }
}
