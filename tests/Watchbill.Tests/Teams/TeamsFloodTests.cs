using System.Text;
using Watchbill.Fixtures;

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
        var seen = new Dictionary<int, int>();
        for (var i = 0; i < Requests; i++)
        {
            var (token, sent) = (good.ToCharArray(), body.ToArray());
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                if (i % 2 == 0) token[random.Next(token.Length)] = (char)random.Next('!', '~');
                else sent[random.Next(sent.Length)] = (byte)random.Next(256);
            }

            var (status, _) = await host.PostAsync([$"Bearer {new string(token)}"], i % 2 == 0 ? body : sent[..random.Next(sent.Length)]);
            seen[status] = seen.GetValueOrDefault(status) + 1;
        }

        Assert.Empty(seen.Keys.Except([401, 403, 501]));
        // The last characters of a signature may stand for the same bytes.
        Assert.True(seen[401] >= Requests - 10, string.Join(", ", seen));
        Assert.Equal(501, (await host.PostAsync($"Bearer {good}")).Status);
    }
}
