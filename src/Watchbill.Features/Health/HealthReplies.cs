using System.Globalization;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Health;

/// <summary>Words about time on call: counts and hours beside what is usual, and limits with who set them. No score, no rank.</summary>
public static class HealthReplies
{
    private static readonly Text Counted =
        "Hours count once however many rotations they are of. Night is 22:00-06:00 in the person's zone; rest is between two times on "
            + "call, or what callouts left of a day. The usual week is the middle of the last twelve.";

    /// <param name="own">Whether its person reads it.</param>
    /// <param name="readers">Names of who else sees it.</param>
    /// <param name="weeks">What they said took most of each week, newest first.</param>
    public static Reply Person(
        PersonView view, bool own, IReadOnlyDictionary<string, string> readers, IReadOnlyList<WorkWeek> weeks)
    {
        var (who, month) = ((Text)$"{People.Named(view.Person, view.Name)}", view.Spans[0].Figures);
        if (view.Spans.All(span => span.Figures is null))
        {
            return new(Text.Lines(
                Text.Bold(own ? "No data about you yet." : (Text)$"No data about {who} yet."),
                own ? "Figures begin a day after a roster with you in it is recorded."
                    : "Figures begin a day after a roster with them in it is recorded.",
                Seen(own, readers)));
        }

        Text head = own
            ? month is null
                ? "No data about you for the last 21 days." : (Text)$"You were on call {Hours(month.Hours)} in the last 21 days."
            : month is null ? (Text)$"No data about {who} for the last 21 days."
            : (Text)$"{who} was on call {Hours(month.Hours)} in the last 21 days.";
        return new(Text.Lines([
            Text.Bold(head), .. view.Crossed.Select(one => Crossed(one)), .. own ? Weeks(weeks) : [],
            Seen(own, readers)]))
        {
            Table = new Table(["Measure", "21 days", "90 days", "365 days", "Usual week"], [.. Rows(view)]),
            Note = Counted,
        };
    }

    /// <param name="people">Whether the reader sees the members one by one.</param>
    public static Reply Team(TeamView view, bool people)
    {
        var median = view.Medians[0].Median;
        var head = median is not null
            ? $"{view.Team.Id}: half of you were on call {Hours(median.Hours)} or less in the last 21 days."
            : $"{view.Team.Id}: fewer than 5 people have data, so there is no median.";
        IEnumerable<Text> small = view.Small.Select(one =>
            (Text)$"⚠ {one.Rotation} has {one.People} people; it needs {one.Needed} (SRE book, chapter 11).");
        IEnumerable<Text> crossed = people ? Crossed(view.People) : [];
        return new(Text.Lines([Text.Bold(head), .. Engineering(view.Weeks), .. small, .. crossed]))
        {
            Table = people ? Members(view) : median is null ? null : Medians(view),
            Note = Counted,
        };
    }

    /// <summary>A limit that one person crossed, with its source.</summary>
    private static Text Crossed(CrossedLimit crossed)
    {
        var (rule, value) = (crossed.Rule, Number(crossed.Value));
        if (rule == LimitRule.Rest) return $"⚠ Rest of {value} h on {crossed.At!.Value:date} (limit 11 h: {rule.Source}).";
        if (rule == LimitRule.ConsecutiveDays)
            return $"⚠ On call {value} days in a row until {crossed.At!.Value:date} (limit 7: {rule.Source}).";
        if (rule == LimitRule.HoursAWeek) return $"⚠ {value} h a week over 4 weeks (limit 48 h: {rule.Source}).";
        if (rule == LimitRule.DoubleDuty) return $"⚠ {value} h on call in two places at once ({rule.Source}).";
        if (rule == LimitRule.NightsPaged) return $"⚠ Paged {value} nights in a row until {crossed.At!.Value:date} ({rule.Source}).";
        if (rule == LimitRule.Share)
            return $"⚠ On call {Share(crossed)} of the last 90 days (limit 25 %: {rule.Source}).";
        return $"⚠ {value} incidents a shift in the last 90 days (limit 2: {rule.Source}).";
    }

    /// <summary>The limits that several people crossed: a line for each, with its source and whose.</summary>
    internal static IEnumerable<Text> Crossed(IEnumerable<PersonView> people) =>
        from person in people
        from one in person.Crossed
        group (Text)$"{People.Named(person.Person, person.Name)} {Value(one)}" by one.Rule into rule
        select (Text)$"⚠ {Over(rule.Key)} ({rule.Key.Source}): " + People.And([.. rule]) + ".";

    private static string Over(LimitRule rule) =>
        rule == LimitRule.Rest ? "Rest under 11 h"
        : rule == LimitRule.ConsecutiveDays ? "On call over 7 days in a row"
        : rule == LimitRule.HoursAWeek ? "Over 48 h a week over 4 weeks"
        : rule == LimitRule.DoubleDuty ? "On call in two places at once"
        : rule == LimitRule.NightsPaged ? "Paged nights in a row"
        : rule == LimitRule.Share ? "On call over 25 % of the last 90 days"
        : "Over 2 incidents a shift in the last 90 days";

