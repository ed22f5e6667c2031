using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>How an attempt to say something went.</summary>
/// <param name="Taken">As it is stored.</param>
/// <param name="At">When it was said, or when it is to be tried again.</param>
public sealed record Attempt(Stored<Delivery> Taken, Outcome Outcome, Instant At)
{
    /// <summary>Where it stands now.</summary>
    public IReadOnlyList<MessagePlace> Places { get; init; } = [];

    /// <summary>What of it went on the wire without an answer that is known.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>How long nothing more is to be said to its address: a platform's limit; null: it has none.</summary>
    public Duration? Held { get; init; }

    /// <summary>Whether there is anything to note.</summary>
    public bool IsNews => Outcome switch
    {
        Outcome.Overtaken => false,
        Outcome.Later => Held is null || Taken.Value.LeasedBy is not null,
        _ => true,
    };

    /// <summary>Whether it counts as a failure; a platform's limit does not.</summary>
    public bool Counts { get; init; }

    /// <summary>Why nobody can get it, and what to do; null: that is not so.</summary>
    public string? Unreached { get; init; }

    /// <summary>Whether it went out and no answer came.</summary>
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
