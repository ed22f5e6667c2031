using System.Globalization;
using System.Text.Json;
using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Metrics;

/// <summary>The envelope that Prometheus answers in. Numbers are text in it, instants are seconds with a fraction.</summary>
internal readonly struct PrometheusAnswer(JsonElement root)
{
    private const int MaxErrorLength = 300;

    // Year 5138.
    private const double LastSecond = 1e11;

    public bool Succeeded => Text(root, "status") == "success";

    public bool TookTooLong => Text(root, "errorType") == "timeout";

    /// <summary>What it says is wrong, in one line.</summary>
    public string Error => Line(Text(root, "error") ?? "it says no more.");

    /// <summary>The one series of the answer; none where there is none.</summary>
    /// <exception cref="MetricsException">There are several, it is none over time, or it may be incomplete.</exception>
    public IReadOnlyDictionary<Instant, decimal> Values()
    {
        // Thanos answers in part where a store of it is down, and warns: such a number is too small without showing it.
        if (Of(root, "warnings") is { ValueKind: JsonValueKind.Array } warnings && warnings.GetArrayLength() > 0)
            throw new MetricsException($"the answer may be incomplete: {Line(warnings[0].ToString())}");
        var data = Of(root, "data");
        if (Text(data, "resultType") != "matrix" || Of(data, "result") is not { ValueKind: JsonValueKind.Array } series)
            throw new MetricsException($"the answer is a {Text(data, "resultType") ?? "thing without a type"}, not values over time.");
        return series.GetArrayLength() switch
        {
            0 => new Dictionary<Instant, decimal>(),
            1 => Read(Of(series[0], "values")),
            var several => throw new MetricsException($"the query answers {several} series. Put sum(…) around it."),
        };
    }

    private static Dictionary<Instant, decimal> Read(JsonElement values)
    {
        var read = new Dictionary<Instant, decimal>();
        if (values.ValueKind != JsonValueKind.Array) throw Strange();
        foreach (var pair in values.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.Number
                || pair[1].ValueKind != JsonValueKind.String || pair[0].GetDouble() is not (>= 0 and < LastSecond)) throw Strange();
            // NaN (nothing divided by nothing) and Inf are no counts, nor is what is too large for one.
            if (decimal.TryParse(pair[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                read[Instant.FromUnixTimeMilliseconds((long)Math.Round(pair[0].GetDouble() * 1000))] = value;
        }

        return read;
    }

    private static string Line(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length <= MaxErrorLength ? words : words[..MaxErrorLength] + "…";
    }

    private static MetricsException Strange() => new("the answer holds something else than instants and numbers.");

    private static string? Text(JsonElement element, string name) =>
        Of(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement Of(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) ? found : default;
}
