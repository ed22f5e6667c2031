using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Takes swaps and covers out that have lapsed, because whom they replace no longer holds the time, and tells both once. What was worked by them
/// stays. A swap's other half goes with it, unless it has begun.
/// </summary>
public sealed class LapseJob(IStore store, Schedules schedules, OrgChart chart, Agenda agenda) : IJob
{
    public IReadOnlySet<Type> Reads => Agenda.Kinds;

    public Task<Instant?> RunAsync(Instant now, CancellationToken ct) => agenda.VisitAsync(now, (rotation, token) => LookAsync(rotation, now, token), ct);

    private async Task<Instant> LookAsync(string rotation, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<RotationChanges>(rotation, ct) is not { } read || await schedules.FindAsync(rotation, ct) is not { } schedule) return Instant.MaxValue;
        var gone = read.Value.Changes.Where(change => schedule.Lapsed(change, now)).ToList();
        if (gone.Count == 0) return Instant.MaxValue;
        var halves = read.Value.Changes.Where(change => change.Start > now && !gone.Contains(change) && gone.Exists(other => Swaps.IsOtherHalf(change, other))).ToList();
        var lapsed = gone.Concat(halves).ToHashSet();

        var names = await chart.NamesAsync(lapsed.SelectMany(change => new[] { change.Person, change.Instead }), ct);
        await store.SaveAsync(
        [
            Change.Replace(read, new RotationChanges([.. read.Value.Changes.Select(change => lapsed.Contains(change) ? Worked(change, now) : change).OfType<ShiftChange>()])),
            .. lapsed.Select(change => Change.Audit(new AuditEntry(now, "watchbill", "oncall lapse", $"rotation/{rotation}", "job")
            {
                Old = $"{change.Layer}: {change.Person} {change.Start}/{change.End}",
            })),
            .. Told(schedule.Rotation, gone, halves, names, now),
        ], ct);
        return Instant.MaxValue;
    }

    private static ShiftChange? Worked(ShiftChange change, Instant now) => change.Start < Requests.Whole(now) ? change with { End = Requests.Whole(now), Typed = null } : null;

    // One message to each person, however much of theirs has lapsed.
    private static IEnumerable<Change> Told(Rotation rotation, List<ShiftChange> gone, List<ShiftChange> halves, IReadOnlyDictionary<string, string> names, Instant now)
    {
        Text Gone(ShiftChange change) =>
            $"The {change.Kind.ToString().ToLowerInvariant()} of {rotation.Id} ({change.Layer}) from {Instant.Max(change.Start, Requests.Whole(now))} to {change.End} has lapsed: {names[change.Instead!]} does not hold that time any more, so {names[change.Person]} does not take it over.";
        Text Half(ShiftChange change) =>
            $"Its other half is off, too: {names[change.Instead!]} keeps {rotation.Id} ({change.Layer}) from {change.Start} to {change.End}.";

        bool Concerns(ShiftChange change, string person) => change.Person == person || change.Instead == person;

        return gone.SelectMany(change => new[] { change.Person, change.Instead! }).Distinct().Select(person => ChangeReplies.ToPerson(
            person,
            Text.Lines([.. gone.Where(change => Concerns(change, person)).Select(Gone), .. halves.Where(change => Concerns(change, person)).Select(Half), $"See who is on call with: schedule {rotation.Id}"]),
            rotation.Id, $"lapse/{gone[0].Id}", now));
    }
}
