using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Incidents;

/// <summary>Where to read what to do about an alert.</summary>
/// <param name="Url">Always https.</param>
public sealed record Runbook(string Alert, string Url);

/// <summary>What became of a service's runbooks, beside the file's list of them; the document's id is the service's.</summary>
public sealed record RunbookUses(IReadOnlyList<RunbookUse> Uses)
{
    private static readonly Duration Fresh = Duration.FromDays(180);

    public static RunbookUses None { get; } = new([]);

    /// <summary>The runbooks of a service, alert by alert: those that helped in more incidents first, else as the file has them.</summary>
    public IReadOnlyList<Runbook> Ordered(IReadOnlyList<Runbook> runbooks) => Ordered(runbooks, runbooks.Select(runbook => runbook.Alert));

    /// <summary>The runbooks for an incident's alerts; of one that people declared all of its service.</summary>
    public IReadOnlyList<Runbook> For(Incident incident, Service service) => incident.Alerts.Count == 0 ? Ordered(service.Runbooks)
        : Ordered(service.Runbooks, incident.Alerts.Select(alert => alert.Name));

    private IReadOnlyList<Runbook> Ordered(IEnumerable<Runbook> runbooks, IEnumerable<string> alerts) =>
        [.. alerts.Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(alert =>
            runbooks.Where(runbook => runbook.Alert.Equals(alert, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(runbook => Of(runbook)?.Helped.Count ?? 0))];

    /// <summary>Those that nobody has reviewed for 180 days, and that have been here as long.</summary>
    public IReadOnlyList<Runbook> Stale(IEnumerable<Runbook> runbooks, Instant now) =>
        [.. runbooks.Where(runbook => Of(runbook) is { } use && now - (use.ReviewedAt ?? use.Since) >= Fresh)];

    public RunbookUse? Of(Runbook runbook) => Uses.FirstOrDefault(use => use.Alert == runbook.Alert && use.Url == runbook.Url);

    /// <summary>It helped in an incident; said twice of one incident it counts once.</summary>
    public RunbookUses Help(Runbook runbook, int incident, Instant now) =>
        With(runbook, now, use => use.Helped.Contains(incident) ? use : use with { Helped = [.. use.Helped, incident] });

    /// <summary>Somebody has read it and made it right; a drill that used it is a review, too.</summary>
    public RunbookUses Review(Runbook runbook, string person, Instant now) =>
        With(runbook, now, use => use with { ReviewedAt = now, ReviewedBy = person });

    /// <summary>Counts the age of those that are new from now on; the same where there are none.</summary>
    public RunbookUses See(IEnumerable<Runbook> runbooks, Instant now) =>
        runbooks.Where(runbook => Of(runbook) is null).Aggregate(this, (uses, runbook) => uses.With(runbook, now, use => use));

    private RunbookUses With(Runbook runbook, Instant now, Func<RunbookUse, RunbookUse> change)
    {
        var use = Of(runbook);
        return new([.. Uses.Where(other => other != use), change(use ?? new RunbookUse(runbook.Alert, runbook.Url, now))]);
    }
}

/// <summary>What became of one runbook.</summary>
/// <param name="Since">When it was first seen.</param>
public sealed record RunbookUse(string Alert, string Url, Instant Since)
{
    /// <summary>Numbers of the service's incidents in which it helped.</summary>
    public IReadOnlyList<int> Helped { get; init; } = [];
    public Instant? ReviewedAt { get; init; }
    public string? ReviewedBy { get; init; }
}
