using NodaTime;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// After a start with another zone database: what people typed about the future keeps its local time and gets new instants, and all whose
/// times moved are told, in one save. What is recorded never moves. Once a day it writes down the rules it goes by.
/// </summary>
/// <param name="zones">The rules of time zones; null: those of this release.</param>
public sealed class ZoneRulesJob(IStore store, IDateTimeZoneProvider? zones = null) : IJob
{
    private static readonly Duration Daily = Duration.FromDays(1);

    private readonly IDateTimeZoneProvider zones = zones ?? DateTimeZoneProviders.Tzdb;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        var read = await store.FindAsync<ZoneRules>(ZoneRules.DocumentId, ct);
        var isNew = read is not null && read.Value.Version != zones.VersionId;
        if (read is not null && !isNew && read.Value.Written + Daily > now) return read.Value.Written + Daily;

        var rotations = await store.ListAsync<Rotation>(IdRange.All, ct);
        var decided = await store.ListAsync<RotationChanges>(IdRange.All, ct);
        var absences = await store.ListAsync<Absences>(IdRange.All, ct);
        var people = await store.ListAsync<Person>(IdRange.All, ct);
        var writes = new List<Write>();
        if (isNew)
        {
            var differing = read!.Value.Differing(zones);
            var moves = new ZoneMoves(new OlderZones(read.Value, zones), zones, now);
            foreach (var one in decided) moves.Move(one);
            foreach (var one in absences) moves.Move(one);
            writes.AddRange(moves.Writes);
            writes.AddRange(await moves.SayAsync(new OrgChart(store), ct));
            var leavers =
                people.Where(person => person.Value.Until is not null && differing.Contains(person.Value.TimeZone))
                    .Select(person => person.Id);
            var touched = Touched(rotations, differing, moves.Rotations, [.. moves.People, .. leavers]);
            var news =
                await new ShiftNews(store, (moves.Older, zones))
                    .OfAsync(writes, touched,
                        new NewsAuthor($"A newer time zone database ({ZoneReplies.Version(zones.VersionId)})", null, now), renamed: null,
                        ct);
            writes.AddRange(news.Changes);
        }

        var used = people.Select(person => person.Value.TimeZone)
            .Concat(rotations.Where(stored => !stored.Value.Retired).SelectMany(stored => ZonesOf(stored.Value)))
            .Concat(
                decided.SelectMany(stored => stored.Value.Changes).Select(change => change.Typed)
                    .Concat(absences.SelectMany(stored => stored.Value.Items).Select(absence => absence.Typed))
                    .OfType<TypedSpan>().Select(typed => typed.TimeZone));
        var rules = ZoneRules.Write(zones, used.Where(id => zones.GetZoneOrNull(id) is not null), now);
        await store.SaveAsync([Write.Upsert(ZoneRules.DocumentId, read, rules), .. writes], ct);
        return now + Daily;
    }

    private static List<TouchedRotation> Touched(
        IEnumerable<Stored<Rotation>> rotations, HashSet<string> zones, HashSet<string> changed, HashSet<string> people) =>
    [
        .. rotations.Where(stored => !stored.Value.Retired && (changed.Contains(stored.Id) || ZonesOf(stored.Value).Any(zones.Contains)
                || stored.Value.Layers.SelectMany(layer => layer.Versions).Any(version => version.Members.Any(people.Contains))))
            .Select(stored => new TouchedRotation(stored.Id, stored.Id, [])),
    ];

    private static IEnumerable<string> ZonesOf(Rotation rotation) =>
        rotation.Layers.SelectMany(layer => layer.Versions).Select(version => version.Turn.TimeZone)
            .Concat(rotation.Promises.Select(promise => promise.Turn.TimeZone)).Distinct();
}
