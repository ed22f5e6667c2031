using System.Globalization;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Incidents;

namespace Watchbill.Reading;

/// <summary>What is said, wherever it stands, of what is open.</summary>
public static class OpenWorkReplies
{
    /// <summary>What goes on, since when.</summary>
    public static Text Headline(Incident incident) =>
        $"{incident.Title} ({incident.Severity.ToString().ToLowerInvariant()}){Of(incident)}, since {incident.Began}.";

    /// <summary>One line of each incident: what it is and who works on it.</summary>
    public static Text Incidents(IReadOnlyList<Incident> open, Func<string, string> name) =>
        Text.Lines(
            open.Select(incident => (Text)$"{incident.Id}: {Headline(incident)}" + (Text)(incident.Working() is { Count: > 0 } workers
                ? $" {string.Join(", ", workers.Select(name))} at it." : " Nobody has acknowledged it.")));

    /// <summary>One line of each action of a postmortem.</summary>
    public static Text Actions(IEnumerable<(Postmortem Postmortem, PostmortemAction Action)> actions, Func<string, string> name) =>
        Text.Lines(actions.Select(one => (Text)($"{one.Postmortem.Id}: {one.Action.Text} ({one.Action.Priority}, "
            + $"{name(one.Action.Person)}, due {one.Action.Due.ToString("ddd d MMM uuuu", CultureInfo.InvariantCulture)})")));

    private static string Of(Incident incident) => incident.Service == Incident.NoService ? "" : $", {incident.Service}";

    /// <summary>What is left of a budget that is used up or nearly so.</summary>
    public static string Budget(string service, BudgetLeft left) => $"{service} {left.Slo}: {BudgetWords.Left(left)}";
}
