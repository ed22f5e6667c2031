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
}
