using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.LocalChat;

/// <summary>The chat of a developer's own machine: a page at / and the routes it speaks to.</summary>
internal static partial class LocalChatEndpoints
{
    public static readonly PlatformId Id = new("local");

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private const int MaxIdLength = 63;

    public static IServiceCollection AddLocalChat(this IServiceCollection services)
    {
        services.AddOptions<LocalChatOptions>().BindConfiguration("LocalChat").ValidateOnStart();
        return services.AddSingleton<OpenPages>().AddSingleton<IChat>(provider => provider.GetRequiredService<OpenPages>());
    }

    public static WebApplication MapLocalChat(this WebApplication app)
    {
        var enabled = app.Services.GetRequiredService<IOptions<LocalChatOptions>>().Value.Enabled;
        var secret = app.Services.GetServices<Platform>().SelectMany(platform => platform.Secrets)
            .Any(key => !string.IsNullOrWhiteSpace(app.Configuration[key]));
        var verdict = LoopbackGuard.Decide(app.Environment.EnvironmentName, enabled, secret);
        LogVerdict(app.Logger, verdict.Because);
        // Where people read elsewhere, nothing counts as said because a page that nobody can open would show it.
        app.Services.GetRequiredService<OpenPages>().IsClosed = !verdict.Open && secret;
        if (!verdict.Open) return app;

        var chat = app.MapGroup("").AddEndpointFilter(GuardAsync).ExcludeFromDescription();
        chat.MapGet("/", PageAsync);
        chat.MapPost("/chat", AskAsync);
        chat.MapPost("/chat/press", PressAsync);
        chat.MapPost("/chat/submit", SubmitAsync);
        chat.MapGet("/chat/events", EventsAsync);
        foreach (var (name, type) in ChatPage.Assets)
        {
            var bytes = ChatPage.Read(name);
            chat.MapGet($"/chat/{name}", () => Results.Bytes(bytes, type));
        }

        return app;
    }

    private static async Task<IResult> PageAsync(IStore store, CommandRouter router, CancellationToken ct) =>
        Results.Content(await ChatPage.RenderAsync(store, router.Verbs, ct), "text/html; charset=utf-8");

    private static Task<IResult> AskAsync(HttpContext context, CommandRouter router, CancellationToken ct) =>
        AnswerAsync(context, (body, caller) => router.AskAsync(body.Text("text"), caller, ct), ct);

    private static Task<IResult> PressAsync(HttpContext context, CommandRouter router, CancellationToken ct) =>
        AnswerAsync(context, (body, caller) => router.PressAsync(body.Text("action"), body.Text("value"), caller, ct), ct);

    private static Task<IResult> SubmitAsync(HttpContext context, CommandRouter router, CancellationToken ct) =>
        AnswerAsync(context, (body, caller) => router.SubmitAsync(body.Text("form"), body.Texts("values"), caller, ct), ct);

    private static async Task EventsAsync(HttpContext context, OpenPages pages, CancellationToken ct)
    {
        var named = context.Request.Query["person"].ToString();
        var zone = named.Length == 0 ? DateTimeZone.Utc : ZoneOf(await PersonAsync(context, named, ct));
        await EventStream.WriteAsync(context, pages, zone, KeepAlive);
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Func<ChatBody, Caller, Task<Reply>> answer, CancellationToken ct)
    {
        var body = await ChatBody.ReadAsync(context.Request, ct);
        var person = await PersonAsync(context, body.Text("person"), ct);
        var reply = await answer(body, new Caller(person.Id, Id, null));
        if (reply.Audience == Audience.Everyone)
            context.Response.Headers["Watchbill-Event"] = context.RequestServices.GetRequiredService<OpenPages>().Share(person.Id, reply);
        var reader = new Reader(ZoneOf(person), context.RequestServices.GetRequiredService<IClock>().GetCurrentInstant());
        return Results.Json(new JsonObject { ["text"] = PlainText.Render(reply, reader), ["reply"] = LocalRenderer.Render(reply, reader) });
    }

    private static async Task<Person> PersonAsync(HttpContext context, string id, CancellationToken ct)
    {
        var store = context.RequestServices.GetRequiredService<IStore>();
        if ((await store.FindAsync<Person>(id, ct))?.Value is { Retired: false } person) return person;
        if (id.Length > MaxIdLength)
            throw new BadHttpRequestException($"In the field 'person' there are {id.Length} characters; an id has at most {MaxIdLength}.");
        var here = (await store.ListAsync<Person>(IdRange.All, ct)).Where(stored => !stored.Value.Retired).Select(stored => stored.Id);
        var meant = Nearest.To(id, here) is { } nearest ? $"Did you mean `{nearest}`?" : "Use the id of somebody in the organisation file.";
        throw new BadHttpRequestException($"In the field 'person' there is nobody called '{id}'. {meant}");
    }

    private static DateTimeZone ZoneOf(Person person) => DateTimeZoneProviders.Tzdb[person.TimeZone];

    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        ChatPage.Protect(context.Response);
        if (LoopbackGuard.Refuse(OriginOf(context)) is { } rejected) return Results.Problem(rejected.Sentence, statusCode: rejected.Status);
        try
        {
            return await next(invocation);
        }
        catch (BadHttpRequestException bad)
        {
            return Results.Problem(bad.Message, statusCode: bad.StatusCode);
        }
    }

    private static RequestOrigin OriginOf(HttpContext context)
    {
        var request = context.Request;
        return new RequestOrigin(context.Connection.RemoteIpAddress, request.Scheme, request.Host.Value ?? "", [.. request.Headers.Keys])
        {
            Origin = request.Headers.Origin.ToString(),
            ContentType = HttpMethods.IsPost(request.Method) ? request.ContentType ?? "" : null,
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Sentence}")]
    private static partial void LogVerdict(ILogger logger, string sentence);
}
