using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>Requests that are good but for a few bytes: none of them is more than refused.</summary>
public sealed class TeamsFloodTests
{
    private const int Requests = 5000;

    [Fact]
    public async Task Broken_tokens_and_bodies_are_refused_and_nothing_fails()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var (random, good, body) = (new Random(20261120), host.Token(), Encoding.UTF8.GetBytes(TeamsHost.Activity().ToJsonString()));
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

        Assert.Equal(200, (await host.PostAsync($"Bearer {good}")).Status);
    }

    /// <summary>Signed as they should be, odd in a place or two, and some of them twice.</summary>
    [Fact]
    public async Task Odd_activities_are_answered_and_change_nothing_that_anybody_is_paid_or_paged_by()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        // Nobody waits for what cannot be said.
        teams.TokenError = "refused";
        var random = new Random(20261121);
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
            var token = host.Token((_, claims) => claims["serviceurl"] = teams.ConnectorUrl);
            var (status, _) = await host.PostAsync($"Bearer {token}", activity);
            Assert.True(status is 200 or 401 or 403 or 501, $"{i}: {status} for {activity.ToJsonString()}");
        }

        Assert.Null(await host.Store.FindAsync<RotationChanges>("payments", TestContext.Current.CancellationToken));
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
