using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>An alert as it came in.</summary>
/// <param name="Service">What its label says; null: it has none.</param>
public sealed record SentAlert(Alert Alert, string? Service);

/// <summary>Alerts that came together.</summary>
/// <param name="Truncated">How many more there are that monitoring left out.</param>
public sealed record AlertGroup(IReadOnlyList<SentAlert> Alerts, int Truncated)
{
    /// <summary>Those that could not be understood, and why.</summary>
    public IReadOnlyList<IgnoredAlert> Unread { get; init; } = [];
}

/// <summary>What became of them.</summary>
/// <param name="Incidents">Ids of those that hold them, changed or not.</param>
public sealed record AlertsTaken(IReadOnlyList<string> Incidents, IReadOnlyList<IgnoredAlert> Ignored)
{
    /// <summary>What of alerts that were taken could not be used.</summary>
    public IReadOnlyList<IgnoredAlert> Warnings { get; init; } = [];
}

/// <summary>An alert that made no incident, or something it says that counts for nothing, and why.</summary>
public sealed record IgnoredAlert(string Alert, string? Service, string Reason);

/// <summary>That admins were told of an alert that belongs to no service. The id is made from its name and its label.</summary>
public sealed record UnknownAlert(string Name, Instant At);

/// <summary>Puts alerts into incidents, all of a message in one save: sent again, or in another order, it comes to the same.</summary>
public sealed class AlertIntake(IStore store, IncidentQueries queries)
{
    private const int Attempts = 10;

    /// <summary>An alert belongs to one of so many of its service's last incidents, or to a new one.</summary>
    private const int Looked = 500;

    private readonly OrgChart chart = new(store);

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
                    "Somebody changed these incidents first. Nothing changed; send it again.")
                { Contested = true };
            }
        }
    }

    private async Task<(AlertsTaken Taken, IReadOnlyList<Write> Changes)> DecideAsync(
        AlertGroup group, Func<Service, bool> reaches, Actor by, CancellationToken ct)
    {
        var (ignored, changes, ids) = (new List<IgnoredAlert>(), new List<Write>(), new List<string>());
        var known = new List<(string Service, Alert Alert)>();
        foreach (var sent in group.Alerts)
        {
            var (service, why) = await ServiceAsync(sent, ct);
            if (service is not null && reaches(service)) known.Add((service.Id, sent.Alert));
            else if (service is not null) ignored.Add(new(sent.Alert.Name, service.Id, "this token does not reach the service"));
            else
            {
                ignored.Add(new(sent.Alert.Name, sent.Service, why!));
                changes.AddRange(
                    await TellAsync(new(sent.Alert.Name, sent.Service, ""), Address.Admins, IncidentReplies.Unknown(sent.Alert.Name, why!),
                        by.Now, changes, ct));
            }
        }

        foreach (var unread in group.Unread)
        {
            ignored.Add(unread);
            changes.AddRange(
                await TellAsync(unread, Address.Admins, IncidentReplies.Unreadable(unread.Alert, unread.Reason), by.Now, changes, ct));
        }

        var warnings = known.Where(one => one.Alert.WrongImpact is not null)
            .Select(one => new IgnoredAlert(one.Alert.Name, one.Service, IncidentReplies.WrongImpact(one.Alert.WrongImpact!))).ToList();
        foreach (var warning in warnings)
        {
            var team = (await store.FindAsync<Service>(warning.Service!, ct))!.Value.Team;
            changes.AddRange(
                await TellAsync(warning, await chart.Leads.MonitoringAsync(team, by.Now, ct), IncidentReplies.WrongImpact(warning), by.Now,
                    changes, ct));
        }

        foreach (var service in known.GroupBy(one => one.Service))
        {
            var (held, writes) =
                await JoinAsync(service.Key, [.. service.Select(one => one.Alert).OrderBy(alert => alert.Start)], group.Truncated, by, ct);
            ids.AddRange(held);
            changes.AddRange(writes);
        }

        return (new AlertsTaken(ids, ignored) { Warnings = warnings }, changes);
    }

    private async Task<(IReadOnlyList<string> Ids, IReadOnlyList<Write> Changes)> JoinAsync(
        string service, IReadOnlyList<Alert> alerts, int truncated, Actor by, CancellationToken ct)
    {
        var stored = await store.ListAsync<Incident>(IdRange.Prefix($"{service}/") with { Limit = Looked, Descending = true }, ct);
        var incidents = stored.ToDictionary(read => read.Value.Number, read => read.Value);
        var next = stored.Select(read => read.Value.Number).DefaultIfEmpty(0).Max() + 1;
        var touched = new SortedSet<int>();
        foreach (var alert in alerts)
        {
            var one = alert.Recognised(incidents.Values);
            var made = Alerts.Home(incidents.Values, one)?.With(one, by.Now)
                ?? Alerts.Open(service, next++, one, by.Id, by.Now, incidents.Values);
            if (alert.WrongImpact is { } wrong)
                made = Noted(made, $"Alert {alert.Name}: {IncidentReplies.WrongImpact(wrong)}.", by);
            incidents[made.Number] = made;
            touched.Add(made.Number);
        }

        var changes = new List<Write>();
        foreach (var number in touched)
        {
            var read = stored.FirstOrDefault(one => one.Value.Number == number);
            var after = truncated <= 0 ? incidents[number]
                : Noted(incidents[number], FormattableString.Invariant($"Monitoring left {truncated} more alerts of the group out."), by);
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

    // Once, however often it is sent.
    private static Incident Noted(Incident incident, string text, Actor by) =>
        incident.Notes.Any(note => note.Text == text) || incident.Notes.Count >= IncidentRules.MaxNotes
            ? incident
            : incident with { Notes = [.. incident.Notes, new IncidentNote(by.Id, by.Now, text)] };

    private async Task<(Service? Service, string? Why)> ServiceAsync(SentAlert sent, CancellationToken ct)
    {
        if (sent.Service is { } label)
        {
            return await chart.CurrentServiceAsync(label.Trim(), ct) is { } named ? (named, null)
                : (null, $"its label 'service' is '{label}', which is no service here.");
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

    /// <summary>Tells once what is wrong with an alert. One rule watches many services: each label that nobody knows is told.</summary>
    /// <param name="wrong">Its reason is empty where name and service alone say which.</param>
    private async Task<IReadOnlyList<Write>> TellAsync(
        IgnoredAlert wrong, Address to, Reply told, Instant now, IReadOnlyList<Write> already, CancellationToken ct)
    {
        var named = $"{wrong.Alert}\n{wrong.Service}" + (wrong.Reason.Length > 0 ? $"\n{wrong.Reason}" : "");
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)).AsSpan(0, 8));
        if (already.Any(change => change.Kind == typeof(UnknownAlert) && change.Id == id)
            || await store.FindAsync<UnknownAlert>(id, ct) is not null) return [];
        return
        [
            Write.Create(id, new UnknownAlert(wrong.Alert, now)),
            Delivery.Say(new Delivery(now, MessageKind.Incident, to, told), $"unknown-alert/{id}"),
        ];
    }
}
