using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>What the bot said by itself: <c>GET /messages</c>.</summary>
internal static class MessageRoutes
{
    private static readonly Duration Default = Duration.FromDays(28);

    public static void MapMessages(this IEndpointRouteBuilder api) => api.MapGet("/messages", AnswerAsync)
        .Needs(Scope.Read)
        .WithSummary("What Watchbill said by itself, in the order in which it was due.")
        .WithMetadata(
            new QueryParameter("from", "Instant, or date in UTC: when it was due. Default: 28 days before to, or before now."),
            new QueryParameter("to", "Instant, or date in UTC, not included. Default: no end."))
        .Produces<IReadOnlyList<MessageShape>>();

    private static async Task<IReadOnlyList<MessageShape>> AnswerAsync(
        HttpContext http, IStore store, Reach reach, IClock clock, CancellationToken ct)
    {
        var query = new Query(http);
        var to = query.Moment("to", DateTimeZone.Utc);
        var since = query.Moment("from", DateTimeZone.Utc) ?? (to ?? clock.GetCurrentInstant()) - Default;
        if (to <= since) throw Query.Wrong("to", $"'to' is {to}, which is not after 'from', {since}.");
        // Ids begin with whole seconds: the second of 'from' may hold earlier messages, that of 'to' ones that still belong.
        var range = new IdRange(Second(since), to is { } end ? Second(end + Duration.FromSeconds(1)) : null);
        var rotations = (await reach.OfAsync(http.Grant(), ct)).ToDictionary(rotation => rotation.Id);
        return
        [
            .. from stored in await store.ListAsync<Message>(range, ct)
               let message = stored.Value
               where message.At >= since && (to is null || message.At < to)
               where !http.Grant().IsBound || (message.Rotation is not null && rotations.ContainsKey(message.Rotation))
               let zone = rotations.GetValueOrDefault(message.Rotation ?? "")?.ZoneAt(message.At) ?? DateTimeZone.Utc
               select new MessageShape(stored.Id, message.At, message.SaidAt, message.Kind, message.Rotation, $"{message.To}",
                   PlainText.Render(message.Reply, zone)),
        ];
    }

    private static string Second(Instant at) => InstantPattern.General.Format(at);
}

/// <summary>A message as the API shows it; <paramref name="At"/> is when it was due.</summary>
internal sealed record MessageShape(string Id, Instant At, Instant SaidAt, MessageKind Kind, string? Rotation, string To, string Text);
