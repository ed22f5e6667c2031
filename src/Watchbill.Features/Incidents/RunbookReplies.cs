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
        var lines = runbooks.Take(MaxLines).Select((runbook, i) =>
            (Text)$"{(runbooks.Count == 1 ? "" : FormattableString.Invariant($"{i + 1}. "))}{LinkOf(runbook)}");
        return [new(runbooks.Count == 1 ? "Runbook" : "Runbooks", Text.Lines(lines))];
    }

    /// <summary>A button for each, to say that it helped.</summary>
    public static IEnumerable<Button> Helped(Incident incident, IReadOnlyList<Runbook> runbooks) =>
        runbooks.Take(MaxButtons).Select((runbook, i) =>
            new Button(runbooks.Count == 1 ? "Mark runbook helpful" : $"Mark runbook {i + 1} helpful", "runbook-helped",
                new ButtonValue(ButtonSubject.Runbook, incident.Service, $"{incident.Number}", KeyOf(runbook)).ToString()));

    /// <summary>Tells one runbook of a service from the others, in a button.</summary>
    public static string KeyOf(Runbook runbook) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{runbook.Alert}\n{runbook.Url}")).AsSpan(0, 6));

    public static Reply Thanks(Runbook runbook, string incident) =>
        new((Text)$"{Text.Bold($"The runbook {runbook.Alert} helped with {incident}.")} Those that help most come first.");

    /// <summary>The runbooks of a service, as they come when their alert fires.</summary>
    public static Reply Listed(string service, IReadOnlyList<Runbook> runbooks, RunbookUses uses) => runbooks.Count == 0
        ? new((Text)($"{Text.Bold($"{service} has no runbooks.")} Add them to the organisation file: "
            + Text.Code("runbooks: [{alert: HighErrorRate, url: \"https://…\"}]")))
        : new(Text.Bold($"Runbooks of {service}, most helpful first"))
        {
            Table = new Table(["Runbook", "Helped", "Reviewed"], [.. runbooks.Select(runbook => (IReadOnlyList<Text>)
                [new Text([LinkOf(runbook)]), $"{uses.Of(runbook)?.Helped.Count ?? 0}",
                    uses.Of(runbook)?.ReviewedAt is { } at ? $"{at:date}" : (Text)"not yet"])]),
            Shareable = true,
        };

    public static Reply Reviewed(string service, string alert, bool done) =>
        new(done
            ? Text.Bold($"Runbooks for {alert} ({service}) reviewed today.")
            : Text.Bold($"Mark the runbooks for {alert} ({service}) as reviewed?"));

    /// <summary>For their owner, weekly.</summary>
    public static Reply Stale(IReadOnlyList<(string Service, Runbook Runbook)> stale) =>
        new((Text)($"{Text.Bold(stale.Count == 1 ? "1 runbook was not reviewed for 180 days." : FormattableString.Invariant(
            $"{stale.Count} runbooks were not reviewed for 180 days."))} "
            + $"Fix what is wrong, then: `incident runbook reviewed <service> <alert>`"))
        {
            Table =
                new Table(["Service", "Runbook"],
                    [.. stale.Select(one => (IReadOnlyList<Text>)[one.Service, new Text([LinkOf(one.Runbook)])])]),
        };

    private static Link LinkOf(Runbook runbook) => new(runbook.Alert, runbook.Url);
}
