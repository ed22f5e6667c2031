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

namespace Watchbill.Slack;

/// <summary>
/// Does the same in four worlds that begin alike: at the router, in the local chat, over signed requests and over a socket. What the router
/// answers is what the other three must show, rendered as each of them renders.
/// </summary>
internal sealed class ParityWalk : IAsyncDisposable
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    private readonly LocalWorld neutral;
    private readonly LocalWorld local;
    private readonly SlackWorld[] slacks;
    private string doing = "";

    private ParityWalk(LocalWorld neutral, LocalWorld local, SlackWorld[] slacks) =>
        (this.neutral, this.local, this.slacks) = (neutral, local, slacks);

    public IReadOnlyList<Verb> Verbs => Router.Verbs;

    public IEnumerable<string> Actions =>
        neutral.Services.GetServices<ICommands>().SelectMany(slice => slice.Presses).Select(press => press.Action);

    public HashSet<string> Said { get; } = [];

    public HashSet<string> Pressed { get; } = [];

    /// <summary>Verbs whose forms were filled in.</summary>
    public HashSet<string> Submitted { get; } = [];

    private CommandRouter Router => neutral.Services.GetRequiredService<CommandRouter>();

    private IEnumerable<IStore> Stores => [neutral.Store, local.Store, .. slacks.Select(slack => slack.Host.Store)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ParityWalk> StartAsync()
    {
        var walk =
            new ParityWalk(await LocalWorld.StartAsync(), await LocalWorld.StartAsync(),
                [await SlackWorld.StartAsync(overSocket: false), await SlackWorld.StartAsync(overSocket: true)]);
        foreach (var store in walk.Stores)
        {
            await store.SaveAsync(
            [
                Change.Create("core", new Team("core", "Core") { Lead = "ben", Members = ["ben"], Sre = true }),
                Change.Create("core",
                    Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "cai")) with { Id = "core", Owner = "core" }),
                Change.Create("ledger",
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
        return Compare(reply, shown, messages);
    }

    /// <summary>Presses a button of an answer; its label may go on, such as with an id.</summary>
    public async Task<Answered> PressAsync(string person, Answered on, string label)
    {
        Begin($"{person} presses {label}");
        var index = on.Reply.Actions.ToList().FindIndex(button => button.Label.StartsWith(label, StringComparison.Ordinal));
        Assert.True(index >= 0, $"{doing}: there is no such button under: {Written.Of(on.Reply, Zone)}");
        return await PressAsync(person, on.Reply.Actions[index], on.Shown["reply"]!["actions"]![index]!,
            [.. on.Messages.Select(pages => Buttons(pages)[index])]);
    }

    /// <summary>Presses a button of the newest message that was sent to somebody.</summary>
    public async Task<Answered> PressToldAsync(string person, string label)
    {
        Begin($"{person} presses {label} of a message");
        var buttons = new List<Button>();
        foreach (var store in Stores)
        {
            var told =
                (await store.ListAsync<Delivery>(IdRange.All, Ct))
                    .LastOrDefault(
                        one => one.Value.To == Address.Person(person) && one.Value.Reply.Actions.Any(button => button.Label == label));
            Assert.True(told is not null, $"{doing}: nobody was sent it.");
            buttons.Add(told.Value.Reply.Actions.Single(button => button.Label == label));
        }

        return await PressAsync(person, buttons[0], Node("action", buttons[1]),
            [.. buttons.Skip(2).Select(button => Node("action_id", button))]);
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
        return Compare(reply, shown, messages);
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
    }

    private async Task<Answered> PressAsync(string person, Button button, JsonNode here, JsonNode[] there)
    {
        var reply = await Router.PressAsync(button.Action, button.Value, Caller(person), Ct);
        Pressed.Add(button.Action);
        var shown = await local.PostAsync("/chat/press", new { person, action = (string?)here["action"], value = (string?)here["value"] });
        var messages = new List<IReadOnlyList<JsonObject>>();
        for (var i = 0; i < slacks.Length; i++) messages.Add(await slacks[i].PressAsync(person, there[i], Expect(reply)));
        return Compare(reply, shown, messages);
    }

    private void Begin(string what)
    {
        doing = what;
        // Far enough apart that nothing is a double click.
        foreach (var (clock, _) in Worlds()) clock.Now += Duration.FromSeconds(10);
    }

    private IEnumerable<(FakeClock Clock, IServiceProvider Services)> Worlds() =>
        [(neutral.Clock, neutral.Services), (local.Clock, local.Services),
            .. slacks.Select(slack => (slack.Host.Clock, slack.Host.Services))];

    private Answered Compare(Reply reply, JsonObject shown, IReadOnlyList<IReadOnlyList<JsonObject>> messages)
    {
        Same(PlainText.Render(reply, new Reader(Zone, neutral.Clock.Now)), (string)shown["text"]!, "the local chat");
        foreach (var (index, pages) in messages.Index())
        {
            var door = index == 0 ? "a signed request" : "a socket";
            if (reply.Form is { } form) SameForm(form, Assert.Single(pages), door);
            else Same(
                string.Join('\n',
                    SlackRenderer.Pages(reply, ReaderOf(reply)).Select(page => Words(SlackRenderer.Answer(reply, page)))),
                        string.Join('\n', pages.Select(Words)), door);
        }

        return new Answered(reply, shown, messages);
    }

    private void SameForm(Form form, JsonObject view, string door)
    {
        if (view["errors"] is { } errors)
        {
            // What is wrong stands beside its field; where no field is to blame, beside the first.
            var wrong = form.Fields.Where(field => field.Error is not null).Select(field => $"{field.Name}: {field.Error}").ToList();
            if (wrong.Count > 0)
                Same(string.Join('\n', wrong), string.Join('\n', errors.AsObject().Select(pair => $"{pair.Key}: {pair.Value}")), door);
            return;
        }

        var expected = SlackForm.Modal(form, "");
        var seen = view.DeepClone().AsObject();
        expected.Remove("private_metadata");
        seen.Remove("private_metadata");
        Same(expected.ToJsonString(), seen.ToJsonString(), door);
    }

    private void Same(string expected, string shown, string door)
    {
        var (wanted, had) = (WorldIds.Alike(expected), WorldIds.Alike(shown));
        var same = wanted.Zip(had).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(wanted == had, $"{doing}: {door} shows\n{Around(had, same)}\nwhere the router answers\n{Around(wanted, same)}");
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 200)];

    private static string Words(JsonObject page) => new JsonObject
    {
        ["to"] = page["response_type"]?.DeepClone(),
        ["text"] = page["text"]?.DeepClone(),
        ["blocks"] = page["blocks"]?.DeepClone(),
    }.ToJsonString();

    private Expected Expect(Reply reply) =>
        new(reply.Form is not null, reply.Form is not null ? 1 : SlackRenderer.Pages(reply, ReaderOf(reply)).Count);

    private Reader ReaderOf(Reply reply)
    {
        var users = reply.Mentioned().Distinct().Where(SlackWorld.Knows).ToDictionary(person => person, SlackWorld.User);
        var reader = Reader.In(Zone, neutral.Clock.Now) with { Accounts = users };
        return reply.Audience == Audience.Everyone ? reader : reader with { Alone = true, Stays = false };
    }

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

/// <summary>One answer as all four gave it.</summary>
internal sealed record Answered(Reply Reply, JsonObject Shown, IReadOnlyList<IReadOnlyList<JsonObject>> Messages);
