using Watchbill.Reading;

namespace Watchbill.Chat;

/// <summary>
/// Names, in the answer to a change, those it concerns who have no account on a platform in use, so that its author can tell them.
/// </summary>
public sealed class Unheard(OrgChart chart, Func<BroadcastChat> chat)
{
    /// <summary>The plan, with a line in its preview and in what its author reads afterwards.</summary>
    public async Task<Plan> NotedAsync(Plan plan, CancellationToken ct) => await OfAsync(plan, ct) is not { } line ? plan : plan with
    {
        Preview = plan.Preview with { Text = Text.Lines(plan.Preview.Text, line) },
        Done = plan.Done with { Text = Text.Lines(plan.Done.Text, line) },
    };

    /// <summary>Who hears nothing of what the plan would tell them; null: all of them do, or no platform is in use.</summary>
    public async Task<string?> OfAsync(Plan plan, CancellationToken ct)
    {
        if (chat().IsOff) return null;
        var people = new List<string>();
        foreach (var to in plan.Writes.Select(change => change.Value).OfType<Delivery>()
            .Where(said => said is { Kind: MessageKind.Change, IsEdit: false, To.Kind: AddressKind.Person }).Select(said => said.To)
            .Distinct())
            if (!await chat().ReachesAsync(to, ct)) people.Add(await chart.NameAsync(to.Id, ct));
        var who = people is [.. var first, var last] && first.Count > 0
            ? $"{string.Join(", ", first)} and {last} have" : $"{people.FirstOrDefault()} has";
        return people.Count == 0 ? null : $"{who} no account here, so Watchbill cannot tell them: tell them yourself.";
    }
}
