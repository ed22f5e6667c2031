using NodaTime;
using Watchbill.Jobs;

namespace Watchbill.Chat;

/// <summary>How long the retry of a message that was not delivered waits.</summary>
public static class RetryPauses
{
    private static readonly Backoff Refused = new(Duration.FromSeconds(1), Duration.FromMinutes(15));

    // It may have been said: a platform that takes everything and answers nothing gets it twice, and then once an hour.
    private static readonly Duration OnceMore = Duration.FromMinutes(1);
    private static readonly Duration Hardly = Duration.FromHours(1);

    /// <summary>The pause after an attempt that failed.</summary>
    /// <param name="delivery">As it was before that attempt.</param>
    /// <param name="unanswered">Whether the attempt went out and no answer came.</param>
    public static Duration After(Delivery delivery, bool unanswered) =>
        !unanswered ? Refused.After(delivery.Failures + 1) : delivery.Unknown == 0 ? OnceMore : Hardly;
}
