using System.Text.Json;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Slack's error codes, and what an admin does about them: <c>errors.txt</c>.</summary>
internal static class SlackErrors
{
    /// <summary>What Slack refuses to draw it refuses everywhere.</summary>
    public const string NotDrawn = "invalid_blocks";

    private static readonly Advice Known = new("slack/errors.txt");

    /// <param name="isTransient">Whether Slack is in trouble itself: the next try may succeed, and it may have done it even so.</param>
    /// <param name="needed">The scopes that Slack says are missing.</param>
    public static CallException Of(string method, string error, bool isTransient, string? needed = null)
    {
        var known = Known.Of($"{method} {error}") ?? Known.Of(error);
        var advice = known?.Sentence.Replace("{needed}", needed ?? "that docs/slack-setup.md names for it", StringComparison.Ordinal);
        return new(SlackPlatform.Value.Name, method, error, advice)
        {
            IsTransient = isTransient,
            MayHaveArrived = isTransient,
            IsForGood = known?.Is("message") == true,
            IsLockout = known?.Is("token") == true,
            After = error is CallException.Limited or "rate_limited" ? TimeSpan.FromSeconds(30) : null,
        };
    }

    public static CallException Of(string method, JsonElement answer)
    {
        var error = answer.Text("error") ?? "unknown";
        // Slack names these when it is in trouble itself.
        return Of(method, error, error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout",
            answer.Text("needed"));
    }

    /// <summary>Whether a lead can mend what keeps a group or a topic from being kept; anything else may be gone in a moment.</summary>
    public static bool IsMendable(CallException failure) => Known.Of(failure.Error)?.Is("group") == true;
}
