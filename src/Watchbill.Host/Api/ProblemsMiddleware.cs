using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Turns whatever goes wrong with a request into a problem with one sentence. Nobody outside sees an exception.</summary>
internal sealed partial class ProblemsMiddleware(RequestDelegate next, ILogger<ProblemsMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        Problem? problem;
        try
        {
            await next(http);
            problem = http.Response.HasStarted ? null : Unanswered(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody listens any more.
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            problem = Explain(exception);
            if (problem is null) LogFailure(exception, http.Request.Method, RequestLog.RouteOf(http));
            // What the store says names files of this machine: it is for the log.
            problem ??= exception is StorageException
                ? Problem.Of(StatusCodes.Status503ServiceUnavailable,
                    "The database could not do this, and nothing was saved; Watchbill's log says why.")
                : Problem.Of(StatusCodes.Status500InternalServerError,
                    "Watchbill failed to answer this; its log says why. Nothing is half done: try again.");
            http.Response.Clear();
        }

        if (problem is not null) await problem.ExecuteAsync(http);
    }

    private static Problem? Explain(Exception exception) => exception switch
    {
        UnreadableException wrong => Problem.Of(wrong.Status, wrong.Message) with { Field = wrong.Field },
        RefusedException refusal => Problem.Of(StatusOf(refusal), refusal.Message) with { Field = refusal.Field },
        StaleException => Problem.Of(StatusCodes.Status409Conflict, "Somebody changed it meanwhile. Read it again and try again."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => JsonBody.TooLarge,
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, "The request is not well-formed HTTP, or it ended too early."),
        _ => null,
    };

    private static int StatusOf(RefusedException refusal) =>
        refusal.Missing ? StatusCodes.Status404NotFound
        : refusal.Forbidden ? StatusCodes.Status403Forbidden
        : refusal.Contested ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;

    /// <summary>An error that the framework left without a word.</summary>
    private static Problem? Unanswered(HttpContext http) => http.Response switch
    {
        { StatusCode: < 400 } or { ContentType: not null } or { ContentLength: > 0 } => null,
        { StatusCode: StatusCodes.Status404NotFound } =>
            Problem.Of(StatusCodes.Status404NotFound, "There is nothing at this address. /openapi/v1.json lists what there is."),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } response =>
            Problem.Of(response.StatusCode, $"{http.Request.Method} is not possible here; {response.Headers.Allow} is."),
        { StatusCode: var status } =>
            Problem.Of(status, "The request cannot be answered as it is. /openapi/v1.json says what is expected."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} failed")]
    private partial void LogFailure(Exception exception, string method, string route);
}
