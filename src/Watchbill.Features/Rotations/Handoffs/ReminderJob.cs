using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Reminds people a day ahead of a shift: once per turn and person, so that somebody who is put in later is
/// reminded, too, and nobody at each piece of a turn; of turns shorter than a day once per local day. What
/// was missed during downtime is said while the shift is still to come.
/// </summary>
public sealed class ReminderJob(IStore store, Schedules schedules, OrgChart people, DueRotations due) : IJob
{
    private static readonly Duration Ahead = Duration.FromDays(1);

    // The longest day that clocks make.
    private static readonly Duration Kept = Duration.FromHours(26);

    public IReadOnlySet<Type> Reads => DueRotations.Kinds;

    public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct) =>
        due.VisitAsync(now, changes, (rotation, token) => LookAsync(rotation, now, token), ct);

    private async Task<Instant> LookAsync(string rotation, Instant now, CancellationToken ct)
    {
        var read = await store.FindAsync<Reminded>(rotation, ct);
        // Who was reminded is kept: a rotation may come back before the shift.
        if (await schedules.FindAsync(rotation, ct) is not { } schedule) return Instant.MaxValue;

        // Those of today are kept, for whoever has several short turns in it.
        // Nobody is reminded sooner than a day ahead: of later shifts a clock that ran ahead told.
        var told = (read?.Value.Reminders ?? []).Where(reminder => reminder.Start > now - Kept && reminder.Start < now + Kept).ToList();
        var begin = schedule.Between(now, now + Ahead + Duration.Epsilon)
            .Where(shift => shift.Start > now && Begins(schedule, shift) && !told.Exists(reminder => IsOf(reminder, shift))).ToList();
        if (begin.Count > 0)
        {
            var changes = new List<Write>();
            foreach (var shift in begin)
            {
                var zone = await people.ZoneAsync(shift.Person!, ct);
                var again =
                    IsShort(schedule.Rotation, shift)
                        && told.Exists(
                            reminder =>
                                reminder.Person == shift.Person && reminder.Start.InZone(zone).Date == shift.Start.InZone(zone).Date);
                told.Add(new(shift.Layer, shift.Turn, shift.Person!, shift.Start));
                if (!again) changes.Add(await SayAsync(schedule, shift, ct));
            }

            await store.SaveAsync([Write.Upsert(rotation, read, new Reminded(told)), .. changes], ct);
        }

        return schedule.Between(now + Ahead, now + 2 * Ahead).Select(shift => shift.Start - Ahead).Where(at => at > now)
            .DefaultIfEmpty(now + Ahead).Min();
    }

    // Turns of some hours come round so soon that one reminder a day says enough.
    private static bool IsShort(Rotation rotation, Shift shift) =>
        rotation.Layers.First(layer => layer.Id == shift.Layer).At(shift.Start)?.Turn is { Unit: TurnUnit.Hour, Count: < 24 };

    private static bool IsOf(Reminder reminder, Shift shift) =>
        reminder.Layer == shift.Layer && reminder.Turn == shift.Turn && reminder.Person == shift.Person;

    // Whoever holds the layer until then knows; whoever had a piece of this turn before was reminded then.
    private static bool Begins(Schedule schedule, Shift shift) => shift.Person is not null
        && !schedule.Between(shift.Start - schedule.Rotation.LongestTurn, shift.Start, shift.Layer).Any(before =>
            before.Person == shift.Person && (before.Turn == shift.Turn || before.End == shift.Start));

    private async Task<Write> SayAsync(Schedule schedule, Shift shift, CancellationToken ct)
    {
        var rotation = schedule.Rotation;
        var until =
            schedule.Between(shift.Start, shift.Start + schedule.Rotation.LongestTurn, shift.Layer)
                .Where(piece => piece.Turn == shift.Turn && piece.Person == shift.Person).Max(piece => piece.End);
        var instead = shift.Instead is { } id ? await people.NameAsync(id, ct) : null;
        var shadow = rotation.Layers.First(layer => layer.Id == shift.Layer).Shadow;
        var due = shift.Start - Ahead;
        return Delivery.Say(
            new Delivery(due, MessageKind.Reminder, Address.Person(shift.Person!),
                ReminderReplies.Ahead(rotation.Id, shift with { End = until }, instead, shadow))
            { Rotation = rotation.Id },
            FormattableString.Invariant($"reminder/{rotation.Id}/{shift.Layer}/{shift.Turn}/{shift.Person}"));
    }
}
