using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>Words of the report: who is qualified, on the way, lapses next, and where programs hold people up.</summary>
public static class TrainingReportReplies
{
    private const int Named = 5;

    /// <param name="absent">Those who are in a roster and have not begun what it requires.</param>
    /// <param name="at">As of when it was worked out.</param>
    /// <param name="day">The day that was asked about; null: now.</param>
    public static Reply Of(
        IReadOnlyList<(string Rotation, Progress Progress)> rows, IReadOnlyList<NotBegun> absent, ZonedDateTime at, LocalDate? day,
        IReadOnlyDictionary<string, string> names)
    {
        var ready = rows.Count(row => row.Progress.State == TrainingState.Qualified);
        var on = day is { } date ? $" on {TimeWords.Day(date)}" : "";
        if (rows.Count + absent.Count == 0) return new Reply(Text.Bold($"Nobody is in training{on}."));
        return new Reply(Text.Bold($"{ready} of {rows.Count + absent.Count} are qualified{on}"))
        {
            Fields = [.. Fields([.. rows.Select(row => row.Progress)], at)],
            Table = new Table(["Who", "Rotation", "Status", "Since", "Lapses", "Missing"],
                [.. rows.OrderBy(row => row.Rotation, StringComparer.Ordinal).ThenBy(row => row.Progress.Until ?? Instant.MaxValue)
                    .Select(row => (IReadOnlyList<Text>)
                    [
                        $"{names.Named(row.Progress.Enrollment.Person)}", row.Rotation, row.Progress.State.ToString().ToLowerInvariant(),
                        row.Progress.Since is { } since ? (Text)$"{since:date}" : "",
                        row.Progress.Until is { } until ? (Text)$"{until:date}" : "",
                        string.Join(", ", QualificationReplies.Parts(row.Progress)),
                    ]).Concat(absent.Select(one => (IReadOnlyList<Text>)
                        [$"{names.Named(one.Person)}", one.Rotation, "not started", "", "", $"all of {one.Program}"]))]),
        };
    }

    public static Reply NotRequired(string rotation) =>
        new(Text.Bold($"{rotation} requires no training.") + " Everybody in its roster may go on call.");

    private static IEnumerable<Field> Fields(IReadOnlyCollection<Progress> all, ZonedDateTime at)
    {
        if (Bottlenecks.Stuck(all) is { Count: > 0 } stuck)
            yield return new Field("Several wait at", string.Join(", ", stuck.Select(one => $"{one.Item.Title} ({one.People} people)")));
        if (Bottlenecks.NotSigned(all, at.ToInstant()) is { Count: > 0 } quiet)
            yield return new Field("Nobody signed in 90 days", string.Join(", ", quiet.Select(item => item.Title)));
        if (Bottlenecks.NotReviewed(all, at.Date) is { Count: > 0 } old)
        {
            var named = string.Join(", ", old.Take(Named).Select(item => item.Id)) + (old.Count > Named ? ", …" : "");
            yield return new Field("Not reviewed for a year",
                $"{QualificationReplies.Count(old.Count, "item")} ({named}). Read them with the last trainee, fix them, and write the day "
                    + $"as `reviewed` in the organisation file.");
        }
    }
}

/// <summary>Somebody in a roster who has not begun what it requires.</summary>
public sealed record NotBegun(string Rotation, string Person, string Program);
