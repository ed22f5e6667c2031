using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Slack;

/// <summary>
/// Does the same in five worlds that begin alike: at the router, in the local chat, in Slack over signed requests and over a socket, and in
/// Teams. What the router answers is what the others must show, rendered as each of them renders.
/// </summary>
internal sealed partial class ParityWalk : IAsyncDisposable
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    private readonly LocalWorld neutral;
    private readonly LocalWorld local;
    private readonly SlackWorld[] slacks;
    private readonly TeamsWorld teams;
    private string doing = "";

    private ParityWalk(LocalWorld neutral, LocalWorld local, SlackWorld[] slacks, TeamsWorld teams) =>
        (this.neutral, this.local, this.slacks, this.teams) = (neutral, local, slacks, teams);

    public IReadOnlyList<Verb> Verbs => Router.Verbs;

    public IEnumerable<string> Actions =>
        neutral.Services.GetServices<ICommands>().SelectMany(slice => slice.Presses).Select(press => press.Action);

    public HashSet<string> Said { get; } = [];

    public HashSet<string> Pressed { get; } = [];

    /// <summary>Verbs whose forms were filled in.</summary>
    public HashSet<string> Submitted { get; } = [];

    private CommandRouter Router => neutral.Services.GetRequiredService<CommandRouter>();

    private IEnumerable<IStore> Stores => [neutral.Store, local.Store, .. slacks.Select(slack => slack.Host.Store), teams.Host.Store];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ParityWalk> StartAsync()
    {
        var walk =
            new ParityWalk(await LocalWorld.StartAsync(), await LocalWorld.StartAsync(),
                [await SlackWorld.StartAsync(overSocket: false), await SlackWorld.StartAsync(overSocket: true)],
                await TeamsWorld.StartAsync());
        foreach (var store in walk.Stores)
        {
            await TeamsHost.AddAccountsAsync(store);
            await store.SaveAsync(
            [
                Write.Create("core", new Team("core", "Core") { Lead = "ben", Members = ["ben"], Sre = true }),
                Write.Create("core",
                    Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "cai")) with { Id = "core", Owner = "core" }),
                .. ParityPaging.Triage,
                ParityTraining.Turn,
                ParityTraining.Step,
                Write.Create("ledger",
                    new Service("ledger", "payments") { Engagement = new Engagement(EngagementModel.YouBuildSreRun) { By = "core" } }),
            ], Ct);
        }

        return walk;
    }

    public async Task<Answered> SayAsync(string person, string text)
    {
        Begin($"{person}: {text}");
        var verb =
            Verbs
                .Where(
                    verb =>
                        $"{text} ".StartsWith($"{Vocabulary.Prefix(verb)}{verb.Id[(verb.Group.Length + 1)..]} ", StringComparison.Ordinal))
                            .MaxBy(verb => verb.Id.Length);
        var reply = await Router.AskAsync(await WorldIds.FillAsync(text, neutral.Store), Caller(person), Ct);
        if (verb is not null && reply.Form is null) Said.Add(verb.Id);
        if (verb is { Looks: true }) Assert.DoesNotContain(reply.Actions, button => button.Action == Chat.Buttons.Confirm);
        var shown = await local.PostAsync("/chat", new { person, text = await WorldIds.FillAsync(text, local.Store) });
        var messages = new List<IReadOnlyList<JsonObject>>();
        foreach (var slack in slacks)
            messages.Add(await slack.AskAsync(person, await WorldIds.FillAsync(text, slack.Host.Store), Expect(reply)));
        var cards = await teams.AskAsync(person, await WorldIds.FillAsync(text, teams.Host.Store), CardsOf(reply));
        return Compare(new(reply, shown, messages, cards));
    }

    /// <summary>Presses a button of an answer; its label may go on, such as with an id.</summary>
    public async Task<Answered> PressAsync(string person, Answered on, string label)
    {
        Begin($"{person} presses {label}");
        var index =
            on.Reply.Actions.ToList()
                .FindIndex(
                    button => label == "Confirm" ? button.Action == "confirm" : button.Label.StartsWith(label, StringComparison.Ordinal));
        Assert.True(index >= 0, $"{doing}: there is no such button under: {Written.Of(on.Reply, Zone)}");
        return await PressAsync(person, on.Reply.Actions[index], on.Shown["reply"]!["actions"]![index]!,
            [.. on.Messages.Select(pages => Buttons(pages)[index])], TeamsWorld.Data(on.Cards, index), on.Cards[0]);
    }

    /// <summary>Presses a button of the newest message that was sent to somebody, or to a channel where they were sent none.</summary>
    public async Task<Answered> PressToldAsync(string person, string label)
    {
        Begin($"{person} presses {label} of a message");
        var buttons = new List<Button>();
        foreach (var store in Stores)
        {
            var said =
                (await store.ListAsync<Delivery>(IdRange.All, Ct))
                    .Where(one => one.Value.Reply.Actions.Any(button => button.Label == label))
                    .ToList();
            var told =
                said.LastOrDefault(one => one.Value.To == Address.Person(person))
                    ?? said.LastOrDefault(one => one.Value.To.Kind == AddressKind.Team);
            Assert.True(told is not null, $"{doing}: nobody was sent it.");
            buttons.Add(told.Value.Reply.Actions.Single(button => button.Label == label));
        }

        return await PressAsync(person, buttons[0], Node("action", buttons[1]),
            [.. buttons.Skip(2).SkipLast(1).Select(button => Node("action_id", button))], TeamsWorld.Data(buttons[^1]), null);
    }

    /// <summary>Fills in the form of an answer: what it holds already, and these values.</summary>
    public async Task<Answered> SubmitAsync(string person, Answered on, IReadOnlyDictionary<string, string> values)
    {
        var form = on.Reply.Form ?? throw new InvalidOperationException($"After '{doing}' there is no form to fill in.");
        Begin($"{person} fills in {form.Id}");
        // A request that a form holds is each world's own.
        var kept =
            form.Fields.Where(field => field.Value is not null)
                .ToDictionary(field => field.Name, field => WorldIds.Alike(field.Value!) == "ID" ? "{cover}" : field.Value!);
        foreach (var (name, value) in values) kept[name] = value;
        var reply = await Router.SubmitAsync(form.Id, await FilledAsync(kept, neutral.Store), Caller(person), Ct);
        var shown = await local.PostAsync("/chat/submit", new { person, form = form.Id, values = await FilledAsync(kept, local.Store) });
        var messages = new List<IReadOnlyList<JsonObject>>();
        for (var i = 0; i < slacks.Length; i++)
            messages.Add(
                await slacks[i].SubmitAsync(person, on.Messages[i][0], await FilledAsync(kept, slacks[i].Host.Store), Expect(reply)));
        var cards = await teams.SubmitAsync(person, on.Cards[0], await FilledAsync(kept, teams.Host.Store), CardsOf(reply));
        return Compare(new(reply, shown, messages, cards));
    }

    /// <summary>Lets time pass everywhere, and the jobs of one kind do what is due.</summary>
    public async Task PassAsync<TJob>(Duration span) where TJob : Jobs.IJob
    {
        foreach (var (clock, services) in Worlds())
        {
            clock.Now += span;
            await services.GetServices<Jobs.IJob>().OfType<TJob>().Single().RunAsync(clock.Now, Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await neutral.DisposeAsync();
        await local.DisposeAsync();
        foreach (var slack in slacks) await slack.DisposeAsync();
        await teams.DisposeAsync();
    }

    private async Task<Answered> PressAsync(
        string person, Button button, JsonNode here, JsonNode[] there, JsonObject data, ConnectorCall? on)
    {
        var reply = await Router.PressAsync(button.Action, button.Value, Caller(person), Ct);
        Pressed.Add(button.Action);
        var shown = await local.PostAsync("/chat/press", new { person, action = (string?)here["action"], value = (string?)here["value"] });
        var messages = new List<IReadOnlyList<JsonObject>>();
        for (var i = 0; i < slacks.Length; i++) messages.Add(await slacks[i].PressAsync(person, there[i], Expect(reply)));
        return Compare(new(reply, shown, messages, await teams.PressAsync(person, data, on, CardsOf(reply))));
    }

    private void Begin(string what)
    {
        doing = what;
        // Far enough apart that nothing is a double click.
        foreach (var (clock, _) in Worlds()) clock.Now += Duration.FromSeconds(10);
    }

    private IEnumerable<(FakeClock Clock, IServiceProvider Services)> Worlds() =>
        [(neutral.Clock, neutral.Services), (local.Clock, local.Services),
            .. slacks.Select(slack => (slack.Host.Clock, slack.Host.Services)), (teams.Host.Clock, teams.Host.Services)];

    private static Caller Caller(string person) => new(person, Platforms.Local, null);

    private static List<JsonNode> Buttons(IEnumerable<JsonObject> pages) =>
        [.. pages.SelectMany(page => page["blocks"]!.AsArray()).Where(block => (string?)block!["type"] == "actions")
            .SelectMany(block => block!["elements"]!.AsArray()).Select(button => button!)];

    private static JsonObject Node(string action, Button button) => new() { [action] = button.Action, ["value"] = button.Value };

    private static async Task<IReadOnlyDictionary<string, string>> FilledAsync(Dictionary<string, string> values, IStore store)
    {
        var filled = new Dictionary<string, string>();
        foreach (var (name, value) in values) filled[name] = await WorldIds.FillAsync(value, store);
        return filled;
    }
}
