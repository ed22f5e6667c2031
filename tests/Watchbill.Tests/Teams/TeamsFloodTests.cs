using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>Requests that are good but for a few bytes: none of them is more than refused.</summary>
public sealed class TeamsFloodTests
{
    private const int Requests = 5000;

    private static readonly string[] Kept = [nameof(ConversationReference), nameof(InboxItem), nameof(Pending), nameof(Shared)];

    [Fact]
    public async Task Broken_tokens_and_bodies_are_refused_and_nothing_fails()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var (random, good, body) = (new Random(20261120), host.Token(), Encoding.UTF8.GetBytes(TeamsHost.Activity().ToJsonString()));
        var before = StateOf(host);
        for (var i = 0; i < Requests; i++)
        {
            var (token, sent) = (good.ToCharArray(), body);
            if (i % 2 == 0)
            {
                // The last character of a signature has bits that say nothing.
                var at = random.Next(token.Length - 1);
                token[at] = token[at] == '~' ? '!' : (char)(token[at] + 1);
                token[random.Next(at)] = (char)random.Next('!', '~');
            }
            else
            {
                sent = body[..random.Next(body.Length)];
                if (sent.Length > 0) sent[random.Next(sent.Length)] = (byte)random.Next(256);
            }

            var (status, _) = await host.PostAsync([$"Bearer {new string(token)}"], sent);
            Assert.True(status == 401, $"{i}: {status} for {new string(token)} {Encoding.UTF8.GetString(sent)}");
        }

