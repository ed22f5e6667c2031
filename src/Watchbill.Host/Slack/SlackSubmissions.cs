using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>A modal that somebody filled in: what is kept of it until it is done.</summary>
/// <param name="View">The modal as it was opened, which is acted on once; empty where Slack does not say.</param>
internal sealed record SlackSubmission(string User, string Form, string View, IReadOnlyDictionary<string, string> Values)
{
    public string? Channel { get; init; }
    public string? ResponseUrl { get; init; }
    public bool Replace { get; init; }

    public SlackPlace Place => new(User) { Channel = Channel, ResponseUrl = ResponseUrl, Replace = Replace };

    /// <summary>Null: nothing that asks for anything.</summary>
    public static SlackSubmission? Read(JsonElement payload, SlackOptions options)
    {
        if (payload.Id("user", "id") is not { } user || payload.Text("view", "callback_id") is not { Length: > 0 and <= 255 } form)
            return null;
        var kept =
            payload.Text("view", "private_metadata") is { } text && SlackRequests.Json(System.Text.Encoding.UTF8.GetBytes(text)) is { } json
                ? json : default;
        return new SlackSubmission(user, form, payload.Text("view", "id") ?? "", ValuesOf(payload))
        {
            Channel = kept.Id("channel"),
            ResponseUrl = SlackAddresses.Checked(kept.Text("responseUrl"), options),
            Replace = kept.Says("replace"),
        };
    }

    private static Dictionary<string, string> ValuesOf(JsonElement payload)
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
}

/// <summary>
/// Acts on modals that are filled in, as <see cref="SlackPresses"/> does on buttons: kept before Slack hears that one arrived, and done
/// once.
/// </summary>
internal sealed class SlackSubmissions(SlackTalk talk, SlackAnswers answers, SlackWork work, Once once)
{
    /// <summary>What a kept submission begins with.</summary>
    public const string Kept = "form ";

    /// <returns>What Slack does with the modal: null closes it, errors stand beside their fields, an update is what it shows from now
    /// on.</returns>
    public async Task<JsonObject?> HandleAsync(JsonElement payload, SlackOptions options, CancellationToken ct)
    {
        if (SlackSubmission.Read(payload, options) is not { } sent) return null;
        var kept = JsonSerializer.Serialize(sent);
        // One modal is sent again after its errors were mended, each time under an id of its own, or at least with other values.
        if (await once.BeginAsync(SlackPlatform.Id.Name, $"form\n{sent.View}\n{payload.Text("trigger_id") ?? kept}",
            new Seen(work.Now, "") { Todo = Kept + kept }, ct) is not { } begun) return null;
        var answering = FinishAsync(begun, sent, ct);
        if (!await work.InTimeAsync(answering, ct))
        {
            work.Behind(LaterAsync(answering, sent.Place, ct));
            return null;
        }

        var said = await answering;
        if (Errors(said.Reply, payload) is { } errors) return errors;
        if (!sent.Place.IsConversation) return answers.Update(said, sent.Place);
        // Slack hears first, so that the modal is gone when the answer comes.
        work.Behind(answers.SayAsync(said, sent.Place, ct));
        return null;
    }

    /// <summary>Does what an earlier run of the host was killed in the middle of.</summary>
    public Task ResumeAsync(Stored<Seen> begun, CancellationToken ct) =>
        JsonSerializer.Deserialize<SlackSubmission>(begun.Value.Todo![Kept.Length..]) is { } sent
            ? LaterAsync(FinishAsync(begun, sent, ct), sent.Place, ct) : Task.CompletedTask;

    private async Task<SlackSaid> FinishAsync(Stored<Seen> begun, SlackSubmission sent, CancellationToken ct)
    {
        var said =
            await answers.WorkOutAsync(
                talk.SubmitAsync(sent.User, sent.Place.Conversation, sent.Form, sent.Values,
                    sent.View.Length > 0 ? $"form\n{sent.View}" : null, ct), ct);
        await once.DoneAsync(begun, ct);
        return said;
    }

    private async Task LaterAsync(Task<SlackSaid> answering, SlackPlace place, CancellationToken ct) =>
        await answers.SayAsync(await answering, place, ct);

    /// <summary>
    /// Errors that have a field stand beside it; where one has none, or its field is not in this modal, all are said as an answer.
    /// </summary>
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
}
