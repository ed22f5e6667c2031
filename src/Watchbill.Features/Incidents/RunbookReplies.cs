using System.Security.Cryptography;
using System.Text;
using Watchbill.Chat;
using Text = Watchbill.Chat.Text;

namespace Watchbill.Incidents;

/// <summary>Words about runbooks.</summary>
public static class RunbookReplies
{
    private const int MaxButtons = 3;
    private const int MaxLines = 8;

    /// <summary>In the order in which they are tried; those for several alerts say for which.</summary>
    public static IEnumerable<Field> Listed(IReadOnlyList<Runbook> runbooks)
    {
        if (runbooks.Count == 0) return [];
        var several = runbooks.Select(runbook => runbook.Alert).Distinct().Skip(1).Any();
        var lines = runbooks.Take(MaxLines).Select((runbook, i) =>
            (runbooks.Count == 1 ? "" : $"{i + 1}. ") + (several ? $"{runbook.Alert}: " : "") + runbook.Url);
        return [new(runbooks.Count == 1 ? "Runbook" : "Runbooks", string.Join("\n", lines))];
    }

    /// <summary>A button for each, to say that it helped.</summary>
    public static IEnumerable<Button> Helped(Incident incident, IReadOnlyList<Runbook> runbooks) =>
        runbooks.Take(MaxButtons).Select((runbook, i) =>
            new Button(runbooks.Count == 1 ? "This helped" : $"{i + 1} helped", "runbook-helped",
                new ButtonValue(ButtonSubject.Runbook, incident.Service, $"{incident.Number}", KeyOf(runbook)).ToString()));

    /// <summary>Tells one runbook of a service from the others, in a button.</summary>
    public static string KeyOf(Runbook runbook) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{runbook.Alert}\n{runbook.Url}")).AsSpan(0, 6));

    public static Reply Thanks(Runbook runbook, string incident) =>
        new($"Thank you: {runbook.Url} helped with {incident}. Runbooks that helped more often come first.");

    /// <summary>The runbooks of a service, as they come when their alert fires.</summary>
    public static Reply Listed(string service, IReadOnlyList<Runbook> runbooks, RunbookUses uses) => runbooks.Count == 0
        ? new($"{service} has no runbooks. They stand in the organisation file: runbooks: [{{alert: HighErrorRate, url: \"https://…\"}}]")
        : new($"The runbooks of {service}, in the order in which they come:")
        {
            Table = new Table(["Alert", "Runbook", "Helped", "Reviewed"], [.. runbooks.Select(runbook => (IReadOnlyList<Text>)
                [runbook.Alert, runbook.Url, $"{uses.Of(runbook)?.Helped.Count ?? 0}",
                    uses.Of(runbook)?.ReviewedAt is { } at ? $"{at:date}" : (Text)"not yet"])]),
            Shareable = true,
        };

    public static Reply Reviewed(string service, string alert, bool done) =>
        new(done
            ? $"Done. The runbooks of {service} for {alert} count as reviewed today."
            : $"The runbooks of {service} for {alert} would count as reviewed today.");

    /// <summary>For their owner, weekly.</summary>
    public static Reply Stale(IReadOnlyList<(string Service, Runbook Runbook)> stale) =>
        new("Nobody has reviewed these runbooks for 180 days. Read them, put them right, and say so: incident runbook reviewed <service> " +
            "<alert>")
        {
            Table =
                new Table(["Service", "Alert", "Runbook"],
                    [.. stale.Select(one => (IReadOnlyList<Text>)[one.Service, one.Runbook.Alert, one.Runbook.Url])]),
        };
}
