using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>An answer and the zone in which its reader's times are written where Slack does not write them itself.</summary>
internal sealed record SlackSaid(Reply Reply, DateTimeZone Zone);

/// <summary>Where a Slack user becomes a person and Slack's words become plain ones: from here on nothing knows of Slack.</summary>
internal sealed class SlackTalk(CommandRouter router, SlackPeople people, SlackPeopleLink linking, SlackWords words)
{
    /// <param name="sent">Slack's id of what was sent, where it may come twice.</param>
    public Task<SlackSaid> AskAsync(string user, string? conversation, string text, string? sent, CancellationToken ct) =>
        AsAsync(user, text, async known =>
        {
            try
            {
                return await router.AskAsync(await words.ReadAsync(text, ct), known.In(conversation) with { Sent = sent }, ct);
            }
            catch (RefusedException refusal)
            {
                return new Reply(refusal.Message);
            }
        }, ct);

    /// <param name="arrived">What was in time then still is.</param>
    public async Task<SlackSaid> PressAsync(PressPayload press, string? conversation, Instant arrived, CancellationToken ct)
    {
        if (press.Action is not (SlackPeopleLink.Action or SlackPeopleLink.GoOn))
            return await AsAsync(press.User, "",
                known => router.PressAsync(
                    press.Action, press.Value, known.In(conversation) with { Sent = press.Sent, At = arrived }, ct), ct);
        return press.Action == SlackPeopleLink.Action && await people.FindAsync(press.User, ct) is null
            ? new(await linking.LinkAsync(press.User, press.Value, ct), DateTimeZone.Utc)
            : await AskAsync(press.User, conversation, press.Value, press.Sent, ct);
    }

    public Task<SlackSaid> SubmitAsync(SubmissionPayload sent, string? conversation, CancellationToken ct) =>
        AsAsync(sent.User, "",
            known => router.SubmitAsync(sent.Form, sent.Values, known.In(conversation) with { Sent = sent.Sent }, ct), ct);

    private async Task<SlackSaid> AsAsync(string user, string text, Func<AccountHolder, Task<Reply>> answer, CancellationToken ct)
    {
        if (await people.FindAsync(user, ct) is { } known) return new(await answer(known), people.ZoneOf(user, known));
        // "link" may stand behind the root command and its group; words that merely end in it ask for something else.
        var asked =
            text.TrimStart('/').ToLowerInvariant()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["link"] or ["oncall" or "watchbill", "link"]
                    or ["oncall", "watchbill", "link"];
        return new(asked ? await linking.LinkAsync(user, null, ct) : SlackPeopleLink.Offer(user, text), DateTimeZone.Utc);
    }
}
