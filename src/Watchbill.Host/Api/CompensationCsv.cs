using System.Globalization;
using CsvHelper;
using NodaTime.Text;
using Watchbill.Compensation;

namespace Watchbill.Api;

/// <summary>Lines of pay for payroll: one row a line, in the columns that the documentation names.</summary>
internal static class CompensationCsv
{
    private static readonly string[] Columns =
    [
        "period", "person", "name", "team", "rotation", "kind", "class", "start", "end", "hours", "rate", "factor", "amount", "currency",
        "policy", "state", "reason",
    ];

    /// <param name="ofTeam">Rates and factors of people with a factor are theirs alone.</param>
    public static string Write(IReadOnlyList<TeamMonth> months, bool ofTeam)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions(), leaveOpen: true))
        {
            csv.WriteRecord(Columns);
            foreach (var one in months)
            {
                foreach (var (_, line) in one.Lines) Write(csv, one, line, ofTeam && one.Month.HasFactor);
            }
        }

        return text.ToString();
    }

    private static void Write(CsvWriter csv, TeamMonth one, PayLine line, bool hidden)
    {
        csv.WriteRecord(
        [
            PayRecord.MonthText(one.Month.Month), Text(one.Month.Person), Text(one.Month.Name), Text(one.TeamOf(line)), Text(line.Rotation),
            Word(line.Kind), Text(line.Class), InstantPattern.General.Format(line.Start), InstantPattern.General.Format(line.End),
            Number(decimal.Round(line.Hours, 4)), line.Rate is { } rate && !hidden ? Number(rate) : "", hidden ? "" : Number(line.Factor),
            Number(line.Amount.Amount), line.Amount.Currency, Text(line.Policy), Word(one.Month.State),
            Text(line.Reason ?? (line.Service is { } service ? $"{service} within budget" : null)),
        ]);
    }

    // A spreadsheet takes a text that begins so for a formula (OWASP, CSV injection).
    private static string Text(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";

    private static string Number(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
