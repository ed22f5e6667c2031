using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// Platforms that refuse every call, such as for a revoked token. Messages wait, and one at a time probes whether it is fixed.
/// </summary>
public sealed partial class Lockouts(TimeProvider time, ILogger<Lockouts> log)
{
    private static readonly Duration Pause = Duration.FromSeconds(30);

    private readonly ConcurrentDictionary<PlatformId, (string Why, long At)> lockouts = new();

    /// <summary>Why each platform refuses us, and what to do about it.</summary>
    public IReadOnlyList<string> Why => [.. lockouts.Values.Select(lockout => lockout.Why).Order(StringComparer.Ordinal)];

    /// <summary>Returns where it makes sense to ask the platform.</summary>
    /// <exception cref="BusyException">It refused a moment ago.</exception>
    public void Check(PlatformId platform)
    {
        if (!lockouts.TryGetValue(platform, out var lockout)) return;
        if (Pause - Duration.FromTimeSpan(time.GetElapsedTime(lockout.At)) is var left && left > Duration.Zero)
            throw new BusyException(lockout.Why, left);
    }

    /// <summary>Records a refusal: one log line however long it lasts.</summary>
    /// <param name="why">What is wrong, and what to do about it.</param>
    public BusyException Refused(PlatformId platform, string why)
    {
        if (!lockouts.TryGetValue(platform, out var before) || before.Why != why) LogRefused(why);
        lockouts[platform] = (why, time.GetTimestamp());
        return new BusyException(why, Pause);
    }

    /// <summary>Records that the platform accepts calls.</summary>
    public void Accepted(PlatformId platform)
    {
        if (lockouts.TryRemove(platform, out _)) LogAccepted(platform);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing can be said until this is mended: {Why}")]
    private partial void LogRefused(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Platform} takes messages again.")]
    private partial void LogAccepted(PlatformId platform);
}
