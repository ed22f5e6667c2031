using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>The result of one delivery attempt.</summary>
/// <param name="Taken">As it is stored.</param>
/// <param name="At">When it was said, or when it is to be tried again.</param>
public sealed record Attempt(Stored<Delivery> Taken, Outcome Outcome, Instant At)
{
    /// <summary>Where it stands now.</summary>
    public IReadOnlyList<MessagePlace> Places { get; init; } = [];

    /// <summary>What whoever took it answered.</summary>
    public string? Receipt { get; init; }

    /// <summary>Whether it stands in a list with others, whose line is edited later.</summary>
    public bool IsListed { get; init; }

    /// <summary>Parts that were sent and never answered.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>How long the platform's rate limit holds its address; null: no limit was hit.</summary>
    public Duration? Held { get; init; }

    /// <summary>Whether the attempt changed anything worth a save.</summary>
    public bool IsNews => Outcome switch
    {
        Outcome.Overtaken => false,
        Outcome.Later => Held is null || Taken.Value.LeasedBy is not null,
        _ => true,
    };

    /// <summary>Whether it counts as a failure; a rate limit does not.</summary>
    public bool Counts { get; init; }

    /// <summary>Why nobody can get it, and what to do; null: that is not so.</summary>
    public string? Unreached { get; init; }

    /// <summary>What went wrong, in the words of whoever said so; null: nothing, or it is only too early.</summary>
    public string? Why { get; init; }

    /// <summary>Whether it was sent and never answered.</summary>
    public bool Unanswered { get; init; }
}

/// <summary>What becomes of a delivery after an attempt.</summary>
public enum Outcome
{
    /// <summary>A platform accepted it.</summary>
    Said,

    /// <summary>It is not tried again, and nobody knows that it was said.</summary>
    Unsaid,

    /// <summary>It waits.</summary>
    Later,

    /// <summary>Nothing is left to say.</summary>
    Gone,

    /// <summary>It is another's now.</summary>
    Overtaken,
}
