using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Who is who in Slack is one answer, whichever way it is asked.</summary>
public sealed class SlackUserTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Person Ana = new("ana", "Ana Silva") { TimeZone = "Europe/Lisbon" };
    private static readonly Person Ben = new("ben", "Ben Ode") { TimeZone = "Europe/Lisbon" };

    private readonly FakeClock clock = new(Friday);
    private readonly MemoryStore store;
    private readonly SlackUsers users;

    public SlackUserTests()
    {
        var notices = new SaveNotices();
        store = new MemoryStore(notices);
        users = new SlackUsers(store, notices, clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_that_the_file_gives_to_somebody_is_no_longer_that_of_whom_an_address_linked()
    {
        await store.SaveAsync(
            [Change.Create("ana", Ana), Change.Create("ben", Ben), Change.Create("slack/ben", new ChatLink("ben", "U0X", Friday))], Ct);
        Assert.Equal(("ben", true, "U0X"),
            ((await users.PersonAsync("U0X", Ct))!.Person.Id, (await users.PersonAsync("U0X", Ct))!.ByMail,
                await users.OfAsync("ben", Ct)));
        await store.SaveAsync([Change.Put("ana", Ana with { Accounts = Platforms.OnSlack("U0X") })], Ct);
        Assert.Equal(("ana", false), ((await users.PersonAsync("U0X", Ct))!.Person.Id, (await users.PersonAsync("U0X", Ct))!.ByMail));
        Assert.Equal(("U0X", null), (await users.OfAsync("ana", Ct), await users.OfAsync("ben", Ct)));
    }

    [Fact]
    public async Task Whose_account_the_file_names_is_not_reached_by_the_one_that_an_address_linked()
    {
        await store.SaveAsync(
            [Change.Create("ana", Ana with { Accounts = Platforms.OnSlack("U0X") }),
                Change.Create("slack/ana", new ChatLink("ana", "U0OLD", Friday))], Ct);
        Assert.Equal(("U0X", null), (await users.OfAsync("ana", Ct), (await users.PersonAsync("U0OLD", Ct))?.Person.Id));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "2026-11-20")]
    public async Task Who_comes_back_under_another_id_is_linked_anew(bool retired, string? until)
    {
        var left = until is null ? (LocalDate?)null : LocalDatePattern.Iso.Parse(until).Value;
        await store.SaveAsync(
        [
            Change.Create("cai", Ben with { Id = "cai", Retired = retired, Until = left }), Change.Create("ben", Ben),
            Change.Create("slack/ben", new ChatLink("ben", "U0X", Friday)), Change.Create("slack/cai", new ChatLink("cai", "U0X", Friday)),
        ], Ct);
        Assert.Equal(("ben", "U0X", null),
            ((await users.PersonAsync("U0X", Ct))?.Person.Id, await users.OfAsync("ben", Ct), await users.OfAsync("cai", Ct)));
    }

    [Fact]
    public async Task From_the_day_on_which_somebody_leaves_they_are_nobody_either_way()
    {
        await store.SaveAsync(
            [Change.Create("ana", Ana with { Accounts = Platforms.OnSlack("U0X"), Until = new LocalDate(2026, 11, 21) }),
                Change.Create("ben", Ben),
                Change.Create("slack/ben", new ChatLink("ben", "U0X", Friday))], Ct);
        Assert.Equal(("ana", "U0X", null),
            ((await users.PersonAsync("U0X", Ct))?.Person.Id, await users.OfAsync("ana", Ct), await users.OfAsync("ben", Ct)));
        clock.Now = Cases.At("2026-11-21T00:00:00Z");
        Assert.Equal(("ben", null, "U0X"),
            ((await users.PersonAsync("U0X", Ct))?.Person.Id, await users.OfAsync("ana", Ct), await users.OfAsync("ben", Ct)));
    }

    [Fact]
    public async Task What_stands_in_an_account_that_is_somebody_elses_now_is_left_alone()
    {
        using var slack = new ScriptedSlack();
        var chat = new SlackChat(slack.Api, store, users, slack.Options);
        await store.SaveAsync([Change.Create("ana", Ana with { Accounts = Platforms.OnSlack("U0OLD") })], Ct);
        slack.Answer = (_, _) => ScriptedSlack.Ok("""{"ok":true,"channel":"D0OLD","ts":"1700000000.000001"}""");
        var place = Assert.Single(await chat.PostAsync(Address.Person("ana"), new Reply("offer"), "1", Ct));
        await chat.EditAsync(Address.Person("ana"), place, new Reply("over"), Ct);
        await store.SaveAsync(
            [Change.Put("ana", Ana with { Accounts = Platforms.OnSlack("U0NEW") }),
                Change.Put("ben", Ben with { Accounts = Platforms.OnSlack("U0OLD") })], Ct);
        await chat.EditAsync(Address.Person("ana"), place, new Reply("private"), Ct);
        Assert.Equal(["chat.postMessage", "chat.update"], slack.Calls.Select(call => call.Method));
        // As earlier releases wrote it: it does not say whose account it was.
        await chat.EditAsync(Address.Person("ana"), "slack D0NEW 1700000000.000001", new Reply("over"), Ct);
        Assert.Equal("D0NEW", (string?)slack.Calls[^1].Json!["channel"]);
    }
}
