using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Slack;

/// <summary>Forms as modals. <c>block_id</c> and <c>action_id</c> are the field's name, <c>callback_id</c> is the form's id.</summary>
internal static class SlackForm
{
    /// <summary>What follows a span's name in the block of its end; its beginning has the name itself.</summary>
    public const string SpanEnd = "-to";

    private const int MaxFields = 45;
    private const int TitleText = 24;
    private const int LabelText = 2000;
    private const int OptionText = 75;
    private const int MaxOptions = 100;

    private static readonly Reader Nobody = Reader.In(DateTimeZone.Utc);

    public static JsonObject Modal(Form form, string privateMetadata)
    {
        // A title is a few words; what the command does stands under it where it is more.
        var (isShort, title) = (form.IsShort(TitleText), form.Brief(TitleText));
        return new()
        {
            ["type"] = "modal",
            ["callback_id"] = form.Id,
            ["private_metadata"] = privateMetadata,
            ["title"] = SlackBlocks.Plain(title, TitleText),
            ["submit"] = SlackBlocks.Plain(form.Act ?? title, TitleText),
            ["close"] = SlackBlocks.Plain("Cancel", TitleText),
            ["blocks"] = new JsonArray(
            [
                .. isShort && form.Fields.Count > 0
                    ? [] : new SlackBlocks(Nobody, native: false).Words(form.Title.Length > 0 ? form.Title : "…").Take(1),
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
        // What was typed or picked already is in words: a picker needs to know the zone it was meant in.
        if (field.Input == FieldInput.Span && field.Ends() is [])
        {
            yield return Input(field, field.Name, "From", Picker(field.Name, "datetimepicker"));
            yield return Input(field, field.Name + SpanEnd, "To", Picker(field.Name + SpanEnd, "datetimepicker"));
        }
        else
        {
            var input = Input(field, field.Name, field.Label, Element(field));
            if (field.Hint is { Length: > 0 } hint && !IsPicked(input))
                input["hint"] = SlackBlocks.Plain($"For example: {hint}", LabelText);
            yield return input;
        }

        if (field.Error is { } error) yield return SlackBlocks.Context($"⚠ {error}", Nobody);
    }

    private static JsonObject Input(FormField field, string block, string label, JsonObject element) => new()
    {
        ["type"] = "input",
        ["block_id"] = block,
        ["label"] = SlackBlocks.Plain(label, LabelText),
        ["optional"] = field.Optional,
        ["element"] = element,
    };

    private static bool IsPicked(JsonObject input) =>
        (string)input["element"]!["type"]! is "datetimepicker" or "datepicker" or "timepicker";

    private static JsonObject Element(FormField field) => field.Input switch
    {
        FieldInput.Choice when field.Options.Any(option => option.Value.Length is 0 or > OptionText) => Typed(field),
        FieldInput.Choice when field.Options.Count <= MaxOptions => Select(field),
        FieldInput.Choice or FieldInput.Search => Search(field),
        // A known one stays text: in a picker nobody could say that there is none.
        FieldInput.Moment when field.Ends() is [] => Picker(field.Name, "datetimepicker"),
        FieldInput.Date => Picker(field.Name, "datepicker", "initial_date", field.Shown),
        FieldInput.Time => Picker(field.Name, "timepicker", "initial_time",
            WrittenValues.Time(field.Value ?? "")?.ToString("HH:mm", null)),
        _ => Typed(field),
    };

    private static JsonObject Picker(string name, string type, string initial = "", JsonNode? value = null)
    {
        var picker = new JsonObject { ["type"] = type, ["action_id"] = name };
        if (value is not null) picker[initial] = value;
        return picker;
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
        if (field.Shown is { } value) element["initial_value"] = value;
        return element;
    }

    private static JsonObject Search(FormField field)
    {
        var element = new JsonObject
        {
            ["type"] = "external_select",
            // What Slack asks back for while somebody types.
            ["action_id"] = field.Kind?.ToString().ToLowerInvariant() ?? field.Name,
            ["min_query_length"] = 0,
            ["placeholder"] = SlackBlocks.Plain(Choices.Example(field.Kind), 150),
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
