using System.Net.Http.Headers;
using System.Net.Sockets;
using Watchbill.Chat;

namespace Watchbill.Commands;

/// <summary>Asks a running host to do what a command wants.</summary>
internal static class ControlClient
{
    /// <returns>Null where nobody listens: the file was left by a host that is gone, and its process number is another's by now.</returns>
    /// <exception cref="RefusedException">Somebody listens who does not know the key, or who failed.</exception>
    public static async Task<CommandResult?> AskAsync(ControlAddress host, string task, object body, CancellationToken ct)
    {
        // Never through a proxy: it is this machine.
        using var http =
            new HttpClient(
                new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
            {
                Timeout = TimeSpan.FromMinutes(10),
            };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{host.Url}/control/{task}") { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", host.Key);
        try
        {
            using var response = await http.SendAsync(request, ct);
            if (response.IsSuccessStatusCode) return await response.Content.ReadFromJsonAsync<CommandResult>(ct);
            throw new RefusedException(
                $"The host at {host.Url} (process {host.Pid}) refused to answer ({(int)response.StatusCode}). Its log says why.");
        }
        catch (HttpRequestException gone) when (gone.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return null;
        }
        catch (HttpRequestException failed)
        {
            throw new RefusedException($"The host at {host.Url} (process {host.Pid}) does not answer: {failed.Message}");
        }
    }
}
