using System.Net;
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken ct)
    {
        if (!options.Value.IsConfigured)
            return [new(true,
                TeamsOptions.Missing)];
        return
        [
            await TriedAsync("The keys that sign requests can be read.", api.TouchAsync, ct),
            await TriedAsync("Entra gives the app a token.", credentials.TokenAsync, ct),
            await EndpointAsync(ct),
            .. await PeopleAsync(ct),
        ];
    }

    private static async Task<Finding> TriedAsync(string inOrder, Func<CancellationToken, Task> tryAsync, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            await tryAsync(deadline.Token);
            return new(false, inOrder);
        }
        catch (Exception failure) when (failure is CallException or HttpRequestException or OperationCanceledException
            && !ct.IsCancellationRequested)
        {
            return new(true, $"Not so: {inOrder} {failure.Message}");
        }
    }

    // Whoever asks without a token is refused by this host in its own words, however many proxies stand between.
    private Task<Finding> EndpointAsync(CancellationToken ct)
    {
        var address = services.GetRequiredService<PublicAddress>()();
        if (!address.StartsWith("https://", StringComparison.Ordinal))
            return Task.FromResult(new Finding(true, $"PublicUrl is '{address}': Teams calls an address that begins with https://."));
        return TriedAsync($"{address}{TeamsEndpoints.Path} is this host.", async token =>
        {
            using var client = clients.CreateClient(TeamsApi.Client);
            using var body = new StringContent("{}");
            using var response = await client.PostAsync(new Uri(address + TeamsEndpoints.Path), body, token);
            if (response.StatusCode != HttpStatusCode.Unauthorized
                || await response.Content.ReadAsStringAsync(token) != TeamsEndpoints.NotOurs)
                throw new HttpRequestException($"It answers {(int)response.StatusCode} as another would.");
        }, ct);
    }

    private async Task<IReadOnlyList<Finding>> PeopleAsync(CancellationToken ct)
    {
        // Asked for only here: it opens the file.
        var reach = services.GetRequiredService<RosterReach>();
        var (missing, of) = await reach.OnAsync(TeamsPlatform.Value, clock.GetCurrentInstant(), ct);
        return missing.Count > 0 ? [.. missing.Select(one => new Finding(true, $"{one.Person}: {one.Why}"))]
            : [new(false, $"Everybody on a roster can be told in Teams: {of}.")];
    }
}
