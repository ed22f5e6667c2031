using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Spaces calls as Slack's tiers ask for, for each method, and one message a second for each channel.</summary>
internal sealed class SlackPace(TimeProvider time)
{
    /// <summary>Slack waits three seconds for an answer; whoever waits longer than this may as well come again.</summary>
    public static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(6);

    /// <summary>Calls a minute; what is not here is of tier 3.</summary>
    private static readonly Dictionary<string, int> Tiers = new()
    {
        ["usergroups.users.list"] = 20,
        ["usergroups.users.update"] = 20,
        ["conversations.setTopic"] = 20,
        ["chat.postEphemeral"] = 100,
        ["views.open"] = 100,
        ["views.publish"] = 100,
        ["views.update"] = 100,
        ["users.info"] = 100,
    };

    private readonly CallPace pace = new(time);

    /// <summary>Waits for the call's turn.</summary>
    /// <exception cref="SlackException">Its turn is too far away; it says when to come back.</exception>
    /// <param name="patience">Who would have to wait longer is told so instead; zero: at once or not at all.</param>
    public Task WaitAsync(string method, string key, TimeSpan patience, CancellationToken ct)
    {
        if (method == "response_url") return Task.CompletedTask;
        // A little slower than Slack counts: its clock is not ours.
        var perMinute = Tiers.GetValueOrDefault(method, 50);
        var turn = method == "chat.postMessage"
            ? pace.Take(key, TimeSpan.FromSeconds(1.05), burst: 1, patience)
            : pace.Take(key, TimeSpan.FromMinutes(1.05) / perMinute, perMinute / 4, patience);
        return turn.IsGiven ? PauseAsync(turn.After, ct) : throw new SlackException(method, "it is too soon") { After = turn.After };
    }

    /// <summary>Nothing of this kind before Slack wants to hear it again.</summary>
    public void Hold(string key, TimeSpan after) => pace.Hold(key, after);

    public Task PauseAsync(TimeSpan pause, CancellationToken ct) =>
        pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, time, ct);
}
