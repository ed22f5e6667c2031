using System.Text.Json.Nodes;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>The Home tab while somebody looks at it.</summary>
public sealed class SlackHomeTabTests
{
    [Fact]
    public async Task What_was_true_before_never_replaces_what_is_true_now()
    {
        await using var slack = await FakeSlack.StartAsync();
        var host = await SlackHost.StartAsync(slack);
        var (arrived, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        slack.Next("views.publish", async _ => { arrived.SetResult(); await held.Task; return true; });
        await OpenAsync(host);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await host.Store.SaveAsync([Write.Put("payments", Some.Payments with { Retired = true })], TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++) await OpenAsync(host);
        held.SetResult();
        // It stops once all is shown. What was asked for meanwhile is shown once, after what was on its way.
        await host.DisposeAsync();
        var shown = slack.Done.Where(call => call.Method == "views.publish").Select(call => call.Arguments.ToJsonString()).ToList();
        Assert.Equal([true, false], shown.Select(view => view.Contains("payments", StringComparison.Ordinal)));
    }

    private static async Task OpenAsync(SlackHost host) =>
        (await host.TellAsync(host.Event(new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0ANA", ["tab"] = "home" }))).Dispose();
}
