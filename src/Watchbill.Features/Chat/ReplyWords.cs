using System.Globalization;

namespace Watchbill.Chat;

/// <summary>A reply in words, for what cannot draw tables and charts, such as notifications; and its buttons.</summary>
public static class ReplyWords
{
    /// <summary>All that it says.</summary>
    public static Text Of(Reply reply) => Text.Lines(
    [
        reply.Text,
        .. reply.Fields.Select(field => (Text)$"{field.Name}: {field.Value}"),
        .. reply.Table is { } table ? Lines(table) : [],
        .. reply.Chart is { } chart ? [Of(chart)] : Array.Empty<Text>(),
        .. reply.Note is { } note ? [note] : Array.Empty<Text>(),
    ]);

    /// <summary>The values of a chart; one that stays is said once, from when to when.</summary>
    public static Text Of(Chart chart)
    {
        var runs = new List<(string From, string To, decimal Value)>();
        foreach (var (category, value) in chart.Categories.Zip(chart.Values))
        {
            if (runs is [.., var last] && last.Value == value) runs[^1] = last with { To = category };
            else runs.Add((category, category, value));
        }

        return $"{chart.Title} ({chart.Unit}): " + string.Join(", ", runs.Select(run => string.Create(CultureInfo.InvariantCulture,
            $"{run.From}{(run.To == run.From ? "" : $" to {run.To}")} {run.Value}")));
    }

    /// <summary>
    /// The rows as lines: the first cell stands out, empty ones are left out, a moment says which one it is.
    /// </summary>
    /// <param name="named">Whether each cell says which one it is: of many columns, most of them figures, nobody knows otherwise.</param>
    public static IEnumerable<Text> Lines(Table table, bool named = false) =>
        table.Rows.Select(row => Text.Join(" · ", row.Select((cell, i) => i == 0 ? First(cell, table) : Named(cell, table, i, named))
            .Where((_, i) => !IsEmpty(row[i]))));

    private static Text Named(Text cell, Table table, int column, bool named) =>
        column >= table.Columns.Count || table.Columns[column].ToLowerInvariant() is not { Length: > 0 } head ? cell
        : cell.Parts is [Time] ? $"{head} {cell}" : named ? $"{head}: {cell}" : cell;

    /// <summary>The reply's buttons, and one that opens its form where it asks for input.</summary>
    public static IEnumerable<Button> Buttons(Reply reply) =>
        reply.Form is { } form
            ? reply.Actions.Prepend(Chat.Buttons.Running("Fill in form", form.Id) with { Style = ButtonStyle.Primary })
            : reply.Actions;

    // A name alone is who it is about: under another head, such as "Instead of", it would be read the wrong way round.
    private static Text First(Text cell, Table table) =>
        cell.Parts.Any(part => part is Mention) && table.Columns is [{ Length: > 0 } and not "Who" and var head, ..]
            ? Text.Bold($"{head}: {cell}") : First(cell);

    private static Text First(Text cell) =>
        cell.Length <= 100 && cell.Parts.All(part => part is not Words words || words.Value.AsSpan().Trim().Length == words.Value.Length)
            ? Text.Bold(cell) : cell;

    private static bool IsEmpty(Text cell) => cell.Parts.All(part => part is not Time && part.ToString()!.Length == 0);
}
