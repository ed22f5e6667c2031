using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Reading;

namespace Watchbill.Teams;

/// <summary>
/// Looks at each link between the bot and Teams, at the manifest of its app there, and at who on a roster cannot be told anything.
/// </summary>
internal sealed class TeamsCheck(
    IOptions<TeamsOptions> options, TeamsApi api, TeamsCredentials credentials, IHttpClientFactory clients, IServiceProvider services,
    IClock clock)
{
    /// <param name="uploaded">The manifest that Teams has; null: nobody named it.</param>
    public async Task<IReadOnlyList<Finding>> RunAsync(string? uploaded, CancellationToken ct)
    {
        if (!options.Value.IsConfigured) return [new(true, TeamsOptions.Missing)];
        // Asked for only here, as is what is known of people: it opens the file.
        var address = services.GetRequiredService<PublicAddress>()();
        return
        [
            await ConnectionChecks.TriedAsync("The keys that sign requests can be read.", api.TouchAsync, ct),
            await ConnectionChecks.TriedAsync("Entra gives the app a token.", credentials.TokenAsync, ct),
            .. address.StartsWith("https://", StringComparison.Ordinal)
                ? (Finding[])[await EndpointAsync(address, ct), Manifest(uploaded, new(address))]
                : [new(true, $"PublicUrl is '{address}': Teams calls an address that begins with https://.")],
            .. await services.GetRequiredService<RosterReach>().FindAsync(TeamsPlatform.Value, clock.GetCurrentInstant(), ct),
        ];
    }

    private async Task<Finding> EndpointAsync(string address, CancellationToken ct)
    {
        using var client = clients.CreateClient(TeamsApi.Client);
        return await ConnectionChecks.LeadsHereAsync(
            client, address + TeamsEndpoints.Path, StatusCodes.Status401Unauthorized, TeamsEndpoints.NotOurs, ct);
    }

    // What Teams was given it does not say. Its version is whoever's who uploads it.
    private Finding Manifest(string? uploaded, Uri address)
    {
        if (uploaded is null) return new(false, "The manifest was not looked at: name the file that was uploaded by --manifest.");
        if (StrictJson.ObjectOrNull(Encoding.UTF8.GetBytes(uploaded)) is null)
            return new(true, "What --manifest names is no manifest, nor an archive with one.");
        var theirs = JsonNode.Parse(uploaded)!.AsObject();
        var ours = JsonNode.Parse(
            TeamsManifest.Write(services.GetRequiredService<CommandRouter>().Verbs, address, options.Value.AppId))!.AsObject();
        var other = ours.Concat(theirs).Select(member => member.Key).Distinct()
            .Where(name => name != "version" && !JsonNode.DeepEquals(ours[name], theirs[name])).ToList();
        return other.Count == 0 ? new(false, "The manifest that was uploaded is what this version writes for this host.")
            : new(true, $"The manifest that was uploaded is not what this version writes for this host: {string.Join(", ", other)}. " +
                $"Write it with 'manifest teams --url {address.AbsoluteUri.TrimEnd('/')} --zip watchbill.zip', raise the version in it, " +
                "and update the app.");
    }
}
