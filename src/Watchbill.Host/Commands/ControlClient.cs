using System.Net.Http.Headers;
using System.Net.Sockets;
using Watchbill.Chat;

namespace Watchbill.Commands;

/// <summary>Asks a running host to do what a command wants.</summary>
internal static class ControlClient
{
    /// <returns>Null where nobody listens: the file was left by a host that is gone, and its process number is another's by now.</returns>
    /// <exception cref="RefusedException">Somebody listens who does not know the key, or who failed.</exception>
    public static async Task<CommandResult?> AskAsync<T>(ControlAddress host, string task, T body, CancellationToken ct)
    {
        // Never through a proxy: it is this machine. Its certificate names the host as others reach it.
        using var handler = new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) };
#pragma warning disable CA5359 // The address is this machine's own, and its file only the host's user could write.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(10) };
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
