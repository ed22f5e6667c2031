using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Finds out whether the people of rotations can be woken over the next seven days.</summary>
public sealed class ReadinessCheck(IStore store, Schedules schedules, ContactMethods methods)
{
    /// <summary>Whether any method that wakes is set up here: without one nobody can mend anything.</summary>
    public bool CanWake => methods.All.Any(method => method is { Wakes: true, Off: null });

    public async Task<Readiness> OfAsync(IReadOnlyList<Rotation> rotations, Instant now, CancellationToken ct)
    {
        var (contacts, all) = (new Dictionary<string, Contacts>(), new List<Readiness>());
        foreach (var rotation in rotations)
        {
            var schedule = await schedules.ForAsync(rotation, ct);
            foreach (var person in schedule.Between(now, now + Readiness.Ahead).Select(shift => shift.Person).OfType<string>().Distinct())
                if (!contacts.ContainsKey(person))
                    contacts[person] = (await store.FindAsync<Contacts>(person, ct))?.Value ?? Contacts.None;
            all.Add(Readiness.Of(schedule, person => contacts[person], Wakes, now));
        }

        return new Readiness(now, now + Readiness.Ahead, all.TrueForAll(one => one.Covered), [.. all.SelectMany(one => one.Gaps)]);
    }

    /// <summary>What stands between an alert and Watchbill; null: the file does not say.</summary>
    public async Task<Duration?> GroupWaitAsync(CancellationToken ct) =>
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.GroupWait;

    private bool Wakes(string method) => methods.All.Any(one => one.Name == method && one.Wakes && one.Off is null);
}
