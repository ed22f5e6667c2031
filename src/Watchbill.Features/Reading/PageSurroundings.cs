using NodaTime;
using Watchbill.Budgets;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Finds what a page has to know: whose policy it follows, who is on its levels now, and when that changes.</summary>
public sealed class PageSurroundings(IStore store, OrgChart chart, Schedules schedules)
{
    /// <summary>As far ahead as the next shift is looked for.</summary>
    private static readonly Duration Ahead = Duration.FromDays(8);

    /// <summary>Who is on call, by the same schedules.</summary>
    public OnCallNow OnCall { get; } = new(chart, schedules);

    /// <summary>The same for many pages at one instant: who is an admin, say, is not listed for each.</summary>
    public PageSurroundings ForMany()
    {
        var once = new ListedOnce(store);
        return new(once, new OrgChart(once), schedules);
    }

    /// <summary>The page with the policy that it follows from now on.</summary>
    public async Task<Page> FollowingAsync(Page page, Instant now, CancellationToken ct)
    {
        // What began before the maintenance is not what it is about.
        var began = (await store.FindAsync<Incident>(page.DocumentId, ct))?.Value.Began ?? now;
        var held = await MaintenanceEndsAsync(page, began, ct) > now;
        if (page.Person is { } person) return page.Follow(null, EscalationPolicy.Of(person), now, held);
        var rotations = await RotationsAsync(page, now, ct);
        return rotations is [var first, ..]
            ? page.Follow(first, EscalationPolicy.Of(first, now), now, held) with
            {
                Beside = [.. rotations.Skip(1).Select(rotation => rotation.Id)],
            }
            : page.Follow(null, [new EscalationStep(EscalationPolicy.Lead, Duration.Zero)], now, held);
    }

    /// <summary>A page as it stands or, before its first step, with the policy that it follows; and what holds around it now.</summary>
    public async Task<(Page Page, Paging.Situation Around)> AroundAsync(Page page, Instant now, CancellationToken ct)
    {
        if (page.Steps.Count == 0) page = await FollowingAsync(page, now, ct);
        return (page, (await OfAsync(page, now, ct)).Now);
    }

    /// <summary>What holds around a page now, and when who is on its levels changes next.</summary>
    public async Task<(Paging.Situation Now, Instant Changes)> OfAsync(Page page, Instant now, CancellationToken ct)
    {
        var changes = Instant.MaxValue;
        var held = new List<Schedule>();
        foreach (var id in new[] { page.Rotation }.Concat(page.Beside).OfType<string>())
            if (await schedules.FindAsync(id, ct) is { } schedule) held.Add(schedule);
        var people = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var to in page.Steps.Select(step => step.To).Concat(EscalationPolicy.Fallback).Distinct())
        {
            (people[to], var next) = await LevelAsync(page, held, to, now, ct);
            changes = Instant.Min(changes, next);
        }

