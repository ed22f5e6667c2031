using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>What took most of people's weeks, by their own word and one press. Nobody else sees it.</summary>
public sealed class WorkWeeks(IStore store)
{
    public const string Action = "week-answer";

    private const int Weeks = 12;

    /// <summary>The last twelve weeks of which somebody was asked, newest first.</summary>
    public async Task<IReadOnlyList<WorkWeek>> OfAsync(string person, Instant now, CancellationToken ct) =>
        [.. (await store.ListAsync<WorkWeek>(IdRange.Prefix($"{person}/"), ct)).Select(stored => stored.Value)
            .Where(week => week.At > now - Duration.FromDays(7 * Weeks)).OrderByDescending(week => week.Monday)];

    /// <summary>Keeps an answer; a later press changes it.</summary>
    public async Task<Answer> AnswerAsync(Call call, string value, CancellationToken ct)
    {
        if (value.Split('/') is not [var day, var word] || LocalDatePattern.Iso.Parse(day) is not { Success: true, Value: var monday }
            || !Enum.TryParse<WeekKind>(word, out var kind)) throw ButtonValue.NotUnderstood();
        var id = WorkWeek.IdOf(call.Caller.Person, monday);
        var read = await store.FindAsync<WorkWeek>(id, ct)
            ?? throw new RefusedException("This question was somebody else's. Nothing changed.") { Forbidden = true };
        var said = WeekReplies.Answered(kind);
        return new Plan(said, said, [Write.Replace(read, read.Value with { Kind = kind })]) { AtOnce = true };
    }
}

/// <summary>The question on Fridays, and what its answer says.</summary>
public static class WeekReplies
{
    private static readonly (WeekKind Kind, string Label)[] Kinds =
        [(WeekKind.Project, "Project"), (WeekKind.OnCall, "On-call"), (WeekKind.Toil, "Toil"), (WeekKind.Other, "Other")];

    public static Reply Question(LocalDate monday) =>
        new(Text.Lines(Text.Bold("What took most of this week?"), "Seen by: you. Your team sees sums of five people or more."))
        {
            Actions = [.. Kinds.Select(
                one => new Button(one.Label, WorkWeeks.Action, $"{LocalDatePattern.Iso.Format(monday)}/{one.Kind}"))],
        };

    public static Reply Answered(WeekKind kind) => new(Text.Lines(
        Text.Bold($"{Kinds.First(one => one.Kind == kind).Label} took most of this week."),
        (Text)"Another button changes it. Your last twelve weeks: " + Text.Code("health")));
}
