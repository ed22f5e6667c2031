using System.Globalization;
using NodaTime;
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
        var shadow = rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet();
        shifts = [.. shifts.Where(shift => shift.Person is not null || !shadow.Contains(shift.Layer))];
        var layers = rotation.Layers.Select(layer => layer.Id).Where(layer => shifts.Any(shift => shift.Layer == layer)
            || gaps.Any(gap => gap.Layer == layer)).ToList();
        // Outside the span not every layer is known.
        List<(Instant Start, Instant End, Text[] Who)> rows =
            [.. Rows(layers, shifts, gaps, names).Where(row => row.End > span.Start && row.Start < span.End)];
        // One row that is all of it says when by itself.
        Text when = rows is [var only] && only.Start == span.Start && only.End == span.End ? Text.Empty
            : named is null ? $", {Text.Span(span.Start, span.End)}" : (Text)$", {named}";
        var head = Text.Bold((shifts.Any(shift => shift.Person is not null) ? rotation.Id : $"Nobody is on call for {rotation.Id}") + when);
        var rest = rows.Count > MostRows ? rows[MostRows].Start : (Instant?)null;
        return new Reply(Text.Lines(
        [
            head, .. span.Notes, .. rest is null ? Array.Empty<Text>() : [$"The first {MostRows} of {rows.Count} turns."],
        ]))
        {
            Table = rows.Count == 0 ? null : new Table(["When", .. layers],
                [.. rows.Take(MostRows).Select(row => (IReadOnlyList<Text>)[Text.Span(row.Start, row.End), .. row.Who])]),
            Actions = rest is { } from
                ? [Buttons.Running("More", $"schedule {rotation.Id} {Typed(from, zone)} to {Typed(span.End, zone)}")] : [],
            Shareable = true,
        };
    }

    /// <summary>Cut wherever somebody comes or goes in any layer; what stays the same across a cut is one row.</summary>
    private static List<(Instant Start, Instant End, Text[] Who)> Rows(
        List<string> layers, IReadOnlyList<Shift> shifts, IReadOnlyList<Gap> gaps, IReadOnlyDictionary<string, string> names)
    {
        var cuts = shifts.SelectMany(shift => new[] { shift.Start, shift.End })
            .Concat(gaps.SelectMany(gap => new[] { gap.Start, gap.End })).Distinct().Order().ToList();
        var starts = shifts.Select(shift => shift.Start).ToHashSet();
        List<Column> columns = [.. layers.Select(layer => new Column(
            shifts.Where(shift => shift.Layer == layer).OrderBy(shift => shift.Start),
            gaps.Where(gap => gap.Layer == layer).OrderBy(gap => gap.Start)))];
        var rows = new List<(Instant Start, Instant End, Text[] Who)>();
        foreach (var (start, end) in cuts.Zip(cuts.Skip(1)))
        {
            Text[] who = [.. columns.Select(column => column.Cell(start, names))];
            if (who.All(cell => cell.IsEmpty)) continue;
            // Turns of one person that follow each other stay apart: a row is a turn.
            var goesOn = rows.Count > 0 && rows[^1].End == start && rows[^1].Who.SequenceEqual(who)
                && !starts.Contains(start);
            if (goesOn) rows[^1] = rows[^1] with { End = end };
            else rows.Add((start, end, who));
        }

        return rows;
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
        public Text Cell(Instant at, IReadOnlyDictionary<string, string> names)
        {
            while (shifts.TryPeek(out var past) && past.End <= at) shifts.Dequeue();
            while (gaps.TryPeek(out var filled) && filled.End <= at) gaps.Dequeue();
            if (shifts.TryPeek(out var shift) && shift.Covers(at))
                return shift.Person is { } person ? $"{names.Named(person)}{Changed(shift, names)}" : RotationReplies.Nobody(shift, names);
            return gaps.TryPeek(out var gap) && gap.Start <= at ? RotationReplies.Nobody(gap, names) : Text.Empty;
        }
    }
}
