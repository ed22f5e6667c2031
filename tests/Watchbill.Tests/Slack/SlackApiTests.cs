using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Watchbill.Http;

namespace Watchbill.Slack;

public sealed class SlackApiTests : IDisposable
{
    private readonly ScriptedSlack slack = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => slack.Dispose();

    [Fact]
    public async Task Writing_methods_get_json_and_reading_ones_a_form()
    {
        await slack.Api.CallAsync("chat.postMessage", new() { ["channel"] = "C1", ["text"] = "é" }, Ct);
        await slack.Api.CallAsync("users.info", new() { ["user"] = "U1" }, Ct);
        Assert.Equal("é", (string?)slack.Calls[0].Json!["text"]);
        Assert.Equal((null, "user=U1"), (slack.Calls[1].Json, slack.Calls[1].Body));
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"missing_scope","needed":"usergroups:write"}""",
        "Add the bot scope usergroups:write on the app's page, OAuth & Permissions, and install the app again.")]
    [InlineData("""{"ok":false,"error":"not_in_channel"}""", "Type /invite @Watchbill in the channel.")]
    [InlineData("""{"ok":false,"error":"plan_upgrade_required"}""", "User groups need a paid Slack plan.")]
    [InlineData("""{"ok":false,"error":"failed_for_some_users"}""", "check the 'slack:' ids in the organisation file.")]
    [InlineData("""{"ok":false,"error":"user_is_restricted"}""", "allow the app in the channel's settings.")]
    [InlineData("""{"ok":false,"error":"invalid_auth"}""", "Copy the bot token again")]
    public async Task A_refusal_names_the_method_and_what_the_admin_does(string answer, string advice)
    {
        slack.Answer = (_, _) => ScriptedSlack.Ok(answer);
        var refused = await Assert.ThrowsAsync<CallException>(() => slack.Api.CallAsync("usergroups.users.update", [], Ct));
        Assert.Contains("usergroups.users.update", refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedSlack.Token, refused.ToString(), StringComparison.Ordinal);
        Assert.Single(slack.Calls);
    }

    [Fact]
    public async Task A_limit_is_waited_for_as_long_as_Slack_says_and_a_little_longer()
    {
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Limited(3) : ScriptedSlack.Ok();
        await slack.Api.CallAsync("users.info", [], Ct);
        Assert.Equal(2, slack.Calls.Count);
        Assert.InRange(slack.Time.Passed.TotalSeconds, 3, 3.5);
    }

    [Fact]
    public async Task A_message_is_said_once_though_its_answer_takes_half_a_minute()
    {
        var (time, answers) = (new FakeTimeProvider(), new TaskCompletionSource());
        slack.ThinkAsync = answers.Task.WaitAsync;
        var posting = Patient(time).CallAsync("chat.postMessage", new() { ["channel"] = "C1" }, Ct);
        time.Advance(TimeSpan.FromSeconds(30));
        answers.SetResult();
        await posting;
        Assert.Single(slack.Calls);
    }

    [Fact]
    public async Task An_answer_to_a_message_is_waited_for_a_minute_at_most()
    {
        var time = new FakeTimeProvider();
        slack.ThinkAsync = ct => Task.Delay(Timeout.Infinite, ct);
        var posting = Patient(time).CallAsync("chat.postMessage", new() { ["channel"] = "C1" }, Ct);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.True((await Assert.ThrowsAsync<CallException>(() => posting.WaitAsync(TimeSpan.FromSeconds(30), Ct))).NoAnswer);
        Assert.Single(slack.Calls);
    }

    [Fact]
    public async Task A_long_limit_is_the_callers_to_wait_for()
    {
        slack.Answer = (_, _) => ScriptedSlack.Limited(60);
        var limited =
            await Assert.ThrowsAsync<CallException>(() => slack.Api.CallAsync("chat.postMessage", new() { ["channel"] = "C1" }, Ct));
        Assert.Equal(TimeSpan.FromSeconds(60), limited.After);
        Assert.Single(slack.Calls);
    }

    [Theory]
    [InlineData("users.info", 3)]
    [InlineData("chat.update", 3)]
    [InlineData("chat.postMessage", 1)]
    [InlineData("views.open", 1)]
    public async Task A_lost_answer_is_asked_for_again_only_where_nothing_happens_twice(string method, int calls)
    {
        slack.Answer = (_, call) => (call % 3) switch
        {
            0 => throw new HttpRequestException(HttpRequestError.ResponseEnded),
            1 => new(HttpStatusCode.BadGateway),
            _ => throw new TaskCanceledException("slow", new TimeoutException()),
        };
        var failed = await Assert.ThrowsAsync<CallException>(() => slack.Api.CallAsync(method, new() { ["channel"] = "C1" }, Ct));
        Assert.True(failed.MayHaveArrived);
        Assert.Equal(calls, slack.Calls.Count);
    }

    [Fact]
    public async Task What_surely_did_not_arrive_goes_again()
    {
        slack.Answer = (_, call) => call < 3 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : ScriptedSlack.Ok();
        await slack.Api.CallAsync("chat.postMessage", new() { ["channel"] = "C1" }, Ct);
        Assert.Equal(3, slack.Calls.Count);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Answers_that_are_none_are_failures_and_no_crash(string answer)
    {
        slack.Answer = (_, _) => ScriptedSlack.Ok(answer);
        Assert.True((await Assert.ThrowsAsync<CallException>(() => slack.Api.CallAsync("users.info", [], Ct))).IsTransient);
    }

    [Fact]
    public async Task A_channel_gets_one_message_a_second_and_others_do_not_wait_for_it()
    {
        for (var i = 0; i < 4; i++) await slack.Api.CallAsync("chat.postMessage", new() { ["channel"] = "C1" }, Ct);
        Assert.Equal(3 * 1.05, slack.Time.Passed.TotalSeconds, 3);
        var before = slack.Time.Passed;
        for (var i = 0; i < 50; i++) await slack.Api.CallAsync("chat.postMessage", new() { ["channel"] = $"C2{i}" }, Ct);
        Assert.Equal(before, slack.Time.Passed);
    }

    [Theory]
    [InlineData("views.publish")]
    [InlineData("chat.postMessage")]
    public async Task A_long_limit_holds_whoever_calls_next(string method)
    {
        slack.Answer = (_, call) => call == 1 ? ScriptedSlack.Limited(60) : ScriptedSlack.Ok();
        await Assert.ThrowsAsync<CallException>(() => slack.Api.CallAsync(method, new() { ["channel"] = "C1" }, Ct));
        var next = await Assert.ThrowsAsync<CallException>(() => slack.Api.CallAsync(method, new() { ["channel"] = "C1" }, Ct));
        Assert.True(next.After >= TimeSpan.FromSeconds(60), $"{next.After}");
        Assert.Single(slack.Calls);
    }

    [Fact]
    public void Those_who_would_wait_too_long_get_times_of_their_own_to_come_back()
    {
        var pace = new CallPace(new Still());
        CallTurn Take() => pace.Take("C1", SlackTiers.Message("C1").Interval, burst: 1, PacedCalls.MaxPatience);
        for (var i = 0; i < 6; i++) Assert.True(Take().IsGiven);
        var later = Enumerable.Range(0, 3).Select(_ => Take()).ToList();
        Assert.All(later, turn => Assert.False(turn.IsGiven));
        Assert.Equal(new[] { 7.35, 8.4, 9.45 }, later.Select(turn => Math.Round(turn.After.TotalSeconds, 2)));
    }

    [Fact]
    public async Task A_used_up_address_is_a_failure_that_is_not_repeated()
    {
        slack.Answer = (_, _) => new(HttpStatusCode.NotFound) { Content = new StringContent("used_url") };
        await Assert.ThrowsAsync<CallException>(
            () => slack.Api.PostResponseUrlAsync("https://hooks.slack.test/used", new JsonObject { ["text"] = "x" }, Ct));
        Assert.Single(slack.Calls);
    }

    [Theory]
    [InlineData(400, "invalid_blocks", "invalid_blocks")]
    [InlineData(404, "used_url", "used_url")]
    [InlineData(200, """{"ok":false,"error":"expired_url"}""", "expired_url")]
    [InlineData(403, "<html>Somebody in between</html>", "status 403")]
    public async Task What_an_address_refuses_is_told_by_its_word_for_it(int status, string body, string error)
    {
        slack.Answer = (_, _) => new((HttpStatusCode)status) { Content = new StringContent(body) };
        var failure =
            await Assert.ThrowsAsync<CallException>(
                () => slack.Api.PostResponseUrlAsync("https://hooks.slack.test/used", new JsonObject { ["text"] = "x" }, Ct));
        Assert.Equal(error, failure.Error);
        Assert.Single(slack.Calls);
    }

    private SlackApi Patient(TimeProvider time) => new(slack.Options, slack, time, NullLogger<SlackApi>.Instance);

    private sealed class Still : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

        public override long GetTimestamp() => 0;
    }
}
