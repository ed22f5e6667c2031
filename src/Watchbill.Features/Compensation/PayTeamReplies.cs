using NodaTime;
using Watchbill.Chat;
using static Watchbill.Compensation.PayReplies;

namespace Watchbill.Compensation;

/// <summary>What a manager reads about the pay of others: totals, never rates.</summary>
public static class PayTeamReplies
{
    /// <summary>In place of a team's id: all that somebody manages.</summary>
    public const string AllTeams = "all";

    private const int MaxNamed = 3;

    /// <param name="team">Id; null: all that somebody manages.</param>
    /// <param name="seen">What a press approves.</param>
    public static Reply Team(string? team, LocalDate month, IReadOnlyList<ManagedMonth> found, string seen)
    {
        var name = PayRecord.MonthText(month);
        var title = team is null ? name : $"{team}, {name}";
        if (found.Count == 0) return new(Text.Lines(Text.Bold($"{title}: nothing is owed"), "Nobody you manage was on call."));
        var ready = found.Count(one => one.CanBeApprovedWithOthers);
        var waits = ready > 0 ? $"; {ready} of {found.Count} {(ready == 1 ? "waits" : "wait")} for you" : "";
        List<PersonMonth> wrong =
            [.. found.Where(one => one.Mistake is not null && one.Month.State < PayState.Approved).Take(MaxNamed).Select(one => one.Month)];
        return new(Text.Lines(
        [
            Text.Bold($"{title}: {Sum(Earnings.Totals(found.SelectMany(one => one.Month.Lines)))}{waits}"),
            .. found.Any(one => !one.Whole) ? [(Text)"Of some people only the days on which you managed them."] : Array.Empty<Text>(),
            .. found.SelectMany(Warnings),
            .. Contested(found, name),
            (Text)$"Line by line: `pay lines {found[0].Month.Person} {name}`",
        ]))
        {
            Table = new Table(["Who", "On call", "Callouts", "Time off", "Amount", "Status"], [.. found.Select(Row)]),
            Actions =
            [
                .. ready > 0
                    ? [new Button($"Approve {ready} month{(ready == 1 ? "" : "s")}", "pay-approve",
                        new ButtonValue(ButtonSubject.Team, team ?? AllTeams, name, seen).ToString()) { Style = ButtonStyle.Primary }]
                    : Array.Empty<Button>(),
                .. Buttons.Apart(
                    [.. wrong.Select(one => $"See lines of {one.Name}")], [.. wrong.Select(one => $"See {one.Person}'s lines")])
                    .Zip(wrong, (label, one) => Buttons.Running(label, $"pay lines {one.Person} {name}")),
                .. found.Sum(one => one.Waiting) > 0
                    ? [Buttons.Running("See waiting hours", $"pay waiting {name}")] : Array.Empty<Button>(),
            ],
        };
    }

    /// <param name="one">Of somebody with a factor neither rates nor the factor are told.</param>
    public static Reply Lines(ManagedMonth one)
    {
        var (month, name) = (one.Month, PayRecord.MonthText(one.Month.Month));
        if (month.Lines.Count == 0 && one.Waiting == 0) return new(Text.Bold($"Nothing is owed to {Who(month)} for {name}"));
        return new(Text.Lines(
        [
            Text.Bold($"{Who(month)}, {name}: {(month.Totals.Count == 0 ? "nothing yet" : Sum(month.Totals))}") + Worked(month),
            $"{char.ToUpperInvariant(PayRecord.Name(month.State)[0])}{PayRecord.Name(month.State)[1..]}."
                + (one.Whole ? "" : " Only the days on which you managed them."),
            .. Warnings(one),
            .. Correcting(month, name),
        ]))
        {
            Table = LinesOf(month, month.HasFactor),
            Actions = one.CanBeApproved ? [Buttons.Running("Approve pay", $"pay approve {month.Person} {name}")] : [],
        };
    }

    // Complete, so that they can be typed as they stand but for what was different.
    private static IEnumerable<Text> Correcting(PersonMonth month, string name)
    {
        if (month.State > PayState.Checked)
            yield return "It is approved: what is corrected now is adjusted in the next open month, by itself.";
        var rotation = month.Lines.FirstOrDefault(line => line.Kind == PayKind.Standby)?.Rotation;
        var incident = month.Lines.FirstOrDefault(line => line.Incident is not null)?.Incident ?? "checkout-12";
        if (rotation is not null)
        {
            var correct = $"correct {rotation} {name}-01 09:00 to {name}-01 18:00 {month.Person} because they covered";
            yield return (Text)$"A shift is wrong? Its lead types `{correct}`";
        }

        var worked = $"incident worked {incident} {month.Person} {name}-01 22:00 to {name}-01 23:00";
        yield return (Text)$"Work on an incident? `{worked}`";
        yield return (Text)$"Anything else? `pay adjust {month.Person} {name} 25 EUR because of a taxi`";
    }

