using Watchbill.Chat;

namespace Watchbill.Organization;

/// <summary>
/// The new ids in what was said, is to be said, or was asked for. Words stay as people read them; addresses, mentions and arguments move.
/// </summary>
internal sealed class RenamedWords(Renames renames)
{
    private static readonly Dictionary<string, string> Sections = new()
    {
        ["rotation"] = "rotations",
        ["person"] = "people",
        ["team"] = "teams",
        ["domain"] = "domains",
        ["service"] = "services",
    };

    /// <summary>
    /// The id of a delivery or message: after the instant, its cause names a rotation, a person, or both. One id may be a rotation's and a
    /// person's; causes have the rotation first.
    /// </summary>
    public string Cause(string id)
    {
        var parts = id.Split('/');
        var rotation = false;
        for (var i = 2; i < parts.Length; i++)
        {
            if (!rotation && renames.Renamed("rotations", parts[i])) (parts[i], rotation) = (renames.New("rotations", parts[i]), true);
            else parts[i] = renames.Person(parts[i]);
        }

        return string.Join('/', parts);
    }

    public Delivery In(Delivery delivery) =>
        delivery with
        {
            To = In(delivery.To),
            Reply = In(delivery.Reply),
            Rotation = Rotation(delivery.Rotation),
            Card = delivery.Card is { } card ? Card(card) : null,
        };

    public Message In(Message message) =>
        message with { To = In(message.To), Reply = In(message.Reply), Rotation = Rotation(message.Rotation) };

    public Posted In(Posted posted) => posted with { Card = Card(posted.Card), To = In(posted.To) };

    public Pending In(Pending pending) => pending with { Author = renames.Person(pending.Author), Request = In(pending.Request) };

    public Shared In(Shared shared) => shared with { Request = In(shared.Request) };

    // As messages are carded: those of swaps and covers by ids of their own.
    private string Card(string card) => card.Split('/') switch
    {
        ["handoff", var rotation, .. var rest] => string.Join('/', ["handoff", renames.New("rotations", rotation), .. rest]),
        ["incident" or "engagement", var service, .. var rest] parts =>
            string.Join('/', [parts[0], renames.New("services", service), .. rest]),
        _ => card,
    };

    private string? Rotation(string? id) => id is null ? null : renames.New("rotations", id);

    private Address In(Address to) => to.Kind switch
    {
        AddressKind.Person => Address.Person(renames.Person(to.Id)),
        AddressKind.Team => Address.Team(renames.New("teams", to.Id)),
        AddressKind.Domain => Address.Domain(renames.New("domains", to.Id)),
        _ => to,
    };

    private Request In(Request request) => request with
    {
        Arguments =
            request.Arguments.ToDictionary(pair => pair.Key,
                pair => Sections.TryGetValue(pair.Key, out var section) ? renames.New(section, pair.Value) : pair.Value),
        Pressed = request.Pressed is { } value ? Pressed(request.Name, value) : null,
    };

    private Reply In(Reply reply) => reply with
    {
        Text = In(reply.Text),
        Fields = [.. reply.Fields.Select(field => field with { Value = In(field.Value) })],
        Table =
            reply.Table is { } table ? table with { Rows = [.. table.Rows.Select(row => (IReadOnlyList<Text>)[.. row.Select(In)])] } : null,
        Actions = [.. reply.Actions.Select(action => action with { Value = Pressed(action.Action, action.Value) })],
    };

    // Ids that begin with a rotation's: payments, payments/2026-11-16T09:00:00Z. Those of incidents say so (incident/checkout/12); those of
    // hand-backs and reviews begin with a service's (checkout/2).
    private string Pressed(string action, string value) => value.Split('/') switch
    {
        ["incident" or "runbook", var service, _, .. var rest] parts =>
            string.Join('/', [parts[0], renames.New("services", service), parts[2], .. rest]),
        [var first, .. var rest] => string.Join('/', [renames.New(OfService(action) ? "services" : "rotations", first), .. rest]),
        _ => value,
    };

    private static bool OfService(string action) =>
        action.StartsWith("handback-", StringComparison.Ordinal) || action.StartsWith("review-", StringComparison.Ordinal);

    private Text In(Text text) =>
        new(text.Parts.Select(part => part is Mention mention ? mention with { Person = renames.Person(mention.Person) } : part));
}
