namespace Watchbill.Incidents;

/// <summary>How soon people have to hear of something.</summary>
public enum Urgency
{
    None,
    Low,
    High,
}

/// <summary>What a severity means where nobody says more.</summary>
/// <param name="Impact">Fraction of requests or users, from 0 to 1, both included.</param>
public sealed record SeverityRule(Urgency Urgency, decimal Impact);

/// <summary>What each severity means: as the organisation file sets it, else as everywhere.</summary>
public sealed record Severities(SeverityRule Sev1, SeverityRule Sev2, SeverityRule Sev3, SeverityRule Sev4)
{
    public static Severities Default { get; } =
        new(new(Urgency.High, 1), new(Urgency.High, 1), new(Urgency.Low, 1), new(Urgency.None, 0));

    public SeverityRule Of(Severity severity) => severity switch
    {
        Severity.Sev1 => Sev1,
        Severity.Sev2 => Sev2,
        Severity.Sev3 => Sev3,
        _ => Sev4,
    };
}
