using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Engagements;

/// <summary>Says what SREs' work costs those who own the services, by team and cost centre.</summary>
public sealed class CostCommands(SreCosts costs, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "cost [<team>] [in <period>]", "What SREs' work for a team's services costs; this month, all teams without more",
            CostAsync) { Looks = true },
    ];

    private async Task<Answer> CostAsync(Call call, CancellationToken ct)
    {
        var only = call.Arguments["team"] is { } named ? await chart.TeamAsync(named, ct) : null;
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var said = TimePhrases.Period(call.Arguments["period"] ?? "this month", call.AskedAt, zone);
        var span = new Interval(said.Start, Instant.Min(said.End, Instant.Max(call.Now, said.Start)));
        return CostReplies.Shown(only?.Id, span, await costs.LinesAsync(CostScope.Of(only?.Id), span, call.Now, ct), said.Notes);
    }
}
