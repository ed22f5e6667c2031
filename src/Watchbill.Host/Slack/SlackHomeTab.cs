using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Puts the Home tab of somebody who looks at it up to date.</summary>
internal sealed class SlackHomeTab
{
    private readonly HomeRefresh refresh;

    public SlackHomeTab(FrontDesk desk, SlackApi api, ReaderZones zones, BackgroundWork work) =>
        refresh = new(work, async (user, ct) =>
        {
            var (sections, reader) = await desk.HomeAsync(new(SlackPlatform.Id, user, null), ct);
            var view = SlackHome.View(sections, zones.ReaderOf(SlackPlatform.Id, user, reader));
            await api.CallAsync("views.publish", new() { ["user_id"] = user, ["view"] = view }, ct);
        });

    /// <summary>Behind the answer: whether it succeeds is nothing that Slack waits for.</summary>
    public void Show(string user) => refresh.Show(user);
}
