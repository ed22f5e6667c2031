using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Who is who on a platform is one answer, whichever way it is asked.</summary>
public sealed class AccountsTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Person Ana = new("ana", "Ana Silva") { TimeZone = "Europe/Lisbon" };
    private static readonly Person Ben = new("ben", "Ben Ode") { TimeZone = "Europe/Lisbon" };

    private readonly MemoryStore store = new();
    private readonly Accounts accounts;

    public AccountsTests() => accounts = new Accounts(store, store.Notices);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_that_the_file_gives_to_somebody_is_no_longer_that_of_whom_an_address_linked()
    {
        await store.SaveAsync(
            [Write.Create("ana", Ana), Write.Create("ben", Ben), Write.Create("slack/ben", new ChatLink("ben", "U0X", Friday))], Ct);
        Assert.Equal(("ben by mail", null, "U0X"), await AskAsync("U0X"));
        await store.SaveAsync([Write.Put("ana", Ana with { Accounts = Platforms.OnSlack("U0X") })], Ct);
        Assert.Equal(("ana", "U0X", null), await AskAsync("U0X"));
    }

    [Fact]
    public async Task Whose_account_the_file_names_is_not_reached_by_the_one_that_an_address_linked()
    {
        await store.SaveAsync(
            [Write.Create("ana", Ana with { Accounts = Platforms.OnSlack("U0X") }),
                Write.Create("slack/ana", new ChatLink("ana", "U0OLD", Friday))], Ct);
        Assert.Equal((null, "U0X", null), await AskAsync("U0OLD"));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "2026-11-20")]
    public async Task Who_comes_back_under_another_id_is_linked_anew(bool retired, string? until)
    {
        var left = until is null ? (LocalDate?)null : LocalDatePattern.Iso.Parse(until).Value;
        await store.SaveAsync(
        [
            Write.Create("cai", Ben with { Id = "cai", Retired = retired, Until = left }), Write.Create("ben", Ben),
            Write.Create("slack/ben", new ChatLink("ben", "U0X", Friday)), Write.Create("slack/cai", new ChatLink("cai", "U0X", Friday)),
        ], Ct);
        Assert.Equal(("ben by mail", null, "U0X"), await AskAsync("U0X"));
        Assert.Null(await accounts.OfAsync(Platforms.Slack, "cai", Friday, Ct));
    }

    [Fact]
    public async Task From_the_day_on_which_somebody_leaves_they_are_nobody_either_way()
    {
        await store.SaveAsync(
            [Write.Create("ana", Ana with { Accounts = Platforms.OnSlack("U0X"), Until = new LocalDate(2026, 11, 21) }),
                Write.Create("ben", Ben),
                Write.Create("slack/ben", new ChatLink("ben", "U0X", Friday))], Ct);
        Assert.Equal(("ana", "U0X", null), await AskAsync("U0X"));
        Assert.Equal(("ben by mail", null, "U0X"), await AskAsync("U0X", at: Cases.At("2026-11-21T00:00:00Z")));
        // A clock that was set back asks again, too.
        Assert.Equal(("ana", "U0X", null), await AskAsync("U0X"));
    }

    [Fact]
    public async Task Each_platform_has_accounts_of_its_own_and_one_index_answers_for_all()
    {
        await store.SaveAsync(
        [
            Write.Create("ana", Ana with { Accounts = Platforms.OnSlack("X").With(Platforms.Teams, "Y") }), Write.Create("ben", Ben),
            Write.Create("other/ana", new ChatLink("ana", "X", Friday)), Write.Create("teams/ben", new ChatLink("ben", "X", Friday)),
        ], Ct);
        Assert.Equal(("ana", "X", null), await AskAsync("X"));
        Assert.Equal(("ben by mail", "Y", "X"), await AskAsync("X", Platforms.Teams));
        Assert.Equal(("ana by mail", "X", null), await AskAsync("X", Platforms.Other));
        Assert.Equal(new Dictionary<string, string> { ["ana"] = "Y", ["ben"] = "X" },
            await accounts.OfAsync(Platforms.Teams, ["ana", "ben", "cai", "ana"], Friday, Ct));
    }

    [Fact]
    public async Task A_closed_account_is_nobodys_on_its_platform_alone()
    {
        await store.SaveAsync(
        [
            Write.Create("ben", Ben), Write.Create("slack/ben", new ChatLink("ben", "X", Friday)),
            Write.Create("teams/ben", new ChatLink("ben", "X", Friday)),
        ], Ct);
        Assert.Equal(("ben by mail", null, "X"), await AskAsync("X"));
        await new ChatLinks(store).EndAsync(SlackPlatform.Value, "X", closed: true, Friday, Ct);
        Assert.Equal((null, null, null), await AskAsync("X"));
        Assert.Equal(("ben by mail", null, "X"), await AskAsync("X", Platforms.Teams));
    }

    [Fact]
    public async Task Whoever_acts_for_an_account_asks_as_its_person_from_its_platform()
    {
        await store.SaveAsync([Write.Create("ben", Ben), Write.Create("teams/ben", new ChatLink("ben", "X", Friday))], Ct);
        var holder = (await accounts.HolderAsync(Platforms.Teams, "X", Friday, Ct))!;
        Assert.Equal(new Caller("ben", Platforms.Teams, "19:abc") { ByMail = true }, holder.In("19:abc"));
    }

    // Who acts for the account, and the accounts of ana and ben.
    private async Task<(string? Holder, string? Ana, string? Ben)> AskAsync(
        string account, PlatformId? platform = null, Instant? at = null)
    {
        var (on, now) = (platform ?? Platforms.Slack, at ?? Friday);
        var holder = await accounts.HolderAsync(on, account, now, Ct);
        return (holder is null ? null : holder.Person.Id + (holder.ByMail ? " by mail" : ""),
            (await accounts.OfAsync(on, "ana", now, Ct))?.Account, (await accounts.OfAsync(on, "ben", now, Ct))?.Account);
    }
}
