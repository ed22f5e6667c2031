using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.LocalChat;

public sealed class OpenPagesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly OpenPages pages = new(SystemClock.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_is_open_sees_what_is_said_and_one_that_opens_later_too()
    {
        await using var early = pages.ReadAsync(null, Long, Ct).GetAsyncEnumerator(Ct);
        var first = early.MoveNextAsync();
        await SayAsync("a");
        Assert.True(await first);
        Assert.Equal("a", early.Current!.Key);
        await SayAsync("b");
        Assert.Equal(["a", "b"], await KeysAsync(null, 2));
    }

    [Fact]
    public async Task A_page_that_was_cut_off_gets_the_rest_and_nothing_twice()
    {
        foreach (var key in new[] { "a", "b", "c" }) await SayAsync(key);
        var second = pages.IdOf((await TakeAsync(null, 2))[1]);
        Assert.Equal(["c"], await KeysAsync(second, 1));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("0-99")]
    [InlineData("x-y-z")]
    [InlineData("-")]
    [InlineData("99999999999999999999999999")]
    public async Task A_page_of_an_earlier_run_gets_everything(string id)
    {
        await SayAsync("a");
        Assert.Equal(["a"], await KeysAsync(id, 1));
    }

    [Fact]
    public async Task The_same_message_tried_again_is_shown_once()
    {
        await SayAsync("a");
        await SayAsync("a");
        await SayAsync("b");
        Assert.Equal(["a", "b"], await KeysAsync(null, 2));
    }

    [Fact]
    public async Task What_is_edited_is_shown_again_under_its_key_and_once()
    {
        var place = Assert.Single(await pages.PostAsync(Address.Team("payments"), new Reply("broken"), new("a"), Ct));
        await SayAsync("b");
        await pages.EditAsync(Address.Team("payments"), place, new Reply("over"), Ct);
        await pages.EditAsync(Address.Team("payments"), Platforms.Place("slack C0PAY 1700000000.000001"), new Reply("over"), Ct);
        Assert.Equal([("b", null, false), ("a", "over", true)],
            (await TakeAsync(null, 2)).Select(said => (said.Key, said.Key == "a" ? said.Reply.Text.ToString() : null, said.Edited)));
    }

    [Fact]
    public async Task The_last_hundred_are_kept()
    {
        for (var i = 0; i < 150; i++) await SayAsync($"{i}");
        var kept = await KeysAsync(null, 100);
        Assert.Equal(("50", "149"), (kept[0], kept[^1]));
    }

    [Fact]
    public async Task A_quiet_while_is_told()
    {
        await using var page = pages.ReadAsync(null, TimeSpan.FromMilliseconds(1), Ct).GetAsyncEnumerator(Ct);
        Assert.True(await page.MoveNextAsync());
        Assert.Null(page.Current);
    }

    [Fact]
    public async Task It_says_to_whom()
    {
        foreach (var to in new[] { Address.Person("ana"), Address.Team("payments"), Address.Domain("ordering"), Address.Admins })
            await pages.PostAsync(to, new Reply("Hello."), new(to.ToString()), Ct);
        pages.Share("ben", new Reply("Hello."));
        Assert.Equal(["ana", "#payments", "#ordering", "admins", "everyone"], (await TakeAsync(null, 5)).Select(said => said.To));
    }

    private Task<IReadOnlyList<MessagePlace>> SayAsync(string key) =>
        pages.PostAsync(Address.Team("payments"), new Reply(key), new(key), Ct);

    private async Task<List<string>> KeysAsync(string? after, int count) => [.. (await TakeAsync(after, count)).Select(said => said.Key)];

    private async Task<List<Said>> TakeAsync(string? after, int count)
    {
        var taken = new List<Said>();
        await foreach (var said in pages.ReadAsync(after, Long, Ct))
        {
            taken.Add(said!);
            if (taken.Count == count) break;
        }

        return taken;
    }
}
