using System.Globalization;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>A rotation's plan: a row a turn, a column a layer, what was changed marked where it stands.</summary>
public static class ScheduleReplies
{
    private const int MostRows = 8;

    /// <param name="named">What the span is called, such as <c>next 4 weeks</c>; null: it has no name.</param>
    /// <param name="zone">The reader's, in which the command for the rest is written.</param>
    public static Reply Of(
        Rotation rotation, SpokenSpan span, string? named, IReadOnlyList<Shift> shifts, IReadOnlyList<Gap> gaps,
        IReadOnlyDictionary<string, string> names, DateTimeZone zone)
    {
        // A shadow layer that nobody is in is nobody's business.
        var held = shifts.Where(shift => shift.Person is not null).Select(shift => shift.Layer).ToHashSet();
        var empty = rotation.Layers.Where(layer => layer.Shadow && !held.Contains(layer.Id)).Select(layer => layer.Id).ToHashSet();
        shifts = [.. shifts.Where(shift => !empty.Contains(shift.Layer))];
        var layers = rotation.Layers.Select(layer => layer.Id).Where(layer => shifts.Any(shift => shift.Layer == layer)
            || gaps.Any(gap => gap.Layer == layer)).ToList();
        // Outside the span not every layer is known.
        var (all, closed) = Rows(
            layers, [.. layers.Select(id => HasOneCoverage(rotation.Layers.First(layer => layer.Id == id), span))], shifts, gaps, names);
        List<Row> rows = [.. all.Where(row => row.End > span.Start && row.Start < span.End)];
        var what = shifts.Any(shift => shift.Person is not null) ? rotation.Id : $"Nobody is on call for {rotation.Id}";
        var head = Text.Bold($"{what}, {named ?? Text.Span(span.Start, span.End)}");
        var rest = rows.Count > MostRows ? rows[MostRows].Start : (Instant?)null;
        return new Reply(Text.Lines(
        [
            head, .. Hours(rotation, closed, span.Start, zone), .. span.Notes,
            .. rest is null ? Array.Empty<Text>() : [$"The first {MostRows} of {rows.Count} turns."],
        ]))
        {
            Table = rows.Count == 0 ? null : new Table(["When", .. layers],
                [.. rows.Take(MostRows).Select(row => (IReadOnlyList<Text>)
                    [Text.Span(row.Start, row.End), .. row.Cells.Select(cell => cell.Who ?? "off-hours")])]),
            Actions = rest is { } from
                ? [Buttons.Running("Show more", $"schedule {rotation.Id} {Typed(from, zone)} to {Typed(span.End, zone)}")] : [],
            Shareable = true,
        };
    }

    /// <summary>
    /// A row a turn: cut wherever somebody comes or goes in any layer. Hours between two of one turn that the layer does not promise cut
    /// nothing: the hours are said instead.
    /// </summary>
    /// <returns>The rows, and the layers of which that is so.</returns>
    private static (IReadOnlyList<Row> Rows, IReadOnlyList<string> Closed) Rows(
        List<string> layers, IReadOnlyList<bool> mayBridge, IReadOnlyList<Shift> shifts, IReadOnlyList<Gap> gaps,
        IReadOnlyDictionary<string, string> names)
    {
        var cuts = shifts.SelectMany(shift => new[] { shift.Start, shift.End })
            .Concat(gaps.SelectMany(gap => new[] { gap.Start, gap.End })).Distinct().Order().ToList();
        List<Column> columns = [.. layers.Select(layer => new Column(
            shifts.Where(shift => shift.Layer == layer).OrderBy(shift => shift.Start),
            gaps.Where(gap => gap.Layer == layer).OrderBy(gap => gap.Start)))];
        Row[] pieces = [.. cuts.Zip(cuts.Skip(1), (start, end) =>
            new Row(start, end, [.. columns.Select(column => column.Cell(start, names))]))];
        List<string> closed = [.. layers.Where((_, layer) => mayBridge[layer] && Bridge(pieces, layer))];
        var rows = new List<Row>();
        foreach (var piece in pieces.Where(piece => piece.Cells.Any(cell => cell.Who is not null)))
        {
            if (rows.Count > 0 && rows[^1].End == piece.Start && rows[^1].Cells.SequenceEqual(piece.Cells))
                rows[^1] = rows[^1] with { End = piece.End, Held = [.. rows[^1].Held.Zip(piece.Held, (before, here) => before || here)] };
            else rows.Add(piece);
        }

        // A row that only another layer cuts out may be one in which somebody is off-hours all the time.
        return ([.. rows.Where(row => row.Held.Contains(true))
            .Select(row => row with { Cells = [.. row.Cells.Select((cell, layer) => row.Held[layer] ? cell : default)] })], closed);
    }

