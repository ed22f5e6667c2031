using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.OrganizationFiles;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// The bot as a new hire meets it: composed as in production, said to in the local chat, moved by the clock alone. All that is typed,
/// answered and told is kept in its order.
/// </summary>
internal sealed class NewHire : IAsyncDisposable
{
    private const string File = """
        organization: Example
        timeZone: Europe/Lisbon
        people:
          - {id: ana, name: Ana Silva}
          - {id: ben, name: Ben Ode}
          - {id: cai, name: Cai Wen}
          - {id: dot, name: Dot Lead}
          - {id: eve, name: Eve Moe}
        teams: [{id: payments, lead: dot, members: [ana, ben, cai, eve]}]
        services: [{id: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben, cai]}]
            requires: first-time-on-call
        """;

    private static readonly DateTimeZone Lisbon = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];
    private static readonly LocalDateTimePattern Typed = LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm");
    private static readonly LocalDateTimePattern Stamp = LocalDateTimePattern.CreateWithInvariantCulture("ddd d MMM HH:mm");
    private static readonly Regex Next = new("Next handoff: .*");

    // The checklist itself is read in other tests.
    private static readonly Regex Items = new(@"(?s)\nItem  .*?(?=\n\[|$)");
    private static readonly LocalTime Nine = new(9, 0);

    // In the order in which a host would find them due; pay, budgets and health have their own tests.
    private static readonly Type[] Jobs = [typeof(RecorderJob), typeof(HandoffJob), typeof(ReminderJob), typeof(IncidentJob),
        typeof(PagingJob), typeof(QualificationLapseJob), typeof(ShadowJob), typeof(NudgeJob)];

    private readonly LocalWorld world;
    private readonly IReadOnlyList<IJob> jobs;
    private readonly HashSet<string> heard = [];
    private readonly StringBuilder transcript = new();

    private NewHire(LocalWorld world)
    {
        this.world = world;
        var all = world.Services.GetServices<IJob>().ToList();
        jobs = [.. Jobs.Select(type => all.Single(job => job.GetType() == type))];
    }

    public IStore Store => world.Store;

    public Instant Now => world.Clock.Now;

    /// <summary>All that was typed, answered and told, each with its time in Lisbon.</summary>
    public string Transcript => transcript.ToString();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The organisation on a local time, eve on her first day.</summary>
    public static async Task<NewHire> AtAsync(string local)
    {
        var notices = new SaveNotices();
        var hire = new NewHire(await LocalWorld.StartAsync((notices, new MemoryStore(notices))));
        hire.world.Clock.Now = At(local);
        var read = FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes(File), null, hire.Now.InUtc().Date);
        Assert.Empty((await hire.world.Services.GetRequiredService<OrganizationFile>().ApplyAsync(
            read, dryRun: false, new ApplyOrigin("token:ops", "api") { AllowRetire = true }, hire.Now, Ct)).Errors);
        await hire.LookAsync();
        hire.heard.UnionWith((await hire.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(read => read.Id));
        return hire;
    }

    /// <summary>Moves the clock to a local time; each morning at nine on the way the jobs do what is due.</summary>
    public async Task MoveAsync(string local)
    {
        var to = At(local);
        for (var day = Now.InZone(Lisbon).Date; ; day = day.PlusDays(1))
        {
            var morning = Lisbon.AtLeniently(day + Nine).ToInstant();
            if (morning >= to) break;
            if (morning <= Now) continue;
            world.Clock.Now = morning;
            await LookAsync();
        }

        world.Clock.Now = to;
        await LookAsync();
    }

    /// <summary>Says something in the local chat; the answer as its page shows it.</summary>
    public Task<string> SayAsync(string person, string text) =>
        KeptAsync($"{person}: {text}", world.PostAsync("/chat", new { person, text }));

    /// <summary>Types that something is signed, and presses Sign off beneath the preview.</summary>
    public async Task<string> SignAsync(string person, string text)
    {
        await SayAsync(person, text);
        return await PressAsync(person, "Sign off");
    }

    /// <summary>Presses a button of the last answer.</summary>
    public async Task<string> PressAsync(string person, string label)
    {
        var button = last!["reply"]!["actions"]!.AsArray().Single(one => (string?)one!["label"] == label)!;
        return await KeptAsync($"{person} presses {label}",
            world.PostAsync("/chat/press", new { person, action = (string?)button["action"], value = (string?)button["value"] }));
    }

    /// <summary>Presses a button of the last message to a person that has it.</summary>
    public async Task<string> PressToldAsync(string person, string label)
    {
        var button = (await Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(read => read.Value.To == Address.Person(person))
            .SelectMany(read => read.Value.Reply.Actions).Last(action => action.Label == label);
        return await KeptAsync($"{person} presses {label}",
            world.PostAsync("/chat/press", new { person, action = button.Action, value = button.Value }));
    }

    /// <summary>Fills in the form of the last answer.</summary>
    public Task<string> SubmitAsync(string person, object values) => KeptAsync($"{person} fills in the form",
        world.PostAsync("/chat/submit", new { person, form = (string?)last!["reply"]!["form"]!["id"], values }));

    /// <summary>Asks what is next, and checks that it is this and whom it names.</summary>
    public async Task NextAsync(string next, string whom)
    {
        var said = await SayAsync("eve", "training");
        Assert.Contains(next, said, StringComparison.Ordinal);
        Assert.Contains(whom, said[said.IndexOf(next, StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    /// <summary>
    /// Checks all messages since the last check that go to eve, name her or are of training: when, to whom, and how they begin. That she
    /// comes next is not said of her.
    /// </summary>
    public async Task HeardAsync(params string[] expected)
    {
        var told = (await Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(read => heard.Add(read.Id) && !read.Value.IsEdit)
            .Select(read => (read.Value, Words: Written.Message(read.Value.Reply, Lisbon, read.Value.Due)))
            .Where(one => one.Value.To == Address.Person("eve") || one.Value.Kind == MessageKind.Training
                || Next.Replace(one.Words, "").Contains("Eve", StringComparison.Ordinal))
            .OrderBy(one => one.Value.Due).ThenBy(one => one.Value.To.Id, StringComparer.Ordinal)
                .ThenBy(one => one.Words, StringComparer.Ordinal)
            .Select(one => $"{Stamped(one.Value.Due)} {one.Value.To.Id}: {one.Words}").ToList();
        transcript.Append(string.Concat(told.Select(line => $"* {line}\n\n")));
        var wrong =
            expected.Index().Where(one => told.ElementAtOrDefault(one.Index)?.StartsWith(one.Item, StringComparison.Ordinal) is not true);
        if (wrong.Any() || told.Count != expected.Length)
            Assert.Fail($"Expected:\n{string.Join('\n', expected)}\n\nTold:\n{string.Join('\n', told.Select(one => one.Split('\n')[0]))}");
    }

    public async ValueTask DisposeAsync() => await world.DisposeAsync();

    private JsonObject? last;

    private async Task<string> KeptAsync(string what, Task<JsonObject> answer)
    {
        last = await answer;
        var text = (string?)last["text"] ?? "";
        transcript.Append(CultureInfo.InvariantCulture, $"> {Stamped(Now)} {what}\n{Items.Replace(text, "")}\n\n");
        await LookAsync();
        return text;
    }

    private async Task LookAsync()
    {
        foreach (var job in jobs) await job.RunAsync(Now, Ct);
    }

    private static Instant At(string local) => Lisbon.AtLeniently(Typed.Parse(local).Value).ToInstant();

    private static string Stamped(Instant at) => Stamp.Format(at.InZone(Lisbon).LocalDateTime);
}
