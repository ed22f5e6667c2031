namespace Watchbill.Chat;

/// <summary>A reply as plain text, whole: for the API of the local chat, for tests, and where nothing better can be shown.</summary>
public static class PlainText
{
    /// <summary>Times are in the reader's zone; where it may be another, the first one names it.</summary>
    public static string Render(Reply reply, Reader reader)
    {
        var page = new Page(reader);
        var blocks = new List<string>
        {
            page.Words(reply.Text),
            string.Join('\n', reply.Fields.Select(field => $"{field.Name}: {page.Words(field.Value)}")),
            reply.Table is { } table ? page.Rows(table) : "",
            reply.Chart is { } chart ? page.Words(ReplyWords.Of(chart)) : "",
            reply.Form is { } form ? Inputs(form, reply) : "",
            reply.Note is { } note ? page.Words(note) : "",
            string.Join(' ', reply.Actions.Select(action => $"[{action.Label}]")),
        };
        return string.Join('\n', blocks.Where(block => block.Length > 0));
    }

    /// <summary>One text, such as a notification's.</summary>
    public static string Render(Text text, Reader reader) => new Page(reader).Words(text);

    // What stands above it may have said its title.
    private static string Inputs(Form form, Reply reply) => string.Join('\n', form.Fields.SelectMany(Input)
        .Prepend(reply.Text.ToString().StartsWith(form.Title, StringComparison.Ordinal) ? "Form:" : $"Form: {form.Title}"));

    private static IEnumerable<string> Input(FormField field)
    {
        var value = field.Options.FirstOrDefault(option => option.Value == field.Value)?.Label ?? field.Value;
        yield return $"  {field.Label}{(field.Optional ? " (optional)" : "")}: {value ?? "____"}"
            + (value is null && field.Hint is { } hint ? $"  e.g. {hint}" : "");
        if (field.Options.Count > 0) yield return $"    one of: {string.Join(", ", field.Options.Select(option => option.Label))}";
        if (field.Error is { } error) yield return $"    ! {error}";
    }

    private sealed class Page(Reader reader)
    {
        private readonly ZoneNote zone = new(reader);

        public string Words(Text text) => string.Concat(text.Parts.Select((part, i) => part switch
        {
            Time time => TimeWords.At(text.Parts, i, TimeWords.Of(time, reader)) + zone.After(time),
            Mention { Quiet: false } mention => $"@{mention.Name}",
            _ => part.ToString(),
        }));

        public string Rows(Table table)
        {
            List<string[]> rows = [[.. table.Columns],
                .. table.Rows.Select(row => row.Select(cell => Words(cell).ReplaceLineEndings(" ")).ToArray())];
            var widths = rows.Select(row => row.Length).Max() is var columns
                ? Enumerable.Range(0, columns).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0)).ToArray()
                : [];
            return string.Join('\n',
                rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
        }
    }
}
