using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Slack;

/// <summary>The bot behind Teams, in people's own chats with it.</summary>
internal sealed class TeamsWorld(FakeTeams teams, TeamsHost host) : IAsyncDisposable
{
    private int messages;
    private int conversations;

    public TeamsHost Host => host;

    public static async Task<TeamsWorld> StartAsync()
    {
        var teams = await FakeTeams.StartAsync();
        return new TeamsWorld(teams, await TeamsHost.StartAsync(teams, await SlackHost.StoreAsync(), change: null));
    }

    /// <summary>What somebody reads after a command.</summary>
    /// <param name="pages">How many messages the answer fills.</param>
    public Task<IReadOnlyList<ConnectorCall>> AskAsync(string person, string text, int pages) =>
        SendAsync(host.Message(person, text), pages);

    /// <summary>What somebody reads after a press.</summary>
    /// <param name="on">The message that holds the button; null: one that was sent before.</param>
    public Task<IReadOnlyList<ConnectorCall>> PressAsync(string person, JsonObject data, ConnectorCall? on, int pages) =>
        SendAsync(host.Press(person, data, on?.Message ?? ""), pages);

    /// <summary>What somebody reads after a form was filled in.</summary>
    public Task<IReadOnlyList<ConnectorCall>> SubmitAsync(
        string person, ConnectorCall form, IReadOnlyDictionary<string, string> values, int pages)
    {
        var data = form.Actions.Select(action => action["data"]!.AsObject()).Single(data => data.ContainsKey("watchbill:form"));
        return SendAsync(host.Press(person, data.DeepClone().AsObject(), form.Message, null,
            [.. values.Select(pair => (pair.Key, pair.Value))]), pages);
    }

    /// <summary>What a button of an answer sends.</summary>
    public static JsonObject Data(Button button) =>
        new() { ["watchbill:action"] = button.Action, ["watchbill:value"] = button.Value };

    /// <summary>The same of the button that stands in a message.</summary>
    public static JsonObject Data(IReadOnlyList<ConnectorCall> pages, int index) => pages[0].Actions
        .Select(action => action["data"]!.AsObject()).Where(data => data.ContainsKey("watchbill:action")).ElementAt(index)
        .DeepClone().AsObject();

    /// <summary>The answer as it is to look, for comparing.</summary>
    public static IReadOnlyList<string> Looks(Reply reply, Reader reader, IReadOnlyList<ConnectorCall> shown)
    {
        var view = shown[0].Actions.Select(action => (string?)action["data"]!["watchbill:view"]).OfType<string>().FirstOrDefault();
        return [.. TeamsRenderer.Pages(reply, reader, view ?? "").Select(Looks)];
    }

    // An underscore of a key is escaped by what stands beside it, and each world has keys of its own.
    public static string Looks(JsonObject message) =>
        $"{message["summary"]}\n{TeamsRenderer.CardOf(message).ToJsonString().Replace(@"\\_", "_", StringComparison.Ordinal)}";

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await teams.DisposeAsync();
    }

    // Each in a conversation of its own, so that the limits of one hold nothing up; and from a device that says no zone.
    private async Task<IReadOnlyList<ConnectorCall>> SendAsync(JsonObject activity, int pages)
    {
        var own = $"a:walk-{++conversations}";
        teams.Conversations[own] = true;
        (activity["conversation"]!["id"], activity["entities"]) = (own, new JsonArray());
        await host.SendAsync(activity);
        var shown = new List<ConnectorCall>();
        for (var page = 0; page < pages; page++) shown.Add(await teams.SeenAsync(messages++));
        return shown;
    }
}