    /// <summary>Why none of a team's months goes on.</summary>
    public static string NotReady(IEnumerable<PersonMonth> months, LocalDate month, PayState to)
    {
        var why = months.Select(one => $"{PayRecord.MonthText(month)} of {one.Name} {PayRecord.WhyNot(one.State, to)}.").ToList();
        return string.Join(' ', why.Take(MaxNamed)) + (why.Count > MaxNamed ? $" And {why.Count - MaxNamed} more." : "");
    }

    /// <summary>Names those whose months are not ready, and stay behind.</summary>
    public static IReadOnlyList<Text> LeftOut(IReadOnlyList<PersonMonth> months) => months.Count == 0 ? []
        : [(Text)$"⚠ Left out: {Text.Join(", ", months.Select(one => (Text)$"{Who(one)} ({PayRecord.Name(one.State)})"))}."];

    public static Reply Exported(Reply done, string team, LocalDate month, IReadOnlyList<ManagedMonth> found) => new(Text.Lines(
        done.Text, $"Payroll gets the table from GET /api/v1/compensation?period={PayRecord.MonthText(month)}&team={team}&format=csv."))
    {
        Table = new Table(["Who", "On call", "Callouts", "Time off", "Amount", "Status"],
            [.. found.Select(one => Row(one with { Month = one.Month with { State = PayState.Exported } }))]),
    };

    private static Mention Who(PersonMonth month) => People.Named(month.Person, month.Name);

    private static IReadOnlyList<Text> Row(ManagedMonth one) =>
    [
        $"{Who(one.Month)}", Hours(one.Month, PayKind.Standby), Hours(one.Month, PayKind.Callout),
        one.Month.TimeOff.Earned > 0 ? $"{Number(one.Month.TimeOff.Earned)} h" : "", Sum(one.Month.Totals), PayRecord.Name(one.Month.State),
    ];

    private static string Hours(PersonMonth month, PayKind kind) => string.Join(", ",
        month.Lines.Where(line => line.Kind == kind && line.Hours != 0).GroupBy(line => line.Class ?? "")
            .Select(group => $"{Length(group.Sum(line => line.Hours))} {group.Key}".TrimEnd()));

    private static string Length(decimal hours) => hours >= 1 ? $"{Number(decimal.Round(hours, 2))} h" : About(hours);

    /// <summary>Says that something is worth nothing yet, and what sets the rate that is missing.</summary>
    internal static IReadOnlyList<Text> Rate(PersonMonth month)
    {
        if (!month.LacksRate) return [];
        var set = $"pay rate {month.Person} 30 {month.Lines[0].Amount.Currency} from {PayRecord.MonthText(month.Month)}-01";
        return [(Text)$"⚠ {Who(month)} has no hourly rate, so some lines are worth nothing: `{set}`"];
    }

    private static IEnumerable<Text> Contested(IReadOnlyList<ManagedMonth> found, string name) =>
        found.Where(one => one.CanBeApproved && !one.CanBeApprovedWithOthers).Select(one => (Text)
            ($"⚠ Not approved with the others: {Who(one.Month)}. Once it is put " +
                $"right: `pay approve {one.Month.Person} {name}`"));

    /// <summary>Says how many entries wait, where some do.</summary>
    public static IEnumerable<Text> Waiting(ManagedMonth one) => one.Waiting == 0 ? []
        : [(Text)$"⚠ {Who(one.Month)}: {one.Waiting} {(one.Waiting == 1 ? "entry waits" : "entries wait")} for a decision."];

    private static IEnumerable<Text> Warnings(ManagedMonth one)
    {
        var name = Who(one.Month);
        if (one.Mistake is { } mistake && one.Month.State < PayState.Approved) yield return $"⚠ {name} says something is wrong: {mistake}";
        if (one.Month.State == PayState.Unchecked) yield return $"⚠ {name} has not checked it.";
        if (one.Month.ChangedSinceCheck) yield return $"⚠ {name}: it has changed since they checked it.";
        foreach (var waiting in Waiting(one)) yield return waiting;
        foreach (var rate in Rate(one.Month)) yield return rate;
        if (one.Warnings is not { Any: true } warnings) yield break;
        if (warnings.Unpaid > 0) yield return $"⚠ {name}: {Length(warnings.Unpaid)} on call that no class covers.";
        if (warnings.Twice > 0) yield return $"⚠ {name}: {Length(warnings.Twice)} on call in two places at once.";
        if (warnings.ShortRests.Count == 0) yield break;
        var days = string.Join(", ", warnings.ShortRests.Take(MaxNamed).Select(TimeWords.Day));
        var more = warnings.ShortRests.Count > MaxNamed ? $" and {warnings.ShortRests.Count - MaxNamed} more" : "";
        yield return $"⚠ {name} rested less than 11 h from {days}{more} (EU daily rest).";
    }
}
