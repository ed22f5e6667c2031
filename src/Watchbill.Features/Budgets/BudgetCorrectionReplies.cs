using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Budgets;

/// <summary>Words about corrections of budgets and planned maintenance.</summary>
public static class BudgetCorrectionReplies
{
    private const int MaxButtons = 8;

    public static Reply Preview(BudgetCorrection row) =>
        new((Text)$"{Text.Bold($"Count {Counts(row, "as")}?")} Reason: {row.Reason}. What was recorded stays.{Pages(row)}");

    public static Reply Done(BudgetCorrection row) =>
        new((Text)$"{Text.Bold($"{Counts(row, "counts as")}.")} See or undo: `budget corrections {row.Service}`");

    public static Reply UndoPreview(BudgetCorrection row) =>
        new((Text)$"{Text.Bold("Undo this correction?")} {Counts(row, "counts as")}; without it what was recorded counts.");

    public static Reply Undone(BudgetCorrection row) =>
        new((Text)$"{Text.Bold("Correction undone:")} {Counts(row, "counted as")}. What was recorded counts again.");

    public static Text Told(BudgetCorrection row, Mention author) => row.UndoneAt is null
        ? (Text)$"{Text.Bold($"{Counts(row, "counts as")}.")} By {author}. Reason: {row.Reason}."
        : (Text)$"{Text.Bold("Correction undone:")} {Counts(row, "counted as")}. By {author}.";

    /// <summary>Those that hold, with a button each to take it back.</summary>
    /// <param name="zone">The reader's: a button's label has no times of its own.</param>
    public static Reply List(string service, IReadOnlyList<BudgetCorrection> rows, DateTimeZone zone) => rows.Count == 0
        ? new Reply(Text.Bold($"{service} has no corrections:") + " its budgets count what was recorded.") { Shareable = true }
        : new Reply(Text.Bold(rows.Count == 1 ? $"{service}: 1 correction" : $"{service}: {rows.Count} corrections"))
        {
            Table = new Table(["When", "Counts as", "SLO", "Reason"], [.. rows.Select(row => (IReadOnlyList<Text>)
                [Text.Span(row.Start, row.End), Word(row.Kind), row.Slo ?? "all", row.Reason])]),
            Actions = [.. rows.Take(MaxButtons).Zip(
                Buttons.Apart([.. rows.Take(MaxButtons).Select(row => $"Undo {Buttons.Day(row.Start, zone)}")]),
                (row, label) => new Button(rows.Count == 1 ? "Undo correction" : label, "budget-undo",
                    new ButtonValue(ButtonSubject.Service, service, row.Id).ToString()))],
            Shareable = true,
        };

    private static string Word(CorrectionKind kind) => kind switch
    {
        CorrectionKind.Maintenance => "uptime (maintenance)",
        CorrectionKind.Uptime => "uptime",
        _ => "downtime",
    };

    private static string Pages(BudgetCorrection row) => row switch
    {
        { Kind: not CorrectionKind.Maintenance } => "",
        { HoldsPages: true } => " Alerts that begin in it page only if they are still open at its end.",
        _ => " Alerts page as always: only maintenance of all objectives holds them.",
    };

    private static Text Counts(BudgetCorrection row, string verb)
    {
        var what = row.Slo is { } slo ? $"{row.Service} ({slo})" : row.Service;
        var span = Text.Span(row.Start, row.End);
        return row.Kind switch
        {
            CorrectionKind.Maintenance => (Text)$"maintenance of {what} {verb} uptime, {span}",
            CorrectionKind.Uptime => $"{what} {verb} up, {span}",
            _ => $"{what} {verb} down, {span}",
        };
    }
}
