using System.Globalization;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about several incidents at once.</summary>
internal static class IncidentListReplies
{
    /// <param name="whose">Whose they are, as in <c>checkout</c>; null: everybody's.</param>
    /// <param name="recent">How far back those that are over go, as in <c>7 days</c>.</param>
    public static Reply Open(IReadOnlyList<Incident> incidents, string? whose, string recent)
    {
        var (open, alarms) = (incidents.Count(incident => incident.Open), incidents.Count(incident => incident.Voided is not null));
        var wrong = alarms == 0 ? "" : $" and {alarms} false {(alarms == 1 ? "alarm" : "alarms")}";
        return Of(incidents,
            $"{whose ?? "Incidents"}: {Count(open)} open, {Count(incidents.Count - open - alarms)} resolved{wrong} in {recent}");
    }

    /// <summary>Those of a period, which says nothing of others that are open now.</summary>
    public static Reply Of(IReadOnlyList<Incident> incidents, string? whose, string period)
    {
        var open = incidents.Count(incident => incident.Open) is > 0 and var count ? $", {count} of them open" : "";
        return Of(incidents, $"{whose ?? "Incidents"}, {period}: {Count(incidents.Count)}{open}");
    }

    private static Reply Of(IReadOnlyList<Incident> incidents, string heading) => new(Text.Bold(heading))
    {
        Table = incidents.Count == 0 ? null : new Table(["Incident", "Severity", "Title", "When", "Status", "Impact"],
            [.. incidents.Select(incident => (IReadOnlyList<Text>)
            [
                incident.Id, IncidentWords.Say(incident.Severity), incident.Title,
                incident.End is { } end ? Text.Span(incident.Began, end) : $"since {incident.Began}",
                Status(incident), IncidentFields.Share(incident),
            ])]),
        Shareable = true,
    };

    /// <summary>For somebody's home: the open incidents that concern them, the worst first, and a way to declare one.</summary>
    public static Reply Home(IReadOnlyList<Incident> worst, string person, Func<string, string> name)
    {
        var (shown, more) = (worst.Take(OpenWork.MaxLines).ToList(), worst.Count - OpenWork.MaxLines);
        IEnumerable<Text> rest = more > 0 ? [string.Create(CultureInfo.InvariantCulture, $"and {more} more")] : [];
        return new(worst.Count == 0 ? "No open incidents." : Text.Lines([OpenWorkReplies.Incidents(shown, name), .. rest]))
        {
            Actions =
            [
                .. shown is [var only] ? IncidentReplies.Steps(only, person) : [.. shown.Select(incident => Next(incident, person))],
                .. more > 0 ? [Buttons.Running("Show all incidents", "incident list")] : Array.Empty<Button>(),
                Buttons.Running("Declare incident…", "incident declare"),
            ],
        };
    }

    // The one step that somebody takes next, where several incidents stand together.
    private static Button Next(Incident incident, string person)
    {
        var step = incident.WorksNow(person) ? IncidentReplies.Resolve(incident) : IncidentReplies.Acknowledge(incident);
        return step with { Label = $"{step.Label} {incident.Id}" };
    }

    private static string Count(int incidents) => incidents == 0 ? "none" : $"{incidents}";

    private static string Status(Incident incident) => incident switch
    {
        { Voided: not null } => "false alarm",
        { MergedInto: { } into } => $"merged into {into}",
        { Open: false } => "resolved",
        { Acknowledged: not null } => "acknowledged",
        _ => "open",
    };
}
