using Microsoft.Extensions.Logging;
using NodaTime;

namespace Watchbill.Jobs;

/// <summary>Somebody whose clock ours is compared with.</summary>
/// <param name="Name">As readiness names it.</param>
/// <param name="IsConfigured">Whether it can be asked at all.</param>
/// <param name="AskAsync">Has it answer; whoever reads the answer tells the clock.</param>
public sealed record ClockSource(string Name, bool IsConfigured, Func<CancellationToken, Task> AskAsync);

/// <summary>
/// The clock of this host, and how right it is: compared with those who say what time it is, with a count that nobody sets, and with what a
/// clock that ran ahead has left. With nobody to ask, the clock is believed.
/// </summary>
/// <param name="wall">What is read.</param>
/// <param name="time">Counts steadily, whatever the wall clock is set to.</param>
public sealed partial class HostClock(IClock wall, TimeProvider time, ILogger<HostClock> log) : IClock
{
    /// <summary>Off by more than this, it is named.</summary>
    public static Duration Named { get; } = Duration.FromSeconds(2);

    /// <summary>Off by more than this, nothing is done by it.</summary>
    public static Duration Wrong { get; } = Duration.FromMinutes(5);

    // Long enough that whoever looks at readiness now and then sees it.
    private static readonly Duration Shown = Duration.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Duration> heard = [];
    private readonly HashSet<string> asked = [];
    private readonly HashSet<string> awaited = [];
    private (Instant At, long From, long To)? last;
    private bool wrong;
    private (Duration By, Instant At)? jump;
    private (int Marks, Instant Until, Instant At)? taken;

    /// <summary>The clock was set, or turned out wrong or right: alarms ring by it, so whoever waits for one looks now.</summary>
    public event Action? Changed;

    /// <summary>How often it was set. Who remembers instants forgets them where this has changed.</summary>
    public int Jumps { get; private set; }

    /// <summary>Whether somebody's clock says that this one is so wrong that nothing may be done by it.</summary>
    public bool IsWrong
    {
        get
        {
            lock (gate) return wrong;
        }
    }

    /// <summary>Whether what is due by the clock may be done: it is not known to be wrong, and nobody is being asked right now.</summary>
    public bool IsBelieved
    {
        get
        {
            lock (gate) return !wrong && awaited.Count == 0;
        }
    }

    // Of several clocks the one that agrees most: it takes one to say that this one is right.
    private (string Than, Duration Ahead)? Ahead =>
        heard.Count == 0 ? null : heard.Select(one => (one.Key, one.Value)).MinBy(one => Size(one.Value));

    /// <summary>Reads the clock. Where it moved otherwise than the steady count since it was last read, it was set.</summary>
    public Instant GetCurrentInstant()
    {
        Instant now;
        var by = Duration.Zero;
        lock (gate)
        {
            var from = time.GetTimestamp();
            now = wall.GetCurrentInstant();
            var to = time.GetTimestamp();
            if (last is var (then, before, after))
                by = Beyond(now - then, Elapsed(after, from), Elapsed(before, to));
            last = (now, from, to);
        }

        if (Size(by) > Named) Jump(by, now);
        return now;
    }

    /// <summary>Whether they must be asked: never heard, or the clock was set since.</summary>
    public bool IsUnheard(string who)
    {
        lock (gate) return !heard.ContainsKey(who);
    }

    /// <summary>Somebody is being asked; until they answer nothing is done by the clock.</summary>
    public void Await(string who)
    {
        lock (gate)
        {
            asked.Add(who);
            awaited.Add(who);
        }
    }

    /// <summary>They have answered, or are too slow to be waited for.</summary>
    public void AwaitNoLonger(string who)
    {
        lock (gate)
        {
            if (!awaited.Remove(who) || awaited.Count > 0) return;
        }

        Changed?.Invoke();
    }

    /// <summary>Somebody answered, and said what time it was.</summary>
    /// <param name="said">A whole second that was theirs when they answered, rounded down as the Date header of HTTP is.</param>
    /// <param name="took">How long asking them took.</param>
    public void Hear(string who, Instant said, Duration took)
    {
        // They answered within the time it took, and within their second: only what neither explains is wrong.
        var ahead = Beyond(GetCurrentInstant() - said, Duration.Zero, took + Duration.FromSeconds(1));
        bool before, after, answered;
        lock (gate)
        {
            before = wrong;
            heard[who] = ahead;
            after = wrong = Ahead is var (_, least) && Size(least) > Wrong;
            answered = awaited.Remove(who) && awaited.Count == 0;
        }

        if (after && !before) LogWrong(Words(ahead), who);
        if (before && !after) LogRight();
        if (before != after || answered) Changed?.Invoke();
    }

    private void Jump(Duration by, Instant now)
    {
        lock (gate)
        {
            // What they said was of another clock: they are asked again.
            heard.Clear();
            awaited.UnionWith(asked);
            (wrong, jump, Jumps) = (false, (by, now), Jumps + 1);
        }

        LogJump(Size(by), by > Duration.Zero ? "forward" : "back");
        Changed?.Invoke();
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
                    + (wrong ? ": until it is right, nothing is recorded, handed over or paged" : ""));
            if (jump is var (by, at) && Recent(at))
                said.Add($"was set {(by > Duration.Zero ? "forward" : "back")} by {Text(Size(by))} at {at}");
            if (taken is var (marks, until, when) && Recent(when))
                said.Add($"ran ahead once: {marks} marks of times up to {until} were taken back");
        }

        return said;

        bool Recent(Instant then) => Size(now - then) < Shown;
    }

    private Duration Elapsed(long from, long to) => Duration.FromTimeSpan(time.GetElapsedTime(from, to));

    // How far a length lies outside of what it may be.
    private static Duration Beyond(Duration length, Duration least, Duration most) =>
        length < least ? length - least : length > most ? length - most : Duration.Zero;

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
