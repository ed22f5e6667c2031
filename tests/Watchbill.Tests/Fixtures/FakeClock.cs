using NodaTime;

namespace Watchbill.Fixtures;

/// <summary>A clock that stands until it is set. Counts how often it was read.</summary>
public sealed class FakeClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public int Readings { get; private set; }

    public Instant GetCurrentInstant()
    {
        Readings++;
        return Now;
    }
}
