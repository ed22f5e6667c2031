using NodaTime;

namespace Watchbill.Compensation;

/// <summary>What being on call is worth.</summary>
public sealed record StandbyRule(StandbyUnit Per)
{
    /// <summary>For every unit of a class that <see cref="Rates"/> does not name; null: nothing.</summary>
    public PayRate? Rate { get; init; }

    /// <summary>By class of the hour.</summary>
    public IReadOnlyDictionary<string, PayRate> Rates { get; init; } = new Dictionary<string, PayRate>();

    /// <summary>How long a shift has to be; null: however short.</summary>
    public ByClass? AtLeast { get; init; }

    /// <summary>What the hours of one shift in a class, where there are any, are paid as at least; null: what they come to.</summary>
    public ByClass? Minimum { get; init; }

    /// <summary>Factors by how fast somebody has to answer.</summary>
    public IReadOnlyList<ResponseTier> Response { get; init; } = [];

    /// <summary>Layers, or the levels that they fill, with rates of their own.</summary>
    public IReadOnlyList<LayerRates> Layers { get; init; } = [];

    /// <summary>The rate of a class in a layer; null: nothing is paid.</summary>
    /// <param name="hourClass">Null: of no class.</param>
    /// <param name="level">The level that the layer fills; null: of none.</param>
    public PayRate? RateOf(string? hourClass, string? level)
    {
        var own = Layers.FirstOrDefault(one => one.Level == level);
        return Named(own?.Rates) ?? own?.Rate ?? Named(Rates) ?? Rate;

        PayRate? Named(IReadOnlyDictionary<string, PayRate>? rates) => hourClass is null ? null : rates?.GetValueOrDefault(hourClass);
    }
}

/// <summary>
/// What being on call is worth in one layer, such as the secondary. A class that it says nothing of is paid as elsewhere.
/// </summary>
/// <param name="Level">The level that the layer fills: its own id, unless several layers fill one together.</param>
/// <param name="Rate">For every class that <paramref name="Rates"/> does not name; null: as elsewhere.</param>
public sealed record LayerRates(string Level, PayRate? Rate, IReadOnlyDictionary<string, PayRate> Rates);

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
    /// <summary>In a class that <see cref="Rates"/> does not name; null: only the fee.</summary>
    public PayRate? Rate { get; init; }

    /// <summary>By class of the hour.</summary>
    public IReadOnlyDictionary<string, PayRate> Rates { get; init; } = new Dictionary<string, PayRate>();

    /// <summary>For each incident, or within the window once, beside the rate; null: none.</summary>
    public PayRate? Fee { get; init; }

    /// <summary>What a callout is paid as at least; null: what it comes to.</summary>
    public ByClass? Minimum { get; init; }

    /// <summary>How far minimums go together; null: as far as they come.</summary>
    public MinimumCap? Cap { get; init; }

    /// <summary>How long a callout has to be for its hours to be paid; null: however short.</summary>
    public ByClass? AtLeast { get; init; }

    /// <summary>Paid for the first callout of a day, instead of all else; null: it is paid as any other.</summary>
    public PayRate? FirstOfDay { get; init; }

    /// <summary>A callout that begins this long after one with a fee has none of its own; null: each has.</summary>
    public Duration? Window { get; init; }

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

/// <summary>A length of time that may differ by class of the hour.</summary>
/// <param name="Unsaid">Of the classes that <see cref="Classes"/> does not name; null: none.</param>
public sealed record ByClass(Duration? Unsaid)
{
    public IReadOnlyDictionary<string, Duration> Classes { get; init; } = new Dictionary<string, Duration>();

    /// <param name="hourClass">Null: of no class.</param>
    public Duration? Of(string? hourClass) =>
        hourClass is not null && Classes.TryGetValue(hourClass, out var said) ? said : Unsaid;
}

/// <summary>
/// Minimums add no hours beyond a number of them within a span that begins with a callout; what is worked is always paid.
/// </summary>
public sealed record MinimumCap(Duration Hours, Duration Per);

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
    public TimeOffExpiry? Expires { get; init; }

    /// <summary>What each hour is paid that nobody took until then; null: it is lost.</summary>
    public PayRate? Payout { get; init; }

    /// <summary>A callout that begins this long after one that earned some earns none of its own; null: each does.</summary>
    public Duration? Window { get; init; }
}

/// <summary>How long time off can be taken: so many days, or to a date, which comes again each year.</summary>
public sealed record TimeOffExpiry(Duration? After, LocalDate? On)
{
    /// <summary>The last day on which what was earned on a day can be taken.</summary>
    public LocalDate Of(LocalDate earned)
    {
        if (On is not { } first) return earned.PlusDays((int)(After ?? Duration.Zero).TotalDays);
        var year = first.PlusYears(Math.Max(0, earned.Year - first.Year));
        return year < earned ? first.PlusYears(earned.Year - first.Year + 1) : year;
    }
}

/// <summary>What time off is earned by.</summary>
public enum TimeOffCause
{
    Shift,
    Callout,
}
