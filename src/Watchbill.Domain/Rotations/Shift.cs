using NodaTime;

namespace Watchbill.Rotations;

/// <summary>A piece of a turn as it is worked: from <paramref name="Start"/> (included) to <paramref name="End"/> (not included).</summary>
/// <param name="Turn">The number of the turn it lies in.</param>
/// <param name="Person">Who is on call; null: nobody, for <see cref="Reason"/>.</param>
/// <param name="Instead">Who would be, without the change or the absence.</param>
public sealed record Shift(string Layer, long Turn, Instant Start, Instant End, string? Person, ShiftSource Source, string? Instead = null)
{
    /// <summary>Why nobody is on call; null where somebody is.</summary>
    public string? Reason { get; init; }

    /// <summary>The change that put the person there.</summary>
    public string? Change { get; init; }

    public bool Covers(Instant at) => Start <= at && at < End;

    /// <summary>Whether the person holds it, or would if they were not missing.</summary>
    public bool IsOf(string person) => Person == person || (Person is null && Instead == person);
}

/// <summary>What put a person into a shift.</summary>
public enum ShiftSource
{
    Turn,
    Swap,
    Cover,
    Override,
}

/// <summary>Promised time at which no layer that is not shadow has a person.</summary>
public sealed record Gap(string Layer, Instant Start, Instant End, string Reason);
