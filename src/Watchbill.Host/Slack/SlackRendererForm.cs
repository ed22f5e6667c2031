using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Forms as modals. <c>block_id</c> and <c>action_id</c> are the field's name, <c>callback_id</c> is the form's id.</summary>
internal static class SlackForm
{
    private const int MaxFields = 45;
    private const int TitleText = 24;
    private const int LabelText = 2000;
    private const int OptionText = 75;
    private const int MaxOptions = 100;

    private static readonly Reader Nobody = Reader.In(DateTimeZone.Utc);

    public static JsonObject Modal(Form form, string privateMetadata)
    {
        // A title is a few words; what the command does stands under it where it is more.
        var isShort = form.Title.Length is > 0 and <= TitleText;
        var name = form.Id[(form.Id.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var title = isShort || name.Length == 0 ? form.Title : char.ToUpperInvariant(name[0]) + name[1..];
        return new()
        {
            ["type"] = "modal",
            ["callback_id"] = form.Id,
            ["private_metadata"] = privateMetadata,
            ["title"] = SlackBlocks.Plain(title, TitleText),
            ["submit"] = SlackBlocks.Plain("Continue", TitleText),
            ["close"] = SlackBlocks.Plain("Cancel", TitleText),
            ["blocks"] = new JsonArray(
            [
                .. isShort && form.Fields.Count > 0 ? [] : SlackBlocks.Sections(form.Title.Length > 0 ? form.Title : "…", Nobody).Take(1),
                .. form.Fields.Take(MaxFields).SelectMany(Blocks),
            ]),
        };
    }

    /// <summary>Up to a hundred choices.</summary>
    public static JsonObject Suggestions(IEnumerable<FormOption> options) => new()
    {
        ["options"] = new JsonArray([.. options.Where(option => option.Value.Length <= OptionText).Take(MaxOptions).Select(Option)]),
    };

    /// <summary>What is wrong, beside its fields.</summary>
    public static JsonObject Errors(IReadOnlyDictionary<string, string> errors) => new()
    {
        ["response_action"] = "errors",
        ["errors"] = new JsonObject(errors.Select(error => KeyValuePair.Create(error.Key, (JsonNode?)error.Value))),
    };

    private static IEnumerable<JsonObject> Blocks(FormField field)
    {
        var input = new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = field.Name,
            ["label"] = SlackBlocks.Plain(field.Label, LabelText),
            ["optional"] = field.Optional,
            ["element"] = Element(field),
        };
        if (field.Hint is { Length: > 0 } hint) input["hint"] = SlackBlocks.Plain($"For example: {hint}", LabelText);
        yield return input;
        if (field.Error is { } error) yield return SlackBlocks.Context($"⚠ {error}", Nobody);
    }

    private static JsonObject Element(FormField field)
    {
        if (field.Options.Any(option => option.Value.Length is 0 or > OptionText)) return Typed(field);
        if (field.Options.Count > MaxOptions || field.Options.Count == 0 && !field.Typed && Choices.Fields.Contains(field.Name))
            return Search(field);
        return field.Options.Count == 0 ? Typed(field) : Select(field);
    }

    private static JsonObject Typed(FormField field)
    {
        var element = new JsonObject
        {
            ["type"] = "plain_text_input",
            ["action_id"] = field.Name,
            ["multiline"] = field.Multiline,
            ["max_length"] = Chat.CommandText.MaxLength,
        };
        if (field.Value is { Length: > 0 } value)
            element["initial_value"] =
                value.Length > Chat.CommandText.MaxLength ? PlainWords.Line(value, Chat.CommandText.MaxLength) : value;
        return element;
    }

    private static JsonObject Search(FormField field)
    {
        var element = new JsonObject
        {
            ["type"] = "external_select",
            ["action_id"] = field.Name,
            ["min_query_length"] = 0,
            ["placeholder"] = SlackBlocks.Plain("Type a part of the name", 150),
        };
        if (field.Value is { Length: > 0 and <= OptionText } value)
            element["initial_option"] =
                Option(field.Options.FirstOrDefault(option => option.Value == value) ?? new FormOption(value, value));
        return element;
    }

    private static JsonObject Select(FormField field)
    {
        var element = new JsonObject
        {
            ["type"] = "static_select",
            ["action_id"] = field.Name,
            ["options"] = new JsonArray([.. field.Options.Select(Option)]),
        };
        if (field.Options.FirstOrDefault(option => option.Value == field.Value) is { } chosen) element["initial_option"] = Option(chosen);
        return element;
    }

    private static JsonObject Option(FormOption option) =>
        new() { ["text"] = SlackBlocks.Plain(option.Label, OptionText), ["value"] = option.Value };
}
