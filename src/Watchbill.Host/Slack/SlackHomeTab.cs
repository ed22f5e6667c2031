using System.Collections.Concurrent;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Puts the Home tab of somebody who looks at it up to date.</summary>
internal sealed class SlackHomeTab(SlackApi api, SlackPeople people, CommandRouter router, BackgroundWork work)
{
    // Users whose tab is being shown, and whether it is to be shown once more: of two on their way Slack would keep whichever arrives last.
    private readonly ConcurrentDictionary<string, bool> showing = new();

    /// <summary>Behind the answer: whether it succeeds is nothing that Slack waits for.</summary>
    public void Show(string user)
    {
        if (showing.AddOrUpdate(user, false, (_, _) => true)) return;
        work.Behind(ShowAsync(user, work.Stopped));
    }

    private async Task ShowAsync(string user, CancellationToken ct)
    {
        try
        {
            do await PublishAsync(user, ct);
            while (!showing.TryRemove(new(user, false)) && showing.TryUpdate(user, false, true));
        }
        catch
        {
            showing.TryRemove(user, out _);
            throw;
        }
    }

    private async Task PublishAsync(string user, CancellationToken ct)
    {
        var known = await people.FindAsync(user, ct);
        IReadOnlyList<HomeSection> sections = known is null
            ? [new HomeSection("Watchbill", [SlackPeopleLink.Offer(user, "now")])]
            : await router.HomeAsync(known.In(null), ct);
        var view = SlackRenderer.Home(sections, SlackReader.In(known is null ? NodaTime.DateTimeZone.Utc : people.ZoneOf(user, known)));
        await api.CallAsync("views.publish", new() { ["user_id"] = user, ["view"] = view }, ct);
    }
}
