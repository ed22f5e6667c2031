using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>
/// Tells each team's lead, on Mondays at nine in the organisation's zone, whose time on call crossed a limit, and who could take the next
/// night. Silent where nobody's did, and wherever people's figures are theirs alone.
/// </summary>
public sealed class HealthReportJob(IStore store, HealthQueries queries, HealthRights rights, NightProposals nights, OrgChart chart) : IJob
{
    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Team) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (rights.People != HealthPeople.Lead) return null;
        var zone = await ToilCommands.ZoneAsync(store, ct);
        foreach (var team in (await store.ListAsync<Team>(IdRange.All, ct)).Select(read => read.Value).Where(team => !team.Retired))
        {
            await new WeeklyReport(store, $"health/{team.Id}", zone) { Kind = MessageKind.Health }
                .MakeAsync(now, token => MessagesAsync(team, now, token), ct);
        }

        return Mondays.Next(now, zone);
    }

    private async Task<IReadOnlyList<WeeklyMessage>> MessagesAsync(Team team, Instant now, CancellationToken ct)
    {
        var view = await queries.TeamAsync(team, now, ct);
        var crossed = view.People.Where(person => person.Crossed.Count > 0).ToList();
        if (crossed.Count == 0) return [];
        var to = await chart.Leads.ResponsibleAsync(team.Id, now, ct);
        var zone = to.Kind == AddressKind.Person ? await chart.ZoneAsync(to.Id, ct) : await ToilCommands.ZoneAsync(store, ct);
        var proposals = new List<NightProposal>();
        foreach (var person in crossed)
        {
            // A night is given away once.
            if (await nights.OfAsync(person.Person, team, now, ct) is { } proposal && !proposals.Any(one => one.Night == proposal.Night))
                proposals.Add(proposal);
        }

        var names = await chart.NamesAsync(proposals.Select(one => one.Taker), ct);
        return [new(to, HealthWeeklyReplies.Report(view, crossed, proposals, names, zone), $"health/{team.Id}")];
    }
}
