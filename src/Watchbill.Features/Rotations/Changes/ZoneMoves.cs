using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Gives what people typed about the future the instants that newer zone rules make of it, and collects whom that concerns.
/// </summary>
internal sealed class ZoneMoves(OlderZones older, IDateTimeZoneProvider newer, Instant now)
{
    private readonly List<Write> writes = [];
    private readonly List<(string Rotation, ShiftChange Before, ShiftChange After)> changed = [];
    private readonly List<(string Person, Absence Before, Absence After)> away = [];

    public IDateTimeZoneProvider Older => older;

    public IReadOnlyList<Write> Writes => writes;

    public HashSet<string> Rotations => [.. changed.Select(move => move.Rotation)];

    public HashSet<string> People => [.. away.Select(move => move.Person)];

    public void Move(Stored<RotationChanges> read)
    {
        var moved =
            read.Value.Changes
                .Select(
                    change => change.Typed is { } typed && Moved(typed, change.Start, change.End) is var (start, end) ? change with
                    {
                        Start = start,
                        End = end,
                    } : change).ToList();
        if (moved.SequenceEqual(read.Value.Changes)) return;
        writes.Add(Write.Replace(read, new RotationChanges(moved)));
        changed.AddRange(
            read.Value.Changes.Zip(moved).Where(pair => pair.First != pair.Second).Select(pair => (read.Id, pair.First, pair.Second)));
    }

    public void Move(Stored<Absences> read)
    {
        var moved =
            read.Value.Items
                .Select(
                    absence => absence.Typed is { } typed && Moved(typed, absence.Start, absence.End) is var (start, end) ? absence with
                    {
                        Start = start,
                        End = end,
                    } : absence).ToList();
        if (moved.SequenceEqual(read.Value.Items)) return;
        writes.Add(Write.Replace(read, new Absences(moved)));
        away.AddRange(
            read.Value.Items.Zip(moved).Where(pair => pair.First != pair.Second).Select(pair => (read.Id, pair.First, pair.Second)));
    }

    /// <summary>A word to everybody whose swap, cover, override or absence moved; an absence concerns nobody else.</summary>
    public async Task<IReadOnlyList<Write>> SayAsync(OrgChart chart, CancellationToken ct)
    {
        var said = new List<Write>();
        foreach (var (rotation, before, after) in changed)
        {
            var reply = ZoneReplies.Changed(rotation, before, after, await chart.NameAsync(after.Person, ct), newer.VersionId);
            // Several spans of one override share its id.
            var cause = changed.Count(move => move.After.Id == after.Id) > 1 ? $"{after.Id}/{before.Start}" : after.Id;
            foreach (var person in new[] { after.Person, after.Instead }.OfType<string>().Distinct())
                said.Add(Say(person, reply, rotation, cause));
        }

        foreach (var (person, before, after) in away) said.Add(
            Say(person, ZoneReplies.Away(before, after, newer.VersionId), null, after.Id));
        return said;
    }

    private Write Say(string person, Reply reply, string? rotation, string cause) =>
        Delivery.Say(new Delivery(now, MessageKind.Change, Address.Person(person), reply) { Rotation = rotation },
            $"zones/{rotation ?? "absence"}/{cause}/{person}");

    private (Instant Start, Instant End)? Moved(TypedSpan typed, Instant start, Instant end) =>
        newer.GetZoneOrNull(typed.TimeZone) is { } zone
            ? typed.Move(start, end, now, (older.Knows(typed.TimeZone) ? older[typed.TimeZone] : null, zone)) : null;
}
