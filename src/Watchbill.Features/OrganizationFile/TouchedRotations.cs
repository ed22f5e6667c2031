using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// The rotations whose shifts a file may move: those it gives new versions, brings or retires, and those with somebody whose last day or a
/// calendar whose days are others. Of thousands of rotations no other is looked at.
/// </summary>
internal sealed class TouchedRotations(Renames renames)
{
    private readonly Dictionary<string, IReadOnlyList<VersionDetail>> details = [];

    /// <summary>The new id of a renamed person; null where nobody is renamed.</summary>
    public Func<string, string>? Renamed => renames.Any ? renames.Person : null;

    public void Note(string rotation, IReadOnlyList<VersionDetail> versions)
    {
        if (versions.Count > 0) details[rotation] = versions;
    }

    /// <param name="rotations">As they are stored now.</param>
    public async Task<IReadOnlyList<TouchedRotation>> InAsync(
        IStore store, IReadOnlyList<Write> writes, IReadOnlyList<Stored<Rotation>> rotations, CancellationToken ct)
    {
        var known = rotations.ToDictionary(read => read.Id, read => read.Value);
        var found = new Dictionary<string, TouchedRotation>();
        foreach (var (id, versions) in details) Add(id, versions);
        foreach (var write in writes)
        {
            // Brought, brought back or retired; a renamed one's old id is the same rotation.
            if (write.Value is Rotation rotation && rotation.Retired != (known.GetValueOrDefault(write.Id)?.Retired ?? true)
                && !renames.Renamed("rotations", write.Id) && renames.Old("rotations", write.Id) is null)
                Add(write.Id, []);
        }

        var (people, calendars) = (await LeaversAsync(store, writes, ct), await CalendarsAsync(store, writes, ct));
        if (people.Count == 0 && calendars.Count == 0) return [.. found.Values];
        var changes =
            people.Count == 0
                ? [] : (await store.ListAsync<RotationChanges>(IdRange.All, ct)).ToDictionary(read => read.Id, read => read.Value);
        foreach (var (id, rotation) in known.Where(read => !read.Value.Retired))
        {
            if (rotation.Layers.SelectMany(layer => layer.Versions)
                .Any(version => version.Members.Any(people.Contains) || Names(version.Coverage, calendars))
                || rotation.Promises.Any(promise => Names(promise.Coverage, calendars))
                || (changes.TryGetValue(id, out var decided) && decided.Changes.Any(change => people.Contains(change.Person))))
                Add(renames.New("rotations", id), []);
        }

        return [.. found.Values];

        void Add(string id, IReadOnlyList<VersionDetail> versions) =>
            found.TryAdd(id, new TouchedRotation(id, renames.Old("rotations", id) ?? (known.ContainsKey(id) ? id : null), versions));
    }

    private static bool Names(Coverage coverage, HashSet<string> calendars) =>
        coverage.HolidaysOff is { } calendar && calendars.Contains(calendar);

    // Under their old ids, as rosters still have them.
    private async Task<HashSet<string>> LeaversAsync(IStore store, IReadOnlyList<Write> writes, CancellationToken ct)
    {
        var people = new HashSet<string>();
        foreach (var write in writes)
        {
            if (write.Value is not Person person || renames.Renamed("people", write.Id)) continue;
            var id = renames.Old("people", write.Id) ?? write.Id;
            if ((await store.FindAsync<Person>(id, ct))?.Value.Leaves != person.Leaves) people.Add(id);
        }

        return people;
    }

    private static async Task<HashSet<string>> CalendarsAsync(IStore store, IReadOnlyList<Write> writes, CancellationToken ct)
    {
        var calendars = new HashSet<string>();
        foreach (var write in writes)
        {
            if (write.Value is HolidayCalendar calendar
                && (await store.FindAsync<HolidayCalendar>(write.Id, ct))?.Value.Dates.SequenceEqual(calendar.Dates) != true)
                calendars.Add(write.Id);
        }

        return calendars;
    }
}
