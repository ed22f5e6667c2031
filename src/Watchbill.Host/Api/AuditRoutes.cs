using System.Globalization;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Who did what: <c>GET /audit</c>.</summary>
internal static class AuditRoutes
{
    private const int Page = 1000;
    private static readonly string[] Span = ["from", "to"];

    public static void MapAudit(this IEndpointRouteBuilder api) => api.MapGet("/audit", AnswerAsync)
        .Needs(Scope.Admin)
        .WithSummary("Audit rows of a span, oldest first. Where there are more, the header Link names the next page.")
        .WithMetadata(
            new QueryParameter("from", "Instant, or date in UTC. Default: the beginning."),
            new QueryParameter("to", "Instant, or date in UTC, not included. Default: the end."),
            new QueryParameter("limit", "Rows in a page, 1 to 1000. Default: 1000."),
            new QueryParameter("after", "Number of the row before the first one. Default: none."))
        .Produces<IReadOnlyList<AuditShape>>();

    private static async Task<IReadOnlyList<AuditShape>> AnswerAsync(HttpContext http, IStore store, CancellationToken ct)
    {
        http.Grant().MustReachAll();
        var query = new Query(http);
        var (from, to) = (query.Moment("from", DateTimeZone.Utc), query.Moment("to", DateTimeZone.Utc));
        if (from is { } start && to is { } end && end <= start)
            throw Query.Wrong("to", $"'to' is {end}, which is not after 'from', {start}.");
        var limit = query.Number("limit", 1, Page) ?? Page;
        long first = 1 + (query.Number("after", 0, int.MaxValue) ?? 0);
        if (from is not null) first = Math.Max(first, await FirstAsync(store, from.Value, ct));

        var rows = await store.ListAsync<AuditRow>(new(IdOf(first), null, limit + 1), ct);
        var page = rows.Take(limit).TakeWhile(row => to is null || row.Value.Entry.At < to).ToList();
        if (page.Count == limit && rows.Count > limit) http.Response.Headers.Link = $"<{Next(http, page[^1].Id, limit)}>; rel=\"next\"";
        return [.. page.Select(AuditShape.Of)];
    }

    /// <summary>The first row at or after an instant. Rows are numbered as they happened, so halving finds it among millions.</summary>
    private static async Task<long> FirstAsync(IStore store, Instant from, CancellationToken ct)
    {
        var last = await store.ListAsync<AuditRow>(new(null, null, 1, Descending: true), ct);
        var (low, high) = (1L, last is [var row] ? NumberOf(row.Id) + 1 : 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var found = await store.ListAsync<AuditRow>(new(IdOf(middle), null, 1), ct);
            if (found is [var at] && at.Value.Entry.At < from) low = NumberOf(at.Id) + 1;
            else high = middle;
        }

        return low;
    }

    private static string Next(HttpContext http, string last, int limit)
    {
        var same =
            Span.Where(name => http.Request.Query.ContainsKey(name))
                .Select(name => $"{name}={Uri.EscapeDataString(http.Request.Query[name]!)}&");
        return $"{http.Request.Path}?{string.Concat(same)}limit={limit}&after={NumberOf(last)}";
    }

    private static string IdOf(long number) => number.ToString("D20", CultureInfo.InvariantCulture);

    private static long NumberOf(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}

/// <summary>An audit row as the API shows it. Ids, never names.</summary>
internal sealed record AuditShape(string Id, Instant At, string Actor, string Action, string Subject, string Origin)
{
    public string? Old { get; init; }
    public string? New { get; init; }
    public string? Reason { get; init; }
    public required string Hash { get; init; }

    public static AuditShape Of(Stored<AuditRow> row)
    {
        var entry = row.Value.Entry;
        return new(row.Id, entry.At, entry.Actor, entry.Action, entry.Subject, entry.Origin)
        {
            Old = entry.Old,
            New = entry.New,
            Reason = entry.Reason,
            Hash = row.Value.Hash,
        };
    }
}
