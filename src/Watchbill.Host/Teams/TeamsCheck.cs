using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Reading;

namespace Watchbill.Teams;

/// <summary>Looks at each link between the bot and Teams, and at who on a roster cannot be told anything there.</summary>
internal sealed class TeamsCheck(
    IOptions<TeamsOptions> options, TeamsApi api, TeamsCredentials credentials, IHttpClientFactory clients, IServiceProvider services,
    IClock clock)
{
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken ct)
    {
        if (!options.Value.IsConfigured) return [new(true, TeamsOptions.Missing)];
        return
        [
            await ConnectionChecks.TriedAsync("The keys that sign requests can be read.", api.TouchAsync, ct),
            await ConnectionChecks.TriedAsync("Entra gives the app a token.", credentials.TokenAsync, ct),
            await EndpointAsync(ct),
            // Asked for only here: it opens the file.
            .. await services.GetRequiredService<RosterReach>().FindAsync(TeamsPlatform.Value, clock.GetCurrentInstant(), ct),
        ];
    }

    private async Task<Finding> EndpointAsync(CancellationToken ct)
    {
        var address = services.GetRequiredService<PublicAddress>()();
        if (!address.StartsWith("https://", StringComparison.Ordinal))
            return new(true, $"PublicUrl is '{address}': Teams calls an address that begins with https://.");
        using var client = clients.CreateClient(TeamsApi.Client);
        return await ConnectionChecks.LeadsHereAsync(
            client, address + TeamsEndpoints.Path, StatusCodes.Status401Unauthorized, TeamsEndpoints.NotOurs, ct);
    }
}
