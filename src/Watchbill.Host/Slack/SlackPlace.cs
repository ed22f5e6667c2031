using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Where an answer goes.</summary>
internal sealed record SlackPlace(string User)
{
    private const int MaxMetadata = 3000;

    /// <summary>Null: there is none, as on the Home tab.</summary>
    public string? Channel { get; init; }
    public string? Thread { get; init; }

    /// <summary>Good for five answers within half an hour; null: there is none.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>Opens one modal, within three seconds; null: too late, or there is none.</summary>
    public string? Trigger { get; init; }

    /// <summary>The modal whose button was pressed; null: it was no modal's.</summary>
    public string? Modal { get; init; }

    /// <summary>Whether the answer takes the place of the message it came from.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether that message stays: one for a single reader may only be replaced by another for them.</summary>
    public bool Lasting { get; init; }

    /// <summary>Whether it was asked on the Home tab, which shows what is true after the answer.</summary>
    public bool OnHome { get; init; }

    /// <summary>Who asks there; for features a direct message is no conversation.</summary>
    public Sender Sender => new(SlackPlatform.Id, User, IsDirect ? null : Channel);

    public bool IsDirect => Channel is { } channel && SlackPlatform.IsDirect(channel);

    /// <summary>Whether there is a conversation to answer in; on the Home tab and in what was opened from there is none.</summary>
    public bool IsConversation => Channel is not null || ResponseUrl is not null;

    /// <summary>What a modal that is opened from here remembers, for the answer to what is filled in.</summary>
    public string Metadata => new JsonObject { ["channel"] = Channel, ["responseUrl"] = ResponseUrl }.ToJsonString() is
    { Length: <= MaxMetadata } kept ? kept : "{}";

    public static SlackPlace Of(Payload payload) => new(payload.User)
    {
        Channel = payload.Channel,
        Thread = payload.Thread,
        ResponseUrl = payload.ResponseUrl,
    };
}
