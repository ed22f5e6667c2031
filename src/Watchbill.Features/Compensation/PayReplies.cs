using System.Globalization;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>What is said about pay. Nothing of it can be shared.</summary>
public static class PayReplies
{
    /// <param name="before">The month before, to say what changed; null: the month is still to come.</param>
    /// <param name="next">Time off that expires next; null: none does.</param>
    public static Reply Mine(PersonMonth month, PersonMonth? before, ExpiringTimeOff? next, LocalDate today)
    {
        var name = PayRecord.MonthText(month.Month);
        if (month.Lines.Count == 0)
            return new(Text.Lines(
            [
                Text.Bold($"Nothing is owed to you for {name}"),
                "A rotation pays once it names a pay policy, and a shift once it has begun.",
                .. month.TimeOff.Earned > 0 ? [(Text)$"Time off earned: {Number(month.TimeOff.Earned)} h."] : Array.Empty<Text>(),
                .. PayMoneyReplies.Next(next, today),
            ]));
        return new(Text.Lines(
        [
            Text.Bold($"{name}: {Sum(month.Totals)}") + Worked(month),
            $"{State(month)}{Changed(month, before)}",
            .. month.LacksRate
                ? [(Text)"Your hourly rate is not set, so some lines are worth nothing yet. Ask your manager."] : Array.Empty<Text>(),
            .. month.TimeOff.Earned > 0 ? [(Text)$"Time off earned: {Number(month.TimeOff.Earned)} h."] : Array.Empty<Text>(),
            .. PayMoneyReplies.Next(next, today),
        ]))
        {
            Table = LinesOf(month, hidden: false),
            Actions = month.State is PayState.Calculated or PayState.Unchecked || month.ChangedSinceCheck
                ? [Buttons.Running("Check pay", $"pay check {name}"), Buttons.Running("Report mistake…", $"pay mistake {name}")] : [],
        };
    }

    /// <param name="hidden">Whether what an hour of theirs is worth is not told.</param>
    internal static Table LinesOf(PersonMonth month, bool hidden)
    {
        // Who holds one layer only need not be told which.
        var layers = month.Lines.Select(Layer).OfType<string>().Distinct().Count() > 1;
        return new Table(["For", "When", "Worked out", "Amount"], [.. month.Lines.Select(line => (IReadOnlyList<Text>)
        [
            Subject(line, layers), When(line), hidden ? Hidden(line) : Why(line), line.Amount.Written(),
        ])]);
    }

    /// <summary>
    /// Asks somebody to check a month. It holds no amount: a message is stored, and may reach somebody by mail address alone.
    /// </summary>
    /// <param name="expires">When time off expires soon; null: none does.</param>
    public static Reply Question(LocalDate month, Instant checkBy, bool again, LocalDate? expires = null)
    {
        var name = PayRecord.MonthText(month);
        return new(Text.Lines(
        [
            Text.Bold($"{(again ? "Still open: is" : "Is")} your on-call pay of {name} right?"),
            $"Check it by {checkBy}. After that your manager can approve it unchecked.",
            .. expires is { } last
                ? [(Text)$"Some of your time off expires after {DayText.Of(last)}."] : Array.Empty<Text>(),
        ]))
        {
            Actions =
            [
                Buttons.Running("See my pay", $"pay me {name}"),
                Buttons.Running("Check pay", $"pay check {name}"),
                Buttons.Running("Report mistake…", $"pay mistake {name}"),
            ],
        };
    }

    /// <summary>How far the last month has come, without an amount.</summary>
    public static Reply Home(LocalDate month, PayState state) =>
        new(Text.Bold($"Your on-call pay of {PayRecord.MonthText(month)} is {PayRecord.Name(state)}."))
        { Actions = [Buttons.Running("See my pay", $"pay me {PayRecord.MonthText(month)}")] };

    /// <summary>Tells whoever approves a month that its person finds it wrong; what is wrong they read in private.</summary>
    public static Reply Mistake(Person person, LocalDate month) =>
        new(Text.Bold($"{People.Named(person)} says something is wrong with their {PayRecord.MonthText(month)}."))
        { Actions = [Buttons.Running("See pay", $"pay team {PayRecord.MonthText(month)}")] };

    /// <summary>Tells somebody who said that their month is wrong that it is worth something else by now.</summary>
    public static Reply Changed(LocalDate month)
    {
        var name = PayRecord.MonthText(month);
        return new(Text.Lines(
            Text.Bold($"Your on-call pay of {name} has changed since you said that something is wrong."), "Is it right now?"))
        {
            Actions =
            [
                Buttons.Running("See my pay", $"pay me {name}"),
                Buttons.Running("Check pay", $"pay check {name}"),
                Buttons.Running("Report mistake…", $"pay mistake {name}"),
            ],
        };
    }

