using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Incidents;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>
/// Alerts from Alertmanager (webhook version 4) and Grafana (the same skeleton, version 1): <c>POST /ingest/alertmanager</c>.
/// </summary>
internal static class AlertmanagerRoutes
{
    private const int MaxNameLength = 200;

    // Clocks differ a little; what is later than this is a mistake.
    private static readonly Duration Ahead = Duration.FromMinutes(10);

    // As long as the longest calendar window of a budget: what is said to have begun earlier, such as in 1970, would spend all of one.
    private static readonly Duration Oldest = Duration.FromDays(366);

    public static void MapAlertmanager(this IEndpointRouteBuilder api) => api.MapPost("/ingest/alertmanager", PostAsync)
        .Needs(Scope.Ingest)
        .WithSummary(
            "Alerts as Alertmanager (webhook version 4) or Grafana sends them. Sent again it comes to the same; what cannot be placed is " +
                "named in the answer.")
        .Accepts<object>("application/json")
        .Produces<TakenShape>();

    private static async Task<IResult> PostAsync(HttpContext http, AlertIntake intake, IClock clock, CancellationToken ct)
    {
        _ = new Query(http);
        var body = await JsonBody.ObjectAsync(http.Request, "an object with 'alerts', as Alertmanager sends it", ct);
        if (!body.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
            throw Query.Wrong("alerts", "'alerts' is missing, or is no list. Expected is what Alertmanager's webhook sends, version 4.");
        var (now, grant) = (Moments.Now(clock), http.Grant());
        var (read, ignored) = (new List<SentAlert>(), new List<IgnoredAlert>());
        foreach (var alert in alerts.EnumerateArray())
        {
            try
            {
                read.Add(Read(alert, now));
            }
            catch (UnreadableException wrong)
            {
                // The others of the group are understood, and Alertmanager sends none of them again.
                ignored.Add(
                    new(Text(alert, "labels", "alertname") is { Length: <= MaxNameLength } name ? name : "?",
                        Text(alert, "labels", "service"), wrong.Message));
            }
        }

        var truncated =
            body.TryGetProperty("truncatedAlerts", out var cut) && cut.ValueKind == JsonValueKind.Number && cut.TryGetInt32(out var count)
                ? Math.Max(count, 0) : 0;
        try
        {
            var taken =
                await intake.TakeAsync(new AlertGroup(read, truncated) { Unread = ignored }, grant.Reaches,
                    grant.By(clock) with { Now = now }, ct);
            return Results.Ok(new TakenShape(alerts.GetArrayLength(), taken.Incidents, taken.Ignored, truncated, taken.Warnings));
        }
        catch (RefusedException refusal) when (refusal.Contested)
        {
            // Alertmanager sends it again after a 5xx, and after nothing else.
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, refusal.Message);
        }
    }

    /// <exception cref="UnreadableException">The alert cannot be understood; the sentence says why.</exception>
    private static SentAlert Read(JsonElement alert, Instant now)
    {
        if (Text(alert, "labels", "alertname") is not { Length: > 0 } name) throw Query.Wrong("alertname", "it has no label 'alertname'");
        if (name.Length > MaxNameLength)
            throw Query.Wrong("alertname", $"its name has {name.Length} characters; at most {MaxNameLength} are possible");
        var status = Text(alert, "status");
        if (status is not ("firing" or "resolved"))
            throw Query.Wrong("status", $"its status is '{Moments.Shown(status ?? "")}'; expected is firing or resolved");
        var said = Moment(alert, "startsAt", now);
        // While it fires, 'endsAt' is the year 1, or a guess.
        var end = status == "resolved" ? Moment(alert, "endsAt", now) ?? now : (Instant?)null;
        var start = said ?? Instant.Min(now, end ?? now);
        if (end < start) throw Query.Wrong("endsAt", $"'endsAt' is {end}, which is before 'startsAt', {start}");
        var impact = Text(alert, "labels", "impact") ?? Text(alert, "annotations", "impact");
        var share = impact is null ? null : IncidentWords.Share(impact);
        return new SentAlert(
            new Alert(Clean(name), Fingerprint(alert), start, end)
            {
                Title = Title(alert, name),
                Severity = Alerts.SeverityOf(Text(alert, "labels", "severity")),
                StartUnknown = said is null,
                Impact = share,
                WrongImpact = share is null && !string.IsNullOrWhiteSpace(impact) ? Moments.Shown(impact) : null,
            },
            Text(alert, "labels", "service") is { Length: > 0 } service ? Moments.Shown(service) : null);
    }

    /// <summary>
    /// Null: it is missing, no time at all, more than a year ago (as are the year 1 and 1970), or still to come. No alert is lost for that.
    /// </summary>
    private static Instant? Moment(JsonElement alert, string name, Instant now)
    {
        try
        {
            return Text(alert, name) is { } text && Moments.Read(name, text) is var at && at >= now - Oldest && at <= now + Ahead
                ? at : null;
        }
        catch (UnreadableException)
        {
            return null;
        }
    }

    private static string Title(JsonElement alert, string name)
    {
        var said =
            Text(alert, "annotations", "summary") ?? Text(alert, "annotations", "title") ?? Text(alert, "annotations", "description");
        var title = Clean(said ?? "");
        if (title.Length > IncidentRules.MaxTitle) title = title[..(IncidentRules.MaxTitle - 1)].TrimEnd() + "…";
        return title.Length > 0 ? title : Clean(name);
    }

    /// <summary>Monitoring's own; where it sends none, one made from the labels, as it would.</summary>
    private static string Fingerprint(JsonElement alert)
    {
        if (Text(alert, "fingerprint") is { Length: > 0 and <= 100 } sent) return Clean(sent);
        var labels =
            alert.GetProperty("labels").EnumerateObject().OrderBy(label => label.Name, StringComparer.Ordinal)
                .Select(label => $"{label.Name}={Text(label.Value) ?? label.Value.GetRawText()}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', labels))).AsSpan(0, 8));
    }

    /// <summary>On one line, without what cannot be written down.</summary>
    private static string Clean(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter)).Trim();

    private static string? Text(JsonElement alert, params string[] path)
    {
        foreach (var name in path)
            if (alert.ValueKind != JsonValueKind.Object || !alert.TryGetProperty(name, out alert)) return null;
        return StrictJson.Text(alert);
    }
}

/// <summary>What became of alerts that were sent.</summary>
/// <param name="Received">How many there were.</param>
/// <param name="Incidents">Ids of the incidents that hold them.</param>
/// <param name="Truncated">How many more monitoring left out.</param>
/// <param name="Warnings">What of alerts that were taken could not be used.</param>
internal sealed record TakenShape(
    int Received, IReadOnlyList<string> Incidents, IReadOnlyList<IgnoredAlert> Ignored, int Truncated,
    IReadOnlyList<IgnoredAlert> Warnings);
