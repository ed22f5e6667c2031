using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Says how it stands with budgets.</summary>
public sealed class BudgetCommands(IStore store, BudgetQueries queries, Gates gates, OrgChart chart) : ICommands
{
    private readonly Conversations conversations = new(store);
    private readonly OpenWork work = new(store, chart);

    public IReadOnlyList<PressHandler> Presses => [new("budget-how", HowAsync)];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("budget", "status [<service>] [slo <slo>] [at <when>]", "What is left of a service's error budget, and what spent it",
            StatusAsync) { Looks = true },
        new("budget", "report [<owner>]", "Budgets of a team, a domain or all, worst first", ReportAsync) { Looks = true },
    ];

    private async Task<Answer> StatusAsync(Call call, CancellationToken ct)
    {
        var at =
            call.Arguments["when"] is { } when
                ? PastTime.Read("when", when, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct)) : call.Now;
        if (call.Arguments["service"] is not { } named)
        {
            var views = new List<BudgetView>();
            foreach (var one in await OfAsync(call.Caller, ct)) views.Add(await gates.ViewAsync(one, at, call.Now, ct));
            return BudgetReplies.Several(views);
        }

        var service = await chart.ServiceAsync(named, ct);
        // Whoever asks how a service is doing asks first of all what is broken.
        var open = at < call.Now ? [] : await work.OfServiceAsync(service.Id, ct);
        if (service.Slos.Count == 0) return open.Count > 0 ? new Reply(Text.Lines([.. open, NoSlo(service)])) : throw Refused(service);
        var view = await gates.ViewAsync(service, at, call.Now, ct);
        var status = BudgetReplies.Status(view, view.Of(call.Arguments["slo"]), at < call.Now ? at : null);
        return status with { Text = Text.Lines([.. open, status.Text]) };
    }

    private async Task<Answer> HowAsync(Call call, string value, CancellationToken ct)
    {
        if (ButtonValue.Read(ButtonSubject.Service, value).Ids is not [var id, var slo, var moment]
            || !InstantPattern.General.Parse(moment).TryGetValue(default, out var at) || at > call.Now)
            throw new RefusedException("This button has expired. Ask again: `budget status <service>`") { Missing = true };
        var view = await gates.ViewAsync(await chart.ServiceAsync(id, ct), at, call.Now, ct);
        return BudgetReplies.Computed(view, view.Of(slo));
    }

    private async Task<Answer> ReportAsync(Call call, CancellationToken ct)
    {
        var (named, teams) = call.Arguments["owner"] is { } owner ? (owner, await TeamsAsync(owner, ct)) : (null, null);
        var readings = new List<BudgetRow>();
        foreach (var service in await queries.ServicesAsync(teams, ct))
            readings.AddRange(
                (await queries.ReadingsAsync(service, call.Now, call.Now, 0, ct))
                    .Select(reading => new BudgetRow(service, reading.Status)));
        return BudgetReportReplies.Report(named, readings);
    }

    // The team with this id, else the teams of the domain with it.
    private async Task<IReadOnlySet<string>> TeamsAsync(string owner, CancellationToken ct)
    {
        if (await store.FindAsync<Domain>(owner, ct) is { Value.Retired: false }
            && await store.FindAsync<Team>(owner, ct) is not { Value.Retired: false })
            return (await store.ListAsync<Team>(IdRange.All, ct)).Where(team => team.Value.Domain == owner && !team.Value.Retired)
                .Select(team => team.Id).ToHashSet();
        return new HashSet<string> { (await chart.TeamAsync(owner, ct)).Id };
    }

    // Those of the conversation's teams or domain, else of the caller's teams, else all.
    private async Task<IReadOnlyList<Service>> OfAsync(Caller caller, CancellationToken ct)
    {
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).Where(team => !team.Retired).ToList();
        var owners = await conversations.OwnersAsync(caller, ct);
        var here = teams.Where(team => owners.Any(
            owner => owner == Address.Team(team.Id) || team.Domain is { } domain && owner == Address.Domain(domain)));
        var own = teams.Where(team => team.Lead == caller.Person || team.Members.Contains(caller.Person));
        foreach (var some in new[] { here, own })
            if (await queries.ServicesAsync(some.Select(team => team.Id).ToHashSet(), ct) is { Count: > 0 } found) return found;
        return await queries.ServicesAsync(null, ct);
    }

    private static RefusedException Refused(Service service) => new(NoSlo(service)) { Field = "service" };

    private static string NoSlo(Service service) =>
        $"{service.Id} has no SLO, so it has no budget. Set slos in the organisation file.";
}
