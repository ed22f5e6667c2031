using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
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
        .WithSummary("What Watchbill says by itself, in the order in which it is due: also what waits, and what no platform accepted.")
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
        var zones = await ZonesAsync(store, ct);
        var rotations = (await reach.OfAsync(http.Grant(), ct)).ToDictionary(rotation => rotation.Id);
        return
        [
            .. from stored in await SaidAsync(store, range, ct)
               let message = stored.Value
               where message.At >= since && (to is null || message.At < to)
               where IsTheirs(message, http.Grant())
               where !http.Grant().IsBound || (message.Rotation is not null && rotations.ContainsKey(message.Rotation))
               let zone = rotations.GetValueOrDefault(message.Rotation ?? "")?.ZoneAt(message.At) ?? zones(message.To)
               select new MessageShape(stored.Id, message.At, message.BegunAt, message.SaidAt, message.Kind, message.Rotation,
                   $"{message.To}", PlainText.Render(message.Reply, new Reader(zone, Now: null) { Elsewhere = true })),
        ];
    }

    // Pay, training and health are told to people in private; a token reads of them what its scope reads elsewhere. Of careers none does.
    private static bool IsTheirs(Message message, Grant grant) => message.To.Kind != AddressKind.Person || message.Kind switch
    {
        MessageKind.Pay => grant.Scopes.Allow(Scope.Pay),
        MessageKind.Training or MessageKind.Health => grant.Scopes.Allow(Scope.Admin),
        MessageKind.Career => false,
        _ => true,
    };

    // As the platforms show times: to a person in theirs, to everybody else in the organisation's.
    private static async Task<Func<Address, DateTimeZone>> ZonesAsync(IStore store, CancellationToken ct)
    {
        var settings = await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct);
        var organization = DateTimeZoneProviders.Tzdb[settings?.Value.TimeZone ?? "Etc/UTC"];
        var people = (await store.ListAsync<Person>(IdRange.All, ct)).ToDictionary(person => person.Id, person => person.Value.TimeZone);
        return to => to.Kind == AddressKind.Person && people.TryGetValue(to.Id, out var zone)
            ? DateTimeZoneProviders.Tzdb[zone] : organization;
    }

    // In this order: what is said meanwhile goes from the one list to the other in one save.
    private static async Task<IReadOnlyList<Stored<Message>>> SaidAsync(IStore store, IdRange range, CancellationToken ct)
    {
        var waiting = (await store.ListAsync<Delivery>(range, ct)).Where(stored => !stored.Value.IsEdit)
            .Select(Waiting);
        var noted = await store.ListAsync<Message>(range, ct);
        // What is due by the hand of people is due at a whole second: within one, what went on the wire first comes first.
        return [.. noted.Concat(waiting).DistinctBy(stored => stored.Id).OrderBy(stored => stored.Value.At.ToWholeSeconds())
            .ThenBy(stored => stored.Value.BegunAt ?? stored.Value.SaidAt ?? stored.Value.At)
            .ThenBy(stored => stored.Value.At).ThenBy(stored => stored.Id, StringComparer.Ordinal)];
    }

    private static Stored<Message> Waiting(Stored<Delivery> stored)
    {
        var due = stored.Value;
        return new(stored.Id, new(due.Due, null, due.Kind, due.Rotation, due.To, due.Reply) { BegunAt = due.BegunAt }, stored.Version);
    }

    private static string Second(Instant at) => InstantPattern.General.Format(at);
}

/// <summary>A message as the API shows it.</summary>
/// <param name="At">When it was due.</param>
/// <param name="BegunAt">When its last attempt went on the wire; null: none has.</param>
/// <param name="SaidAt">When a platform accepted it; null: none has.</param>
internal sealed record MessageShape(
    string Id, Instant At, Instant? BegunAt, Instant? SaidAt, MessageKind Kind, string? Rotation, string To, string Text);
