using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// Who is on call in one rotation, after everything: turns, then changes by time of decision, then absences. The one path behind "who",
/// previews, handoffs, feeds and pay.
/// </summary>
public sealed class Schedule
{
    private const string NoLayer = "no layer covers it";

    private readonly LayerSchedule[] layers;
    private readonly Almanac almanac;
    private LayerSchedule? promise;

    /// <param name="away">When people are away or gone, by person; those who never are may be left out.</param>
    /// <param name="calendars">The holiday calendars that coverages name, by id.</param>
    public Schedule(
        Rotation rotation,
        RotationChanges changes,
        IReadOnlyDictionary<string, IReadOnlyList<Away>> away,
        IReadOnlyDictionary<string, HolidayCalendar> calendars)
        : this(rotation, changes, away, Almanac.With(calendars))
    {
    }

    /// <param name="away">When people are away or gone, by person; those who never are may be left out.</param>
    public Schedule(Rotation rotation, RotationChanges changes, IReadOnlyDictionary<string, IReadOnlyList<Away>> away, Almanac almanac)
    {
        Rotation = rotation;
        this.almanac = almanac;
        layers = [.. rotation.Layers.Select(layer =>
            new LayerSchedule(layer, new OverlappingChanges(changes.Changes.Where(change => change.Layer == layer.Id), away), almanac))];
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<Away>> NobodyAway { get; } = new Dictionary<string, IReadOnlyList<Away>>();

    public Rotation Rotation { get; }

    // A layer that somebody always holds. Made when it is first asked for: most schedules of thousands of rotations are never asked.
    private LayerSchedule Promise => promise ??= new LayerSchedule(
        new Layer(Rotation.Layers.FirstOrDefault(layer => !layer.Shadow)?.Id ?? "")
        {
            Versions = [.. Rotation.Promises.Select(
                promised => new LayerVersion(promised.From, promised.Turn, promised.Coverage, ["anybody"]))],
        },
        new OverlappingChanges([], NobodyAway), almanac);

    /// <summary>The first layer's next turn after the one that holds an instant: what people mean by "next week".</summary>
    public Interval TurnAfter(Instant at) => layers[0].TurnAfter(at);

    /// <summary>Whether a person is in any version of any roster, or in any change.</summary>
    public bool Mentions(string person) =>
        Rotation.Layers.Any(layer => layer.Versions.Any(version => version.Members.Contains(person)))
            || layers.Any(layer => layer.Changes.Mention(person));

    /// <summary>The shift of a layer at an instant; its person is null where the place is vacant. Null: the layer is off duty.</summary>
    public Shift? At(string layer, Instant at)
    {
        foreach (var schedule in layers)
        {
            if (schedule.Layer.Id == layer) return schedule.At(at);
        }

        return null;
    }

    /// <summary>The shifts of all layers that are on duty at an instant, in the rotation's order. Vacant ones have no person.</summary>
    public IReadOnlyList<Shift> At(Instant at)
    {
        var shifts = new List<Shift>(layers.Length);
        foreach (var layer in layers)
        {
            if (layer.At(at) is { } shift) shifts.Add(shift);
        }

        return shifts;
    }

    /// <summary>The first instant from <paramref name="at"/> on at which somebody is promised; null: there is none within a year.</summary>
    public Instant? PromisedFrom(Instant at)
    {
        if (Promise.At(at) is not null) return at;
        var promised = new List<Shift>();
        foreach (var days in new[] { 8, 366 })
        {
            Promise.Between(at, at + Duration.FromDays(days), promised);
            if (promised.Count > 0) return promised[0].Start;
        }

        return null;
    }

    /// <summary>Every piece that touches the span, whole and never merged, by start, then layer. Vacant ones have no person.</summary>
    public IReadOnlyList<Shift> Between(Instant from, Instant to, string? layer = null)
    {
        var byLayer = new List<List<Shift>>(layers.Length);
        foreach (var schedule in layers)
        {
            if (layer is not null && schedule.Layer.Id != layer) continue;
            byLayer.Add([]);
            schedule.Between(from, to, byLayer[^1]);
        }

        return byLayer.Count == 1 ? byLayer[0] : Merge(byLayer);
    }

    /// <summary>
    /// The parts to come of a swap or cover that whom it replaces does not hold any more, as earlier decisions leave the layer; none:
    /// nothing has lapsed. An override replaces whoever it is and never lapses; neither does what only has off-duty time ahead of it.
    /// </summary>
    public IReadOnlyList<Interval> Lapsed(ShiftChange change, Instant now)
    {
        var from = Instant.Max(now, change.Start);
        if (change.Instead is not { } person || from >= change.End
            || Array.Find(layers, layer => layer.Layer.Id == change.Layer) is not { } schedule) return [];
        if (change.Kind == ShiftSource.Override) return [];
        var (whole, pieces) = (new Interval(from, change.End), new List<Shift>());
        schedule.Before(change).Between(from, change.End, pieces);
        if (pieces.Count == 0) return change.Start >= now ? [whole] : [];
        return Spans.Minus([whole], Stretches(pieces, person, whole));
    }

    /// <summary>
    /// The parts of a span that a person holds, or is missing in, in one layer: cut only where somebody else has it, not by off-duty time.
    /// </summary>
    public IReadOnlyList<Interval> Stretches(string layer, string person, Interval span) =>
        Stretches(Between(span.Start, span.End, layer), person, span);

    private static List<Interval> Stretches(IReadOnlyList<Shift> pieces, string person, Interval span)
    {
        var stretches = new List<Interval>();
        var (start, held) = (span.Start, false);
        foreach (var piece in pieces)
        {
            if (piece.IsOf(person))
            {
                held = true;
                continue;
            }

            if (held) stretches.Add(new Interval(start, piece.Start));
            (start, held) = (piece.End, false);
        }

        if (held) stretches.Add(new Interval(start, span.End));
        return stretches;
    }

    /// <summary>Promised time at which no layer that is not shadow has a person: the pieces of it that touch the span, in order.</summary>
    public IReadOnlyList<Gap> Gaps(Instant from, Instant to)
    {
        var promised = new List<Shift>();
        Promise.Between(from, to, promised);
        if (promised.Count == 0) return [];

        var held = new List<Shift>();
        foreach (var layer in layers.Where(layer => !layer.Layer.Shadow)) layer.Between(promised[0].Start, promised[^1].End, held);
        var staffed = held.Where(shift => shift.Person is not null).OrderBy(shift => shift.Start).ToArray();
        var vacant = held.Where(shift => shift.Person is null).ToArray();

        var gaps = new List<Gap>();
        var first = 0;
        foreach (var piece in promised)
        {
            while (first < staffed.Length && staffed[first].End <= piece.Start) first++;
            var open = piece.Start;
            for (var i = first; i < staffed.Length && staffed[i].Start < piece.End; i++)
            {
                if (staffed[i].Start > open) Explain(gaps, new Gap(piece.Layer, open, staffed[i].Start, NoLayer), vacant);
                open = Instant.Max(open, staffed[i].End);
            }

            if (open < piece.End) Explain(gaps, new Gap(piece.Layer, open, piece.End, NoLayer), vacant);
        }

        gaps.RemoveAll(gap => gap.End <= from || gap.Start >= to);
        return gaps;
    }

    /// <summary>
    /// The calendar whose public holiday keeps every layer that is paged off at an instant; null: it is no holiday of theirs.
    /// </summary>
    public string? HolidayAt(Instant at)
    {
        foreach (var layer in Rotation.Layers.Where(layer => !layer.Shadow))
        {
            var version = layer.Versions.LastOrDefault(version => version.From is null || version.From <= at) ?? layer.Versions[0];
            if (version.Coverage.HolidaysOff is not { } calendar || !almanac.Calendars.TryGetValue(calendar, out var holidays)) continue;
            var local = at.InZone(almanac.Zones[version.Turn.TimeZone]);
            var windows = new Windows(version.Coverage with { HolidaysOff = null }, version.Turn.TimeZone, almanac);
            if (holidays.Dates.Contains(local.Date) && windows.Between(at, at + Duration.Epsilon).Count > 0) return calendar;
        }

        return null;
    }

    // Each list is in order; of pieces that start together, the first layer's comes first.
    private static List<Shift> Merge(List<List<Shift>> byLayer)
    {
        var merged = new List<Shift>(byLayer.Sum(shifts => shifts.Count));
        var next = new int[byLayer.Count];
        while (true)
        {
            var first = -1;
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] < byLayer[i].Count && (first < 0 || byLayer[i][next[i]].Start < byLayer[first][next[first]].Start)) first = i;
            }

            if (first < 0) return merged;
            merged.Add(byLayer[first][next[first]++]);
        }
    }

    // Each stretch of the gap in which a layer is vacant names that layer and why; the rest has no layer on duty.
    private static void Explain(List<Gap> gaps, Gap gap, Shift[] vacant)
    {
        var open = gap.Start;
        var first = gaps.Count;
        while (open < gap.End)
        {
            var here = Array.Find(vacant, shift => shift.Covers(open));
            var end = here?.End ?? vacant.Where(shift => shift.Start > open).Select(shift => shift.Start).DefaultIfEmpty(gap.End).Min();
            end = Instant.Min(end, gap.End);
            var part = here is null ? gap with { Start = open, End = end } : new Gap(here.Layer, open, end, here.Reason!);
            if (gaps.Count > first && gaps[^1] with { Start = part.Start, End = part.End } == part)
                gaps[^1] = gaps[^1] with { End = part.End };
            else gaps.Add(part);
            open = end;
        }
    }
}
