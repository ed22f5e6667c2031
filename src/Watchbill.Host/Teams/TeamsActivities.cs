using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>The response to an activity.</summary>
/// <param name="Body">Null: an empty one.</param>
internal sealed record TeamsResponse(int Status, JsonObject? Body = null);

/// <summary>
/// Passes what was said, pressed and filled in to the inbox, which handles each once; anything else is only acknowledged.
/// </summary>
internal sealed partial class TeamsActivities(
    InboxProcessor inbox, FrontDesk desk, TeamsAnswers answers, TeamsConversations conversations, IClock clock,
    ILogger<TeamsActivities> log)
{
    private static readonly TeamsResponse Heard = new(StatusCodes.Status200OK);
    private static readonly TeamsResponse Unknown = new(StatusCodes.Status501NotImplemented);

    public async Task<TeamsResponse> HandleAsync(TeamsActivity activity, CancellationToken ct)
    {
        if (activity is { Type: "installationUpdate", Name: "remove" or "remove-upgrade" })
        {
            await conversations.RemovedAsync(activity, ct);
            return Heard;
        }

        // Whoever added the app reads first what concerns them; whoever wrote, the answer.
        if (await conversations.HeardAsync(activity, ct) && activity.Type is "installationUpdate" or "conversationUpdate")
            await answers.GreetAsync(activity, ct);
        if (!activity.IsPersonal && (activity.IsAdded || activity.Type == "installationUpdate")) await LearnAsync(activity, ct);
        switch (activity.Type)
        {
            case "message":
                await MessageAsync(activity, ct);
                return Heard;
            case "invoke":
                return await InvokeAsync(activity, ct);
            default:
                return Heard;
        }
    }

    private async Task LearnAsync(TeamsActivity activity, CancellationToken ct)
    {
        try
        {
            await conversations.LearnMembersAsync(new(activity.ServiceUrl, activity.Conversation), ct);
        }
        catch (CallException failure)
        {
            LogNotLearnt(failure);
        }
    }

    private async Task MessageAsync(TeamsActivity activity, CancellationToken ct)
    {
        // Old clients send what a card holds as a message without words.
        if (activity.Value.ValueKind == JsonValueKind.Object
            && TeamsPayloads.Card(activity, activity.Value, clock.GetCurrentInstant()) is { } card)
        {
            await inbox.ActAsync(TeamsPlatform.Id, KeyOf(card, activity), card, ct);
        }
        else if (TeamsPayloads.Message(activity) is { } message)
        {
            await conversations.LearnAsync(activity, ct);
            await inbox.ActAsync(TeamsPlatform.Id, MessagePayload.Key($"{activity.Conversation}\n{activity.Id}"), message, ct);
        }
    }

    private async Task<TeamsResponse> InvokeAsync(TeamsActivity activity, CancellationToken ct)
    {
        switch (activity.Name)
        {
            case "adaptiveCard/action"
                when TeamsPayloads.Card(activity, activity.Value.At("action", "data") ?? default, clock.GetCurrentInstant()) is { } card:
                var answered = await inbox.AnswerAsync(TeamsPlatform.Id, KeyOf(card, activity), card, ct);
                var said = answered is null ? TeamsAnswers.Later() : answers.Respond(card, answered);
                return new(StatusCodes.Status200OK, TeamsPayloads.IsHome(activity.Value.At("action", "data") ?? default)
                    ? await answers.HomeAsync(activity, ct) : said);
            case "adaptiveCard/action"
                when TeamsPayloads.IsHome(activity.Value.At("action", "data") ?? default) && activity.Account is not null:
                return new(StatusCodes.Status200OK, await answers.HomeAsync(activity, ct));
            case "application/search" when activity.Account is { } account:
                var (kind, typed) = (activity.Value.Text("dataset") ?? "", activity.Value.Text("queryText") ?? "");
                var sender = new Sender(TeamsPlatform.Id, account, activity.IsPersonal ? null : activity.Conversation);
                return new(StatusCodes.Status200OK, new JsonObject
                {
                    ["statusCode"] = StatusCodes.Status200OK,
                    ["type"] = "application/vnd.microsoft.search.searchResponse",
                    ["value"] = TeamsForm.Suggestions(await desk.OffersAsync(sender, kind, typed, ct)),
                });
            default:
                return Unknown;
        }
    }

    private static string KeyOf(Payload card, TeamsActivity activity) => card switch
    {
        PressPayload press => press.Key,
        SubmissionPayload form => form.Key(activity.Id.Length > 0 ? activity.Id : null),
        _ => throw new InvalidOperationException($"A card sends no {card.GetType().Name}."),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who is in a team that Watchbill was added to is not known.")]
    private partial void LogNotLearnt(Exception failure);
}
