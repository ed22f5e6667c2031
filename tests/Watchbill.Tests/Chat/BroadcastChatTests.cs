using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Chat;

public sealed class BroadcastChatTests
{
    private readonly RecordingChat one = new();
    private readonly RecordingChat other = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_one_platform_fails_only_that_one_is_tried_again()
    {
        var chat = new BroadcastChat([one, other]);
        one.First = _ => throw new BusyException("later", Duration.FromSeconds(5));
        await Assert.ThrowsAsync<BusyException>(() => chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct));
        one.First = _ => Task.CompletedTask;
        await chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct);
        Assert.Equal((1, 1), (one.Said.Count, other.Said.Count));
    }

    [Fact]
    public async Task It_stands_wherever_it_was_said_also_where_that_took_two_attempts()
    {
        var chat = new BroadcastChat([one, other]);
        other.First = _ => throw new BusyException("later", Duration.FromSeconds(5));
        await Assert.ThrowsAsync<BusyException>(() => chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct));
        other.First = _ => Task.CompletedTask;
        Assert.Equal([new(Platforms.Other, "1"), new(Platforms.Other, "1")],
            await chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct));
    }

    [Fact]
    public async Task One_platform_that_reaches_the_address_is_enough_and_none_is_a_failure()
    {
        var chat = new BroadcastChat([one, other]);
        one.First = _ => throw new UnreachableException("No account here.");
        await chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct);
        Assert.Single(other.Said);
        other.First = _ => throw new UnreachableException("Nor here.");
        Assert.Equal("No account here. Nor here.",
            (await Assert.ThrowsAsync<UnreachableException>(() => chat.PostAsync(Address.Admins, new Reply("x"), new("2"), Ct))).Message);
    }

    [Fact]
    public async Task A_slow_platform_keeps_nobody_waiting_on_another()
    {
        var chat = new BroadcastChat([one, other]);
        var slow = new TaskCompletionSource();
        one.First = _ => slow.Task;
        var posting = chat.PostAsync(Address.Admins, new Reply("x"), new("1"), Ct);
        Assert.Single(other.Said);
        slow.SetResult();
        Assert.Equal(2, (await posting).Count);
    }
}
