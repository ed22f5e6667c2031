using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Refreshes the Home tab of somebody who looks at it.</summary>
internal sealed class SlackHomeTab
{
    private readonly HomeRefresh refresh;

    public SlackHomeTab(FrontDesk desk, SlackApi api, ReaderZones zones, BackgroundWork work) =>
        refresh = new(work, async (user, ct) =>
        {
            var page = await desk.HomeAsync(new(SlackPlatform.Id, user, null), ct);
            var view = SlackHome.View(page.Sections, zones.OnHome(SlackPlatform.Id, user, page));
            await api.CallAsync("views.publish", new() { ["user_id"] = user, ["view"] = view }, ct);
        });

    /// <summary>Refreshes in the background; Slack does not wait for it.</summary>
    public void Show(string user) => refresh.Show(user);
}
