using Watchbill.Chat;

namespace Watchbill.Budgets;

/// <summary>Words about corrections of budgets and planned maintenance.</summary>
public static class BudgetCorrectionReplies
{
    public static Reply Preview(BudgetCorrection row) => new(Counts(row) + $", because {row.Reason}. What was recorded stays.");

    public static Reply Done(BudgetCorrection row) =>
        new((Text)"Done. " + Counts(row) + $". See or take it back with: budget corrections {row.Service}");

    public static Reply UndoPreview(BudgetCorrection row) =>
        new((Text)"Taken back: " + Counts(row) + ". It counts as it was recorded again.");

    public static Reply Undone(BudgetCorrection row) => new((Text)"Done. " + UndoPreview(row).Text);

    public static Text Told(BudgetCorrection row, string author) => row.UndoneAt is null
        ? (Text)$"{author}: " + Counts(row) + $", because {row.Reason}."
        : (Text)$"{author} took back: " + Counts(row) + ".";

    /// <summary>Those that hold, with a button each to take it back.</summary>
    public static Reply List(string service, IReadOnlyList<BudgetCorrection> rows) => rows.Count == 0
        ? new Reply($"Nothing of {service} is corrected: its budgets count what was recorded.") { Shareable = true }
        : new Reply(Text.Lines(rows.Select(row => (Text)$"{row.Id}: " + Counts(row) + $", because {row.Reason}.")))
        {
            Actions = [.. rows.Select(
                row => new Button(rows.Count == 1 ? "Take back" : $"Take {row.Id} back", "budget-undo",
                    new ButtonValue(ButtonSubject.Service, service, row.Id).ToString()))],
            Shareable = true,
        };

    private static Text Counts(BudgetCorrection row)
    {
        var what = row.Slo is { } slo ? $"{row.Service} ({slo})" : row.Service;
        return row.Kind switch
        {
            CorrectionKind.Maintenance => $"Maintenance of {what} {Text.Span(row.Start, row.End)} counts as uptime",
            CorrectionKind.Uptime => $"{what} counts as up {Text.Span(row.Start, row.End)}",
            _ => (Text)$"{what} counts as down {Text.Span(row.Start, row.End)}",
        };
    }
}
