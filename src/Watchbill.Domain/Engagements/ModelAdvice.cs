namespace Watchbill.Engagements;

/// <summary>What the choice of a model depends on, for one service.</summary>
/// <param name="Target">The strictest objective in percent; null: none is set.</param>
/// <param name="Owner">Id of the team that builds it.</param>
public sealed record ModelFacts(decimal? Target, string Owner)
{
    /// <summary>People in the rosters of the owner's rotations.</summary>
    public required int Developers { get; init; }

    /// <summary>The SRE team that could run it, and how many people are in its rosters; null: there is none.</summary>
    public (string Team, int People)? Sre { get; init; }
    public required int Runbooks { get; init; }

    /// <summary>Incidents of the last 90 days, and the median minutes from start to end of those that are over.</summary>
    public required int Incidents { get; init; }
    public decimal? MedianMinutes { get; init; }

    /// <summary>Elapsed hours a month for which somebody is promised.</summary>
    public required decimal HoursAMonth { get; init; }
    public EngagementPrice? Price { get; init; }
}

/// <summary>
/// Which model an availability target asks for: the more it promises, the closer to those who build it, and then with SREs beside them.
/// </summary>
public static class ModelAdvice
{
    /// <summary>From this target on (in percent, included) builders answer; below, operations do from runbooks.</summary>
    public const decimal Builders = 99m;

    /// <summary>From here on an SRE stands beside them.</summary>
    public const decimal Together = 99.95m;

    /// <summary>From here on it is worth a dedicated team of SREs.</summary>
    public const decimal Dedicated = 99.99m;

    /// <summary>
    /// What the target asks for. Without a target nothing is promised, and those who
    /// build it answer; where there is no SRE team they do, too.
    /// </summary>
    public static EngagementModel For(ModelFacts facts) => facts.Target switch
    {
        null => EngagementModel.YouBuildYouRun,
        < Builders => EngagementModel.YouBuildOpsRun,
        >= Together when facts.Sre is null => EngagementModel.YouBuildYouRun,
        >= Dedicated => EngagementModel.YouBuildSreRun,
        >= Together => EngagementModel.YouBuildYouAndSreRun,
        _ => EngagementModel.YouBuildYouRun,
    };

    /// <summary>What SREs would charge for a month of standby; null: no price per hour is agreed.</summary>
    public static decimal? CostAMonth(ModelFacts facts) =>
        facts.Price is { Per: PriceUnit.Hour, Amount.Amount: var hourly }
            ? Math.Round(hourly * facts.HoursAMonth, 2, MidpointRounding.AwayFromZero) : null;
}
