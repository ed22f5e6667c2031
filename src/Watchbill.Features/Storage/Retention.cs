using System.Globalization;
using NodaTime;

namespace Watchbill.Storage;

/// <summary>How long documents of a kind are kept.</summary>
/// <param name="Said">In words: how long, and from when that is counted; null: for good.</param>
public sealed record Retention<T>((string Age, string Since)? Said) where T : class
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Duration Day = Duration.FromDays(1);

    internal Duration Age { get; init; }

    /// <summary>From when the age of a document is counted; null: its age deletes none.</summary>
    internal Func<T, Instant>? Since { get; init; }

    /// <summary>What lives for hours piles up within hours.</summary>
    public Duration? PurgeEvery => Since is null ? null : Age <= Day ? Hour : Day;

    public bool IsOver(T value, Instant now) => Since is { } since && since(value) < now - Age;
}

/// <summary>The ways in which a kind may be kept.</summary>
public static class Retention
{
    /// <summary>Nothing deletes it.</summary>
    public static Retention<T> ForGood<T>() where T : class => new((ValueTuple<string, string>?)null);

    /// <summary>Whatever ends it deletes it in the same save.</summary>
    public static Retention<T> Until<T>(string end) where T : class => new((end, ""));

    /// <summary>A job deletes what is older.</summary>
    /// <param name="from">The instant that <paramref name="since"/> answers, in words.</param>
    public static Retention<T> For<T>(Duration age, Func<T, Instant> since, string from) where T : class =>
        new((age.Days > 0 ? Counted(age.Days, "day") : Counted(age.Hours, "hour"), from)) { Age = age, Since = since };

    private static string Counted(int count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
