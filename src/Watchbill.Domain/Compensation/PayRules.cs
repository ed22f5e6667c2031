using NodaTime;

namespace Watchbill.Compensation;

/// <summary>What being on call is worth.</summary>
public sealed record StandbyRule(StandbyUnit Per)
{
    /// <summary>For every unit; null: it depends on the class.</summary>
    public decimal? Rate { get; init; }

    /// <summary>By class of the hour.</summary>
    public IReadOnlyDictionary<string, decimal> Rates { get; init; } = new Dictionary<string, decimal>();

    /// <summary>How long a shift has to be; null: however short.</summary>
    public Duration? AtLeast { get; init; }

    /// <summary>What is paid at least; null: what it comes to.</summary>
    public Duration? Minimum { get; init; }

    /// <summary>Factors by how fast somebody has to answer.</summary>
    public IReadOnlyList<ResponseTier> Response { get; init; } = [];
}

/// <summary>What standby is counted in.</summary>
public enum StandbyUnit
{
    Hour,
    Day,
    Shift,
    Week,

    /// <summary>Once for each day that a shift touches.</summary>
    Lump,
}

/// <summary>What standby is multiplied by where an answer is due within a time.</summary>
public sealed record ResponseTier(Duration Within, decimal Factor);

/// <summary>What work on an incident is worth.</summary>
public sealed record CalloutRule(CalloutUnit Per)
{
    /// <summary>Null: only the fee.</summary>
    public PayRate? Rate { get; init; }

    /// <summary>For each callout, beside the rate; null: none.</summary>
    public decimal? Fee { get; init; }

    /// <summary>What is paid at least; null: what it comes to.</summary>
    public Duration? Minimum { get; init; }

    /// <summary>What standby has paid for already; null: nothing.</summary>
    public Duration? Included { get; init; }

    /// <summary>Null: to the second.</summary>
    public CalloutRounding? Rounding { get; init; }

    /// <summary>What becomes of the standby meanwhile.</summary>
    public StandbyMeanwhile Standby { get; init; }
}

/// <summary>What a callout is counted in.</summary>
public enum CalloutUnit
{
    Hour,
    Callout,
}

/// <summary>An amount, or a multiple of what the person earns in an hour.</summary>
public sealed record PayRate(decimal Value, bool TimesHourly);

/// <summary>How the time of callouts is rounded.</summary>
/// <param name="To">To a multiple of this; null only where nothing is rounded.</param>
public sealed record CalloutRounding(Duration? To, RoundingMode Mode, RoundingOf Of);

/// <summary>Which way time is rounded.</summary>
public enum RoundingMode
{
    None,
    Up,
    Down,
    Nearest,
}

/// <summary>What is rounded.</summary>
public enum RoundingOf
{
    /// <summary>Each callout.</summary>
    Each,

    /// <summary>All of them together.</summary>
    Sum,
}

/// <summary>What becomes of standby during a callout.</summary>
public enum StandbyMeanwhile
{
    /// <summary>Paid as well.</summary>
    Keep,

    /// <summary>Paid by the callout alone.</summary>
    Replace,
}

/// <summary>Time off that is earned.</summary>
/// <param name="Hours">Earned each time.</param>
public sealed record TimeOffRule(TimeOffCause For, decimal Hours)
{
    /// <summary>Id of the class in which it has to be; null: any.</summary>
    public string? In { get; init; }

    /// <summary>How long it has to be; null: however short.</summary>
    public Duration? AtLeast { get; init; }

    /// <summary>How long it can be taken; null: for good.</summary>
    public Duration? Expires { get; init; }
}

/// <summary>What time off is earned by.</summary>
public enum TimeOffCause
{
    Shift,
    Callout,
}
