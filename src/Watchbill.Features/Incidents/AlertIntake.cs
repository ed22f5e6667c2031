using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>An alert as it came in.</summary>
/// <param name="Service">What its label says; null: it has none.</param>
public sealed record SentAlert(Alert Alert, string? Service);

/// <summary>Alerts that came together.</summary>
/// <param name="Truncated">How many more there are that monitoring left out.</param>
public sealed record AlertGroup(IReadOnlyList<SentAlert> Alerts, int Truncated);

/// <summary>What became of them.</summary>
/// <param name="Incidents">Ids of those that hold them, changed or not.</param>
public sealed record AlertsTaken(IReadOnlyList<string> Incidents, IReadOnlyList<IgnoredAlert> Ignored);

/// <summary>An alert that made no incident, and why.</summary>
public sealed record IgnoredAlert(string Alert, string? Service, string Reason);

/// <summary>That admins were told of an alert that belongs to no service. The id is made from its name and its label.</summary>
public sealed record UnknownAlert(string Name, Instant At);

/// <summary>Puts alerts into incidents, all of a message in one save: sent again, or in another order, it comes to the same.</summary>
public sealed class AlertIntake(IStore store, IncidentQueries queries)
{
    private const int Attempts = 10;

    /// <summary>An alert belongs to one of so many of its service's last incidents, or to a new one.</summary>
    private const int Looked = 500;

    /// <param name="reaches">Whether whoever sends them may speak of a service.</param>
    /// <exception cref="RefusedException">Others kept changing the same incidents.</exception>
    public async Task<AlertsTaken> TakeAsync(AlertGroup group, Func<Service, bool> reaches, Actor by, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (taken, changes) = await DecideAsync(group, reaches, by, ct);
                if (changes.Count > 0) await store.SaveAsync(changes, ct);
                return taken;
            }
            catch (StaleException) when (attempt < Attempts)
            {
                // Somebody changed one of the incidents, or the same message came twice at once: look again.
            }
            catch (StaleException)
            {
                throw new RefusedException(
                    "Others are changing the same incidents right now, so nothing was done. Send it again.")
                { Contested = true };
            }
        }
    }

    private async Task<(AlertsTaken Taken, IReadOnlyList<Change> Changes)> DecideAsync(
        AlertGroup group, Func<Service, bool> reaches, Actor by, CancellationToken ct)
    {
        var (ignored, changes, ids) = (new List<IgnoredAlert>(), new List<Change>(), new List<string>());
        var known = new List<(string Service, Alert Alert)>();
        foreach (var sent in group.Alerts)
        {
            var (service, why) = await ServiceAsync(sent, ct);
            if (service is not null && reaches(service)) known.Add((service.Id, sent.Alert));
            else if (service is not null) ignored.Add(new(sent.Alert.Name, service.Id, "this token does not reach the service"));
            else
            {
                ignored.Add(new(sent.Alert.Name, sent.Service, why!));
                changes.AddRange(await TellAsync(sent, why!, by.Now, changes, ct));
            }
        }

        foreach (var service in known.GroupBy(one => one.Service))
        {
            var (held, writes) =
                await JoinAsync(service.Key, [.. service.Select(one => one.Alert).OrderBy(alert => alert.Start)], group.Truncated, by, ct);
            ids.AddRange(held);
            changes.AddRange(writes);
        }

        return (new AlertsTaken(ids, ignored), changes);
    }

    private async Task<(IReadOnlyList<string> Ids, IReadOnlyList<Change> Changes)> JoinAsync(
        string service, IReadOnlyList<Alert> alerts, int truncated, Actor by, CancellationToken ct)
    {
        var stored = await store.ListAsync<Incident>(IdRange.Prefix($"{service}/") with { Limit = Looked, Descending = true }, ct);
        var incidents = stored.ToDictionary(read => read.Value.Number, read => read.Value);
        var next = stored.Select(read => read.Value.Number).DefaultIfEmpty(0).Max() + 1;
        var touched = new SortedSet<int>();
        foreach (var alert in alerts)
        {
            var made = Alerts.Home(incidents.Values, alert)?.With(alert, by.Now) ?? Alerts.Open(service, next++, alert, by.Id, by.Now);
            incidents[made.Number] = made;
            touched.Add(made.Number);
        }

        var changes = new List<Change>();
        foreach (var number in touched)
        {
            var read = stored.FirstOrDefault(one => one.Value.Number == number);
            var after = Noted(incidents[number], truncated, by);
            if (ReferenceEquals(read?.Value, after)) continue;
            // That one more alert fires is no new version; what budgets and people go by is.
            if (read is not null && IncidentFacts.Between(read.Value, after).Any(difference => difference.Name != "alerts"))
                after = after.After(read.Value, by.Id, by.Now);
            var facts = await queries.FactsAsync(read?.Value, after, by, null, ct);
            changes.AddRange(await queries.WritesAsync(read, after, by, new IncidentEdit("incident alert", one => one), ct));
            changes.AddRange(await queries.SaidAsync("incident alert", facts, ct));
        }

        return ([.. touched.Select(number => incidents[number].Id)], changes);
    }

    private static Incident Noted(Incident incident, int truncated, Actor by)
    {
        var text = FormattableString.Invariant($"Monitoring left {truncated} more alerts of the group out.");
        return truncated <= 0 || incident.Notes.Any(note => note.Text == text) || incident.Notes.Count >= IncidentRules.MostNotes
            ? incident
            : incident with { Notes = [.. incident.Notes, new IncidentNote(by.Id, by.Now, text)] };
    }

    private async Task<(Service? Service, string? Why)> ServiceAsync(SentAlert sent, CancellationToken ct)
    {
        if (sent.Service is { } label)
        {
            var named = (await store.FindAsync<Service>(label.Trim().ToLowerInvariant(), ct))?.Value;
            return named is { Retired: false } ? (named, null) : (null, $"its label 'service' is '{label}', which is no service here.");
        }

        var naming = (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(
                service =>
                    !service.Retired
                        && service.Runbooks.Any(runbook => runbook.Alert.Equals(sent.Alert.Name, StringComparison.OrdinalIgnoreCase)))
                            .ToList();
        return naming switch
        {
            [var only] => (only, null),
            [] => (null, "it has no label 'service', and no service's runbooks name it."),
            _ => (null,
                $"it has no label 'service', and the runbooks of several name " +
                    $"it: {string.Join(", ", naming.Select(service => service.Id))}."),
        };
    }

    private async Task<IReadOnlyList<Change>> TellAsync(
        SentAlert sent, string why, Instant now, IReadOnlyList<Change> already, CancellationToken ct)
    {
        // One rule watches many services: each label that nobody knows is told.
        var alert = sent.Alert.Name;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{alert}\n{sent.Service}")).AsSpan(0, 8));
        if (already.Any(change => change.Kind == typeof(UnknownAlert) && change.Id == id)
            || await store.FindAsync<UnknownAlert>(id, ct) is not null) return [];
        return
        [
            Change.Create(id, new UnknownAlert(alert, now)),
            Delivery.Say(new Delivery(now, MessageKind.Incident, Address.Admins, IncidentReplies.Unknown(alert, why)),
                $"unknown-alert/{id}"),
        ];
    }
}