    /// <summary>The same to whoever approves it.</summary>
    public static Reply Changed(string person, string name, LocalDate month) => new(Text.Lines(
        Text.Bold($"{PayRecord.MonthText(month)} of {People.Named(person, name)} has changed since they said that something is wrong."),
        "They are asked whether it is right now."))
    {
        Actions = [Buttons.Running("See pay", $"pay lines {person} {PayRecord.MonthText(month)}")],
    };

    /// <summary>What the button says that brings a month to a state.</summary>
    public static string Act(PayState to) => to switch
    {
        PayState.Approved => "Approve pay",
        PayState.Exported => "Export pay",
        PayState.Locked => "Lock pay",
        _ => "Confirm pay",
    };

    /// <summary>Asks before a month goes on to payroll, or is closed.</summary>
    public static Reply Close(Text who, LocalDate month, PayState to) => new(Text.Bold(to == PayState.Exported
        ? (Text)$"Hand {PayRecord.MonthText(month)} of {who} to payroll?"
        : $"Lock {PayRecord.MonthText(month)} of {who}? What changes later is adjusted in a later month."));

    /// <summary>Asks the manager.</summary>
    public static Reply Approve(Person person, PersonMonth month, PayRecord record)
    {
        var check = record.Steps.LastOrDefault(step => step.To == PayState.Checked);
        return new(Text.Lines(
        [
            Text.Bold($"Approve {PayRecord.MonthText(month.Month)} of {People.Named(person)}: {Sum(month.Totals)}?"),
            check is not null && month.ChangedSinceCheck
                ? (Text)$"⚠ Changed since {People.Named(person)} checked it {check.At}: it was {Sum(check.Totals!)}."
                : check is not null ? (Text)$"Checked by {People.Named(person)} {check.At}."
                : record.AskedAt is { } asked ? (Text)$"⚠ Not checked; asked {asked}." : "⚠ Not checked, and never asked.",
            .. PayTeamReplies.Rate(month),
            .. record.OpenMistake is { } mistake
                ? [(Text)$"⚠ {People.Named(person)} says something is wrong: {mistake}"] : Array.Empty<Text>(),
            (Text)$"Line by line: `pay lines {person.Id} {PayRecord.MonthText(month.Month)}`",
        ]));
    }

    private static string State(PersonMonth month) => month.State switch
    {
        PayState.Projected => "Projected from the schedule.",
        PayState.Open => "So far: the month is not over.",
        PayState.Checked when month.ChangedSinceCheck => "It has changed since you checked it. Is it right?",
        PayState.Calculated => "The month is over. Is it right?",
        PayState.Unchecked => "You have not checked it.",
        PayState.Checked => "You checked it; your manager has not approved it yet.",
        PayState.Approved => "Your manager approved it.",
        PayState.Exported => "Payroll has it.",
        _ => "It is paid.",
    };

    private static string Changed(PersonMonth month, PersonMonth? before)
    {
        if (before is null || before.Lines.Count == 0) return "";
        // Of a month that goes on a difference would read like a deduction.
        if (month.State is PayState.Open or PayState.Projected) return $" {PayRecord.MonthText(before.Month)} was {Sum(before.Totals)}.";
        var changes = month.Totals.Concat(before.Totals.Select(total => total with { Amount = -total.Amount }))
            .GroupBy(total => total.Currency).Select(group => new Money(group.Sum(total => total.Amount), group.Key))
            .Where(change => change.Amount != 0).ToList();
        return changes.Count == 0 ? $" As much as in {PayRecord.MonthText(before.Month)}."
            : $" {string.Join(", ", changes.Select(Signed))} against {PayRecord.MonthText(before.Month)}.";
    }

    internal static string Worked(PersonMonth month)
    {
        var (onCall, called) = (HoursOf(month, PayKind.Standby), HoursOf(month, PayKind.Callout));
        return (onCall > 0 ? $" for {About(onCall)} on call" : "")
            + (called > 0 ? $"{(onCall > 0 ? " and" : " for")} {About(called)} of callouts" : "");
    }

    private static decimal HoursOf(PersonMonth month, PayKind kind) =>
        month.Lines.Where(line => line.Kind == kind).Sum(line => line.Hours);

    private static Text When(PayLine line) =>
        line.Kind is not (PayKind.Allowance or PayKind.Bonus) && line.Start < line.End ? Text.Span(line.Start, line.End) : "";

