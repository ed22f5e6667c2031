using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>A person's month, and which team each rotation in it is of.</summary>
/// <param name="Teams">By rotation; of a domain's rotation the domain.</param>
public sealed record TeamMonth(PersonMonth Month, IReadOnlyDictionary<string, string> Teams)
{
    /// <summary>The team whose lines alone are told; null: all are.</summary>
    public string? Only { get; init; }

    /// <summary>What is told, each with its place in the month, counted from 1.</summary>
    public IEnumerable<(int Place, PayLine Line)> Lines =>
        Month.Lines.Select((line, i) => (i + 1, line)).Where(one => Only is null || TeamOf(one.line) == Only);

    public string? TeamOf(PayLine line) => line.Rotation is { } rotation ? Teams.GetValueOrDefault(rotation) : null;
}

/// <summary>Says whose pay is a team's to look at.</summary>
public sealed class PayTeams(IStore store, PayMonths months)
{
    public async Task<IReadOnlyList<TeamMonth>> WithTeamsAsync(IReadOnlyList<PersonMonth> found, CancellationToken ct)
    {
        var owners = (await store.ListAsync<Rotation>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value.Owner);
        return [.. found.Select(month => new TeamMonth(month, owners))];
    }

    /// <summary>The members of a team, and whoever else has something in the month for one of its rotations.</summary>
    public async Task<IReadOnlyCollection<string>> PeopleAsync(Team team, LocalDate month, Instant now, CancellationToken ct)
    {
        var own = (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(stored => stored.Value.Owner == team.Id)
            .Select(stored => stored.Id).ToHashSet();
        var all = await months.OfAsync(month, null, now, ct);
        return [.. all.Where(one => team.Members.Contains(one.Person) || one.Lines.Any(line => line.Rotation is { } id && own.Contains(id)))
            .Select(one => one.Person)];
    }
}
