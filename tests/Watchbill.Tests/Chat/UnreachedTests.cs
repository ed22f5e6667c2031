using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What nobody can get: the lead and whoever caused it hear at once what to do, and it is not tried again.</summary>
public sealed class UnreachedTests : IDisposable
{
    private static readonly Instant Nine = Roster.At("2026-11-16T09:00:00Z");

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Nine);
    private readonly RecordingChat chat = new();
    private readonly Lines log = new();

    public void Dispose() => log.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lead_and_cause_hear_once_and_the_log_has_one_line()
    {
        await FillAsync();
        var job = Job();
        for (var i = 0; i < 30; i++) await SayAsync($"override/{i}", Address.Person("cai"), by: "ben");
        Assert.Null(await job.RunAsync(clock.Now, Ct));
        clock.Now += Duration.FromHours(2);
        await SayAsync("later", Address.Person("cai"), by: "ben");
        Assert.Null(await RunAsync(job));

        Assert.Equal(["ana", "ben"], chat.Said.Select(said => said.To.Id).Order());
        Assert.All(chat.Said, said => Assert.Equal("Cai Wen could not be told. No account: link it.", said.Reply.Text.ToString()));
        Assert.Equal("You are on call.", chat.Said.First().Reply.Fields[0].Value.ToString());
        Assert.Single(log.All, line => line.Contains("person:cai", StringComparison.Ordinal));
        var lost = (await store.ListAsync<Message>(IdRange.All, Ct)).Where(message => message.Value.To.Id == "cai").ToList();
        Assert.Equal(31, lost.Count);
        Assert.All(lost, message => Assert.Null(message.Value.SaidAt));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Somebody_else_who_causes_the_same_hears_too_and_the_lead_again_the_day_after()
    {
        await FillAsync();
        var job = Job();
        await SayAsync("a", Address.Person("cai"), by: "ben");
        await RunAsync(job);
        await SayAsync("b", Address.Person("cai"), by: "dora");
        await RunAsync(job);
        Assert.Equal(["ana", "ben", "dora"], chat.Said.Select(said => said.To.Id).Order());
        clock.Now += Duration.FromDays(1);
        await SayAsync("c", Address.Person("cai"), by: null);
        await RunAsync(job);
        Assert.Equal(["ana", "ana", "ben", "dora"], chat.Said.Select(said => said.To.Id).Order());
    }

    [Fact]
    public async Task Where_the_lead_is_not_reached_either_the_admins_hear_and_nothing_goes_round_in_circles()
    {
        await FillAsync();
        chat.First = to => to.Kind == AddressKind.Admins ? Task.CompletedTask : throw new UnreachableException("No account: link it.");
        await SayAsync("a", Address.Team("crew"), by: null);
        await RunAsync(Job());
        Assert.Equal("Ana Silva could not be told. No account: link it.", Assert.Single(chat.Said).Reply.Text.ToString());
        Assert.Equal(["person:ana", "team:crew"], (await store.ListAsync<Unreached>(IdRange.All, Ct)).Select(one => one.Id));
        chat.First = _ => throw new UnreachableException("No account: link it.");
        await SayAsync("b", Address.Admins, by: null);
        Assert.Null(await RunAsync(Job()));
    }

    [Fact]
    public async Task Once_something_arrives_there_it_is_named_no_longer()
    {
        await FillAsync();
        await SayAsync("a", Address.Person("cai"), by: null);
        await RunAsync(Job());
        Assert.Single(await store.ListAsync<Unreached>(IdRange.All, Ct));
        chat.First = _ => Task.CompletedTask;
        await SayAsync("b", Address.Person("cai"), by: null);
        await SayAsync("c", Address.Person("cai"), by: null);
        await RunAsync(Job());
        Assert.Empty(await store.ListAsync<Unreached>(IdRange.All, Ct));
    }

    [Fact]
    public async Task An_edit_that_had_nothing_to_change_arrives_nowhere()
    {
        await FillAsync();
        await SayAsync("a", Address.Person("cai"), by: null);
        await RunAsync(Job());
        chat.First = _ => Task.CompletedTask;
        var edit = new Delivery(clock.Now, MessageKind.Incident, Address.Person("cai"), new Reply("Resolved.")) { Card = "incident/1" };
        await store.SaveAsync([Delivery.Edit(edit, 1)], Ct);
        await RunAsync(Job());
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Single(await store.ListAsync<Unreached>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_platform_that_is_not_in_use_is_nobodys_news()
    {
        await FillAsync();
        chat.First = _ => throw new UnreachableException("The local chat is closed.") { IsOff = true };
        await SayAsync("a", Address.Person("cai"), by: "ben");
        Assert.NotNull(await RunAsync(Job()));
        Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Empty(await store.ListAsync<Unreached>(IdRange.All, Ct));
    }

    private async Task FillAsync()
    {
        chat.First = to => to.Id == "cai" ? throw new UnreachableException("No account: link it.") : Task.CompletedTask;
        Person Of(string id, string name) => new(id, name) { TimeZone = "Etc/UTC", Admin = id == "dora" };
        await store.SaveAsync(
        [
            Write.Create("ana", Of("ana", "Ana Silva")), Write.Create("ben", Of("ben", "Ben Ode")),
            Write.Create("cai", Of("cai", "Cai Wen")),
            Write.Create("dora", Of("dora", "Dora")),
            Write.Create("crew", new Team("crew", "Crew") { Lead = "ana", Members = ["ana", "ben", "cai"] }),
        ], Ct);
    }

    private Task SayAsync(string cause, Address to, string? by) =>
        store.SaveAsync([Delivery.Say(new Delivery(clock.Now, MessageKind.Change, to, new Reply("You are on call.")) { By = by }, cause)],
            Ct);

    // What it tells is saved for a second that has begun: said by the run after.
    private async Task<Instant?> RunAsync(DeliveryJob job)
    {
        await job.RunAsync(clock.Now, Ct);
        return await job.RunAsync(clock.Now, Ct);
    }

    private DeliveryJob Job() =>
        new(new Outbox(store, exclusive: true), chat, clock,
            LoggerFactory.Create(logs => logs.AddProvider(log)).CreateLogger<DeliveryJob>());
}
