using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// The rules of the time zones in use, as they were when instants were last worked out by them: what newer rules are compared with. The one
/// document's id is <see cref="DocumentId"/>.
/// </summary>
/// <param name="Version">Of the zone database.</param>
/// <param name="Written">Around it the zones are known: from <see cref="Back"/> before until <see cref="Ahead"/> after.</param>
public sealed record ZoneRules(string Version, Instant Written, IReadOnlyList<KnownZone> Zones)
{
    public const string DocumentId = "zones";

    public static Duration Back { get; } = Duration.FromDays(60);

    /// <summary>Further than anything typed about the future, and than next shifts are looked for.</summary>
    public static Duration Ahead { get; } = Duration.FromDays(800);

    public static ZoneRules Write(IDateTimeZoneProvider zones, IEnumerable<string> used, Instant now) =>
        new(zones.VersionId, now,
            [.. used.Distinct().Order(StringComparer.Ordinal).Select(id => new KnownZone(id, Steps(zones[id], now)))]);

    /// <summary>The zones whose clocks these rules and newer ones set differently.</summary>
    public HashSet<string> Differing(IDateTimeZoneProvider newer) =>
        [.. Zones.Where(zone => newer.GetZoneOrNull(zone.Id) is { } now && !Steps(now, Written).SequenceEqual(zone.Steps))
            .Select(zone => zone.Id)];

    private static IReadOnlyList<ZoneStep> Steps(DateTimeZone zone, Instant at) => RememberedZone.StepsOf(zone, at - Back, at + Ahead);
}

/// <summary>How a zone sets its clocks, as it was written down.</summary>
public sealed record KnownZone(string Id, IReadOnlyList<ZoneStep> Steps);

/// <summary>Zones by the rules that were written down; those that were not are as they are now.</summary>
internal sealed class OlderZones(ZoneRules rules, IDateTimeZoneProvider newer) : IDateTimeZoneProvider
{
    private readonly Dictionary<string, DateTimeZone> zones =
        rules.Zones.ToDictionary(zone => zone.Id, zone => (DateTimeZone)new RememberedZone(zone.Id, zone.Steps));

    public string VersionId => rules.Version;

    public bool Knows(string id) => zones.ContainsKey(id);

    public System.Collections.ObjectModel.ReadOnlyCollection<string> Ids => newer.Ids;

    public DateTimeZone this[string id] => zones.GetValueOrDefault(id) ?? newer[id];

    public DateTimeZone GetSystemDefault() => newer.GetSystemDefault();

    public DateTimeZone? GetZoneOrNull(string id) => zones.GetValueOrDefault(id) ?? newer.GetZoneOrNull(id);
}
