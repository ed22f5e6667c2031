using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Slack;

namespace Watchbill.Http;

/// <summary>Calls of a service that nobody in the house has heard of.</summary>
public sealed class PacedCallsTests : HttpMessageHandler
{
    private static readonly OutgoingCall Call = new("send", "send") { Interval = TimeSpan.FromSeconds(1) };

    private readonly QuickTime time = new();
    private readonly PacedCalls calls;
    private int sent;

    public PacedCallsTests() =>
        calls = new("Pigeons", () => new HttpClient(this, disposeHandler: false), time, NullLogger<PacedCallsTests>.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Func<int, HttpResponseMessage> Answer { get; set; } = _ => new(HttpStatusCode.OK);

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, false, true)]
    [InlineData(HttpRequestError.ResponseEnded, true, false)]
    [InlineData(HttpRequestError.ConnectionError, true, true)]
    public async Task Only_what_cannot_happen_twice_is_repeated(HttpRequestError broken, bool isOnce, bool repeated)
    {
        Answer = number => number == 1 ? throw new HttpRequestException(broken) : new(HttpStatusCode.OK);

        var sending = SendAsync(Call with { IsOnce = isOnce });

        if (repeated) Assert.Equal(HttpStatusCode.OK, await sending);
        else Assert.True((await Assert.ThrowsAsync<CallException>(() => sending)).NoAnswer);
        Assert.Equal(repeated ? 2 : 1, sent);
    }

    [Fact]
    public async Task A_limit_holds_its_key_and_no_other()
    {
        Answer = number => number == 1 ? Limited(30) : new(HttpStatusCode.OK);
        var failure = await Assert.ThrowsAsync<CallException>(() => SendAsync(Call));
        Assert.Equal(("Pigeons: send failed (ratelimited).", TimeSpan.FromSeconds(30)), (failure.Message, failure.After));

        Assert.True((await Assert.ThrowsAsync<CallException>(() => SendAsync(Call))).After >= TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(Call with { Key = "other" }));
        await calls.PersistAsync(() => SendAsync(Call), Ct);

        Assert.Equal(3, sent);
        Assert.InRange(time.Passed.TotalSeconds, 30, 33);
    }

    [Fact]
    public void A_failed_call_says_what_becomes_of_its_message()
    {
        var lockouts = new Lockouts(time, NullLogger<Lockouts>.Instance);
        Exception Of(CallException failure) => PostErrors.Of(failure, Platforms.Other, lockouts);

        Assert.IsType<BusyException>(Of(new("Pigeons", "send", "no") { After = TimeSpan.FromSeconds(1) }));
        Assert.Empty(lockouts.Why);
        Assert.IsType<BusyException>(Of(new("Pigeons", "send", "no") { IsLockout = true }));
        Assert.Equal(["Pigeons: send failed (no)."], lockouts.Why);
        Assert.IsType<UnreachableException>(Of(new("Pigeons", "send", "no") { IsForGood = true }));
        Assert.IsType<UnansweredException>(Of(new("Pigeons", "send", "no") { NoAnswer = true }));
        Assert.IsType<CallException>(Of(new("Pigeons", "send", "no")));
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(++sent));

    private static HttpResponseMessage Limited(int seconds)
    {
        var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    }

    private Task<HttpStatusCode> SendAsync(OutgoingCall call) =>
        calls.SendAsync(call, () => new(HttpMethod.Post, "https://pigeons.example.com"), (status, _) => status, Ct);
}