        Assert.Equal(before, StateOf(host));
        Assert.Equal(200, (await host.PostAsync($"Bearer {good}")).Status);
    }

    [Fact]
    public async Task Forged_malformed_and_replayed_activities_are_heard_by_nobody_and_change_nothing()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var sent = await LivedAsync(teams, host);
        var (before, said) = (StateOf(host), teams.Done.Count);
        using var forger = RSA.Create(2048);
        var (genuine, forged) = (Signed(host, teams), Enumerable.Range(0, 6).Select(how => Forged(host, teams, forger, how)).ToList());
        var random = new Random(20261122);
        for (var i = 0; i < Requests; i++)
        {
            var activity = sent[random.Next(sent.Count)].DeepClone().AsObject();
            var (token, body) = (genuine, activity.ToJsonString());
            var expected = 401;
            switch (i % 3)
            {
                case 0:
                    token = forged[random.Next(6)];
                    break;
                case 1:
                    body = Malformed(body, random);
                    break;
                default:
                    // A press that is sent again has another id, and is the same press.
                    if ((string?)activity["type"] == "invoke" && activity["value"]!["action"]!["data"]!["watchbill:action"] is not null)
                        body = body.Replace($"\"{activity["id"]}\"", $"\"again-{i}\"", StringComparison.Ordinal);
                    expected = 200;
                    break;
            }

            var (status, answer) = await host.PostAsync([$"Bearer {token}"], Encoding.UTF8.GetBytes(body));
            Assert.True(expected == status, $"{i}: {status} {answer} for {body}");
        }

        Assert.Equal((said, ""), (teams.Done.Count, string.Join('\n', StateOf(host).Except(before).Concat(before.Except(StateOf(host))))));
    }

    // An override that was confirmed, an incident, a form that was filled in: what each of them did is done.
    private static async Task<IReadOnlyList<JsonObject>> LivedAsync(FakeTeams teams, TeamsHost host)
    {
        var sent = new List<JsonObject>();
        await SendAsync(host.Message("ana", "override payments ben for 2h"));
        var preview = await teams.SeenAsync();
        await SendAsync(host.Press("ana", preview.Data("Confirm override"), (string)preview.Body["id"]!));
        await SendAsync(host.Message("ben", "incident declare checkout \"payments fail\" sev2"));
        await SendAsync(host.Message("ana", "override payments"));
        var form = await teams.SeenAsync("a:1ana", call => call.Labels.Contains("Preview override"));
        await SendAsync(host.Press("ana", form.Data("Preview override"), (string)form.Body["id"]!, null, ("rotation", "payments"),
            ("person", "ben"), ("span", "tomorrow 9-17")));
        await teams.SeenAsync("a:1ana", call => call.Labels.Count(label => label == "Confirm override") == 1 && call.Method == "PUT");
        await SendAsync(host.Message("ana", "now payments", TeamsHost.Channel));
        return sent;

        async Task SendAsync(JsonObject activity)
        {
            sent.Add(activity.DeepClone().AsObject());
            await host.SendAsync(activity);
        }
    }

    // A signature costs more than all that is done about the request, and the clock stands still.
    private static string Signed(TeamsHost host, FakeTeams teams) =>
        host.Token((_, claims) => claims["serviceurl"] = teams.ConnectorUrl);

    private static string Forged(TeamsHost host, FakeTeams teams, RSA forger, int how)
    {
        var (header, claims) = FakeTeams.Good(host.Clock.Now);
        claims["serviceurl"] = how == 0 ? FakeTeams.ServiceUrl : teams.ConnectorUrl;
        if (how == 1) claims["aud"] = Guid.NewGuid().ToString();
        if (how == 2) claims["iss"] = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/";
        if (how == 3) claims["exp"] = host.Clock.Now.ToUnixTimeSeconds() - 301;
        if (how == 4) header["alg"] = "none";
        return FakeTeams.Sign(header, claims, words => FakeTeams.Rs256(how == 5 ? forger : teams.Keys["one"].Key, words));
    }

    private static string Malformed(string body, Random random) => random.Next(6) switch
    {
        0 => body[..random.Next(body.Length)],
        1 => body.Insert(random.Next(1, body.Length), "\u0001"),
        2 => $"[{body}]",
        3 => $"{body[..^1]},\"type\":\"message\"}}",
        4 => body.Replace("\"type\":\"", "\"type\":[\"", StringComparison.Ordinal),
        _ => $"{{\"serviceUrl\":\"{new string('x', random.Next(2000))}\",\"type\":{random.Next()}}}",
    };

    private static bool IsOther(string document) => !Kept.Contains(document.Split(' ')[0]);

    private static IReadOnlyList<string> StateOf(TeamsHost host) => ((MemoryStore)host.Store).State;

    /// <summary>Signed as they should be, odd in a place or two, and some of them twice.</summary>
    [Fact]
    public async Task Odd_activities_are_answered_and_change_nothing_that_anybody_is_paid_or_paged_by()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var before = StateOf(host);
        // Nobody waits for what cannot be said.
        teams.TokenError = "refused";
        var random = new Random(20261121);
        var token = Signed(host, teams);
        JsonObject last = host.Message("ana", "now");
        for (var i = 0; i < Requests; i++)
        {
            var activity = i % 10 == 9 ? last : (i % 3) switch
            {
                0 => host.Message("cai", "override payments ana for 2h", i % 2 == 0 ? TeamsHost.Channel : null),
                1 => host.Press("cai", new JsonObject { ["watchbill:action"] = "confirm", ["watchbill:value"] = "x" }, "sent-1"),
                _ => host.Press("cai", new JsonObject { ["watchbill:form"] = "oncall override", ["watchbill:view"] = "v" }, "sent-1",
                    TeamsHost.Channel, ("person", "ben")),
            };
            last = activity;
            for (var change = random.Next(3); change >= 0; change--) Spoil(activity, random);
            activity["serviceUrl"] = teams.ConnectorUrl;
            activity["channelId"] = "msteams";
            var (status, _) = await host.PostAsync($"Bearer {token}", activity);
            Assert.True(status is 200 or 401 or 403 or 501, $"{i}: {status} for {activity.ToJsonString()}");
        }

        // Where people are spoken to, what waits to be answered, previews, and what may be shared are kept; nothing else is.
        Assert.Equal(before.Where(IsOther), StateOf(host).Where(IsOther));
        Assert.DoesNotContain(host.Log.All, line => line.Contains("could not be worked out", StringComparison.Ordinal));
    }

    /// <summary>Puts something else in one place of an activity.</summary>
    private static void Spoil(JsonObject activity, Random random)
    {
        var places = Places(activity);
        var (parent, name) = places[random.Next(places.Count)];
        parent[name] = random.Next(9) switch
        {
            0 => null,
            1 => random.Next(),
            2 => "",
            3 => new string('x', random.Next(5000)),
            4 => new JsonArray(1, "a"),
            5 => new JsonObject { ["id"] = "odd" },
            6 => "\u0000 <at>Ben</at> \ud83e\udda6 ; drop",
            7 => true,
            _ => $"a:{random.Next(50)}",
        };
    }

    private static List<(JsonObject Parent, string Name)> Places(JsonObject json) =>
        [.. json.SelectMany(pair => pair.Value is JsonObject inner ? [(json, pair.Key), .. Places(inner)] : new[] { (json, pair.Key) })];
}
