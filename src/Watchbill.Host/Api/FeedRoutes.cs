using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>
/// Calendar feeds: <c>GET /people/{id}.ics</c> and <c>/rotations/{id}.ics</c>. Calendars send no token: the key is in the address.
/// </summary>
internal static class FeedRoutes
{
    public static IServiceCollection AddFeeds(this IServiceCollection services) => services
        .AddSingleton<Feeds>()
        .AddSingleton<PublicAddress>(provider => () => AddressOf(
            provider.GetRequiredService<IConfiguration>()["PublicUrl"] is { Length: > 0 } named
                ? named : provider.GetRequiredService<IOptions<ApiOptions>>().Value.PublicUrl,
            provider.GetRequiredService<IConfiguration>()["Urls"] ?? ""));

    /// <summary>Where people reach this host: what is configured, else the first address it listens on, as this machine sees it.</summary>
    public static string AddressOf(string? configured, string urls)
    {
        var first = configured is { Length: > 0 } ? configured : urls.Split(';')[0].Trim();
        foreach (var any in new[] { "://*", "://+", "://0.0.0.0", "://[::]" })
            first = first.Replace(any, "://localhost", StringComparison.Ordinal);
        return first.TrimEnd('/');
    }

    public static void MapFeeds(this IEndpointRouteBuilder api)
    {
        var key = new QueryParameter("key", "From a link that 'oncall calendar' gave.");
        api.MapGet("/people/{id}.ics",
            (string id, HttpContext http, Feeds feeds, IClock clock,
                CancellationToken ct) => AnswerAsync(http, clock, (given, now) => feeds.OfPersonAsync(id, given, now, ct)))
            .WithSummary("Somebody's shifts as a calendar to subscribe to.").WithMetadata(key)
                .Produces(StatusCodes.Status200OK, contentType: "text/calendar");
        api.MapGet("/rotations/{id}.ics",
            (string id, HttpContext http, Feeds feeds, IClock clock,
                CancellationToken ct) => AnswerAsync(http, clock, (given, now) => feeds.OfRotationAsync(id, given, now, ct)))
            .WithSummary("A rotation's shifts as a calendar to subscribe to.").WithMetadata(key)
                .Produces(StatusCodes.Status200OK, contentType: "text/calendar");
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, IClock clock, Func<string, Instant, Task<string?>> readAsync)
    {
        // No key, a wrong one, another's, one that has ended: all are the same answer, so that nothing can be learned by trying.
        if (http.Request.Query["key"] is not [{ Length: > 0 } key] || await readAsync(key, Moments.Now(clock)) is not { } feed)
            return Problem.Of(StatusCodes.Status404NotFound,
                "This calendar link is not valid, or not any more. For a new one say to Watchbill: calendar");
        var bytes = Encoding.UTF8.GetBytes(feed);
        http.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(bytes, "text/calendar; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\""));
    }
}
