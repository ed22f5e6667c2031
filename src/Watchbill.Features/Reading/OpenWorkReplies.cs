using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Paging;

namespace Watchbill.Reading;

/// <summary>What is said, wherever it stands, of what is open.</summary>
public static class OpenWorkReplies
{
    /// <summary>What is open, since when.</summary>
    public static Text Headline(Incident incident) =>
        $"{Text.Bold($"{incident.Severity.ToString().ToLowerInvariant()}: {incident.Title}")} ({incident.Id}), since {incident.Began}.";

    /// <summary>One line of each incident: what it is and who works on it.</summary>
    public static Text Incidents(IReadOnlyList<Incident> open, Func<string, string> name) =>
        Text.Lines(
            open.Select(incident => Headline(incident) + (incident.Working() is { Count: > 0 } workers
                ? " Responders: " + Text.Join(", ", workers.Select(person => (Text)$"{People.Named(person, name(person))}")) + "."
                : " Not acknowledged.")));

    /// <summary>For who takes over: a button for each page that somebody else has.</summary>
    public static IReadOnlyList<Button> Take(IReadOnlyList<Page> held) =>
        [.. held.Select(page => new Button(held.Count == 1 ? "Take it" : $"Take {page.Id}", "page-take",
            new ButtonValue(ButtonSubject.Incident, page.Service, $"{page.Number}").ToString()))];

    /// <summary>For who pressed a button in public and has nothing to do with it: once more, on purpose.</summary>
    public static Reply AskBack(string question, Concern concern)
    {
        var teams = string.Join(" or ", concern.Teams);
        var why = concern switch
        {
            { Of: { } of } => $" You are not on call for {of}{(teams.Length == 0 ? "" : $", nor in {teams}")}.",
            { Person: { } person } => $" It pages {person}{(teams.Length == 0 ? "" : $", and you are not in {teams}")}.",
            _ => "",
        };
        return new((Text)$"{Text.Bold(question)}{why}");
    }

    /// <summary>One line of each action of a postmortem.</summary>
    public static Text Actions(IEnumerable<(Postmortem Postmortem, PostmortemAction Action)> actions, Func<string, string> name) =>
        Text.Lines(actions.Select(one => (Text)($"{one.Postmortem.Id}: {one.Action.Text} ({one.Action.Priority}, "
            + $"{People.Named(one.Action.Person, name(one.Action.Person))}, due {Day(one.Postmortem, one.Action.Due)})")));

    /// <summary>A due date, which is the same day for every reader; with its year where that is far from when it was asked for.</summary>
    public static string Day(Postmortem postmortem, LocalDate due) => DayText.Of(due, postmortem.AskedAt.InUtc().Date);

    /// <summary>What is left of a budget that is used up or nearly so.</summary>
    public static string Budget(string service, BudgetLeft left) => $"{service} {left.Slo}: {BudgetWords.Left(left)}";
}
