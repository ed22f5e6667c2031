using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Api;

/// <summary>
/// Makes requests that begin as right ones and have something broken: a value, a key, the body, its type, the token, the signature.
/// </summary>
internal sealed class RequestMill(Random random)
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";

    private const string At = "2027-03-01T09:00:00Z";
    private const string Span = $$"""{"person": "ben", "start": "{{At}}", "end": "2027-03-01T17:00:00Z", "reason": "x"}""";

    /// <summary>Settings with which the routes of Slack are there; nothing is listening where its API is.</summary>
    public static IReadOnlyDictionary<string, string> Slack { get; } = new Dictionary<string, string>
    {
        ["Slack__SigningSecret"] = Secret,
        ["Slack__BotToken"] = "xoxb-0",
        ["Slack__TeamId"] = "T0123ABCD",
        ["Slack__ApiBaseUrl"] = "http://127.0.0.1:9/api/",
        ["LocalChat__Enabled"] = "true",
    };

    private static readonly (string Method, string Path, string? Body)[] Routes =
    [
        ("GET", "/api/v1/oncall?rotation=payments&at=" + At, null),
        ("GET", "/api/v1/rotations/payments/shifts?from=2027-01-01T00:00:00Z&to=" + At + "&layer=primary", null),
        ("GET", "/api/v1/incidents?service=checkout&from=2026-01-01T00:00:00Z&to=" + At, null),
        ("GET", "/api/v1/budgets", null),
        ("GET", "/api/v1/budgets/checkout?slo=availability&at=" + At, null),
        ("GET", "/api/v1/gates/checkout?change=feature&reference=x", null),
        ("GET", "/api/v1/engagements/checkout", null),
        ("GET", "/api/v1/reports/kpi?period=2026-11", null),
        ("GET", "/api/v1/reports/cost?period=2026-11", null),
        ("GET", "/api/v1/reports/value?period=2026-q4", null),
        ("GET", "/api/v1/audit?from=2026-01-01T00:00:00Z&to=" + At, null),
        ("GET", "/api/v1/messages?from=2026-01-01T00:00:00Z&to=" + At, null),
        ("GET", "/api/v1/people/ana/absences", null),
        ("GET", "/api/v1/people/ana.ics?key=0123456789abcdef", null),
        ("GET", "/api/v1/rotations/payments.ics?key=0123456789abcdef", null),
        ("GET", "/api/v1/organization", null),
        ("GET", "/health/ready", null),
        ("GET", "/openapi/v1.json", null),
        ("DELETE", "/api/v1/rotations/payments/overrides/0a1b2c3d", null),
        ("DELETE", "/api/v1/people/ana/absences/0a1b2c3d", null),
        ("PATCH", "/api/v1/incidents/checkout-1", """{"severity": "sev2", "end": "2026-11-01T00:00:00Z", "impact": 0.5}"""),
        ("POST", "/api/v1/rotations/payments/overrides", Span),
        ("POST", "/api/v1/rotations/payments/swaps", Span.Replace("\"reason\": \"x\"", "\"with\": \"ana\"", StringComparison.Ordinal)),
        ("POST", "/api/v1/rotations/payments/covers", Span),
        ("POST", "/api/v1/rotations/payments/corrections", Span),
        ("POST", "/api/v1/people/ana/absences", $$"""{"start": "{{At}}", "end": "2027-03-02T09:00:00Z"}"""),
        ("POST", "/api/v1/incidents",
            $$"""
            {"service": "checkout", "title": "x", "severity": "sev4", "start": "{{At}}",
             "responders": [{"person": "ana", "start": "{{At}}"}]}
            """),
        ("POST", "/api/v1/time-entries",
            """{"person": "ana", "kind": "support", "start": "2026-11-01T09:00:00Z", "end": "2026-11-01T10:00:00Z", "note": "x"}"""),
        ("POST", "/api/v1/ingest/alertmanager",
            """
            {"version": "4", "status": "firing", "alerts": [{"status": "firing", "fingerprint": "ab", "startsAt": "2026-11-01T09:00:00Z",
             "labels": {"alertname": "x", "service": "checkout", "severity": "info", "impact": "0.1"},
             "annotations": {"summary": "x"}}]}
            """),
        ("POST", "/api/v1/ingest/buckets",
            """{"service": "checkout", "slo": "availability", "buckets": [{"hour": "2026-11-01T09:00:00Z", "good": 9, "total": 10}]}"""),
        ("PUT", "/api/v1/organization?dryRun=false", """{"organization": {"name": "x"}, "people": 5}"""),
        ("POST", "/chat", """{"person": "ana", "text": "override payments ben tomorrow 9 to 17"}"""),
        ("POST", "/chat/press", """{"person": "ana", "action": "confirm", "value": "0a1b2c3d"}"""),
        ("POST", "/chat/submit", """{"person": "ana", "form": "oncall override", "values": {"rotation": "payments", "person": "ben"}}"""),
        ("POST", "/control/check", "{}"),
        ("POST", "/control/token", """{"name": "x", "scope": "read"}"""),
        ("POST", "/slack/commands",
            "command=/oncall&text=now payments&user_id=U0ANA&team_id=T0123ABCD&channel_id=C0123ABCD&trigger_id=1.2"),
        ("POST", "/slack/interactions", "payload=" +
            """
            {"type": "block_actions", "team": {"id": "T0123ABCD"}, "user": {"id": "U0ANA"}, "trigger_id": "1.2",
             "actions": [{"action_id": "confirm", "value": "x", "action_ts": "1.2"}]}
            """),
        ("POST", "/slack/events",
            """
            {"type": "event_callback", "event_id": "Ev1", "team_id": "T0123ABCD",
             "event": {"type": "app_mention", "user": "U0ANA", "channel": "C0123ABCD", "text": "now"}}
            """),
    ];

    private static readonly string[] Odd =
    [
        "", " ", "0", "-1", "NaN", "null", "true", "[]", "{}", "../../etc/passwd", "%00", "%2e%2e%2f", "a'; DROP TABLE x;--", "<script>",
        "ＡＮＡ",
        "ana\u0000", "\u202eana", "\ud83d\ude00", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "-9998-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "2026-11-28T09:00:00+25:00", "79228162514264337593543950336", "1e400", "99,9", "2026-13", "2026-q5", "*", "@here", "<!channel>",
        "nobody",
    ];

    public HttpRequestMessage Next()
    {
        var (method, path, body) = Routes[random.Next(Routes.Length)];
        if (Chance(3)) method = Pick("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE");
        var text = body;
        // What would be right is broken, always where it could change the organisation.
        if (body is null || Chance(20)) path = Broken(path);
        if (body is not null) text = body.StartsWith("command=", StringComparison.Ordinal) ? BrokenForm(body) : BrokenBody(body);
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (text is not null || Chance(20)) request.Content = Content(path, text ?? OddText());
        Sign(request, path, text ?? "");
        return request;
    }

    public static async Task<string> DescribeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var body = request.Content is { } content ? Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(ct)) : "";
        return $"{request.Method} {request.RequestUri} {request.Content?.Headers.ContentType} {body[..Math.Min(body.Length, 400)]}";
    }

    private void Sign(HttpRequestMessage request, string path, string body)
    {
        if (path.StartsWith("/slack", StringComparison.Ordinal) && !Chance(10))
        {
            var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"v0:{at}:{body}"));
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", at);
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", $"v0={Convert.ToHexStringLower(hash)}");
        }
        else if (!Chance(10))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Chance(10) ? "wrong-token-0123456789" : Host.Token);
        }
    }

    private ByteArrayContent Content(string path, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (!path.StartsWith("/slack", StringComparison.Ordinal) && bytes.Length > 0 && Chance(20)) bytes[random.Next(bytes.Length)] = 0xc3;
        var content = new ByteArrayContent(bytes);
        var usual = path.StartsWith("/slack/events", StringComparison.Ordinal) || !path.StartsWith("/slack", StringComparison.Ordinal)
            ? "application/json" : "application/x-www-form-urlencoded";
        content.Headers.TryAddWithoutValidation("Content-Type", Chance(15)
            ? Pick("text/plain", "application/json; charset=latin-17", "multipart/form-data", "x", "application/xml",
                "application/json; charset=utf-16")
            : usual);
        return content;
    }

    private string Broken(string path)
    {
        var (before, query) = path.Split('?') is [var route, var rest] ? (route, rest) : (path, "");
        var parts = before.Split('/');
        if (Chance(40)) parts[random.Next(Math.Min(3, parts.Length - 1), parts.Length)] = Uri.EscapeDataString(OddText());
        var pairs = query.Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (pairs.Count > 0 && Chance(60))
        {
            var at = random.Next(pairs.Count);
            pairs[at] = random.Next(3) switch
            {
                0 => $"{pairs[at]}&{pairs[at]}",
                1 => pairs[at].Split('=')[0],
                _ => $"{pairs[at].Split('=')[0]}={Uri.EscapeDataString(OddText())}",
            };
        }

        if (Chance(20)) pairs.Add($"{Uri.EscapeDataString(OddText())}={Uri.EscapeDataString(OddText())}");
        return string.Join('/', parts) + (pairs.Count > 0 ? "?" + string.Join('&', pairs) : "");
    }

    private string BrokenForm(string body)
    {
        var pairs = body.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (Key: pair[0], Value: pair[1])).ToList();
        var at = random.Next(pairs.Count);
        pairs[at] = Chance(50) ? (pairs[at].Key, OddText()) : (OddText(), pairs[at].Value);
        return string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
    }

    private string BrokenBody(string body)
    {
        var prefix = body.StartsWith("payload=", StringComparison.Ordinal) ? "payload=" : "";
        var json = JsonNode.Parse(body[prefix.Length..])!;
        if (Chance(80)) Break(json);
        var text = json.ToJsonString();
        text = random.Next(10) switch
        {
            0 => text[..random.Next(text.Length)],
            1 => text + OddText(),
            2 => new string('[', random.Next(1, 300)) + text,
            _ => text,
        };
        return prefix.Length > 0 ? prefix + Uri.EscapeDataString(text) : text;
    }

    // A value somewhere in it is another, is gone, or stands under another name.
    private void Break(JsonNode json)
    {
        var places = Places(json).ToList();
        if (places.Count == 0) return;
        var (parent, key) = places[random.Next(places.Count)];
        switch (random.Next(5))
        {
            case 0 when parent is JsonObject from:
                from.Remove(key);
                break;
            case 1 when parent is JsonObject from:
                from[OddText()] = from[key]?.DeepClone();
                from.Remove(key);
                break;
            default:
                var value = OddValue();
                if (parent is JsonObject into) into[key] = value;
                else parent.AsArray()[int.Parse(key, CultureInfo.InvariantCulture)] = value;
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode? node) => node switch
    {
        JsonObject some => some.SelectMany(pair => Places(pair.Value).Prepend((some, pair.Key))),
        JsonArray some => some.SelectMany((item, i) => Places(item).Prepend((some, i.ToString(CultureInfo.InvariantCulture)))),
        _ => [],
    };

    private JsonNode? OddValue() => random.Next(8) switch
    {
        0 => null,
        1 => JsonValue.Create(random.NextInt64(long.MinValue, long.MaxValue)),
        2 => JsonValue.Create(random.NextDouble() - 0.5),
        3 => new JsonArray(OddText(), null, new JsonObject()),
        4 => new JsonObject { [OddText()] = OddText() },
        5 => JsonValue.Create(Chance(50)),
        _ => JsonValue.Create(OddText()),
    };

    private string OddText() => random.Next(12) switch
    {
        0 => new string('x', random.Next(1, 5000)),
        1 => JsonSerializer.Serialize(Odd),
        _ => Odd[random.Next(Odd.Length)],
    };

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(params string[] some) => some[random.Next(some.Length)];
}
