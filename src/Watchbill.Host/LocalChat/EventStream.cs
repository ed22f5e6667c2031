using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.LocalChat;

/// <summary>Writes what is said as server-sent events, until the page goes or the host stops.</summary>
internal static class EventStream
{
    /// <param name="quiet">After so long without an event a comment is sent, so that a dead connection is noticed.</param>
    public static async Task WriteAsync(HttpContext context, OpenPages pages, DateTimeZone zone, TimeSpan quiet)
    {
        // A stopping host would otherwise wait for its pages to leave.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await WriteAsync(context.Response, "retry: 1000\n\n", end.Token);
            await foreach (var said in pages.ReadAsync(context.Request.Headers["Last-Event-ID"], quiet, end.Token))
                await WriteAsync(context.Response,
                    said is null ? ": still here\n\n" : $"id: {pages.IdOf(said)}\ndata: {Json(said, zone)}\n\n", end.Token);
        }
        catch (OperationCanceledException)
        {
            /* the page was closed or the host stops: there is nobody to tell */
        }
    }

    /// <summary>One line: line feeds inside are escaped by JSON.</summary>
    private static string Json(Said said, DateTimeZone zone)
    {
        var reader = new Reader(zone, said.At) { Stays = true };
        var json = new JsonObject
        {
            ["at"] = said.At.ToString(),
            ["time"] = PlainText.Render((Text)$"{said.At:time}", reader),
            ["to"] = said.To,
            ["key"] = said.Key,
            ["text"] = PlainText.Render(said.Reply, reader),
            ["reply"] = LocalRenderer.Render(said.Reply, reader),
        };
        if (said.Edited) json["edited"] = true;
        if (said.From is not null) json["from"] = said.From;
        return json.ToJsonString();
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.WriteAsync(text, ct);
        await response.Body.FlushAsync(ct);
    }
}