    // With windows, and the same ones in all of the span: what is said of its hours is true of every row.
    private static bool HasOneCoverage(Layer layer, SpokenSpan span)
    {
        var held = layer.Versions.Where(version => version.From is not { } from || from < span.End)
            .Where(version => version == layer.At(span.Start) || version.From is { } from && from > span.Start).ToList();
        return held.Count > 0 && held[0].Coverage.Windows.Count > 0
            && held.Select(version => (RosterText.Of(version.Coverage), version.Turn.TimeZone)).Distinct().Count() == 1;
    }

    /// <returns>Whether there was something to bridge.</returns>
    private static bool Bridge(IReadOnlyList<Row> pieces, int layer)
    {
        var (last, bridged) = (-1, false);
        for (var i = 0; i < pieces.Count; i++)
        {
            var cell = pieces[i].Cells[layer];
            if (cell.Who is null) continue;
            if (last >= 0 && i > last + 1 && pieces[last].Cells[layer] == cell && cell.Turn is not null)
            {
                foreach (var between in pieces.Skip(last + 1).Take(i - last - 1)) between.Cells[layer] = cell;
                bridged = true;
            }

            last = i;
        }

        return bridged;
    }

    // As they hold when the span begins; by layer, where they are not those of all.
    private static IEnumerable<Text> Hours(Rotation rotation, IReadOnlyList<string> closed, Instant at, DateTimeZone zone)
    {
        var hours = closed.Select(id => (Id: id, Said: Hours(rotation.Layers.First(layer => layer.Id == id), at, zone))).ToList();
        if (hours.Count == 0) return [];
        return hours.Select(layer => layer.Said).Distinct().Count() == 1 && closed.Count == rotation.Layers.Count
            ? [$"Hours: {hours[0].Said}."]
            : [$"Hours: {string.Join("; ", hours.Select(layer => $"{layer.Id} {layer.Said}"))}."];
    }

    private static string Hours(Layer layer, Instant at, DateTimeZone zone)
    {
        var held = layer.At(at) ?? layer.Versions[0];
        return RosterText.Of(held.Coverage) + (held.Turn.TimeZone == zone.Id ? "" : $" ({DayText.City(held.Turn.TimeZone)})");
    }

    private static string Changed(Shift shift, IReadOnlyDictionary<string, string> names) => shift.Source == ShiftSource.Turn ? ""
        : $" ({shift.Source.ToString().ToLowerInvariant()}"
            + $"{(shift.Instead is { } instead && instead != shift.Person ? $" for {People.First(names[instead])}" : "")})";

    private static string Typed(Instant at, DateTimeZone zone) =>
        at.InZone(zone).ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A layer, read once from its first shift to its last.</summary>
    private sealed class Column(IEnumerable<Shift> shifts, IEnumerable<Gap> gaps)
    {
        private readonly Queue<Shift> shifts = new(shifts);
        private readonly Queue<Gap> gaps = new(gaps);

        /// <summary>Who is there at an instant, none of which is before the last one.</summary>
        public Cell Cell(Instant at, IReadOnlyDictionary<string, string> names)
        {
            while (shifts.TryPeek(out var past) && past.End <= at) shifts.Dequeue();
            while (gaps.TryPeek(out var filled) && filled.End <= at) gaps.Dequeue();
            if (shifts.TryPeek(out var shift) && shift.Covers(at))
                return new(shift.Turn, shift.Person is { } person
                    ? $"{names.Named(person)}{Changed(shift, names)}" : RotationReplies.Nobody(shift, names));
            return gaps.TryPeek(out var gap) && gap.Start <= at ? new(null, RotationReplies.Nobody(gap, names)) : default;
        }
    }

    /// <summary>From start (included) to end (not included), a cell a layer.</summary>
    private sealed record Row(Instant Start, Instant End, Cell[] Cells)
    {
        /// <summary>Of which layers there is anything in it, and not only their hours between two pieces of a turn.</summary>
        public bool[] Held { get; init; } = [.. Cells.Select(cell => cell.Who is not null)];
    }

    /// <param name="Turn">Null: a gap, or off-hours.</param>
    /// <param name="Who">Null: off-hours.</param>
    private readonly record struct Cell(long? Turn, Text? Who);
}
