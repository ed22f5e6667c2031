using System.Text.Json.Nodes;
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
            yield return Input(field);
            if (field.Error is not { } error) continue;
            var wrong = TeamsBlocks.Line(Plain(error, 500));
            (wrong["color"], wrong["spacing"]) = ("Attention", "None");
            yield return wrong;
        }

        yield return new()
        {
            ["type"] = "ActionSet",
            ["actions"] = new JsonArray(TeamsBlocks.Button(form.Brief(ButtonText), ButtonStyle.Primary, isForm: true,
                new JsonObject { [TeamsPayloads.Form] = form.Id, [TeamsPayloads.View] = view })),
        };
    }

    /// <summary>What is offered while somebody types into a field.</summary>
    public static JsonObject Suggestions(IEnumerable<FormOption> options) => new()
    {
        ["results"] = new JsonArray([.. options.Take(100).Select(Offered)]),
    };

    private static JsonObject Input(FormField field)
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
        if (field.Shown is { } value) input["value"] = value;
        if (!field.Optional)
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
        input["choices.data"] = new JsonObject { ["type"] = "Data.Query", ["dataset"] = field.Name };
        return input;
    }

    private static JsonObject Offered(FormOption option) =>
        new() { ["title"] = PlainWords.Line(option.Label, LabelText), ["value"] = option.Value };

    private static string Plain(string words, int limit) =>
        new TeamsText(Reader.In(NodaTime.DateTimeZone.Utc), []).Line(PlainWords.Line(words, limit));
}
