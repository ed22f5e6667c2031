using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// Says an answer where it was asked. In a channel or a group everybody reads along, so there only what may be shared is said; all else
/// goes to the person's own chat.
/// </summary>
internal sealed partial class TeamsAnswers(
    TeamsApi api, TeamsConversations conversations, FrontDesk desk, ReaderZones zones, BackgroundWork work, ILogger<TeamsAnswers> log)
{
    private const string Elsewhere = "The answer is in your chat with Watchbill.";
    private const string Unreached =
        "The answer is for you alone, and Watchbill has no chat with you yet. Add the app for yourself (Apps, Watchbill, Add) and ask " +
            "there.";

    /// <summary>Says the answer to something, however long ago it was asked; what Teams refuses everywhere is logged.</summary>
    public Task SayAsync(Payload payload, Answered answered, CancellationToken ct) =>
        TriedAsync(() => SayAsync(payload, Shown(payload, answered), ct));

    /// <summary>The answer to an invoke, in its response; what does not fit in there is said behind it.</summary>
    public JsonObject Respond(Payload payload, Answered answered)
    {
        var shown = Shown(payload, answered);
        // Nobody else sees a response: a sentence needs no message of its own.
        if (!shown.IsHere && answered.Reply is { Form: null, Table: null, Chart: null, Fields.Count: 0, Actions.Count: 0 })
            return Sentence(PlainText.Render(answered.Reply, ReaderOf(payload, answered)));
        work.Behind(TriedAsync(() => SayAsync(payload, shown, work.Stopped)));
        return shown is { IsHere: true, Replaced: not null } ? Card(TeamsRenderer.CardOf(shown.Pages[0]).DeepClone().AsObject())
            : Sentence(shown.IsHere ? "The answer is in a message below." : Elsewhere);
    }

    /// <summary>The response to an invoke whose answer takes longer, or was given before.</summary>
    public static JsonObject Later() => Sentence("Watchbill is on it.");

    /// <summary>Tells somebody of another organization, in a channel that it shares with ours, that nobody answers them.</summary>
    public Task RefuseAsync(TeamsActivity activity, string sentence, CancellationToken ct) => TriedAsync(() => api.SendAsync(
        new TeamsTarget(activity.ServiceUrl, activity.Conversation).In(activity.Thread), Plain(sentence), null, ct));

    /// <summary>What concerns somebody now, as the response to an invoke.</summary>
    public async Task<JsonObject> HomeAsync(TeamsActivity activity, CancellationToken ct) =>
        Card(TeamsRenderer.CardOf(await HomeOfAsync(activity, ct)).DeepClone().AsObject());

    /// <summary>Says in somebody's own conversation what concerns them now.</summary>
    public Task GreetAsync(TeamsActivity activity, CancellationToken ct) => TriedAsync(async () =>
        await api.SendAsync(new(activity.ServiceUrl, activity.Conversation), await HomeOfAsync(activity, ct), null, ct));

    private async Task<JsonObject> HomeOfAsync(TeamsActivity activity, CancellationToken ct)
    {
        var page = await desk.HomeAsync(new(TeamsPlatform.Id, activity.Account!, null), ct);
        return TeamsRenderer.Home(page.Sections, zones.OnHome(TeamsPlatform.Id, activity.Account!, page), activity.User);
    }

    // What Teams refuses everywhere is logged.
    private async Task TriedAsync(Func<Task> sayAsync)
    {
        try
        {
            await sayAsync();
        }
        catch (Exception failure) when (failure is CallException or UnreachableException)
        {
            LogNotSaid(failure);
        }
    }

    private async Task SayAsync(Payload payload, Said shown, CancellationToken ct)
    {
        if (payload.Channel is not { } channel)
        {
            await SayAsync(await conversations.OwnAsync(payload.User, ct), shown, null, ct);
            return;
        }

        var here = new TeamsTarget(payload.ResponseUrl ?? await conversations.AddressOfAsync(channel, ct), channel).In(payload.Thread);
        if (shown.IsHere)
        {
            await SayAsync(here, shown, payload.Alone, ct);
            return;
        }

        var sentence = Elsewhere;
        try
        {
            await SayAsync(await conversations.OwnAsync(payload.User, ct), shown, null, ct);
        }
        catch (Exception failure) when (failure is UnreachableException or CallException { IsForGood: true })
        {
            LogElsewhere(failure);
            sentence = Unreached;
        }

        // Who pressed a button has read it in the response, where somebody is there to read it.
        if (payload is MessagePayload || sentence == Unreached)
            await api.SendAsync(here, Plain(sentence), payload.Alone, ct);
    }

    private async Task SayAsync(TeamsTarget to, Said shown, string? alone, CancellationToken ct)
    {
        var replaced = shown.Replaced;
        foreach (var page in shown.Pages)
        {
            if (replaced is null || !await ReplacedAsync(to, replaced, page, alone is not null, ct))
                await api.SendAsync(to, page, alone, ct);
            replaced = null;
        }
    }

    private async Task<bool> ReplacedAsync(TeamsTarget to, string message, JsonObject page, bool isTargeted, CancellationToken ct)
    {
        try
        {
            await api.UpdateAsync(to, message, page, isTargeted, ct);
            return true;
        }
        catch (CallException gone) when (gone.IsForGood)
        {
            LogElsewhere(gone);
            return false;
        }
    }

    private Said Shown(Payload payload, Answered answered)
    {
        var isDirect = payload.Channel is null;
        var aloud = isDirect ? answered.Reply : answered.Reply.Aloud();
        var (reply, isHere) = (aloud ?? answered.Reply, aloud is not null);
        var (view, filled) = payload is SubmissionPayload form ? TeamsPayloads.Opened(form) : ("", "");
        if (reply.Form is not null && view.Length == 0) view = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(9));
        var pages = TeamsRenderer.Pages(reply, ReaderOf(payload, answered with { Reply = reply }), view);
        var replaced = !isHere ? "" : payload switch
        {
            // A form that was filled in is over, or comes back with what is wrong in it.
            SubmissionPayload when isDirect => filled,
            PressPayload press when reply.Replaces(isOwn: isDirect) => press.Message,
            _ => "",
        };
        return new(pages, isHere, replaced.Length > 0 ? replaced : null);
    }

    private static JsonObject Plain(string sentence) => TeamsRenderer.Pages(new Reply(sentence), Reader.In(DateTimeZone.Utc), "")[0];

    private Reader ReaderOf(Payload payload, Answered answered) => zones.ReaderOf(TeamsPlatform.Id, payload.User, answered);

    private static JsonObject Card(JsonObject card) => Response(TeamsRenderer.CardType, card);

    private static JsonObject Sentence(string words) => Response("application/vnd.microsoft.activity.message", words);

    private static JsonObject Response(string type, JsonNode value) =>
        new() { ["statusCode"] = StatusCodes.Status200OK, ["type"] = type, ["value"] = value };

    /// <param name="IsHere">Whether it is said where it was asked.</param>
    /// <param name="Replaced">The message whose place it takes; null: none's.</param>
    private sealed record Said(IReadOnlyList<JsonObject> Pages, bool IsHere, string? Replaced);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer could not be given where it was asked for, and is given elsewhere.")]
    private partial void LogElsewhere(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "An answer could not be given in Teams at all.")]
    private partial void LogNotSaid(Exception failure);
}
