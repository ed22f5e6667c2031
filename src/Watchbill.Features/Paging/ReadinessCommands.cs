using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Whether people can be woken before their shift begins.</summary>
public sealed class ReadinessCommands(IStore store, ReadinessCheck check, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "readiness [<team>]", "Who of those on call in the next 7 days cannot be woken; of all without a team", ShowAsync)
        {
            Looks = true,
        },
    ];

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        var team = call.Arguments["team"] is { } named ? await chart.TeamAsync(named, ct) : null;
        var rotations = team is null
            ? [.. (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value).Where(rotation => !rotation.Retired)]
            : (await chart.Responsibilities.ReadAsync(ct)).OfTeam(team.Id);
        if (rotations.Count == 0)
            throw new RefusedException(team is null ? "There is no rotation yet." : $"{team.Id} has no rotation.") { Field = "team" };
        var readiness = await check.OfAsync(rotations, call.Now, ct);
        return ReadinessReplies.Of(team?.Id ?? (rotations is [var only] ? only.Id : "All rotations"), readiness,
            await chart.NamesAsync(readiness.Gaps.Concat(readiness.Unqualified).Select(gap => gap.Person).OfType<string>(), ct),
            await check.GroupWaitAsync(ct));
    }
}
