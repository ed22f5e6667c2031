using NodaTime;

namespace Watchbill.Rotations;

/// <summary>How far the worked shifts of a rotation are recorded; the document's id is the rotation's.</summary>
/// <param name="First">When the rotation was first applied. Nothing earlier is ever recorded.</param>
/// <param name="Through">Every piece that ended by then is recorded.</param>
public sealed record Recorded(Instant First, Instant Through)
{
    /// <summary>When the rotation was retired; null: it is not. Nothing is worked until it comes back.</summary>
    public Instant? Closed { get; init; }

    /// <summary>When it came back the last time; null: it was never gone.</summary>
    public Instant? Since { get; init; }

    /// <summary>Whether it names a time that is still to come: a clock that ran ahead left it.</summary>
    public bool IsAhead(Instant now) => First > now || Through > now || Closed > now || Since > now;

    /// <summary>The same without what is still to come.</summary>
    public Recorded AsOf(Instant now) => !IsAhead(now) ? this : new(Instant.Min(First, now), Instant.Min(Through, now))
    {
        Closed = Closed > now ? now : Closed,
        Since = Since > now ? now : Since,
    };
}