    // Every amount opens into its parts: how many, at what, by which version of which policy.
    private static Text Why(PayLine line) => line.Kind == PayKind.Adjustment ? $"{(line.Class is { } of ? $"{of}: " : "")}{line.Reason}"
        : line.Rate is null ? $"hourly rate not set, by {line.Policy}"
        : $"{string.Join(" + ", line.Parts.Where(IsWorthSaying).Select(Part))} by {line.Policy}";

    // What rounding to the cent does is in the API and the export.
    private static bool IsWorthSaying(PayPart part) => part.What != PayPartKind.Rounding || Math.Abs(part.Amount) >= 0.01m;

    private static string Part(PayPart part)
    {
        var factor = part.Factor == 1 ? "" : $" x {Number(part.Factor)}";
        return part.What switch
        {
            PayPartKind.Hours => $"{Hours(part.Quantity)} x {Number(part.Rate)}{factor}",
            PayPartKind.Days => $"{Number(part.Quantity)} d x {Number(part.Rate)}{factor}",
            PayPartKind.Lump => $"{Number(part.Quantity)} x {Number(part.Rate)}{factor}",
            PayPartKind.Minimum => $"{Hours(part.Quantity)} up to the minimum x {Number(part.Rate)}{factor}",
            PayPartKind.Fee => $"{Number(part.Quantity)} fee of {Number(part.Rate)}{factor}",
            PayPartKind.Included => $"{Hours(part.Quantity)} that standby pays x {Number(part.Rate)}{factor}",
            PayPartKind.Cap => $"{Number(part.Amount)} above the cap",
            _ => $"{Number(part.Amount)} of rounding",
        };
    }

    private static Text Hidden(PayLine line) => line.Kind == PayKind.Adjustment ? Why(line)
        : line.Hours > 0 ? $"{Hours(line.Hours)} by {line.Policy}" : $"by {line.Policy}";

    // Of a turn such as payments/primary/12.
    private static string? Layer(PayLine line) =>
        line.Kind == PayKind.Standby && line.Shift?.Split('/') is [var rotation, var layer, _] && rotation == line.Rotation ? layer : null;

    private static string Subject(PayLine line, bool layers) => line.Kind switch
    {
        PayKind.Bonus => $"bonus, {line.Service} within budget",
        PayKind.Payout => $"time off not taken, {line.Shift ?? line.Incident}",
        PayKind.Adjustment => $"adjustment of {(line.Of is { } month ? PayRecord.MonthText(month) : "this month")}"
            + ((line.Incident ?? line.Rotation) is { } of ? $", {of}" : ""),
        PayKind.Standby or PayKind.Callout =>
            (line.Kind == PayKind.Callout ? line.Incident : line.Rotation) + (layers && Layer(line) is { } layer ? $" {layer}" : "") +
                (line.Class is { } one ? $", {one}" : ""),
        _ => $"{line.Kind.ToString().ToLowerInvariant()}{(line.Rotation is { } rotation ? $", {rotation}" : "")}",
    };

    internal static string Sum(IReadOnlyList<Money> totals) => string.Join(" and ", totals.Select(money => money.Written()));

    private static string Signed(Money money) => (money.Amount > 0 ? "+" : "") + money.Written();

    /// <summary>Hours to a digit; below one hour minutes, below two minutes seconds.</summary>
    public static string About(decimal hours) => hours >= 1 ? $"{Number(decimal.Round(hours, 1))} h"
        : hours * 60 >= 2 ? $"{Number(decimal.Round(hours * 60))} min" : $"{Number(decimal.Round(hours * 3600))} s";

    /// <summary>As they are multiplied: 1.25 h; what has no short fraction to the second, 20 min or 1 h 3 s.</summary>
    public static string Hours(decimal hours)
    {
        if (decimal.Round(hours, 2) == hours) return $"{Number(hours)} h";
        var (minus, left) = (hours < 0 ? "-" : "", decimal.Round(Math.Abs(hours) * 3600));
        string?[] units =
        [
            left >= 3600 ? $"{Number(decimal.Floor(left / 3600))} h" : null,
            left % 3600 >= 60 ? $"{Number(decimal.Floor(left % 3600 / 60))} min" : null,
            left % 60 > 0 || left == 0 ? $"{Number(left % 60)} s" : null,
        ];
        return minus + string.Join(' ', units.OfType<string>());
    }

    internal static string Number(decimal number) => decimal.Round(number, 4).ToString("#,##0.####", CultureInfo.InvariantCulture);
}