        var has = page.By is { } by ? (await store.FindAsync<Person>(by, ct))?.Value : null;
        if (page.State is PageState.Acknowledged or PageState.Snoozed && has?.Leaves is { } leaves && leaves > now)
            changes = Instant.Min(changes, leaves);
        var incident = (await store.FindAsync<Incident>(page.DocumentId, ct))?.Value;
        return (new Paging.Situation(now, people)
        {
            Promised = held.Count == 0 ? now : held.Select(schedule => schedule.PromisedFrom(now)).Min(),
            MaintenanceEnds = page.Held ? await MaintenanceEndsAsync(page, now, ct) : null,
            Active = incident?.At,
            Left = page.By is not null && has?.IsHere(now) != true,
        }, changes);
    }

    /// <summary>Who leads those whom a page calls; null: nobody does.</summary>
    public async Task<string?> LeadAsync(Page page, Instant now, CancellationToken ct) =>
        (await LeadsAsync(page, now, ct)) is [var lead, ..]
            ? lead : null;

    private async Task<IReadOnlyList<Rotation>> RotationsAsync(Page page, Instant now, CancellationToken ct)
    {
        if (page.Rotation is { } named)
            return await store.FindAsync<Rotation>(named, ct) is { Value: { Retired: false } found } ? [found] : [];
        return await chart.FindServiceAsync(page.Service, ct) is { } service ? await OnCall.CalledAsync(service, now, ct) : [];
    }

    private async Task<(IReadOnlyList<string> People, Instant Next)> LevelAsync(
        Page page, IReadOnlyList<Schedule> held, string to, Instant now, CancellationToken ct)
    {
        if (to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal))
            return await schedules.FindAsync(to[EscalationPolicy.RotationPrefix.Length..], ct) is { } other
                ? First(other, now) : ([], Instant.MaxValue);
        if (EscalationPolicy.IsOfShifts(to))
            return OnLevel(held, layer => layer.Level == to || layer.Id == to, now);
        IReadOnlyList<string> people = to switch
        {
            EscalationPolicy.Lead => [.. (await LeadsAsync(page, now, ct)).Take(1)],
            EscalationPolicy.Manager =>
                await TeamAsync(page, ct) is { } team && await chart.Leads.ManagerAsync(team, now, ct) is { } manager
                    ? [manager] : [],
            EscalationPolicy.Accountable => await chart.FindServiceAsync(page.Service, ct) is { } service
                && await chart.Leads.AccountableAsync(service, now, ct) is { } accountable ? [accountable] : [],
            EscalationPolicy.Admins => [.. (await store.ListAsync<Person>(IdRange.All, ct))
                .Where(person => person.Value.Admin && person.Value.IsHere(now)).Select(person => person.Id)],
            _ => await chart.Leads.HereAsync([to[EscalationPolicy.PersonPrefix.Length..]], now, ct),
        };
        return (people, Instant.MaxValue);
    }

    // Of another rotation its first level that has somebody.
    private static (IReadOnlyList<string> People, Instant Next) First(Schedule schedule, Instant now)
    {
        var (people, next) = ((IReadOnlyList<string>)[], Instant.MaxValue);
        foreach (var level in schedule.Rotation.LayersAt(now).Where(layer => !layer.Shadow).Select(layer => layer.Level).Distinct())
        {
            (people, var changes) = OnLevel([schedule], layer => layer.Level == level, now);
            next = Instant.Min(next, changes);
            if (people.Count > 0) break;
        }

        return (people, next);
    }

    private static (IReadOnlyList<string> People, Instant Next) OnLevel(
        IReadOnlyList<Schedule> held, Func<Layer, bool> isOn, Instant now)
    {
        var (people, next) = (new List<string>(), Instant.MaxValue);
        foreach (var schedule in held)
        {
            foreach (var layer in schedule.Rotation.LayersAt(now).Where(layer => !layer.Shadow && isOn(layer)))
            {
                var shift = schedule.At(layer.Id, now);
                if (shift?.Person is { } person) people.Add(person);
                var changes = shift?.End
                    ?? schedule.Between(now, now + Ahead, layer.Id).Select(later => later.Start).DefaultIfEmpty(now + Ahead).First();
                next = Instant.Min(next, changes);
            }
        }

        return ([.. people.Distinct()], next);
    }

    private async Task<IReadOnlyList<string>> LeadsAsync(Page page, Instant now, CancellationToken ct)
    {
        if (page.Rotation is { } id && await store.FindAsync<Rotation>(id, ct) is { Value: var rotation })
            return await chart.Leads.OfAsync(rotation, now, ct);
        return await chart.Leads.OfTeamAsync(await TeamAsync(page, ct), now, ct);
    }

    /// <summary>The team that it concerns: of the service, else of the rotation, else of the person; null: none.</summary>
    private async Task<string?> TeamAsync(Page page, CancellationToken ct) =>
        await chart.FindServiceAsync(page.Service, ct) is { } service ? service.Team
        : page.Rotation is { } id && await store.FindAsync<Rotation>(id, ct) is { Value: { Kind: RotationKind.Team } rotation }
            ? rotation.Owner
        : page.Person is { } person
            ? (await store.ListAsync<Team>(IdRange.All, ct)).FirstOrDefault(team =>
                !team.Value.Retired && team.Value.Members.Contains(person))?.Id
        : null;

    private async Task<Instant?> MaintenanceEndsAsync(Page page, Instant now, CancellationToken ct)
    {
        if (page.Declared) return null;
        var rows = (await store.ListAsync<BudgetCorrection>(IdRange.Prefix($"{page.Service}/"), ct)).Select(row => row.Value)
            .Where(row => row.HoldsPages).ToList();
        Instant? ends = null;
        for (var at = now; rows.Find(row => row.Start <= at && at < row.End) is { } row; at = row.End) ends = row.End;
        return ends;
    }
}
