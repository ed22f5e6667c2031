using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Grants a requirement to those in the roster when it begins, warns two weeks before a qualification lapses, and notes that one has. It
/// takes nobody out of a roster.
/// </summary>
public sealed class QualificationLapseJob(IStore store, Qualifications qualifications, OrgChart chart) : IJob
{
    private static readonly Duration Ahead = Duration.FromDays(14);
    private static readonly Duration Longest = Duration.FromHours(6);

    // Only so that nothing is read each minute: a new process looks once.
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Rotation), typeof(Enrollment) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsNone && now < look) return look;
        var everything = changes.IsEverything || now >= look;
        foreach (var rotation in await RotationsAsync(everything, changes, ct))
        {
            if (rotation is not { Retired: false, Requires: { } required }) continue;
            if (await store.FindAsync<Requirement>(rotation.Id, ct) is { } begun && begun.Value.Program == required) continue;
            var program = await qualifications.ProgramOfAsync(rotation, ct);
            await SaveAsync(await qualifications.BeginAsync(rotation, Qualifications.Members(rotation, now), program, now, ct), ct);
        }

        if (!everything)
        {
            foreach (var id in changes.Ids<Enrollment>())
                if (await store.FindAsync<Enrollment>(id, ct) is { } changed) await LookAsync(changed, now, ct);
            return look;
        }

        foreach (var read in await store.ListAsync<Enrollment>(IdRange.All, ct)) await LookAsync(read, now, ct);
        return look = now + Longest;
    }

    private async Task<IEnumerable<Rotation>> RotationsAsync(bool everything, Changes changes, CancellationToken ct)
    {
        if (everything) return (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(read => read.Value);
        var rotations = new List<Rotation>();
        foreach (var id in changes.Ids<Rotation>())
            if (await store.FindAsync<Rotation>(id, ct) is { } read) rotations.Add(read.Value);
        return rotations;
    }

    private async Task LookAsync(Stored<Enrollment> read, Instant now, CancellationToken ct)
    {
        if (read.Value.Rotation is not { } id || await store.FindAsync<Rotation>(id, ct) is not { Value: { Retired: false } rotation })
            return;
        if (await qualifications.OfAsync(read.Value, now, ct) is not { Since: { } since, Until: { } until } progress || until > now + Ahead)
            return;
        var person = read.Value.Person;
        if ((await chart.Leads.HereAsync([person], now, ct)).Count == 0) return;
        var lapsed = until <= now;
        // A shift that begins before then will keep it.
        if (!lapsed && await qualifications.NextShiftAsync(rotation, progress, now, ct) is { } shift && shift.Start < until) return;
        var what = lapsed ? TrainingStep.Lapsed : TrainingStep.Warned;
        // A shift after the warning begins a new time.
        if (read.Value.Events.Any(one => one.What == what && one.At >= since && (lapsed || one.At >= until - Ahead))) return;
        var name = await chart.NameAsync(person, ct);
        var lead = await chart.Leads.ResponsibleAsync(rotation, now, ct);
        var own = lapsed ? TrainingReplies.YoursLapsed(id) : TrainingReplies.LapseWarning(id, until);
        await SaveAsync(
        [
            Write.Replace(read, read.Value.With(new TrainingEvent(now, TrainingEvent.Watchbill, what))),
            .. new[] { Address.Person(person), lead }.Distinct().Where(to => lapsed || to == Address.Person(person))
                .Select(to => Delivery.Say(
                    new Delivery(now, MessageKind.Training, to,
                        to == Address.Person(person) ? own : TrainingReplies.Lapsed(name, id, person)) { Rotation = id },
                            $"training/{what}/{read.Id}/{to}")),
        ], ct);
    }

    private async Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync(changes, ct);
        }
        catch (StaleException)
        {
            // Signed or applied at this moment: the next look sees it.
        }
    }
}
