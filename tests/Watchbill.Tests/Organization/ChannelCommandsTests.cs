using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>A channel that somebody links to a team from within it.</summary>
public sealed class ChannelCommandsTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");

    private readonly MemoryStore store = new();
    private readonly CommandRouter router;

    public ChannelCommandsTests() => router = new CommandRouter([new ChannelCommands(store, Platforms.All)], store, new FakeClock(Now));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lead_links_a_channel_and_everybody_reads_that_it_is_the_teams()
    {
        await FillAsync();
        Assert.Contains("This channel: no team's.", await SayAsync("link", "ana"), StringComparison.Ordinal);
        Assert.StartsWith("This channel belongs to Payments now.", await SayAsync("link payments", "ana"), StringComparison.Ordinal);
        Assert.Equal("C0NEW", (await TeamAsync()).ChannelOn(Platforms.Slack));
        Assert.Contains("This channel: Team payments", await SayAsync("link", "ana"), StringComparison.Ordinal);
        var row = Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry;
        Assert.Equal(("ana", "watchbill link", "team/payments", "C0NEW"), (row.Actor, row.Action, row.Subject, row.New));
        // Said twice it is said once.
        await SayAsync("link payments", "ana");
        Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct));
        Assert.StartsWith("Payments has no channel in Slack any more.", await SayAsync("unlink payments", "ana"), StringComparison.Ordinal);
        Assert.Null((await TeamAsync()).ChannelOn(Platforms.Slack));
        Assert.Equal("This channel does not belong to payments.", await SayAsync("unlink payments", "ana"));
    }

    [Fact]
    public async Task Only_a_lead_or_an_admin_does_and_only_in_the_channel()
    {
        await FillAsync();
        Assert.Equal("Only leads of payments can link its channel. Ask Ana Silva.", await SayAsync("link payments", "ben"));
        Assert.StartsWith("This channel belongs to Payments now.", await SayAsync("link payments", "eve"), StringComparison.Ordinal);
        Assert.Equal("Type it in the channel itself: link payments", await SayAsync("link payments", "ana", null));
        Assert.StartsWith("No team `paymnts`. Did you mean `payments`?", await SayAsync("link paymnts", "ana"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_organization_file_names_a_channel_that_one_counts()
    {
        await FillAsync();
        await SayAsync("link payments", "ana");
        var bound = await TeamAsync();
        // Applied anew the file says nothing about it: it stays. It names one: that one is it.
        var wanted = new Team("payments", "Payments") { Lead = "ana" };
        Assert.Equal("C0NEW", wanted.After(bound, new Renames([]), Now).ChannelOn(Platforms.Slack));
        var named = (wanted with { Channels = Platforms.OnSlack("C0FILE") }).After(bound, new Renames([]), Now);
        Assert.Equal(("C0FILE", null), (named.ChannelOn(Platforms.Slack), named.Bound[Platforms.Slack]));
        await store.SaveAsync([Write.Put("payments", named)], Ct);
        Assert.StartsWith("The organisation file names the channel of payments in Slack (C0FILE)", await SayAsync("link payments", "ana"),
            StringComparison.Ordinal);
        Assert.StartsWith("The organisation file names the channel of payments in Slack (C0FILE)", await SayAsync("unlink payments", "ana"),
            StringComparison.Ordinal);
    }

    private async Task<string> SayAsync(string text, string person, string? channel = "C0NEW") =>
        PlainText.Render(await router.AskAsync(text, new Caller(person, Platforms.Slack, channel), Ct), Reader.In(DateTimeZone.Utc));

    private async Task<Team> TeamAsync() => (await store.FindAsync<Team>("payments", Ct))!.Value;

    private Task FillAsync() => store.SaveAsync(
    [
        Write.Put("ana", new Person("ana", "Ana Silva") { TimeZone = "Etc/UTC" }),
        Write.Put("ben", new Person("ben", "Ben Ode") { TimeZone = "Etc/UTC" }),
        Write.Put("eve", new Person("eve", "Eve Moe") { TimeZone = "Etc/UTC", Admin = true }),
        Write.Put("payments", new Team("payments", "Payments") { Lead = "ana", Members = ["ana", "ben"] }),
    ], Ct);
}
