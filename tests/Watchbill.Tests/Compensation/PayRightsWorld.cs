using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Everybody who might want to know what ana is paid, on Friday 10 July 2026: her April is exported, her May approved, her June unchecked.
/// </summary>
internal sealed class PayRightsWorld : IAsyncDisposable
{
    private const string File = """
        timeZone: Etc/UTC
        currency: EUR
        executives: [xe]
        people:
          - {id: ana, name: Ana}
          - {id: ben, name: Ben}
          - {id: gon, name: Gon, until: 2026-06-20}
          - {id: lea, name: Lea}
          - {id: eve, name: Eve}
          - {id: fay, name: Fay}
          - {id: dom, name: Dom}
          - {id: xe, name: Xe}
          - {id: adm, name: Ada, admin: true}
          - {id: pat, name: Pat}
          - {id: oth, name: Oth}
        domains: [{id: ordering, manager: dom, lead: lea}]
        teams:
          - {id: payments, domain: ordering, lead: lea, manager: eve, members: [ana, ben, gon]}
          - {id: search, domain: ordering, lead: oth, manager: oth, members: [oth]}
        services: [{id: checkout, team: payments, slos: [{id: availability, objective: "99.9", window: quarter, kind: time}]}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-04-06, at: "00:00"}
            layers: [{id: primary, members: [ana, ben]}]
            pay: standard
          - id: search
            kind: team
            team: search
            turn: {every: 1 week, from: 2026-04-06, at: "00:00"}
            layers: [{id: primary, members: [oth]}]
            pay: standard
        compensation:
          - id: standard
            effective: 2026-01-01
            standby: {per: hour, rate: 0.1 x hourly}
            timeOff: [{for: shift, hours: 13.5}]
            bonus: {amount: 100, per: quarter, if: within budget, to: team}
        """;

    // What only ana's pay holds. At 7.777 an hour: turns of 168 h, 12 h and 156 h of one that was cut where the manager changed, and 48 h;
    // 4 h in which she stood in for search; her months and their parts of each manager; her hourly rate; what she wrote.
    private static readonly string[] Hers =
    [
        "1,306.54", "93.32", "1,213.21", "373.3", "3,017.49", "1,430.97", "1,586.51", "77.77", "the twins", "payments/primary/8",
        "120 h of 228 h", "payments, 2026-08:",
    ];

    private readonly PayBot bot;
    private readonly ApiHost host;
    private readonly Dictionary<string, string?> tokens = new()
    {
        ["no"] = null,
        ["read"] = ApiHost.Read,
        ["write"] = ApiHost.Write,
        ["ingest"] = ApiHost.Ingest,
        ["root"] = ApiHost.Admin,
        ["pay"] = ApiHost.Pay,
    };

    private PayRightsWorld(PayBot bot) => (this.bot, host) = (bot, new ApiHost { Store = bot.Store });

    public CommandRouter Router => host.Services.GetRequiredService<CommandRouter>();

    /// <summary>Buttons of pay that are no command.</summary>
    public IEnumerable<string> Presses => host.Services.GetServices<ICommands>().SelectMany(one => one.Presses)
        .Select(press => press.Action).Where(action => action.StartsWith("pay", StringComparison.Ordinal));

