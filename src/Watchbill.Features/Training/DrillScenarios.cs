using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>The scenarios of tabletop drills: those of the organisation file, and the shipped ones that it does not replace.</summary>
public sealed class DrillScenarios(IStore store, ShippedScenarios shipped)
{
    public async Task<IReadOnlyList<DrillScenario>> AllAsync(CancellationToken ct)
    {
        var own = (await store.ListAsync<Policy>(IdRange.Prefix(Policy.AllScenarios), ct)).Where(read => !read.Value.Retired)
            .Select(read => read.Value.Scenario).OfType<DrillScenario>();
        return [.. own.Concat(shipped.All).DistinctBy(scenario => scenario.Id)];
    }

    /// <exception cref="RefusedException">There is none of that name.</exception>
    public async Task<DrillScenario> FindAsync(string named, CancellationToken ct)
    {
        var all = await AllAsync(ct);
        if (all.FirstOrDefault(one => one.Id.Equals(named, StringComparison.OrdinalIgnoreCase)) is { } found) return found;
        throw new RefusedException(
            $"No scenario `{named}`.{Nearest.Suggest(named, [.. all.Select(one => one.Id)], "", '`')} See all: `training drills`")
        {
            Field = "scenario",
            Missing = true,
        };
    }
}
