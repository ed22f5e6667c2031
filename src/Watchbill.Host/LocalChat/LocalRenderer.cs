using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Watchbill.Chat;

namespace Watchbill.LocalChat;

/// <summary>
/// Renders a reply as the JSON of section 8, times in the reader's zone. Nothing is escaped: the page inserts text, never markup.
/// </summary>
internal static class LocalRenderer
{
    private static readonly JsonSerializerOptions Present =
        new(JsonSerializerOptions.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static JsonObject Render(Reply reply, Reader reader)
    {
        var json = new JsonObject
        {
            ["text"] = PlainText.Render(reply.Text, reader),
            ["fields"] =
                List(reply.Fields, field => new JsonObject { ["name"] = field.Name, ["value"] = PlainText.Render(field.Value, reader) }),
        };
        if (reply.Text.Parts.TakeWhile(part => part.Strong).ToList() is { Count: > 0 } answer)
            json["lead"] = PlainText.Render(new Text(answer), reader);
        var links = ReplyWords.Of(reply).Parts.OfType<Link>().Select(link => link with { Strong = false }).Distinct().ToList();
        if (links.Count > 0) json["links"] = List(links, Link);
        if (reply.Table is { } table) json["table"] = Table(table, reader);
        if (reply.Chart is { } chart) json["chart"] = JsonSerializer.SerializeToNode(chart, Present);
        if (reply.Note is { } note) json["note"] = PlainText.Render(note, reader);
        json["actions"] = List(reply.Actions, Action);
        if (reply.Form is { } form) json["form"] = Form(form);
        json["audience"] = Lower(reply.Audience);
        if (reply.Supersedes == Supersedes.Message) json["inPlace"] = true;
        return json;
    }

    private static JsonObject Table(Table table, Reader reader) => new()
    {
        ["columns"] = List(table.Columns, column => JsonValue.Create(column)),
        ["rows"] = List(table.Rows, row => List(row, cell => JsonValue.Create(PlainText.Render(cell, reader)))),
    };

    // The texts have each in words, "noun: address"; whoever draws can put the address behind the noun.
    private static JsonObject Link(Link link) => new() { ["noun"] = link.Noun, ["url"] = link.Url };

    private static JsonObject Action(Button button)
    {
        var json = new JsonObject { ["label"] = button.Label, ["action"] = button.Action, ["value"] = button.Value };
        if (button.Style != ButtonStyle.Plain) json["style"] = Lower(button.Style);
        return json;
    }

    private static JsonObject Form(Form form)
    {
        var json = new JsonObject { ["id"] = form.Id, ["title"] = form.Title, ["fields"] = List(form.Fields, Field) };
        if (form.Act is { } act) json["act"] = act;
        return json;
    }

    private static JsonObject Field(FormField field)
    {
        var json = new JsonObject { ["name"] = field.Name, ["label"] = field.Label };
        if (field is { Kind: { } kind, Typed: false }) json["kind"] = KindOf(kind);
        if (field.Value is not null) json["value"] = field.Value;
        if (field.Hint is not null) json["hint"] = field.Hint;
        json["optional"] = field.Optional;
        json["multiline"] = field.Multiline;
        json["options"] = List(field.Options, option => new JsonObject { ["value"] = option.Value, ["label"] = option.Label });
        if (field.Error is not null) json["error"] = field.Error;
        return json;
    }

    /// <summary>As the page knows it: <c>person</c>; where it is one of several kinds, all of them: <c>rotation service</c>.</summary>
    public static string KindOf(FieldKind kind) => kind.ToString().Replace(",", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Lower<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> render) => [.. items.Select(render)];
}
