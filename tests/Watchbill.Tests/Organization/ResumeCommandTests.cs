using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Organization;

public sealed class ResumeCommandTests
{
    private static readonly Caller Ana = new("ana", Platforms.Local, null);
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 10, 0);

    private readonly MemoryStore store = new();
    private readonly CommandRouter router;

    public ResumeCommandTests() => router = new CommandRouter([new ResumeCommands(store)], store, new FakeClock(Now));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_sees_what_is_missing_and_lets_messages_go_on()
    {
        await PausedAsync();
        var preview = await router.AskAsync("watchbill resume", Ana, Ct);
        Golden.Matches("watchbill-resume", Written.Of(preview, DateTimeZone.Utc));
        var done = await router.PressAsync("confirm", preview.Actions[0].Value, Ana, Ct);
        Assert.Equal("Messages are sent again. Today 8-9 stays missing.",
            Written.Of(done.Text, DateTimeZone.Utc));
        Assert.Null(await store.FindAsync<Restored>(Restored.Id, Ct));
        Assert.Equal("watchbill resume", Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry.Action);
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        await PausedAsync();
        Assert.Equal("Only admins can let messages go on after a restore. Ask Ana Silva.",
            Written.Of((await router.AskAsync("watchbill resume", new("ben", Platforms.Local, null), Ct)).Text, DateTimeZone.Utc));
        Assert.NotNull(await store.FindAsync<Restored>(Restored.Id, Ct));
    }

    private Task PausedAsync() => store.SaveAsync(
    [
        Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "UTC", Admin = true }),
        Write.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "UTC" }),
        Write.Create(Restored.Id, new Restored(Now - Duration.FromHours(2), Now - Duration.FromHours(1))),
        Delivery.Say(new Delivery(Now - Duration.FromMinutes(30), MessageKind.Change, Address.Person("ben"), new Reply("You are on call.")),
            "test"),
    ], Ct);
}
