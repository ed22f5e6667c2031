using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Names, in the answer to a change, those it concerns who have no account on a platform in use, so that its author can tell them.
/// </summary>
public sealed class Unheard(OrgChart chart, Func<BroadcastChat> chat, IStore store)
{
    /// <summary>While nothing is said after a restore.</summary>
    public static Text Paused { get; } =
        (Text)$"Messages are paused since a backup was restored: nobody is told or paged until an admin says `watchbill resume`.";

    /// <summary>The plan, with a line in its preview and in what its author reads afterwards.</summary>
    public async Task<Plan> NotedAsync(Plan plan, CancellationToken ct) => await OfAsync(plan, ct) is not { } line ? plan : plan with
    {
        Preview = plan.Preview with { Text = Text.Lines(plan.Preview.Text, line) },
        Done = plan.Done with { Text = Text.Lines(plan.Done.Text, line) },
    };

    /// <summary>Who hears nothing of what the plan would tell them; null: all of them do, or no platform is in use.</summary>
    public async Task<Text?> OfAsync(Plan plan, CancellationToken ct)
    {
        if (plan.Writes.Any(change => change.Value is Delivery { IsEdit: false } or Paging.Page { IsOpen: true })
            && await store.FindAsync<Restored>(Restored.Id, ct) is not null) return Paused;
        if (chat().IsOff) return null;
        var people = new List<string>();
        foreach (var to in plan.Writes.Select(change => change.Value).OfType<Delivery>()
            .Where(said => said is { Kind: MessageKind.Change, IsEdit: false, To.Kind: AddressKind.Person }).Select(said => said.To)
            .Distinct())
            if (!await chat().ReachesAsync(to, ct)) people.Add(await chart.NameAsync(to.Id, ct));
        var who = people is [.. var first, var last] && first.Count > 0
            ? $"{string.Join(", ", first)} and {last} have" : $"{people.FirstOrDefault()} has";
        return people.Count == 0 ? null : (Text)$"{who} no account here, so Watchbill cannot tell them: tell them yourself.";
    }
}
