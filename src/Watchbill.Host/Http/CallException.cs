using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Http;

/// <summary>A service refused a call or could not be reached. The message names the call and, where somebody can mend it, how.</summary>
/// <param name="service">As people call it.</param>
/// <param name="error">The service's word for what went wrong, or one of ours.</param>
/// <param name="advice">What to do, as a sentence; null: nothing can be done from outside.</param>
internal sealed class CallException(string service, string call, string error, string? advice = null, Exception? cause = null)
    : Exception($"{service}: {call} failed ({error}).{(advice is null ? "" : $" {advice}")}", cause)
{
    public const string Limited = "ratelimited";
    public const string Unreachable = "unreachable";
    public const string Slow = "no answer in time";

    public string Error => error;

    /// <summary>When the service accepts another call; null: it did not say.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>The same for a caller that queues and retries; null: a retry is pointless.</summary>
    public BusyException? Busy => After is { } after ? new(Message, Duration.FromTimeSpan(after)) : null;

    /// <summary>Whether the call fails until somebody fixes something about whom or what it is for.</summary>
    public bool IsForGood { get; init; }

    /// <summary>Whether the service refuses every call of ours.</summary>
    public bool IsLockout { get; init; }

    /// <summary>Whether a retry may succeed.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the service may have acted on the call even so.</summary>
    public bool MayHaveArrived { get; init; }

    /// <summary>Whether it was sent and nobody, proxies included, reported a failure.</summary>
    public bool NoAnswer { get; init; }
}
