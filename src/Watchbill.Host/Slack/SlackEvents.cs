using System.Text.Json;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Events of the Events API: messages to the bot, an opened Home tab, a closed account, a removed app.</summary>
internal sealed partial class SlackEvents(
    InboxProcessor inbox, SlackHomeTab home, ChatLinks links, Accounts accounts, ILogger<SlackEvents> log)
{
    // Of an event that does not say when it was.
    private static readonly Instant Unsaid = Instant.FromUnixTimeSeconds(0);

    public async Task HandleAsync(JsonElement payload, CancellationToken ct)
    {
        if (payload.Text("type") != "event_callback" || payload.Text("event_id") is not { Length: > 0 and <= 255 } id) return;
        var told = payload.At("event") ?? default;
        switch (told.Text("type"))
        {
            case "message" or "app_mention":
                if (SlackPayloads.Message(payload) is { } message)
                    await inbox.ActAsync(SlackPlatform.Id, MessagePayload.Key(id), message, ct);
                break;
            case "app_home_opened" when told.Text("tab") is null or "home" && told.Id("user") is { } user:
                home.Show(user);
                break;
            case "user_change" or "user_profile_changed"
                when told.Id("user", "id") is { } user
                    && (told.Says("user", "deleted") || told.Says("user", "is_restricted") || told.Says("user", "is_ultra_restricted")):
                await links.EndAsync(SlackPlatform.Value, user, told.Says("user", "deleted") && At(payload) > Unsaid, At(payload), ct);
                break;
            // Sent for every change of a profile; few of them are of an account that was closed.
            case "user_change"
                when told.Id("user", "id") is { } user && await accounts.IsClosedAsync(SlackPlatform.Id, user, At(payload), ct):
                await links.ReopenAsync(SlackPlatform.Id, user, At(payload), ct);
                break;
            case "app_uninstalled":
                LogRemoved();
                break;
            case "tokens_revoked":
                LogRevoked();
                break;
        }
    }

    private static Instant At(JsonElement payload) =>
        payload.At("event_time") is { ValueKind: JsonValueKind.Number } time && time.TryGetInt64(out var seconds)
            && seconds is > 0 and < 32_503_680_000
            ? Instant.FromUnixTimeSeconds(seconds)
            : Unsaid;

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The app was removed from the Slack workspace: nobody is answered or told anything there. Install it again, and set " +
            "Slack:BotToken to its new token.")]
    private partial void LogRemoved();

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Slack tokens of the app were revoked. Where the bot's own is among them nothing can be said: install the app again, " +
            "and set Slack:BotToken to its new token.")]
    private partial void LogRevoked();
}
