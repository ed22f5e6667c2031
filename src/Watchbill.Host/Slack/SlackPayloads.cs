using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Parses presses, submitted modals and messages; null: nothing to handle.</summary>
internal static class SlackPayloads
{
    /// <summary>A press of a button or select; null: of a link, for instance.</summary>
    public static PressPayload? Press(JsonElement payload, SlackOptions options)
    {
        var action = payload.Items("actions").FirstOrDefault();
        if (payload.Id("user", "id") is not { } user || action.ValueKind != JsonValueKind.Object
            || action.Text("action_id") is not { Length: > 0 and <= 255 } id) return null;
        var value = Value(action);
        if (value is null || (action.Text("action_ts") ?? payload.Text("trigger_id")) is not { } at) return null;
        var message = payload.Text("container", "message_ts") ?? payload.Text("message", "ts") ?? payload.Text("view", "id") ?? "";
        var thread = payload.Text("container", "thread_ts") ?? payload.Text("message", "thread_ts");
        // Two buttons of one action have a number behind it: 0060.
        return new PressPayload(user, id.Split('#')[0], value, message, at)
        {
            // What a thread hangs from stands in the conversation itself.
            Thread = thread == message ? null : thread,
            Channel = payload.Id("channel", "id") ?? payload.Id("container", "channel_id"),
            ResponseUrl = SlackAddresses.Checked(payload.Text("response_url"), options),
            Modal = payload.Text("view", "type") == "modal" ? payload.Text("view", "id") : null,
            Ephemeral = payload.Says("container", "is_ephemeral"),
        };
    }

    /// <summary>A modal that was filled in, with what it remembers of where it was opened.</summary>
    public static SubmissionPayload? Submission(JsonElement payload, SlackOptions options)
    {
        if (payload.Id("user", "id") is not { } user || payload.Text("view", "callback_id") is not { Length: > 0 and <= 255 } form)
            return null;
        var kept = payload.Text("view", "private_metadata") is { } text && StrictJson.ObjectOrNull(Encoding.UTF8.GetBytes(text)) is { } json
            ? json : default;
        return new SubmissionPayload(user, form, payload.Text("view", "id") ?? "", Values(payload))
        {
            Channel = kept.Id("channel"),
            ResponseUrl = SlackAddresses.Checked(kept.Text("responseUrl"), options),
        };
    }

    /// <summary>Words said to the bot; null: not said to it, or said by a bot. Bots do not talk to bots.</summary>
    public static MessagePayload? Message(JsonElement payload)
    {
        var said = payload.At("event") ?? default;
        var isMention = said.Text("type") == "app_mention";
        if (!isMention && said is not { ValueKind: JsonValueKind.Object } || (!isMention && said.Text("channel_type") != "im")) return null;
        if (said.At("bot_id") is not null || said.At("bot_profile") is not null
            || said.Text("subtype") is not (null or "file_share" or "thread_broadcast")) return null;
        if (said.Id("user") is not { } user || said.Id("channel") is not { } channel || said.Text("text") is not { } text) return null;
        var bot = payload.Items("authorizations").Select(one => one.Id("user_id")).FirstOrDefault();
        return user == bot ? null : new MessagePayload(user, Unmentioned(text, bot)) { Channel = channel, Thread = said.Text("thread_ts") };
    }

    private static Dictionary<string, string> Values(JsonElement payload)
    {
        var values = new Dictionary<string, string>();
        if (payload.At("view", "state", "values") is not { ValueKind: JsonValueKind.Object } blocks) return values;
        foreach (var block in blocks.EnumerateObject().Where(block => block.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var input in block.Value.EnumerateObject())
            {
                if (Value(input.Value) is { } value) values[block.Name] = value;
            }
        }

        // A span is picked as its two ends.
        foreach (var end in values.Keys.Where(name => name.EndsWith(SlackForm.SpanEnd, StringComparison.Ordinal)).ToList())
        {
            values.Remove(end, out var until);
            var name = end[..^SlackForm.SpanEnd.Length];
            values[name] = values.TryGetValue(name, out var from) ? $"{from} to {until}" : $"until {until}";
        }

        return values;
    }

    private static string? Value(JsonElement element) =>
        element.Text("value") ?? element.Text("selected_option", "value") ?? element.Text("selected_user")
            ?? element.Text("selected_date") ?? element.Text("selected_time") ?? Moment(element.At("selected_date_time"));

    private static string? Moment(JsonElement? seconds) => seconds is { ValueKind: JsonValueKind.Number } at && at.TryGetInt64(out var unix)
        && unix is > 0 and < 10_000_000_000 ? InstantPattern.General.Format(Instant.FromUnixTimeSeconds(unix)) : null;

    // Where Slack does not say who the bot is, it is whom the message begins with.
    private static string Unmentioned(string text, string? bot)
    {
        if (bot is not null) return text.Replace($"<@{bot}>", " ", StringComparison.Ordinal).Trim();
        var words = text.TrimStart();
        return words.StartsWith("<@", StringComparison.Ordinal) && words.IndexOf('>', StringComparison.Ordinal) is var end and > 0
            ? words[(end + 1)..].Trim() : text;
    }
}
