using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Puts the Home tab of somebody who looks at it up to date.</summary>
internal sealed class SlackHomeTab
{
    private readonly HomeRefresh refresh;

    public SlackHomeTab(SlackGateway gateway, SlackApi api, SlackZones zones, BackgroundWork work) =>
        refresh = new(work, async (user, ct) =>
        {
            var (sections, reader) = await gateway.HomeAsync(user, ct);
            var view = SlackRenderer.Home(sections, zones.ReaderOf(user, reader));
            await api.CallAsync("views.publish", new() { ["user_id"] = user, ["view"] = view }, ct);
        });

    /// <summary>Behind the answer: whether it succeeds is nothing that Slack waits for.</summary>
    public void Show(string user) => refresh.Show(user);
}
