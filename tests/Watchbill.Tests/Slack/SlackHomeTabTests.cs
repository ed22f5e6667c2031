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
        await using var host = await SlackHost.StartAsync(slack);
        var (arrived, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        slack.Next("views.publish", async _ => { arrived.SetResult(); await held.Task; return true; });
        await OpenAsync(host);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await host.Store.SaveAsync([Change.Put("payments", Some.Payments with { Retired = true })], TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++) await OpenAsync(host);
        held.SetResult();
        Assert.DoesNotContain("payments", (await slack.SeenAsync("views.publish", 1)).ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task OpenAsync(SlackHost host) =>
        (await host.TellAsync(host.Event(new JsonObject { ["type"] = "app_home_opened", ["user"] = "U0ANA", ["tab"] = "home" }))).Dispose();
}
