using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Health;

/// <summary>Time on call as people feel it: counts, hours and limits, said to their person and whoever leads them.</summary>
public sealed class HealthCommands(HealthQueries queries, HealthRights rights, WorkWeeks weeks, OrgChart chart) : ICommands
{
    public IReadOnlyList<PressHandler> Presses => [new(WorkWeeks.Action, weeks.AnswerAsync)];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "health [<person>]", "Your time on call: hours, callouts, rest and limits; a lead's people, too", PersonAsync)
        {
            Looks = true,
        },
        new("oncall", "health team <team>", "A team's time on call: medians for its members, people for its leads", TeamAsync)
        {
            Looks = true,
        },
    ];

    private async Task<Answer> PersonAsync(Call call, CancellationToken ct)
    {
        var person = await chart.PersonAsync(call.Arguments["person"] ?? call.Caller.Person, ct);
        await rights.MustSeeAsync(call.Caller, person, call.Now, ct);
        var view = await queries.PersonAsync(person.Id, call.Now, ct);
        var own = person.Id == call.Caller.Person;
        var readers = await chart.NamesAsync(await rights.ReadersAsync(person.Id, call.Now, ct), ct);
        // What somebody said of their week is theirs alone.
        return HealthReplies.Person(view, own, readers, own ? await weeks.OfAsync(person.Id, call.Now, ct) : []);
    }

    private async Task<Answer> TeamAsync(Call call, CancellationToken ct)
    {
        var team = await chart.TeamAsync(call.Arguments.Required("team"), ct);
        var people = await rights.SeesMembersAsync(call.Caller, team, call.Now, ct);
        return HealthReplies.Team(await queries.TeamAsync(team, call.Now, ct), people);
    }
}
