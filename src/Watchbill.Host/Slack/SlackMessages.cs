using System.Text.Json;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Words said to the bot, in its own conversation or by a mention: what is kept of them until they are answered.</summary>
internal sealed record SlackMessage(string User, string Channel, string Text)
{
    public string? Thread { get; init; }

    /// <summary>Null: not said to the bot, or said by one; bots do not talk to bots.</summary>
    public static SlackMessage? Read(JsonElement payload)
    {
        var said = payload.At("event") ?? default;
        var isMention = said.Text("type") == "app_mention";
        if (!isMention && said is not { ValueKind: JsonValueKind.Object } || (!isMention && said.Text("channel_type") != "im")) return null;
        if (said.At("bot_id") is not null || said.At("bot_profile") is not null
            || said.Text("subtype") is not (null or "file_share" or "thread_broadcast")) return null;
        if (said.Id("user") is not { } user || said.Id("channel") is not { } channel || said.Text("text") is not { } text) return null;
        var bot = payload.Items("authorizations").Select(one => one.Id("user_id")).FirstOrDefault();
        if (user == bot) return null;
        return new SlackMessage(user, channel, Unmentioned(text, bot)) { Thread = said.Text("thread_ts") };
    }

    // Where Slack does not say who the bot is, it is whom the message begins with.
    private static string Unmentioned(string text, string? bot)
    {
        if (bot is not null) return text.Replace($"<@{bot}>", " ", StringComparison.Ordinal).Trim();
        var words = text.TrimStart();
        return words.StartsWith("<@", StringComparison.Ordinal) && words.IndexOf('>', StringComparison.Ordinal) is var end and > 0
            ? words[(end + 1)..].Trim() : text;
    }
}

/// <summary>Answers words said to the bot, each message once, however often Slack sends it.</summary>
internal sealed class SlackMessages(SlackTalk talk, SlackAnswers answers, SlackWork work, Once once)
{
    /// <summary>What a kept message begins with.</summary>
    public const string Kept = "message ";

    public async Task HandleAsync(string eventId, SlackMessage message, CancellationToken ct)
    {
        // However long the disk takes: before it is noted Slack does not hear that it arrived.
        var seen = new Seen(work.Now, "") { Todo = Kept + JsonSerializer.Serialize(message) };
        if (await once.BeginAsync(SlackPlatform.Id.Name, $"event\n{eventId}", seen, ct) is not { } begun) return;
        var answering = FinishAsync(begun, message, ct);
        if (!await work.InTimeAsync(answering, ct)) work.Behind(answering);
    }

    /// <summary>Answers what an earlier run of the host was killed in the middle of.</summary>
    public Task ResumeAsync(Stored<Seen> begun, CancellationToken ct) =>
        JsonSerializer.Deserialize<SlackMessage>(begun.Value.Todo![Kept.Length..]) is { } message
            ? FinishAsync(begun, message, ct) : Task.CompletedTask;

    private async Task FinishAsync(Stored<Seen> begun, SlackMessage message, CancellationToken ct)
    {
        var place = new SlackPlace(message.User) { Channel = message.Channel, Thread = message.Thread };
        var said = await answers.WorkOutAsync(talk.AskAsync(message.User, place.Conversation, message.Text, begun.Id, ct), ct);
        await answers.SayAsync(said, place, ct);
        await once.DoneAsync(begun, ct);
    }
}
