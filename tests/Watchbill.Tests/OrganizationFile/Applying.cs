using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>An organisation file, a store and what came of applying it.</summary>
internal sealed class Applying
{
    public const string Small = """
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: cai, name: Cai}, {id: dora, name: Dora}]
        teams: [{id: payments, lead: ana, members: [ana, ben, cai]}]
        services: [{id: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben]}]
        """;

    private static readonly ApplyOrigin By = new("token:ops", "api") { AllowRetire = true };

    public MemoryStore Store { get; } = new();

    // A Friday: the turn of the week from Monday 16 November, number 45, is running.
    public Instant Now { get; set; } = InstantPattern.General.Parse("2026-11-20T10:00:00Z").Value;

    public Task<OrganizationResult> ApplyAsync(string yaml, bool dryRun = false) =>
        ApplyAsync(yaml, Store, dryRun);

    public Task<OrganizationResult> ApplyAsync(string yaml, IStore store, bool dryRun = false) =>
        ApplyAsync(Named(yaml), store, dryRun, By);

    /// <summary>As somebody else, or without leave to retire many.</summary>
    public Task<OrganizationResult> ApplyAsync(string yaml, IStore store, bool dryRun, ApplyOrigin by, string? folder = null) =>
        new OrganizationFile(store, StoredKinds.All, Platforms.All, NullLogger<OrganizationFile>.Instance).ApplyAsync(
            FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes(yaml), folder, Now.InUtc().Date), dryRun, by, Now,
            TestContext.Current.CancellationToken);

    /// <summary>The file with the name that every file has, below all else, so that lines stay where they are.</summary>
    public static string Named(string yaml) =>
        yaml.Contains("organization:", StringComparison.Ordinal) ? yaml : yaml.TrimEnd() + "\norganization: Organization\n";

    /// <summary>The lines of a difference, as <c>kind id change: detail</c>.</summary>
    public async Task<string[]> SaysAsync(string yaml, bool dryRun = false)
    {
        var result = await ApplyAsync(yaml, dryRun);
        return [.. result.Errors.Select(error => error.ToString()),
            .. result.Changes.Select(line => $"{line.Kind} {line.Id} {line.Change}: {line.Detail}")];
    }

    public async Task<T?> FindAsync<T>(string id) where T : class =>
        (await Store.FindAsync<T>(id, TestContext.Current.CancellationToken))?.Value;

    public async Task<int> CountAsync<T>() where T : class =>
        (await Store.ListAsync<T>(IdRange.All, TestContext.Current.CancellationToken)).Count;

    /// <summary>Who has the turn of a layer at an instant.</summary>
    public async Task<string?> OnCallAsync(string at, string layer = "primary", string rotation = "payments")
    {
        var versions = (await FindAsync<Rotation>(rotation))!.Layers.Single(one => one.Id == layer).Versions;
        return OnCallBy.At(versions, InstantPattern.General.Parse(at).Value);
    }
}

/// <summary>Who has the turn, by the meaning of versions and offsets alone.</summary>
internal static class OnCallBy
{
    public static string? At(IReadOnlyList<LayerVersion> versions, Instant at)
    {
        var version = versions.LastOrDefault(one => one.From is not { } from || from <= at);
        if (version is null || version.Members.Count == 0) return null;
        var turns = new LayerTurns(version);
        return version.Members[turns.PlaceOf(turns.At(at).Number)];
    }
}
