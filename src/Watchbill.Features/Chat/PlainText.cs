using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Watchbill.Chat;

/// <summary>A reply as plain text, whole: for the API of the local chat, for tests, and where nothing better can be shown.</summary>
public static class PlainText
{
    private static readonly LocalDateTimePattern DateAndTime = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu HH:mm");
    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM uuuu");
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>Times are shown in the reader's zone, which the last line names where any was shown.</summary>
    public static string Render(Reply reply, DateTimeZone zone)
    {
        var page = new Page(zone);
        var blocks = new List<string>
        {
            page.Words(reply.Text),
            string.Join('\n', reply.Fields.Select(field => $"{field.Name}: {page.Words(field.Value)}")),
            reply.Table is { } table ? page.Rows(table) : "",
            reply.Chart is { } chart ? Points(chart) : "",
            reply.Form is { } form ? Inputs(form) : "",
            string.Join(' ', reply.Actions.Select(action => $"[{action.Label}]")),
        };
        if (page.ShowedTime) blocks.Add($"Times are in {zone.Id}.");
        return string.Join('\n', blocks.Where(block => block.Length > 0));
    }

    /// <summary>One text, such as a notification's.</summary>
    public static string Render(Text text, DateTimeZone zone) => new Page(zone).Words(text);

    private static string Points(Chart chart) =>
        $"{chart.Title} ({chart.Unit}): " + string.Join(", ", chart.Categories.Zip(chart.Values, (category, value) =>
            string.Create(CultureInfo.InvariantCulture, $"{category} {value}")));

    private static string Inputs(Form form) => string.Join('\n', form.Fields.SelectMany(Input).Prepend($"Form: {form.Title}"));

    private static IEnumerable<string> Input(FormField field)
    {
        var value = field.Options.FirstOrDefault(option => option.Value == field.Value)?.Label ?? field.Value;
        yield return $"  {field.Label}{(field.Optional ? " (optional)" : "")}: {value ?? "____"}"
            + (value is null && field.Hint is { } hint ? $"  e.g. {hint}" : "");
        if (field.Options.Count > 0) yield return $"    one of: {string.Join(", ", field.Options.Select(option => option.Label))}";
        if (field.Error is { } error) yield return $"    ! {error}";
    }

    private sealed class Page(DateTimeZone zone)
    {
        public bool ShowedTime { get; private set; }

        public string Words(Text text) => string.Concat(text.Parts.Select(part => part switch
        {
            Words words => words.Value,
            Mention mention => $"@{mention.Name}",
            Time time => Moment(time),
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

        private string Moment(Time time)
        {
            ShowedTime = true;
            var zoned = time.At.InZone(zone);
            // In an hour that happens twice the clock alone does not say which one.
            var offset = time.Shape != TimeShape.Date && zone.MapLocal(zoned.LocalDateTime).Count > 1 ? $" ({zoned.Offset})" : "";
            return time.Shape switch
            {
                TimeShape.Date => Date.Format(zoned.Date),
                TimeShape.Time => Clock.Format(zoned.TimeOfDay),
                _ => DateAndTime.Format(zoned.LocalDateTime),
            } + offset;
        }
    }
}
