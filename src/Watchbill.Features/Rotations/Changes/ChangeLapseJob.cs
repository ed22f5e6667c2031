using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Takes swaps and covers out where they have lapsed, because whom they replace no longer holds the time, and
/// tells both once. What was worked by them stays, and so does the rest where only a part has lapsed. The other
/// half of a swap of which nothing is left goes with it, unless it has begun.
/// </summary>
public sealed class ChangeLapseJob(IStore store, Schedules schedules, OrgChart chart, DueRotations due) : IJob
{
    public IReadOnlySet<Type> Reads => DueRotations.Kinds;

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) await TakeBackAsync(now, ct);
        return await due.VisitAsync(now, changes, (rotation, token) => LookAsync(rotation, now, token), ct);
    }

    // Decisions that a clock which ran ahead has dated would win against all later ones until that time has come.
    private async Task TakeBackAsync(Instant now, CancellationToken ct)
    {
        var ahead = new List<Write>();
        foreach (var read in await store.ListAsync<RotationChanges>(IdRange.All, ct))
            if (read.Value.AsOf(now) is var decided && decided != read.Value) ahead.Add(Write.Replace(read, decided));
        foreach (var read in await store.ListAsync<Absences>(IdRange.All, ct))
            if (read.Value.AsOf(now) is var decided && decided != read.Value) ahead.Add(Write.Replace(read, decided));
        if (ahead.Count > 0) await store.SaveAsync(ahead, ct);
    }

    private async Task<Instant> LookAsync(string rotation, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<RotationChanges>(rotation, ct) is not { } read
            || await schedules.FindAsync(rotation, ct) is not { } schedule) return Instant.MaxValue;
        var gone =
            read.Value.Changes.Select(change => new Gone(change, schedule.Lapsed(change, now.ToWholeSeconds())))
                .Where(one => one.Lapsed.Count > 0).ToList();
        if (gone.Count == 0) return Instant.MaxValue;
        var whole = gone.Where(one => one.Left.All(left => left.End <= now)).Select(one => one.Change).ToList();
        var halves =
            read.Value.Changes
                .Where(
                    change =>
                        change.Start > now && !gone.Exists(one => one.Change == change)
                            && whole.Exists(other => Swaps.IsOtherHalf(change, other))).ToList();

        var names =
            await chart.NamesAsync(
                gone.Select(one => one.Change).Concat(halves).SelectMany(change => new[] { change.Person, change.Instead }), ct);
        await store.SaveAsync(
        [
            Write.Replace(read,
                new RotationChanges(
                    [.. read.Value.Changes.Except(halves).SelectMany(change => gone.Find(one => one.Change == change)?.Left ?? [change])])),
            .. gone.SelectMany(one => one.Lapsed.Select(span => (one.Change, span.Start, span.End)))
                .Concat(halves.Select(half => (Change: half, half.Start, half.End)))
                .Select(lapsed => Write.Audit(new AuditEntry(now, "watchbill", "oncall lapse", $"rotation/{rotation}", "job")
                {
                    Old = $"{lapsed.Change.Layer}: {lapsed.Change.Person} {lapsed.Start}/{lapsed.End}",
                })),
            .. Told(schedule.Rotation, gone, halves, names, now),
        ], ct);
        return Instant.MaxValue;
    }

    // One message to each person, however much of theirs has lapsed.
    private static IEnumerable<Write> Told(
        Rotation rotation, List<Gone> gone, List<ShiftChange> halves, IReadOnlyDictionary<string, string> names, Instant now)
    {
        IEnumerable<Text> Lines(Gone one, string reader)
        {
            var change = one.Change;
            foreach (var span in one.Lapsed)
            {
                yield return Text.Bold($"{Buttons.Capital(change.Kind.ToString().ToLowerInvariant())} cancelled:")
                    + $" {Who(change.Instead!, reader, "you are", "is")} no longer on call {Text.Span(span.Start, span.End)} "
                    + $"({ChangeReplies.Which(rotation.Id, change.Layer)}), "
                    + $"so {Who(change.Person, reader, "you do", "does")} not take it.";
            }

            var rest = one.Left.Where(left => left.End > now).ToList();
            if (rest.Count > 0)
                yield return $"{Who(change.Person, reader, "You", "")} still {(change.Person == reader ? "have" : "has")} "
                    + Text.Join(" and ", rest.Select(left => Text.Span(left.Start, left.End))) + ".";
        }

        Text Half(ShiftChange change, string reader) =>
            $"{Who(change.Instead!, reader, "You keep", "keeps")} "
                + $"{ChangeReplies.Which(rotation.Id, change.Layer)}, {Text.Span(change.Start, change.End)}.";

        Text Who(string person, string reader, string you, string they) =>
            person == reader ? you : (Text)$"{names.Named(person)}{(they.Length == 0 ? "" : $" {they}")}";

        bool Concerns(ShiftChange change, string person) => change.Person == person || change.Instead == person;

        return gone.SelectMany(one => new[] { one.Change.Person, one.Change.Instead! }).Distinct().Select(person => ChangeReplies.ToPerson(
            person,
            Text.Lines(
                [.. gone.Where(one => Concerns(one.Change, person)).SelectMany(one => Lines(one, person)),
                    .. halves.Where(change => Concerns(change, person)).Select(change => Half(change, person)),
                    $"See who is on call: `schedule {rotation.Id}`"]),
            rotation.Id, $"lapse/{gone[0].Change.Id}", now));
    }

    /// <summary>A change, the parts of it that have lapsed, and what is left of it: what was worked, and what still holds.</summary>
    private sealed record Gone(ShiftChange Change, IReadOnlyList<Interval> Lapsed)
    {
        public IReadOnlyList<ShiftChange> Left { get; } =
        [
            .. Spans.Minus([new Interval(Change.Start, Change.End)], Lapsed)
                .Select(
                    (part, i) => Change with
                    {
                        Id = i == 0 ? Change.Id : Requests.NewId(),
                        Start = part.Start,
                        End = part.End,
                        Typed = null,
                    }),
        ];
    }
}
