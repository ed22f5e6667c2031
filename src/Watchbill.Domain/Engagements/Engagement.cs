using Watchbill.Compensation;

namespace Watchbill.Engagements;

/// <summary>Who builds and who runs a service, and under which agreement. The organisation file gives the first one only.</summary>
public sealed record Engagement(EngagementModel Model)
{
    public static Engagement YouBuildYouRun { get; } = new(EngagementModel.YouBuildYouRun);

    /// <summary>Id of the team that runs it for the owner; null: the owner alone.</summary>
    public string? By { get; init; }

    /// <summary>How many full periods must be within budget before it is taken over.</summary>
    public int? Entry { get; init; }
    public ExitCondition? Exit { get; init; }
    public EngagementPrice? Price { get; init; }

    /// <summary>Ids of the people of <see cref="By"/> who are meant for this service.</summary>
    public IReadOnlyList<string> Sres { get; init; } = [];
}

/// <summary>The four ways to share building and running.</summary>
public enum EngagementModel
{
    YouBuildYouRun,
    YouBuildYouAndSreRun,
    YouBuildSreRun,
    YouBuildOpsRun,
}

/// <summary>The models as they are typed and read.</summary>
public static class EngagementModels
{
    /// <summary>In the order of <see cref="EngagementModel"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["you-build-you-run", "you-build-you-and-sre-run", "you-build-sre-run",
        "you-build-ops-run"];

    public static string Name(EngagementModel model) => Names[(int)model];
}

/// <summary>The service goes back when <paramref name="Exhausted"/> of the last <paramref name="Periods"/> budgets were used up.</summary>
public sealed record ExitCondition(int Exhausted, int Periods);

/// <summary>What the running team charges.</summary>
public sealed record EngagementPrice(Money Amount, PriceUnit Per);

/// <summary>What a price is for.</summary>
public enum PriceUnit
{
    Hour,
    Month,
    Project,
    Service,
}
