using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Rotations;

namespace Watchbill.Slack;

/// <summary>Modals: what one remembers, and the shortcuts that open one.</summary>
internal sealed class SlackForms(SlackTalk talk, SlackAnswers answers, BackgroundWork work, SlackShortcuts shortcuts)
{
    private const int MostMetadata = 3000;

    /// <summary>What a modal keeps of where it was opened from, for the answer to what is filled in.</summary>
    public static string Remember(SlackPlace place)
    {
        var kept = new JsonObject
        {
            ["channel"] = place.Channel,
            ["responseUrl"] = place.ResponseUrl,
            ["replace"] = place.Replace,
        }.ToJsonString();
        return kept.Length <= MostMetadata ? kept : "{}";
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
        await work.WaitAsync(OpenAsync(verb, payload, place, ct), SlackHandler.Patience, ct);
    }

    private async Task OpenAsync(string verb, JsonElement payload, SlackPlace place, CancellationToken ct)
    {
        var said = await answers.WorkOutAsync(shortcuts.AskAsync(talk, verb, payload, place, ct), ct);
        if (!await answers.OpenAsync(said.Reply, place, ct)) await answers.SayAsync(said, place, ct);
    }
}

/// <summary>What a shortcut asks for, with what is known from where it was called filled in.</summary>
internal sealed class SlackShortcuts(SlackPeople people, SlackWords words, RotationPicker picker, IClock clock)
{
    private const int MostWords = 800;

    public async Task<SlackSaid> AskAsync(SlackTalk talk, string verb, JsonElement payload, SlackPlace place, CancellationToken ct)
    {
        var said = await talk.AskAsync(place.User, place.Conversation, verb, place.Trigger, ct);
        if (said.Reply.Form is not { } form) return said;
        var known = new Dictionary<string, string>();
        if (payload.Text("message", "text") is { Length: > 0 } text) known["text"] = await QuotedAsync(text, payload, ct);
        // Where only one rotation can be meant it need not be looked for.
        if (await people.FindAsync(place.User, ct) is { } asker
            && await picker.OfAsync(asker.In(place.Conversation), clock.GetCurrentInstant(), ct) is [var rotation])
            known["rotation"] = rotation.Id;
        var fields =
            form.Fields.Select(
                field => field.Value is null && known.TryGetValue(field.Name, out var value) ? field with { Value = value } : field);
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

        if (plain.Length > MostWords)
            plain = string.Concat(plain.AsSpan(0, char.IsHighSurrogate(plain[MostWords - 1]) ? MostWords - 1 : MostWords), "…");
        return payload.Text("team", "domain") is { } domain && payload.Id("channel", "id") is { } channel
            && payload.Text("message", "ts") is { Length: > 0 and < 32 } at
            ? $"{plain} (https://{domain}.slack.com/archives/{channel}/p{at.Replace(".", "", StringComparison.Ordinal)})"
            : plain;
    }
}