    private static Text Value(CrossedLimit crossed)
    {
        var (rule, value) = (crossed.Rule, Number(crossed.Value));
        if (rule == LimitRule.Rest) return $"{value} h on {crossed.At!.Value:date}";
        if (rule == LimitRule.ConsecutiveDays) return $"{value} until {crossed.At!.Value:date}";
        if (rule == LimitRule.NightsPaged) return $"{value} until {crossed.At!.Value:date}";
        return rule == LimitRule.Share ? Share(crossed) : rule == LimitRule.IncidentsPerShift ? value : $"{value} h";
    }

    private static IEnumerable<IReadOnlyList<Text>> Rows(PersonView view)
    {
        yield return Row("On call", one => Hours(one.Hours));
        foreach (var id in view.Spans.Select(span => span.Figures).OfType<HealthFigures>().SelectMany(one => one.ByClass)
            .Where(one => one.Value > 0)
            .Select(one => one.Key).Distinct())
            yield return Row($"of it {id}", one => Hours(one.ByClass.GetValueOrDefault(id)));
        yield return Row("Shifts", one => Number(one.Shifts));
        yield return Row("Weekends", one => Number(one.Weekends), usual: false);
        yield return Row("Callouts", one => Number(one.Callouts));
        yield return Row("Callouts at night", one => Number(one.NightCallouts));
        yield return Row("Pages: working hours, late, night",
            one => FormattableString.Invariant($"{one.Pages.Working}, {one.Pages.Late}, {one.Pages.Night}"), usual: false);
        yield return Row("Longest stretch", one => Hours(one.LongestStretch));
        yield return Row("Shortest rest", one => one.ShortestRest is { } rest ? Hours(rest) : "-");
        yield return Row("Share of the time", one => BudgetWords.Percent(100 * one.Share));
        yield return Row("Incidents a shift", one => one.IncidentsPerShift is { } incidents ? Number(incidents) : "-");

        IReadOnlyList<Text> Row(string what, Func<HealthFigures, string> say, bool usual = true) =>
        [
            what, .. view.Spans.Select(span => (Text)(span.Figures is { } figures ? say(figures) : "no data")),
            !usual ? "" : view.UsualWeek is { } week ? say(week) : "no data",
        ];
    }

    private static Table Members(TeamView view)
    {
        var classes = view.People.SelectMany(person => person.Spans[1].Figures?.ByClass.Keys ?? []).Distinct().ToList();
        IReadOnlyList<Text> Row(Text who, HealthFigures? figures) => figures is null ? [who, "no data"] :
        [
            who, Hours(figures.Hours), .. classes.Select(id => (Text)Hours(figures.ByClass.GetValueOrDefault(id))),
            Number(figures.Callouts), Number(figures.NightCallouts), figures.ShortestRest is { } rest ? Hours(rest) : "-",
        ];
        var rows = view.People.Select(person => Row($"{People.Named(person.Person, person.Name)}", person.Spans[1].Figures)).ToList();
        if (view.Medians[1].Median is { } median) rows.Add(Row("Median", median));
        return new Table(["Who", "90 days", .. classes, "Callouts", "At night", "Shortest rest"], rows);
    }

    private static Table Medians(TeamView view) => new(["Median", "On call", "Shifts", "Callouts", "At night", "Shortest rest"],
        [.. view.Medians.Select(one => (IReadOnlyList<Text>)(one.Median is not { } median ? [$"{one.Days} days", "no data"] :
        [
            $"{one.Days} days", Hours(median.Hours), Number(median.Shifts), Number(median.Callouts), Number(median.NightCallouts),
            median.ShortestRest is { } rest ? Hours(rest) : "-",
        ]))]);

    private static IEnumerable<Text> Weeks(IReadOnlyList<WorkWeek> weeks)
    {
        var answered = weeks.Where(week => week.Kind is not null).ToList();
        if (answered.Count == 0) yield break;
        var project = answered.Count(week => week.Kind == WeekKind.Project);
        yield return $"Project work took most of {project} of {answered.Count} weeks; half of them is the goal (SRE book, chapter 11).";
    }

    private static IEnumerable<Text> Engineering(TeamWeeks? weeks)
    {
        if (weeks is null) yield break;
        yield return FormattableString.Invariant(
            $"Project work took most of {weeks.Project} of {weeks.Answered} weeks of {weeks.People} people in the last 12 weeks; ")
            + "half of them is the goal (SRE book, chapter 11).";
    }

    private static Text Seen(bool own, IReadOnlyDictionary<string, string> readers)
    {
        IEnumerable<Text> others = readers.Keys.Select(one => (Text)$"{readers.Named(one)}");
        return "Seen by: " + People.And([own ? "you" : "them", .. others]) + ".";
    }

    internal static string Hours(decimal hours) => $"{Number(hours)} h";

    private static string Number(decimal value) => decimal.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Share(CrossedLimit crossed) => BudgetWords.Percent(100 * crossed.Value, limit: 25);
}
