using Watchbill.Chat;

namespace Watchbill.Http;

/// <summary>Tries the links between this host and a service, each for ten seconds at most.</summary>
internal static class ConnectionChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="inOrder">What is said where it works.</param>
    public static async Task<Finding> TriedAsync(string inOrder, Func<CancellationToken, Task> tryAsync, CancellationToken ct)
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

    /// <summary>
    /// Whether an address of ours leads to this host, however many proxies stand between: an unsigned request is refused in its own words.
    /// </summary>
    /// <param name="address">The public address, with the path.</param>
    /// <param name="refusal">Those words.</param>
    public static Task<Finding> LeadsHereAsync(HttpClient client, string address, int status, string refusal, CancellationToken ct) =>
        TriedAsync($"{address} is this host.", async token =>
        {
            using var body = new StringContent("{}");
            using var response = await client.PostAsync(new Uri(address), body, token);
            if ((int)response.StatusCode != status || await response.Content.ReadAsStringAsync(token) != refusal)
                throw new HttpRequestException($"It answers {(int)response.StatusCode} as another would.");
        }, ct);
}
