using System.Globalization;
using System.Text.Json;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Values as the file writes them: what <see cref="WrittenValues"/> and sections read.</summary>
internal static class FileWords
{
    /// <summary>The words of an enumeration, in its order: <c>reverse-shadow</c>.</summary>
    public static string[] Of<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Null: the enumeration has no such word.</summary>
    public static T? Parse<T>(string text) where T : struct, Enum =>
        Array.IndexOf(Of<T>(), text) is >= 0 and var index ? Enum.GetValues<T>()[index] : null;

    public static string Of(Duration length)
    {
        var (count, unit) = length switch
        {
            { Hours: 0, Minutes: 0, Seconds: 0 } when length > Duration.Zero => (length.TotalDays, " days"),
            { Minutes: 0, Seconds: 0 } => (length.TotalHours, "h"),
            { Seconds: 0 } => (length.TotalMinutes, "m"),
            _ => (length.TotalSeconds, "s"),
        };
        return count.ToString(CultureInfo.InvariantCulture) + unit;
    }

    public static string Of(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
