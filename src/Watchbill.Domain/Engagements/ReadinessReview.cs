using NodaTime;

namespace Watchbill.Engagements;

/// <summary>The checklist that a service passes before SREs are on call for it, and under which agreement they then are.</summary>
/// <param name="By">Id of the SRE team.</param>
public sealed record ReadinessReview(string By, Agreement Agreement, string StartedBy, Instant StartedAt)
{
    public IReadOnlyList<ReviewItem> Items { get; init; } = Checklist;

    /// <summary>What is looked at, after Google's production readiness review.</summary>
    public static IReadOnlyList<ReviewItem> Checklist { get; } =
    [
        new("architecture", "Architecture, dependencies and failure modes are written down", ReviewSide.Owner),
        new("objectives", "Objectives are measured, and their dashboards are linked", ReviewSide.Owner),
        new("runbooks", "Every alert has a runbook that somebody else has followed", ReviewSide.Owner),
        new("releases", "Releases are automatic and can be rolled back by one person", ReviewSide.Owner),
        new("capacity", "Capacity and its limits are known, and load was tested", ReviewSide.Owner),
        new("access", "SREs have the access they need, and have used it", ReviewSide.Sre),
        new("alerts", "Alerts are few, and each one asks somebody to do something", ReviewSide.Sre),
        new("drill", "A failure was drilled together", ReviewSide.Sre),
        new("support", "Who of the builders is reached, and how soon, is agreed", ReviewSide.Sre),
    ];

    public bool IsComplete() => Items.All(item => item.SignedBy is not null);

    /// <summary>The review with one item signed.</summary>
    /// <exception cref="ArgumentException">There is no such item, or it is signed already.</exception>
    public ReadinessReview Sign(string item, string person, Instant now, string? note)
    {
        var signed =
            Items.FirstOrDefault(one => one.Id == item && one.SignedBy is null)
                ?? throw new ArgumentException($"Nothing called '{item}' waits for a sign-off.", nameof(item));
        return this with
        {
            Items = [.. Items.Select(one => one == signed ? one with { SignedBy = person, SignedAt = now, Note = note } : one)],
        };
    }
}

/// <summary>One thing to look at, and who has signed that it is so.</summary>
public sealed record ReviewItem(string Id, string Title, ReviewSide Side)
{
    public string? SignedBy { get; init; }
    public Instant? SignedAt { get; init; }
    public string? Note { get; init; }
}

/// <summary>Whose word an item needs.</summary>
public enum ReviewSide
{
    /// <summary>The team that builds the service.</summary>
    Owner,

    /// <summary>The SRE team.</summary>
    Sre,
}
