using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// A platform that nothing in Features, Slack or the store has heard of: one class that registers itself, and everything works there
/// (docs/decisions/0100).
/// </summary>
public sealed class AnotherPlatformTests : IAsyncLifetime
{
    private const string File = """
        organization: Organization
        timeZone: Europe/Lisbon
        people:
          - {id: ana, name: Ana Silva, another: "@ana", slack: U0ANA}
          - {id: ben, name: Ben Ode, another: "@ben"}
        teams: [{id: payments, lead: ana, members: [ana, ben], channel: {another: "#pay"}}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben]}]
            sync: {slackGroup: S0PAY, anotherGroup: on-call, topic: true}
        """;

    private readonly FakeClock clock = new(Cases.At("2026-11-20T10:00:00Z"));
    private readonly MemoryStore store = new();
    private readonly WebApplication app;

    public AnotherPlatformTests()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Services.AddSingleton<IStore>(store).AddSingleton(store.Notices).AddSingleton<IClock>(clock)
            .AddSingleton<PublicAddress>(() => "https://watchbill.example.com")
            .AddFeatures().AddOrganizationFile().AddSingleton(SlackPlatform.Value).AddAnother();
        app = builder.Build();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AnotherPlatform Another => app.Services.GetRequiredService<AnotherPlatform>();

    public async ValueTask InitializeAsync()
    {
        var read = FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes(File), null, clock.Now.InUtc().Date);
        var result = await app.Services.GetRequiredService<OrganizationFile>().ApplyAsync(read, false, ApplyOrigin.Start, clock.Now, Ct);
        Assert.Empty(result.Errors);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Whoever_asks_is_known_and_asks_from_a_channel_of_theirs()
    {
        Assert.StartsWith("Ben Ode is on call for payments", await Another.HearAsync("@ana", "#pay", "now", Ct), StringComparison.Ordinal);
        Assert.Contains("Another: @ana", await Another.HearAsync("@ana", null, "settings", Ct), StringComparison.Ordinal);
        Assert.StartsWith("Watchbill does not know yet who you are here.", await Another.HearAsync("U0ANA", "#pay", "now", Ct),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_there_is_told_there_to_people_and_channels()
    {
        await Another.HearAsync("@ana", "#pay", "override payments ana for 2h", Ct, press: "Confirm override");
        await RunAsync<DeliveryJob>();
        Assert.Contains(Another.Said, said => said.StartsWith("#pay: ", StringComparison.Ordinal)
            && said.Contains("Ana Silva", StringComparison.Ordinal));
        Assert.Contains(Another.Said, said => said.StartsWith("@ben: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_own_group_follows_who_is_on_call_and_no_other_platforms_does()
    {
        await RunAsync<GroupSyncJob>();
        Assert.Equal(["#pay: ⟦On call for payments: Ben Ode (primary)⟧", "on-call: @ben"],
            Another.Said.Order(StringComparer.Ordinal));
    }

    private Task<Instant?> RunAsync<T>() where T : IJob =>
        app.Services.GetServices<IJob>().OfType<T>().Single().RunAsync(clock.Now, Ct);
}

/// <summary>All that a platform needs of the house: a front desk, an inbox, and whoever reads what is said there.</summary>
internal sealed class AnotherPlatform(
    FrontDesk desk, InboxProcessor inbox, Accounts accounts, Recipients recipients, Lockouts lockouts, IClock clock) : IChat, IChatGroups
{
    public static readonly Platform Value = new(new PlatformId("another"), "Another") { Group = IdShape.Any };

    private readonly PagedPosts posts = new(Value, accounts, recipients, lockouts);
    private readonly PlatformGroups groups = new(Value.Id, accounts, recipients);

    public ConcurrentQueue<string> Said { get; } = [];

    public PlatformId Platform => Value.Id;

    public bool IsOff => false;

    public async Task<string> HearAsync(string account, string? channel, string text, CancellationToken ct, string? press = null)
    {
        var answered = await desk.AskAsync(new(Platform, account, channel), text, ct);
        if (press is not null && answered.Reply.Actions.Single(button => button.Label == press) is var button)
        {
            var pressed = new PressPayload(account, button.Action, button.Value, "message", "1") { Channel = channel };
            answered = (await inbox.AnswerAsync(Platform, pressed.Key, pressed, ct))!;
        }

        return PlainText.Render(answered.Reply, new Reader(answered.Reader?.Zone ?? DateTimeZone.Utc, clock.GetCurrentInstant()));
    }

    public Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct) =>
        posts.PostAsync<string>(to, reply, posting, clock.GetCurrentInstant(), reader => [PlainText.Render(reply, reader)],
            (part, _, page, _) =>
            {
                Said.Enqueue($"{part.To}: {page}");
                return Task.FromResult(new MessagePlace(Platform, "1"));
            },
            ct);

    public ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) =>
        recipients.AnyAsync(to, Value, clock.GetCurrentInstant(), ct);

    public Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> SyncAsync(string group, IReadOnlyList<string> people, CancellationToken ct) =>
        groups.SyncAsync(people, clock.GetCurrentInstant(), members =>
        {
            Said.Enqueue($"{group}: {string.Join(' ', members)}");
            return Task.CompletedTask;
        }, _ => false, _ => Task.FromResult(true), ct);

    public Task TopicAsync(Address channel, string text, CancellationToken ct) =>
        groups.TopicAsync(channel, text, 250, _ => Task.FromResult(""), (id, topic) =>
        {
            Said.Enqueue($"{id}: {topic}");
            return Task.CompletedTask;
        }, ct);
}

/// <summary>The platform as an adapter registers itself.</summary>
internal static class AnotherRegistration
{
    public static IServiceCollection AddAnother(this IServiceCollection services) => services
        .AddSingleton(AnotherPlatform.Value).AddSingleton<AnotherPlatform>()
        .AddSingleton(new FrontDeskPlatform(AnotherPlatform.Value, (text, _) => ValueTask.FromResult(text),
            (account, _) => Task.FromResult(new ChatAccount(AnotherPlatform.Value.Id, account, null) { Own = false })))
        .AddSingleton(new InboxPlatform(AnotherPlatform.Value.Id, TimeSpan.FromSeconds(10), _ => false, (_, _, _) => Task.CompletedTask))
        .AddSingleton<IChat>(provider => provider.GetRequiredService<AnotherPlatform>())
        .AddSingleton<IChatGroups>(provider => provider.GetRequiredService<AnotherPlatform>());
}