    public static async Task<PayRightsWorld> StartAsync()
    {
        var bot = await WithAsync(File, "2026-04-01T00:00:00Z");
        foreach (var (person, hourly) in new[]
        {
            ("ana", 77.77m), ("ben", 33.33m), ("fay", 44.44m), ("dom", 55.55m), ("xe", 66.66m), ("adm", 22.22m), ("oth", 11.11m),
        })
        {
            var facts = new PayFacts(person).WithHourly(new Money(hourly, "EUR"), new LocalDate(2026, 1, 1));
            await bot.Store.SaveAsync([Write.Create(person, facts)], Ct);
        }

        await bot.AtAsync("2026-06-15T12:00:00Z");
        await bot.ApplyAsync(File.Replace("lead: lea, manager: eve", "lead: lea, manager: fay", StringComparison.Ordinal));
        await bot.TakeToAsync(PayState.Exported, "2026-04", "ana", "ben");
        await bot.TakeToAsync(PayState.Approved, "2026-05", "ana", "ben");
        await bot.EnterAsync("ana", "2026-06-10T10:00:00Z", "2026-06-10T14:00:00Z", "search");
        foreach (var id in new[] { "fay", "dom", "xe", "adm" }) await bot.EnterAsync(id, "2026-06-03T10:00:00Z", "2026-06-03T14:00:00Z");
        await bot.EnterAsync("fay", "2026-06-20T10:00:00Z", "2026-06-20T14:00:00Z");
        foreach (var team in new[] { "payments", "search" })
        {
            var entry = new TimeEntry("ana", TimeEntryKind.Support, Cases.At("2026-06-12T10:00:00Z"),
                Cases.At("2026-06-12T11:00:00Z"), "ana", bot.Clock.Now)
            { Team = team, Note = "the twins slept" };
            await bot.Store.SaveAsync([Write.Create(entry.Id, entry)], Ct);
        }

        await bot.AtAsync("2026-07-03T12:00:00Z");
        await bot.AtAsync("2026-07-10T12:00:00Z");
        var world = new PayRightsWorld(bot);
        world.host.Clock.Now = bot.Clock.Now;
        await world.host.InitializeAsync();
        var issue = new ApiTokenIssue(bot.Store);
        foreach (var (name, scope, teams) in new (string, string, string[])[]
        {
            ("admin", "admin", []), ("pay-own", "pay", ["payments"]), ("pay-oth", "pay", ["search"]),
            ("write-own", "write", ["payments"]), ("write-oth", "write", ["search"]),
        })
        {
            world.tokens[name] = (await issue.CreateAsync(
                new TokenRequest(name, scope, "30d") { Teams = teams }, "test", bot.Clock.Now, Ct)).Text;
        }

        return world;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    public Task<Api.Answer> GetAsync(string path, string token) => host.GetAsync(path, tokens[token]);

    /// <summary>Whether somebody is shown something of ana's, or changes something, by what they type or press.</summary>
    public async Task<char> ChatAsync(string what, string who)
    {
        var caller = new Caller(who == "mail" ? "fay" : who, Platforms.Slack, null) { ByMail = who == "mail" };
        var whose = what.Split(' ').FirstOrDefault(word => word is "fay" or "dom" or "xe" or "adm") ?? "ana";
        if (what == "home")
        {
            var home = (await Router.HomeAsync(caller, Ct)).SelectMany(part => part.Replies);
            return IsHers(string.Join('\n', home.Select(Plain))) ? 's' : '-';
        }

        if (what.Split("] ") is [['[', .. var action], var text])
        {
            return await DoesAsync(whose, async () =>
            {
                if (action == Buttons.Run) return await Router.PressAsync(action, text, caller, Ct);
                var shown = await Router.AskAsync(text, new Caller("fay", Platforms.Slack, null), Ct);
                var button = shown.Actions.First(one => one.Action == action);
                return await Router.PressAsync(action, button.Value, caller, Ct);
            });
        }

        var typed = await DoesAsync(whose, () => ThroughAsync(Router.AskAsync(what, caller, Ct), caller));
        if (new Vocabulary(host.Services.GetServices<ICommands>()).Complete(what, _ => true) is not var (verb, _, match)) return typed;
        var form = await DoesAsync(whose, () => ThroughAsync(
            Router.SubmitAsync(verb.Id, match.Arguments!.Values, caller, Ct), caller));
        Assert.True(typed == form, $"{who}, {what}: typed {typed}, as a form {form}");
        return typed;
    }

    /// <summary>Whether a token is shown something of ana's, or changes something.</summary>
    public async Task<char> RouteAsync(string what, string token)
    {
        var words = what.Split(' ');
        var (path, body) = (words[1], words[2] switch
        {
            "june" or "may" or "april" => """{"person":"ana"}""",
            "june-team" or "may-team" or "april-team" => """{"team":"payments"}""",
            "june-search" => """{"team":"search"}""",
            "adjustment" => """{"person":"ana","period":"2026-06","amount":5,"currency":"EUR","reason":"a taxi"}""",
            "rate" => """{"hourly":"30 EUR","from":"2026-07-01"}""",
            "factor" => """{"factor":"1.5","from":"2026-07-01"}""",
            ['s', ..] kind when kind.Split('-') is [var of, var team] && words[1] == "/time-entries" =>
                $$"""
                {"person":"ana","kind":"{{of}}","{{(of == "support" ? "team" : "rotation")}}":"{{team}}","note":"x",
                "start":"2026-07-09T09:00:00Z","end":"2026-07-09T10:00:00Z"}
                """,
            _ => "{}",
        });
        path = path.Replace("{period}", words[2].Split('-')[0] switch { "june" => "2026-06", "may" => "2026-05", _ => "2026-04" },
                StringComparison.Ordinal)
            .Replace("{id}", "ana", StringComparison.Ordinal)
            .Replace("{entry}", $"ana/2026-06-12T10:00:00Z/support/{words[2]}", StringComparison.Ordinal);
        var shown = "";
        var changed = await ChangesAsync("ana", async () =>
        {
            var request = new HttpRequestMessage(new HttpMethod(words[0]), $"/api/v1{path}{(words[0] == "GET" ? words[2] : "")}");
            if (words[0] != "GET") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            shown = (await host.SendAsync(request, tokens[token])).Text;
        });
        return changed ? 'c' : IsHers(shown) ? 's' : '-';
    }

    /// <summary>The routes about pay, as the document lists them.</summary>
    public async Task<IReadOnlyList<string>> RoutesAsync() =>
        [.. from path in (await host.GetAsync("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            let name = path.Name["/api/v1".Length..]
            where name.Contains("compensation", StringComparison.Ordinal) || name.EndsWith("/pay", StringComparison.Ordinal)
                || name.StartsWith("/time-entries", StringComparison.Ordinal)
            select $"{method.Name.ToUpperInvariant()} {name}"];

    private async Task<Reply> ThroughAsync(Task<Reply> asking, Caller caller)
    {
        var reply = await asking;
        return reply.Actions.SingleOrDefault(action => action.Action == Buttons.Confirm) is { } confirm
            ? await Router.PressAsync(Buttons.Confirm, confirm.Value, caller, Ct) : reply;
    }

    private async Task<char> DoesAsync(string whose, Func<Task<Reply>> doAsync)
    {
        var shown = "";
        var changed = await ChangesAsync(whose, async () => shown = Plain(await doAsync()));
        var sees = whose == "ana" ? IsHers(shown) : shown.StartsWith($"{whose}, 2026-06", StringComparison.OrdinalIgnoreCase);
        return changed ? 'c' : sees ? 's' : '-';
    }

    // What is done is taken back, so that everybody meets the same.
    private async Task<bool> ChangesAsync(string whose, Func<Task> doAsync)
    {
        var back = bot.Store.Mark();
        var before = await VersionsAsync(whose);
        await doAsync();
        var changed = before != await VersionsAsync(whose);
        back();
        return changed;
    }

    private async Task<string> VersionsAsync(string person) => string.Join('\n', (IEnumerable<string>)
    [
        .. await VersionsAsync<TimeEntry>(person), .. await VersionsAsync<PayFacts>(person), .. await VersionsAsync<PayRecord>(person),
        .. await VersionsAsync<PayAdjustment>(person), .. await VersionsAsync<TimeOffUse>(person),
    ]);

    private async Task<IEnumerable<string>> VersionsAsync<T>(string person) where T : class =>
        (await bot.Store.ListAsync<T>(IdRange.All, Ct))
            .Where(one => one.Id == person || one.Id.StartsWith($"{person}/", StringComparison.Ordinal))
            .Select(one => $"{typeof(T).Name} {one.Id} {one.Version}");

    private static bool IsHers(string text) => Hers.Any(one => text.Contains(one, StringComparison.Ordinal)
        || text.Contains(one.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal));
}
