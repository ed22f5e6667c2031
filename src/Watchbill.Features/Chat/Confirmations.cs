using System.Buffers.Text;
using System.Security.Cryptography;
using NodaTime;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Shows what a change would do, and does it when its author says so: once, within 15 minutes, and only what was shown.</summary>
internal sealed class Confirmations(Vocabulary vocabulary, IStore store)
{
    private const string Gone =
        "This was confirmed or cancelled before, or its 15 minutes are over. This press did nothing; ask again if you still need it.";

    private const string DoneBefore = " This arrived twice. It was done the first time, and not again.";

    private static readonly Duration Patience = Duration.FromMinutes(15);

    private readonly ChangeLimit limit = new();
    private readonly Plans plans = new(store);

    public async Task<Reply> PreviewAsync(Plan plan, Request request, Caller caller, Instant now, CancellationToken ct)
    {
        var (id, pending) = New(plan, request, caller, askedAt: now, now);
        await store.SaveAsync([Write.Create(id, pending)], ct);
        return WithButtons(plan, plan.Preview, id);
    }

    /// <summary>
    /// Does what does not wait for a Confirm. That it was done is kept in the same save: what the platform sends again does nothing.
    /// </summary>
    public async Task<Reply> DoAsync(Plan plan, Request request, Caller caller, Instant now, CancellationToken ct)
    {
        limit.Count(caller.Person, now);
        Answer? first = plan;
        var answer = await plans.CommitAsync(async token =>
        {
            var decided = first ?? await vocabulary.AnswerAsync(request, caller, now, askedAt: now, token);
            first = null;
            if (decided is not Plan did || caller.Sent is not { } sent) return decided;
            var id = Inbox.DoneId(caller.Platform, sent);
            if (await store.FindAsync<InboxItem>(id, token) is not null) return new Reply(Text.Bold("Done before.") + DoneBefore);
            return did with { Writes = [.. did.Writes, Write.Create(id, new InboxItem(now, ""))] };
        }, ct);
        return answer as Reply ?? ((Plan)answer).Done;
    }

    public async Task<Reply> ConfirmAsync(string id, Caller caller, Instant now, CancellationToken ct)
    {
        var counted = false;
        var answer = await plans.CommitAsync(WorkOutAgainAsync, ct);
        return answer as Reply ?? ((Plan)answer).Done;

        async Task<Answer> WorkOutAgainAsync(CancellationToken token)
        {
            var read = await ReadAsync(id, "confirm", caller, token);
            var pending = read.Value;
            if (pending.Expires <= (caller.At ?? now)) return await ExpiredAsync(read, token);
            if (!counted) limit.Count(caller.Person, now);
            counted = true;
            // Where it was asked decides what it means, not where the button was pressed.
            var asked = caller with { Platform = pending.Platform, Conversation = pending.Conversation };
            var answer = await vocabulary.AnswerAsync(pending.Request, asked, now, pending.AskedAt, token);
            if (answer is not Plan plan)
            {
                await store.SaveAsync([Write.Delete(read)], token);
                return answer;
            }

            if (Words(plan) == pending.Preview) return plan with { Writes = [.. plan.Writes, Write.Delete(read)] };
            var (next, again) = New(plan, pending.Request, asked, pending.AskedAt, now);
            await store.SaveAsync([Write.Delete(read), Write.Create(next, again)], token);
            var why = Text.Bold("Something changed since you asked.") + " Nothing has changed yet; it is this now:";
            return WithButtons(plan, plan.Preview with { Text = Text.Lines(why, plan.Preview.Text) }, next);
        }
    }

    public async Task<Reply> CancelAsync(string id, Caller caller, CancellationToken ct)
    {
        var cancelled = new Reply(Text.Bold("Cancelled.") + " Nothing changed.");
        // Stale where it was confirmed in the same moment: read again, it is gone and that is said.
        await plans.CommitAsync(
            async token => new Plan(cancelled, cancelled, [Write.Delete(await ReadAsync(id, "cancel", caller, token))]), ct);
        return cancelled;
    }

    private static (string Id, Pending Pending) New(Plan plan, Request request, Caller caller, Instant askedAt, Instant now) =>
        (Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            new Pending(caller.Person, request, askedAt, now + Patience, Words(plan))
            {
                Platform = caller.Platform,
                Conversation = caller.Conversation,
            });

    private static string Words(Plan plan) => PlainText.Render(plan.Preview, new Reader(DateTimeZone.Utc, Now: null));

    private static Reply WithButtons(Plan plan, Reply preview, string id) => preview with
    {
        Actions =
        [
            .. preview.Actions,
            new Button(plan.Act, Buttons.Confirm, id) { Style = ButtonStyle.Primary },
            new Button("Cancel", Buttons.Cancel, id),
        ],
        Audience = Audience.You,
    };

    private async Task<Stored<Pending>> ReadAsync(string id, string act, Caller caller, CancellationToken ct)
    {
        var read = await store.FindAsync<Pending>(id, ct)

                ?? throw new RefusedException(Gone) { Missing = true };
        if (read.Value.Author == caller.Person) return read;
        var author = await new OrgChart(store).NameAsync(read.Value.Author, ct);
        throw new RefusedException(
            $"Only {author}, who asked for this, can {act} it. Nothing changed; ask for it yourself if you need it.")
        { Forbidden = true };
    }

    private async Task<Answer> ExpiredAsync(Stored<Pending> read, CancellationToken ct)
    {
        await store.SaveAsync([Write.Delete(read)], ct);
        var request = read.Value.Request;
        throw new RefusedException("Expired after 15 min. Nothing changed; ask again.")
        {
            DidYouMean =
                request.Pressed is null && vocabulary.Find(request.Name) is var (verb, usage)
                    ? $"{verb.Group} {usage.Write(request.Arguments)}" : null,
        };
    }
}
