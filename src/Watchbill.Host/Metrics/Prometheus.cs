using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Metrics;

/// <summary>
/// Prometheus' HTTP API, version 1, and what speaks it (Thanos, Mimir, VictoriaMetrics). Its address is never told: it may hold a password.
/// </summary>
internal sealed class Prometheus(IOptions<PrometheusOptions> options, IHttpClientFactory clients) : IMetrics
{
    /// <summary>The client's name; the factory's own logging, which writes addresses, is off for it.</summary>
    public const string Client = "prometheus";

    /// <summary>The most steps that Prometheus answers.</summary>
    public const int MaxSteps = 11_000;

    /// <summary>How long an answer may take. Prometheus itself gives up before, so that nothing goes on there unread.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public async Task<IReadOnlyDictionary<Instant, decimal>> ReadAsync(
        string query, Instant first, Instant last, Duration step, CancellationToken ct)
    {
        if ((last - first) / step >= MaxSteps)
            throw new ArgumentOutOfRangeException(nameof(last), $"Prometheus answers at most {MaxSteps} steps.");
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Address)
        {
            Headers = { Authorization = options.Value.Credentials },
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["query"] = query,
                ["start"] = $"{first.ToUnixTimeSeconds()}",
                ["end"] = $"{last.ToUnixTimeSeconds()}",
                ["step"] = string.Create(CultureInfo.InvariantCulture, $"{step.TotalSeconds}"),
                ["timeout"] = "20s",
            }),
        };
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(request, ct);
            return Answer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct));
        }
        catch (HttpRequestException failure)
        {
            throw Unreachable(
                failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                    ? "its answer is too large." : "it cannot be reached.", failure);
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw Unreachable($"it did not answer within {Patience.TotalSeconds} seconds.", failure);
        }
    }

    private static IReadOnlyDictionary<Instant, decimal> Answer(HttpStatusCode status, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var answer = new PrometheusAnswer(document.RootElement);
            if (status is HttpStatusCode.OK && answer.Succeeded) return answer.Values();
            // 400: the query cannot be read; 422: it cannot be worked out. Everything else but its own time is no matter of the query.
            if (status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
                throw new MetricsException($"the query is refused: {answer.Error}");
            if (answer.TookTooLong) throw new MetricsException($"the query takes too long: {answer.Error}");
            throw Unreachable($"it answered {(int)status}: {answer.Error}", null);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // No JSON, or text in it that is no Unicode.
            throw Unreachable($"it answered {(int)status} and nothing that can be read.", failure);
        }
    }

    private static MetricsException Unreachable(string sentence, Exception? cause) => new(sentence, cause) { Unreachable = true };
}
