using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Finds out whether the people of rotations can be woken over the next seven days.</summary>
public sealed class ReadinessCheck(IStore store, Schedules schedules, ContactMethods methods, Qualifications qualifications)
{
    /// <summary>Whether any method that wakes is set up here: without one nobody can mend anything.</summary>
    public bool CanWake => methods.All.Any(method => method is { Wakes: true, Off: null });

    public async Task<Readiness> OfAsync(IReadOnlyList<Rotation> rotations, Instant now, CancellationToken ct)
    {
        var (contacts, all) = (new Dictionary<string, Contacts>(), new List<Readiness>());
        foreach (var rotation in rotations)
        {
            var schedule = await schedules.ForAsync(rotation, ct);
            var others = new Dictionary<string, Schedule>();
            foreach (var other in EscalationPolicy.TurnedTo(rotation))
                if (await schedules.FindAsync(other, ct) is { } found) others[other] = found;
            foreach (var person in others.Values.Prepend(schedule).SelectMany(one => one.Between(now, now + Readiness.Ahead))
                .Select(shift => shift.Person).OfType<string>().Distinct())
                if (!contacts.ContainsKey(person))
                    contacts[person] = (await store.FindAsync<Contacts>(person, ct))?.Value ?? Contacts.None;
            all.Add(Readiness.Of(schedule, others.GetValueOrDefault, person => contacts[person], Wakes, now) with
            {
                Unqualified = await UnqualifiedAsync(schedule, now, ct),
            });
        }

        return new Readiness(now, now + Readiness.Ahead, all.TrueForAll(one => one.Covered), [.. all.SelectMany(one => one.Gaps)])
        {
            Unqualified = [.. all.SelectMany(one => one.Unqualified)],
        };
    }

    // One row a turn: a pause of the coverage in it changes nothing.
    private async Task<IReadOnlyList<Unready>> UnqualifiedAsync(Schedule schedule, Instant now, CancellationToken ct)
    {
        var (rotation, found, to) = (schedule.Rotation, new List<Unready>(), now + Readiness.Ahead);
        if (rotation.Requires is not { } required) return found;
        foreach (var layer in rotation.LayersAt(now).Where(layer => !layer.Shadow))
        {
            foreach (var turn in schedule.Between(now, to, layer.Id).GroupBy(shift => (shift.Turn, shift.Person)))
            {
                if (turn.Key.Person is not { } person || await qualifications.LackingAsync(rotation, person, now, ct) is null) continue;
                found.Add(new Unready(rotation.Id, layer.Id, Instant.Max(turn.Min(shift => shift.Start), now),
                    Instant.Min(turn.Max(shift => shift.End), to), person, $"not qualified ({required})"));
            }
        }

        return found;
    }

    /// <summary>What stands between an alert and Watchbill; null: the file does not say.</summary>
    public async Task<Duration?> GroupWaitAsync(CancellationToken ct) =>
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.GroupWait;

    private bool Wakes(string method) => methods.All.Any(one => one.Name == method && one.Wakes && one.Off is null);
}
