using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Rotations;

namespace Watchbill.Slack;

/// <summary>Modals: what is filled in, and the shortcuts that open one.</summary>
internal sealed class SlackForms(SlackTalk talk, SlackAnswers answers, SlackWork work, SlackShortcuts shortcuts)
{
    private const int MostMetadata = 3000;

    /// <summary>What a modal keeps of where it was opened from, for the answer to what is filled in.</summary>
    public static string Remember(SlackPlace place)
    {
        var kept = new JsonObject { ["channel"] = place.Channel, ["responseUrl"] = place.ResponseUrl, ["replace"] = place.Replace }.ToJsonString();
        return kept.Length <= MostMetadata ? kept : "{}";
    }

    /// <returns>What Slack does with the modal: null closes it, errors stand beside their fields.</returns>
    public async Task<JsonObject?> SubmitAsync(JsonElement payload, SlackOptions options, CancellationToken ct)
    {
        if (payload.Id("user", "id") is not { } user || payload.Text("view", "callback_id") is not { Length: > 0 and <= 255 } form) return null;
        var place = Recall(payload, user, options);
        var values = Values(payload);
        var answering = answers.WorkOutAsync(talk.SubmitAsync(user, place.Conversation, form, values, ct), ct);
        if (!await work.InTimeAsync(answering, ct))
        {
            work.Behind(LaterAsync(answering, place, ct));
            return null;
        }

        var said = await answering;
        if (Errors(said.Reply, payload) is { } errors) return errors;
        // Slack hears first, so that the modal is gone when the answer comes.
        work.Behind(answers.SayAsync(said, place, ct));
        return null;
    }

    /// <summary>Opens the form of a shortcut, whose callback is a verb's id. What it was called on goes into the form.</summary>
    public async Task ShortcutAsync(JsonElement payload, SlackOptions options, CancellationToken ct)
    {
        if (payload.Id("user", "id") is not { } user || payload.Text("callback_id") is not { Length: > 0 and <= 255 } verb) return;
        var place = new SlackPlace(user)
        {
            Channel = payload.Id("channel", "id"),
            ResponseUrl = SlackAddresses.Checked(payload.Text("response_url"), options),
            Trigger = payload.Text("trigger_id"),
        };
        var opening = OpenAsync(verb, payload, place, ct);
        if (!await work.InTimeAsync(opening, ct)) work.Behind(opening);
    }

    private async Task OpenAsync(string verb, JsonElement payload, SlackPlace place, CancellationToken ct)
    {
        var said = await answers.WorkOutAsync(shortcuts.AskAsync(talk, verb, payload, place, ct), ct);
        if (!await answers.OpenAsync(said.Reply, place, ct)) await answers.SayAsync(said, place, ct);
    }

    private async Task LaterAsync(Task<SlackSaid> answering, SlackPlace place, CancellationToken ct) => await answers.SayAsync(await answering, place, ct);

    /// <summary>Errors that have a field stand beside it; where one has none, or its field is not in this modal, all are said as an answer.</summary>
    private static JsonObject? Errors(Reply reply, JsonElement payload)
    {
        if (reply.Form is not { } form) return null;
        var here = payload.Items("view", "blocks").Select(block => block.Text("block_id")).OfType<string>().ToHashSet();
        var wrong = form.Fields.Where(field => field.Error is not null && here.Contains(field.Name)).ToList();
        if (wrong.Count == 0 && form.Fields.FirstOrDefault(field => here.Contains(field.Name)) is { } first)
            wrong = [first with { Error = PlainText.Render(reply.Text, NodaTime.DateTimeZone.Utc) }];
        if (wrong.Count == 0) return null;
        return new JsonObject
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject(wrong.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Error))),
        };
    }

    private static Dictionary<string, string> Values(JsonElement payload)
    {
        var values = new Dictionary<string, string>();
        if (payload.At("view", "state", "values") is not { ValueKind: JsonValueKind.Object } blocks) return values;
        foreach (var block in blocks.EnumerateObject().Where(block => block.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var input in block.Value.EnumerateObject())
            {
                var value = input.Value.Text("value") ?? input.Value.Text("selected_option", "value") ?? input.Value.Text("selected_user");
                if (value is not null) values[block.Name] = value;
            }
        }

        return values;
    }

    private static SlackPlace Recall(JsonElement payload, string user, SlackOptions options)
    {
        var kept = payload.Text("view", "private_metadata") is { } text && SlackRequests.Json(System.Text.Encoding.UTF8.GetBytes(text)) is { } json ? json : default;
        return new SlackPlace(user)
        {
            Channel = kept.Id("channel"),
            ResponseUrl = SlackAddresses.Checked(kept.Text("responseUrl"), options),
            Replace = kept.Says("replace"),
            Trigger = payload.Text("trigger_id"),
        };
    }
}

/// <summary>What a shortcut asks for, with what is known from where it was called filled in.</summary>
internal sealed class SlackShortcuts(SlackPeople people, SlackWords words, RotationPicker picker)
{
    private const int MostWords = 800;

    public async Task<SlackSaid> AskAsync(SlackTalk talk, string verb, JsonElement payload, SlackPlace place, CancellationToken ct)
    {
        var said = await talk.AskAsync(place.User, place.Conversation, verb, ct);
        if (said.Reply.Form is not { } form) return said;
        var known = new Dictionary<string, string>();
        if (payload.Text("message", "text") is { Length: > 0 } text) known["text"] = await QuotedAsync(text, payload, ct);
        // Where only one rotation can be meant it need not be looked for.
        if (await people.FindAsync(place.User, ct) is { } asker && await picker.OfAsync(asker.In(place.Conversation), ct) is [var rotation]) known["rotation"] = rotation.Id;
        var fields = form.Fields.Select(field => field.Value is null && known.TryGetValue(field.Name, out var value) ? field with { Value = value } : field);
        return said with { Reply = said.Reply with { Form = form with { Fields = [.. fields] } } };
    }

    private async Task<string> QuotedAsync(string text, JsonElement payload, CancellationToken ct)
    {
        string plain;
        try
        {
            plain = await words.ReadAsync(text, ct);
        }
        catch (RefusedException)
        {
            // Somebody is mentioned who is in no rotation: here they are words like any others.
            plain = text;
        }

        if (plain.Length > MostWords) plain = string.Concat(plain.AsSpan(0, char.IsHighSurrogate(plain[MostWords - 1]) ? MostWords - 1 : MostWords), "…");
        return payload.Text("team", "domain") is { } domain && payload.Id("channel", "id") is { } channel && payload.Text("message", "ts") is { Length: > 0 and < 32 } at
            ? $"{plain} (https://{domain}.slack.com/archives/{channel}/p{at.Replace(".", "", StringComparison.Ordinal)})"
            : plain;
    }
}
