using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// The new ids in what was said, is to be said, or was asked for. Words stay as people read them; addresses, mentions and arguments move.
/// </summary>
internal static class ChatRenames
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
    public static string Cause(string id, Renames renames)
    {
        var parts = id.Split('/');
        var rotation = false;
        for (var i = 2; i < parts.Length; i++)
        {
            if (!rotation && renames.Renamed("rotations", parts[i])) (parts[i], rotation) = (renames.Rotation(parts[i]), true);
            else parts[i] = renames.Person(parts[i]);
        }

        return string.Join('/', parts);
    }

    public static Delivery Renamed(Delivery delivery, Renames renames) =>
        delivery with
        {
            To = In(delivery.To, renames),
            Reply = In(delivery.Reply, renames),
            Rotation = renames.Rotation(delivery.Rotation),
            By = delivery.By is { } by ? renames.Person(by) : null,
            Card = delivery.Card is { } card ? Card(card, renames) : null,
        };

    public static Message Renamed(Message message, Renames renames) =>
        message with { To = In(message.To, renames), Reply = In(message.Reply, renames), Rotation = renames.Rotation(message.Rotation) };

    public static Posted Renamed(Posted posted, Renames renames) =>
        posted with { Card = Card(posted.Card, renames), To = In(posted.To, renames) };

    public static Unreached Renamed(Unreached unreached, Renames renames)
    {
        IReadOnlyList<string> told =
            unreached.Told.Any(one => renames.Renamed("people", one))
                ? [.. unreached.Told.Select(one => renames.Person(one))] : unreached.Told;
        return unreached with { To = In(unreached.To, renames), Told = told };
    }

    public static Pending Renamed(Pending pending, Renames renames) =>
        pending with { Author = renames.Person(pending.Author), Request = In(pending.Request, renames) };

    public static Shared Renamed(Shared shared, Renames renames) => shared with { Request = In(shared.Request, renames) };

    // As messages are carded: those of swaps and covers by ids of their own.
    private static string Card(string card, Renames renames) => card.Split('/') switch
    {
        ["handoff", var rotation, .. var rest] => string.Join('/', ["handoff", renames.Rotation(rotation), .. rest]),
        ["incident" or "engagement" or "page", var service, .. var rest] parts =>
            string.Join('/', [parts[0], renames.Service(service), .. rest]),
        _ => card,
    };

    private static Address In(Address to, Renames renames) => to.Kind switch
    {
        AddressKind.Person => Address.Person(renames.Person(to.Id)),
        AddressKind.Team => Address.Team(renames.Team(to.Id)),
        AddressKind.Domain => Address.Domain(renames.Domain(to.Id)),
        _ => to,
    };

    private static Request In(Request request, Renames renames) => request with
    {
        Arguments =
            request.Arguments.ToDictionary(pair => pair.Key,
                pair => Sections.TryGetValue(pair.Key, out var section) ? renames.New(section, pair.Value) : pair.Value),
        Pressed = request.Pressed is { } value ? ButtonValue.Renamed(request.Name, value, renames) : null,
    };

    private static Reply In(Reply reply, Renames renames) => reply with
    {
        Text = In(reply.Text, renames),
        Fields = [.. reply.Fields.Select(field => field with { Value = In(field.Value, renames) })],
        Table =
            reply.Table is { } table
                ? table with { Rows = [.. table.Rows.Select(row => (IReadOnlyList<Text>)[.. row.Select(text => In(text, renames))])] }
                : null,
        Actions = [.. reply.Actions.Select(action => action with { Value = ButtonValue.Renamed(action.Action, action.Value, renames) })],
    };

    private static Text In(Text text, Renames renames) =>
        new(text.Parts.Select(part => part is Mention mention ? mention with { Person = renames.Person(mention.Person) } : part));
}
