using Microsoft.Extensions.Logging;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>What Slack does not deliver until somebody has mended something.</summary>
public sealed class SlackUnreachedTests : IDisposable
{
    private readonly ScriptedSlack slack = new();
    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SlackChat Chat => slack.ChatOf(store);

    public void Dispose() => slack.Dispose();

    [Fact]
    public async Task An_admin_who_cannot_get_it_keeps_it_from_no_other_and_is_a_fault_only_where_nobody_gets_it()
    {
        await FillAsync();
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Error("user_disabled") : ScriptedSlack.Ok();
        Assert.Single(await Chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct));
        Assert.Equal(["U0ANA", "U0BEN"], slack.Calls.Select(call => (string?)call.Json!["channel"]));
        slack.Answer = (_, _) => ScriptedSlack.Error("user_disabled");
        slack.Time.Pass(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<UnreachableException>(() => Chat.PostAsync(Address.Admins, new Reply("x"), new("2"), Ct));
    }

    [Theory]
    [InlineData("not_in_channel", "Type /invite @Watchbill in the channel.")]
    [InlineData("is_archived", "The channel is archived: name another one in the organisation file.")]
    [InlineData("channel_not_found", "Check the channel's id in the organisation file")]
    public async Task What_nobody_gets_before_somebody_mends_it_says_how(string error, string advice)
    {
        await FillAsync();
        slack.Answer = (_, _) => ScriptedSlack.Error(error);
        var nobody =
            await Assert.ThrowsAsync<UnreachableException>(() => Chat.PostAsync(Address.Team("payments"), new Reply("x"), new("1"), Ct));
        Assert.Contains(advice, nobody.Message, StringComparison.Ordinal);
        Assert.False(nobody.IsOff);
    }

    [Fact]
    public async Task A_revoked_token_is_asked_about_once_in_half_a_minute_and_said_once_in_the_log()
    {
        await FillAsync();
        var log = new Lines();
        var lockouts = new Lockouts(slack.Time, LoggerFactory.Create(logs => logs.AddProvider(log)).CreateLogger<Lockouts>());
        var chat = slack.ChatOf(store, lockouts);
        slack.Answer = (_, _) => ScriptedSlack.Error("token_revoked");
        for (var i = 0; i < 600; i++)
        {
            slack.Time.Pass(TimeSpan.FromSeconds(0.1));
            await Assert.ThrowsAsync<BusyException>(() => chat.PostAsync(Address.Team("payments"), new Reply("x"), new($"{i}"), Ct));
        }

        Assert.InRange(slack.Calls.Count, 2, 3);
        Assert.Contains("Copy the bot token again", Assert.Single(log.All), StringComparison.Ordinal);
        Assert.Contains("Copy the bot token again", Assert.Single(lockouts.Why), StringComparison.Ordinal);
        slack.Answer = (_, _) => ScriptedSlack.Ok();
        slack.Time.Pass(TimeSpan.FromSeconds(31));
        await chat.PostAsync(Address.Team("payments"), new Reply("x"), new("1"), Ct);
        Assert.Empty(lockouts.Why);
    }

    private Task FillAsync() => store.SaveAsync(
    [
        Change.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Etc/UTC", Accounts = Platforms.OnSlack("U0ANA"), Admin = true }),
        Change.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Etc/UTC", Accounts = Platforms.OnSlack("U0BEN"), Admin = true }),
        Change.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnSlack("C0PAY") }),
    ], Ct);
}
