using System.Diagnostics;

namespace Watchbill.Api;

/// <summary>
/// One line for each request to the API, and for none of a chat platform: its route's template and how it ended. Never what was in it.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        await next(http);
        if (!http.Request.Path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase)) return;
        LogRequest(MethodOf(http), RouteOf(http), http.Response.StatusCode, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    public static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    // A method is the caller's text, too.
    private static string MethodOf(HttpContext http) =>
        http.Request.Method is { Length: <= 7 } method && method.All(char.IsAsciiLetterUpper) ? method : "(odd)";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Milliseconds} ms")]
    private partial void LogRequest(string method, string route, int status, long milliseconds);
}
