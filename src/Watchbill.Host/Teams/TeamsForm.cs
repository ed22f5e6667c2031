using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Teams;

/// <summary>Forms as inputs in a card. An input's id is the field's name, merged into the data of the button that sends them.</summary>
internal static class TeamsForm
{
    private const int MaxFields = 40;
    private const int LabelText = 200;

    /// <summary>A longer title stands above the inputs, and the button says the verb alone.</summary>
    private const int ButtonText = 24;

    /// <summary>The title, the inputs with what was typed already and what is wrong with it, and the button.</summary>
    public static IEnumerable<JsonObject> Inputs(Form form, string view)
    {
        if (!form.IsShort(ButtonText) && form.Title.Length > 0) yield return TeamsBlocks.Small(Plain(form.Title, LabelText));
        foreach (var field in form.Fields.Take(MaxFields))
        {
            var isPicked = field.Input is FieldInput.Moment or FieldInput.Span;
            yield return Input(field, isPicked);
            if (isPicked) foreach (var row in Pickers(field)) yield return row;
            if (field.Error is not { } error) continue;
            var wrong = TeamsBlocks.Line(Plain(error, 500));
            (wrong["color"], wrong["spacing"]) = ("Attention", "None");
            yield return wrong;
        }

        yield return new()
        {
            ["type"] = "ActionSet",
            ["actions"] = new JsonArray(TeamsBlocks.Button(
                form.Act ?? form.Brief(ButtonText), ButtonStyle.Primary, isForm: true,
                new JsonObject { [TeamsPayloads.Form] = form.Id, [TeamsPayloads.View] = view })),
        };
    }

    /// <summary>What is offered while somebody types into a field.</summary>
    public static JsonObject Suggestions(IEnumerable<FormOption> options) => new()
    {
        ["results"] = new JsonArray([.. options.Take(100).Select(Offered)]),
    };

    /// <summary>
    /// The date and the time of a moment, of both ends of a span: they are read where nothing is typed. A value that they hold is theirs.
    /// </summary>
    private static IEnumerable<JsonObject> Pickers(FormField field)
    {
        var ends = field.Ends() ?? [];
        (string Name, string Label)[] rows = field.Input == FieldInput.Span
            ? [(field.Name, "From"), (field.Name + TeamsPayloads.SpanEnd, "To")] : [(field.Name, "Or pick")];
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            LocalDateTime? at = i < ends.Count ? ends[i] : null;
            yield return new()
            {
                ["type"] = "ColumnSet",
                ["spacing"] = "Small",
                ["columns"] = new JsonArray(
                    Column(Picker("Input.Date", row.Name + TeamsPayloads.Date, row.Label, at?.ToString("uuuu-MM-dd", null))),
                    Column(Picker("Input.Time", row.Name + TeamsPayloads.Time, "Time", at?.ToString("HH:mm", null)))),
            };
        }
    }

    private static JsonObject Column(JsonObject input) =>
        new() { ["type"] = "Column", ["width"] = "stretch", ["items"] = new JsonArray(input) };

    private static JsonObject Picker(string type, string id, string label, string? value)
    {
        var input = Of(type);
        (input["id"], input["label"]) = (id, label);
        if (value is not null) input["value"] = value;
        return input;
    }

    /// <param name="isPicked">Whether pickers stand beneath it: then it holds words alone, and may stay empty.</param>
    private static JsonObject Input(FormField field, bool isPicked)
    {
        var input = field.Input switch
        {
            FieldInput.Choice => Choice(field, field.Options),
            FieldInput.Search => Searched(field),
            FieldInput.Date => Of("Input.Date"),
            FieldInput.Time => Of("Input.Time"),
            _ => Typed(field),
        };
        input["id"] = field.Name;
        input["label"] = Plain(field.Label, LabelText);
        if (!isPicked && field.Shown is { } value) input["value"] = value;
        if (!field.Optional && !isPicked)
        {
            input["isRequired"] = true;
            input["errorMessage"] = "This is needed.";
        }

        return input;
    }

    private static JsonObject Of(string type) => new() { ["type"] = type };

    private static JsonObject Typed(FormField field)
    {
        var input = Of("Input.Text");
        input["isMultiline"] = field.Multiline;
        input["maxLength"] = CommandText.MaxLength;
        if (field.Hint is { Length: > 0 } hint) input["placeholder"] = PlainWords.Line($"For example: {hint}", LabelText);
        return input;
    }

    private static JsonObject Choice(FormField field, IEnumerable<FormOption> options)
    {
        var input = Of("Input.ChoiceSet");
        input["style"] = field.Options.Count > 10 ? "filtered" : "compact";
        input["choices"] = new JsonArray([.. options.Take(200).Select(Offered)]);
        return input;
    }

    // Teams asks who fits while somebody types; what stands there already is a choice from the start.
    private static JsonObject Searched(FormField field)
    {
        var input = Choice(field, field.Value is { Length: > 0 } value ? [new FormOption(value, value)] : []);
        input["style"] = "filtered";
        var dataset = field.Kind?.ToString().ToLowerInvariant() ?? field.Name;
        input["choices.data"] = new JsonObject { ["type"] = "Data.Query", ["dataset"] = dataset };
        return input;
    }

    private static JsonObject Offered(FormOption option) =>
        new() { ["title"] = PlainWords.Line(option.Label, LabelText), ["value"] = option.Value };

    private static string Plain(string words, int limit) =>
        new TeamsText(Reader.In(DateTimeZone.Utc), []).Line(PlainWords.Line(words, limit));
}
