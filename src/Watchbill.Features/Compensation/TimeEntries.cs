using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>Takes hours in that are entered by hand.</summary>
public sealed class TimeEntries(IStore store, OrgChart chart)
{
    // Longer ones are a mistyped month more often than work.
    private static readonly Duration MaxSpan = Duration.FromDays(31);

    /// <summary>Plans an entry in whole seconds.</summary>
    /// <exception cref="RefusedException">It names nobody, no rotation or no team, is not over, or was entered before.</exception>
    public async Task<(Plan Plan, TimeEntry Entry)> PlanAsync(TimeEntry wish, Actor by, CancellationToken ct)
    {
        var entry = wish with { Start = wish.Start.ToWholeSeconds(), End = wish.End.ToWholeSeconds(), Note = wish.Note.Trim() };
        Check(entry, by.Now);
        await chart.AnybodyAsync(entry.Person, ct);
        if (entry.Rotation is { } rotation) await chart.RotationAsync(rotation, ct);
        if (entry.Team is { } team) await chart.TeamAsync(team, ct);
        var others = await store.ListAsync<TimeEntry>(IdRange.Prefix($"{entry.Person}/"), ct);
        if (others.FirstOrDefault(other => other.Value.Repeats(entry)) is { } before)
            throw new RefusedException(
                $"{entry.Person} has an entry for {entry.Worked} from {before.Value.Start} to {before.Value.End} already. Enter only the " +
                    $"hours that are not in it.")
            { Field = "start" };
        return (new Plan(new Reply(""), new Reply(""),
        [
            Write.Create(entry.Id, entry),
            Write.Audit(
                new AuditEntry(by.Now, by.Id, "time entry", $"person/{entry.Person}",
                    by.Origin)
                    {
                        New = $"{entry.Kind.ToString().ToLowerInvariant()} for {entry.Worked} from {entry.Start} to {entry.End}",
                    }),
        ]), entry);
    }

    private static void Check(TimeEntry entry, Instant now)
    {
        if (entry.Kind == TimeEntryKind.Standby && entry.Rotation is null)
            throw new RefusedException(
                "Standby is for a rotation, whose pay policy says what it is worth. Give 'rotation'.")
            { Field = "rotation" };
        if (entry.Kind == TimeEntryKind.Support && entry.Team is null)
            throw new RefusedException("Support is for a team, which is charged for it. Give 'team'.") { Field = "team" };
        if (entry.End <= entry.Start)
            throw new RefusedException(
                $"The end, {entry.End}, is not after the start, {entry.Start}. Give an end that is later.")
            { Field = "end" };
        if (entry.End > now)
            throw new RefusedException($"The end, {entry.End}, is still to come. Enter hours once they are worked.") { Field = "end" };
        if (entry.End - entry.Start > MaxSpan)
            throw new RefusedException(
                $"From {entry.Start} to {entry.End} is longer than {MaxSpan.Days} days. Enter it in parts.")
            { Field = "end" };
    }
}
