using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>Says how many SREs the guide asks for.</summary>
public sealed class HeadCountCommands(IStore store) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "headcount", "How many SRE teams and SREs an organisation of this size asks for", ShowAsync) { Looks = true },
    ];

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).Where(team => !team.Retired).ToList();
        var domains =
            (await store.ListAsync<Domain>(IdRange.All, ct)).Select(stored => stored.Value).Where(domain => !domain.Retired).ToList();
        var guide =
            new HeadCount(teams.Count(team => !team.Sre), domains.Count,
                domains.Select(domain => domain.Line).OfType<string>().Distinct().Count());
        var sre = teams.Where(team => team.Sre).ToList();
        return HeadCountReplies.Guide(guide, sre.Count, sre.SelectMany(team => team.Members).Distinct().Count());
    }
}
