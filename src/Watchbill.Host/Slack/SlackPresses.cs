using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>A button that somebody pressed: what is kept of it until it is done.</summary>
/// <param name="Message">The message or view it stands in.</param>
/// <param name="At">When, by Slack's clock; grows with each press.</param>
internal sealed record SlackPress(string User, string Action, string Value, string Message, string At)
{
    public string? Channel { get; init; }
    public string? Thread { get; init; }
    public string? ResponseUrl { get; init; }
    public string? Trigger { get; init; }
    public string? Modal { get; init; }
    public bool Ephemeral { get; init; }

    /// <summary>When it arrived, where an earlier run of the host was killed in the middle of it.</summary>
    [JsonIgnore]
    public Instant? Arrived { get; init; }

    public string? Conversation => Channel is null or ['D', ..] ? null : Channel;

    /// <summary>Same for the same button of the same message under the same finger.</summary>
    public string What =>
        string.Join('\n', "press", Channel, Message, User, Action,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value))));

    /// <summary>Null: nothing that asks for anything, such as a link.</summary>
    public static SlackPress? Read(JsonElement payload, SlackOptions options)
    {
        var action = payload.Items("actions").FirstOrDefault();
        if (payload.Id("user", "id") is not { } user || action.ValueKind != JsonValueKind.Object
            || action.Text("action_id") is not { Length: > 0 and <= 255 } id) return null;
        var value = action.Text("value") ?? action.Text("selected_option", "value") ?? action.Text("selected_user");
        if (value is null || (action.Text("action_ts") ?? payload.Text("trigger_id")) is not { } at) return null;
        var message = payload.Text("container", "message_ts") ?? payload.Text("message", "ts") ?? payload.Text("view", "id") ?? "";
        var thread = payload.Text("container", "thread_ts") ?? payload.Text("message", "thread_ts");
        // Two buttons of one action have a number behind it: 0060.
        return new SlackPress(user, id.Split('#')[0], value, message, at)
        {
            // What a thread hangs from stands in the conversation itself.
            Thread = thread == message ? null : thread,
            Channel = payload.Id("channel", "id") ?? payload.Id("container", "channel_id"),
            ResponseUrl = SlackAddresses.Checked(payload.Text("response_url"), options),
            Trigger = payload.Text("trigger_id"),
            Modal = payload.Text("view", "type") == "modal" ? payload.Text("view", "id") : null,
            Ephemeral = payload.Says("container", "is_ephemeral"),
        };
    }
}

/// <summary>
/// Has buttons act once. A press is kept before it is acted on and acted on before Slack hears that it arrived: whenever the host dies,
/// either
/// it was done, or it is done by the next start. A press that is not done in time is acknowledged while it goes on.
/// </summary>
internal sealed class SlackPresses(SlackTalk talk, SlackAnswers answers, SlackWork work, Once once)
{
    /// <summary>What a kept press begins with.</summary>
    public const string Kept = "press ";

    // Their answer says all that the message said and more; after others the message still holds.
    private static readonly HashSet<string> Superseding = [Buttons.Confirm, Buttons.Cancel, Buttons.Run, SlackPeopleLink.Action,
        SlackPeopleLink.GoOn];

    public async Task HandleAsync(JsonElement payload, SlackOptions options, CancellationToken ct)
    {
        if (SlackPress.Read(payload, options) is not { } press) return;
        // However long the disk takes: before it is noted Slack does not hear that it arrived.
        var seen = new Seen(work.Now, press.At) { Todo = Kept + JsonSerializer.Serialize(press) };
        if (await once.BeginAsync(SlackPlatform.Id.Name, press.What, seen, ct) is not { } begun) return;
        var acting = FinishAsync(begun, press, ct);
        if (!await work.InTimeAsync(acting, ct)) work.Behind(acting);
    }

    /// <summary>Does what an earlier run of the host was killed in the middle of.</summary>
    public Task ResumeAsync(Stored<Seen> begun, CancellationToken ct) =>
        JsonSerializer.Deserialize<SlackPress>(begun.Value.Todo![Kept.Length..]) is { } press
            ? FinishAsync(begun, press with { Trigger = null, Arrived = begun.Value.At }, ct) : Task.CompletedTask;

    private async Task FinishAsync(Stored<Seen> begun, SlackPress press, CancellationToken ct)
    {
        var place = new SlackPlace(press.User)
        {
            Channel = press.Channel,
            Thread = press.Thread,
            ResponseUrl = press.ResponseUrl,
            Trigger = press.Trigger,
            Modal = press.Modal,
            OnHome = press.Channel is null,
        };
        var said = await answers.WorkOutAsync(talk.PressAsync(press, ct), ct);
        await once.DoneAsync(begun, ct);
        if (await answers.OpenAsync(said.Reply, place, ct)) return;
        var replaces = said.Reply.InPlace || Superseding.Contains(press.Action) && (press.Ephemeral || place.IsDirect);
        work.Behind(answers.SayAsync(said, place with { Replace = replaces, Lasting = !press.Ephemeral }, ct));
    }
}
