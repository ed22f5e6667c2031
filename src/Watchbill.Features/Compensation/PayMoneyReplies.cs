using System.Globalization;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Compensation.PayReplies;

namespace Watchbill.Compensation;

/// <summary>What is said about hours by hand, time off, and months to come.</summary>
public static class PayMoneyReplies
{
    private const int MaxButtons = 8;

    public static Reply Add(TimeEntry entry, bool done)
    {
        var what = entry.Kind == TimeEntryKind.Standby ? "standby" : "support";
        var length = Hours((decimal)(entry.End - entry.Start).TotalSeconds / 3600);
        Text hours = $"{length} of {what} for {entry.Worked}, {Text.Span(entry.Start, entry.End)}";
        return done ? new Reply(Text.Lines(Text.Bold($"Entered: {hours}."), entry.Kind == TimeEntryKind.Standby
            ? "They count once your manager approves them."
            : $"They are charged to {entry.Worked} once your manager approves them, and change nothing of your pay."))
            : new Reply(Text.Bold($"Enter {hours}?"));
    }

    /// <summary>Asks before an hourly rate or a factor is set.</summary>
    /// <param name="touched">Approved months in which it holds, too.</param>
    /// <param name="open">The month that they are adjusted in.</param>
    public static Reply Set(
        Person person, PayFacts before, PayFacts after, LocalDate from, IReadOnlyList<LocalDate> touched, LocalDate? open,
        LocalDate today)
    {
        var (day, who) = (DayText.Of(from, today), People.Named(person));
        var lines = new List<Text>();
        if (after.Hourly != before.Hourly)
        {
            // Beside a total the rate tells the factor, which is between its person and whoever set it.
            var old = before.Factors.Count > 0 ? "What it was before is not shown."
                : before.Hourly.On(from) is { } known ? $"Before it was {Sum([known.Value])}." : "There was none before.";
            lines.Add(Text.Bold($"Set the hourly rate of {who} to {Sum([after.Hourly.On(from)!.Value])} from {day}?") + $" {old}");
        }

        if (after.Factors != before.Factors)
        {
            var old = before.Factors.Count > 0 ? "What it was before is not shown." : "There was none before.";
            lines.Add(Text.Bold($"Set the factor of {who} to {Number(after.Factors.On(from)!.Value)} from {day}?") + $" {old}");
        }

        if (open is { } month)
        {
            var months = touched.Count == 1 ? "1 approved month" : $"{touched.Count} approved months";
            lines.Add($"⚠ It touches {months} ({string.Join(", ", touched.Select(PayRecord.MonthText))}): what each is worth more or less "
                + $"is an adjustment of {PayRecord.MonthText(month)}.");
        }

        return new(Text.Lines(lines));
    }

    /// <param name="zone">The reader's: a button's label has no times of its own.</param>
    public static Reply Waiting(LocalDate month, IReadOnlyList<(string Name, Stored<TimeEntry> Entry)> waiting, DateTimeZone zone) =>
        waiting.Count == 0
            ? new(Text.Bold($"No hours of {PayRecord.MonthText(month)} wait for you"))
            : new(
                Text.Bold($"{PayRecord.MonthText(month)}: {waiting.Count} {(waiting.Count == 1 ? "entry waits" : "entries wait")} for you"))
            {
                Table = new Table(["Who", "When", "For", "Note"], [.. waiting.Select(one => (IReadOnlyList<Text>)
                [
                    $"{People.Named(one.Entry.Value.Person, one.Name)}",
                    Text.Span(one.Entry.Value.Start, one.Entry.Value.End), one.Entry.Value.Worked, one.Entry.Value.Note,
                ])]),
                Actions = [.. Entries("Approve", waiting, zone).Zip(Entries("Reject", waiting, zone), waiting).SelectMany(one => new[]
                {
                    new Button(one.First, "pay-entry-approve", one.Third.Entry.Id),
                    new Button(one.Second, "pay-entry-reject", one.Third.Entry.Id),
                })],
            };

