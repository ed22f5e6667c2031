using Microsoft.Extensions.Logging;
using NodaTime;

namespace Watchbill.Jobs;

/// <summary>
/// What is known of how right the clock of this host is: from those whose clock it was compared with, from its own steady count, and from
/// what a clock that ran ahead has left. With nobody to ask, the clock is believed.
/// </summary>
public sealed partial class HostClock(ILogger<HostClock> log)
{
    /// <summary>Off by more than this, it is named.</summary>
    public static Duration Named { get; } = Duration.FromSeconds(2);

    /// <summary>Off by more than this, nothing is done by it.</summary>
    public static Duration Wrong { get; } = Duration.FromMinutes(5);

    // Long enough that whoever looks at readiness now and then sees it.
    private static readonly Duration Shown = Duration.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Duration> heard = [];
    private readonly HashSet<string> awaited = [];
    private (Duration By, Instant At)? jump;
    private (int Marks, Instant Until, Instant At)? taken;

    /// <summary>
    /// The clock was set: what was heard is no longer true, and what was worked out from the clock is no longer due then.
    /// </summary>
    public event Action? Jumps;

    /// <summary>Whether somebody's clock says that this one is so wrong that nothing may be done by it.</summary>
    public bool IsWrong => Ahead is { Ahead: var ahead } && Size(ahead) > Wrong;

    /// <summary>Whether somebody was asked for the first time and has not answered: for a moment jobs wait for that.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (gate) return awaited.Count > 0;
        }
    }

    // Of several clocks the one that agrees most: it takes one to say that this one is right.
    private (string Than, Duration Ahead)? Ahead
    {
        get
        {
            lock (gate) return heard.Count == 0 ? null : heard.Select(one => (one.Key, one.Value)).MinBy(one => Size(one.Value));
        }
    }

    /// <summary>Somebody is being asked.</summary>
    public void Await(string who)
    {
        lock (gate) awaited.Add(who);
    }

    /// <summary>They have answered, or are too slow for jobs to wait for.</summary>
    public void AwaitNoLonger(string who)
    {
        lock (gate) awaited.Remove(who);
    }

    /// <summary>Somebody said what time it is.</summary>
    /// <param name="ahead">How far this clock is ahead of theirs; negative: behind.</param>
    public void Hear(string who, Duration ahead)
    {
        var before = IsWrong;
        lock (gate)
        {
            heard[who] = ahead;
            awaited.Remove(who);
        }

        if (before == IsWrong) return;
        if (before) LogRight();
        else LogWrong(Words(ahead), who);
    }

    /// <summary>The clock was set forward or (negative) back, against the count of a clock that nobody sets.</summary>
    public void Jump(Duration by, Instant now)
    {
        lock (gate)
        {
            heard.Clear();
            jump = (by, now);
        }

        LogJump(Size(by), by > Duration.Zero ? "forward" : "back");
        Jumps?.Invoke();
    }

    /// <summary>Something that told of a time still to come was taken back.</summary>
    public void TakeBack(string what, Instant until, Instant now)
    {
        lock (gate)
        {
            var before = taken is { } known && now - known.At < Shown ? known : (Marks: 0, Until: Instant.MinValue, At: now);
            taken = (before.Marks + 1, Instant.Max(before.Until, until), now);
        }

        LogTaken(what, until);
    }

    /// <summary>Sentences for readiness; none where there is nothing to say.</summary>
    public IReadOnlyList<string> Says(Instant now)
    {
        var said = new List<string>();
        lock (gate)
        {
            if (Ahead is var (than, ahead) && Size(ahead) > Named)
                said.Add($"{Words(ahead)} the clock of {than}"
                    + (IsWrong ? ": until it is right, nothing is recorded, handed over or paged" : ""));
            if (jump is var (by, at) && Recent(at))
                said.Add($"was set {(by > Duration.Zero ? "forward" : "back")} by {Text(Size(by))} at {at}");
            if (taken is var (marks, until, when) && Recent(when))
                said.Add($"ran ahead once: {marks} marks of times up to {until} were taken back");
        }

        return said;

        bool Recent(Instant then) => Size(now - then) < Shown;
    }

    private static Duration Size(Duration ahead) => ahead < Duration.Zero ? -ahead : ahead;

    private static string Words(Duration ahead) => $"is {Text(Size(ahead))} {(ahead > Duration.Zero ? "ahead of" : "behind")}";

    private static string Text(Duration length) => length.TotalSeconds < 120 ? FormattableString.Invariant($"{length.TotalSeconds:0.#} s")
        : length.TotalMinutes < 120 ? FormattableString.Invariant($"{length.TotalMinutes:0} min")
        : length.TotalHours < 48 ? FormattableString.Invariant($"{length.TotalHours:0.#} h")
        : FormattableString.Invariant($"{length.TotalDays:0} days");

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The clock of this host {Off} the clock of {Who}. Until it is right, nothing is recorded or handed over.")]
    private partial void LogWrong(string off, string who);

    [LoggerMessage(Level = LogLevel.Information, Message = "The clock of this host is right again.")]
    private partial void LogRight();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock of this host was set {Way} by {By}.")]
    private partial void LogJump(Duration by, string way);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{What} told of times up to {Until}, which are still to come: a clock ran ahead. It was taken back.")]
    private partial void LogTaken(string what, Instant until);
}
