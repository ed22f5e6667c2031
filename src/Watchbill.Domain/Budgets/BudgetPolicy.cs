namespace Watchbill.Budgets;

/// <summary>What happens when a budget shrinks.</summary>
public sealed record BudgetPolicy(string Id)
{
    /// <summary>Whether exactly nothing left counts as used up.</summary>
    public bool ZeroHalts { get; init; } = true;

    /// <summary>Whether releases are halted where nothing can be said.</summary>
    public bool NoDataHalts { get; init; }

    /// <summary>Changes that are let through whatever is left.</summary>
    public IReadOnlyList<ReleaseKind> Exempt { get; init; } = DefaultExempt;
    public IReadOnlyList<PolicyLevel> Levels { get; init; } = DefaultLevels;

    /// <summary>The one that is built in (DESIGN section 4).</summary>
    public static BudgetPolicy Default => new("default");

    /// <summary>Of how many past periods its levels ask; 0: of none.</summary>
    /// <param name="halting">Only those that halt releases.</param>
    public int Periods(bool halting) =>
        Levels.Where(level => !halting || level.Do.Contains(PolicyAction.Halt)).Select(level => level.When.Of).DefaultIfEmpty(0).Max();

    private static IReadOnlyList<ReleaseKind> DefaultExempt { get; } = [ReleaseKind.P0, ReleaseKind.Security, ReleaseKind.Reliability];

    private static IReadOnlyList<PolicyLevel> DefaultLevels { get; } =
    [
        Level("remaining <= 50%", PolicyAction.TellChannel),
        Level("remaining <= 25%", PolicyAction.TellChannel, PolicyAction.TellLead),
        Level("remaining <= 0%", PolicyAction.Halt, PolicyAction.TellChannel, PolicyAction.TellLead, PolicyAction.TellAccountable),
        Level("incident > 20%", PolicyAction.Postmortem),
        Level("exhausted 2 of 4", PolicyAction.ProposeHandBack, PolicyAction.TellExecutives),
    ];

    private static PolicyLevel Level(string when, params PolicyAction[] actions) => new(PolicyCondition.Parse(when)!, actions);
}

/// <summary>A condition, and what is done when it is reached.</summary>
public sealed record PolicyLevel(PolicyCondition When, IReadOnlyList<PolicyAction> Do);

/// <summary>What a level has done.</summary>
public enum PolicyAction
{
    Halt,
    Postmortem,
    ProposeHandBack,
    TellChannel,
    TellLead,
    TellManager,
    TellAccountable,
    TellExecutives,
    TellRelease,
}

/// <summary>Actions as they are written in a policy.</summary>
public static class PolicyActions
{
    /// <summary>In the order of <see cref="PolicyAction"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["halt", "postmortem", "propose hand-back", "tell channel", "tell lead", "tell manager", "tell accountable", "tell executives",
            "tell release"];

    /// <summary>Null: no action is called so.</summary>
    public static PolicyAction? Parse(string text) => Names.ToList().IndexOf(text) is >= 0 and var index ? (PolicyAction)index : null;
}

/// <summary>What a release is for.</summary>
public enum ReleaseKind
{
    Feature,
    Fix,
    Security,
    P0,
    Reliability,
}

/// <summary>Kinds of releases as they are typed.</summary>
public static class ReleaseKinds
{
    /// <summary>In the order of <see cref="ReleaseKind"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["feature", "fix", "security", "p0", "reliability"];

    public static string Name(this ReleaseKind kind) => Names[(int)kind];

    /// <summary>Null: no release is called so.</summary>
    public static ReleaseKind? Parse(string text) => Names.ToList().IndexOf(text) is >= 0 and var index ? (ReleaseKind)index : null;
}