    private static IReadOnlyList<string> Entries(
        string verb, IReadOnlyList<(string Name, Stored<TimeEntry> Entry)> waiting, DateTimeZone zone)
    {
        List<(string Name, string Day)> shown =
            [.. waiting.Take(MaxButtons).Select(one => (one.Name, Buttons.Day(one.Entry.Value.Start, zone)))];
        return Buttons.Apart(
            [.. shown.Select(one => $"{verb} {one.Name}")], [.. shown.Select(one => $"{verb} {one.Day}")],
            [.. shown.Select(one => $"{verb} {People.First(one.Name)}, {one.Day}")]);
    }

    /// <param name="next">What expires next; null: nothing does.</param>
    public static Reply Balance(PersonMonth month, ExpiringTimeOff? next, LocalDate today) => new(Text.Lines(
    [
        Text.Bold($"{Number(month.TimeOff.Balance)} h of time off left"
            + (month.State == PayState.Open ? "" : $" at the end of {PayRecord.MonthText(month.Month)}")),
        (Text)($"In {PayRecord.MonthText(month.Month)}: {Number(month.TimeOff.Earned)} h earned, {Number(month.TimeOff.Taken)} h taken, "
            + $"{Number(month.TimeOff.Expired)} h expired{(month.Lines.Any(line => line.Kind == PayKind.Payout) ? " and paid out" : "")}."),
        .. Next(next, today),
    ]))
    {
        Table =
            month.TimeOff.Lots.Count == 0
                ? null : new Table(["Earned", "For", "Hours", "Left", "Due"], [.. month.TimeOff.Lots.Select(one =>
                (IReadOnlyList<Text>)
                [
                    DayText.Of(one.Lot.Earned, today), one.Lot.For, Number(one.Lot.Hours), Number(one.Left),
                    one.Lot.Expires is { } day ? DayText.Of(day, today) : "never",
                ])]),
    };

    internal static IReadOnlyList<Text> Next(ExpiringTimeOff? next, LocalDate today) =>
        next is null ? [] : [$"Next to expire: {Number(next.Hours)} h, to take by {DayText.Of(next.Last, today)}."];

    /// <summary>
    /// Tells somebody that time off is about to expire. It says not how much: a message is stored, and may reach somebody by mail address
    /// alone.
    /// </summary>
    public static Reply Expires(LocalDate last) => new(Text.Lines(
        Text.Bold($"Some of your time off expires after {DayText.Of(last)}."),
        "Agree with your manager when you take it; they note it."))
    {
        Actions = [Buttons.Running("See my time off", "pay off balance")],
    };

    /// <summary>Amounts that are not settled yet, in whole units.</summary>
    internal static string Estimate(IReadOnlyList<Money> totals) => string.Join(" and ", totals.Select(money =>
        $"{money.Amount.ToString("#,##0", CultureInfo.InvariantCulture)} {money.Currency}"));

    public static Reply Forecast(string subject, LocalDate month, IReadOnlyList<PayLine> lines, Text? bonus)
    {
        var name = PayRecord.MonthText(month);
        if (lines.Count == 0)
            return new(
                Text.Lines(Text.Bold($"{subject}, {name}: nothing is paid"), "Its rotations name no pay policy, or nobody is on call."));
        return new(Text.Lines(
        [
            Text.Bold($"{subject}, {name}: {Estimate(Earnings.Totals(lines))}"), "Projected from the schedule, without callouts.",
            .. bonus is null ? Array.Empty<Text>() : [bonus],
        ]))
        {
            Table =
                new Table(["Rotation", "Class", "Hours", "Amount"],
                    [.. lines.GroupBy(line => (line.Rotation, line.Class, line.Amount.Currency))
                        .Select(group => (IReadOnlyList<Text>)
                        [
                            group.Key.Rotation ?? "", group.Key.Class ?? "", Number(decimal.Round(group.Sum(line => line.Hours), 2)),
                            Sum([new Money(group.Sum(line => line.Amount.Amount), group.Key.Currency)]),
                        ])]),
        };
    }
}
