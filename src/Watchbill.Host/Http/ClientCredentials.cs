using System.Text.Json;

namespace Watchbill.Http;

/// <summary>A token by the client credentials grant of OAuth 2.0 (RFC 6749, 4.4), kept until shortly before it ends.</summary>
/// <param name="connect">A client without a deadline of its own.</param>
internal sealed class ClientCredentials(Func<HttpClient> connect, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim gate = new(1);
    private (string Token, long At, TimeSpan IsGoodFor)? kept;

    /// <param name="grant">What is asked with: <c>client_id</c>, <c>client_secret</c>, <c>scope</c>.</param>
    /// <param name="refused">Makes an exception of what the answer says, and of whether a retry may succeed.</param>
    public async Task<string> TokenAsync(
        Uri url, IReadOnlyDictionary<string, string> grant, Func<string, bool, Exception> refused, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (kept is { } known && time.GetElapsedTime(known.At) < known.IsGoodFor) return known.Token;
            using var client = connect();
            using var form = new FormUrlEncodedContent(grant.Append(new("grant_type", "client_credentials")));
            var asked = time.GetTimestamp();
            using var response = await client.PostAsync(url, form, ct);
            var answer = StrictJson.ObjectOrNull(await response.Content.ReadAsByteArrayAsync(ct), 16) ?? default;
            if (answer.Text("access_token") is not { Length: > 0 } token)
                throw refused(answer.Text("error_description") ?? "", (int)response.StatusCode is 429 or >= 500);
            var seconds = answer.At("expires_in") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var some)
                ? some : 0;
            kept = (token, asked, TimeSpan.FromSeconds(seconds) - Early);
            return token;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Forgets the token: the next one is a new one.</summary>
    public void Forget() => kept = null;

    public void Dispose() => gate.Dispose();
}
