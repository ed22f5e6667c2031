using NodaTime;

namespace Watchbill.Http;

/// <summary>Answers refused requests with a sentence and logs them once a minute, however many there are, without their content.</summary>
internal sealed partial class RefusedRequests(ILogger<RefusedRequests> log)
{
    private long minute;
    private int since;

    public static Task AnswerAsync(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(sentence, http.RequestAborted);
    }

    /// <summary>A request's whole body; null: it is over 1 MB, and that was answered.</summary>
    public static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http.Request, RequestBody.MaxBytes, http.RequestAborted);
        if (body is null) await AnswerAsync(http, StatusCodes.Status413PayloadTooLarge, "The body is over 1 MB.");
        return body;
    }

    /// <summary>Answers a request that another sent than it should; what is wrong with it goes to the log alone.</summary>
    public Task RefuseAsync(HttpContext http, string path, string why, string sentence, Instant now)
    {
        Note(path, why, now);
        return AnswerAsync(http, StatusCodes.Status401Unauthorized, sentence);
    }

    private void Note(string path, string why, Instant now)
    {
        var refused = Interlocked.Increment(ref since);
        var (before, current) = (Interlocked.Read(ref minute), now.ToUnixTimeSeconds() / 60);
        if (before == current || Interlocked.CompareExchange(ref minute, current, before) != before) return;
        Interlocked.Exchange(ref since, 0);
        LogRefused(path, refused, why);
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Requests to {Path} that were refused since this was said last: {Count}. Of the last one: {Why}.")]
    private partial void LogRefused(string path, int count, string why);
}
