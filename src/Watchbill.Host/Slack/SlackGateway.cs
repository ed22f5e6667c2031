using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Brings what Slack's users type, press and fill in to the front desk.</summary>
internal sealed class SlackGateway(FrontDesk desk, IClock clock)
{
    /// <param name="sent">Slack's id of what was sent, where it may come twice.</param>
    public Task<Answered> AskAsync(SlackPlace place, string text, string? sent, CancellationToken ct) =>
        desk.AskAsync(SenderAt(place) with { Sent = sent }, text, ct);

    /// <param name="arrived">What was in time then still is.</param>
    public Task<Answered> PressAsync(SlackPlace place, PressPayload press, Instant arrived, CancellationToken ct) =>
        desk.PressAsync(SenderAt(place) with { Arrived = arrived }, press, ct);

    public Task<Answered> SubmitAsync(SlackPlace place, SubmissionPayload form, CancellationToken ct) =>
        desk.SubmitAsync(SenderAt(place), form, ct);

    /// <param name="quoted">The message that a shortcut was used on; null: it was used on none.</param>
    public Task<Answered> OpenAsync(SlackPlace place, string verb, string? quoted, string? link, CancellationToken ct) =>
        desk.OpenAsync(SenderAt(place) with { Sent = place.Trigger }, verb, quoted, link, ct);

    public Task<(IReadOnlyList<HomeSection> Sections, AccountHolder? Reader)> HomeAsync(string user, CancellationToken ct) =>
        desk.HomeAsync(user, clock.GetCurrentInstant(), ct);

    public Task<IReadOnlyList<FormOption>> OffersAsync(string user, string field, string typed, CancellationToken ct) =>
        desk.OffersAsync(SenderAt(new(user)), field, typed, ct);

    private Sender SenderAt(SlackPlace place) => new(place.User, place.Conversation, clock.GetCurrentInstant());
}
