using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Http;

/// <summary>
/// What a platform's chat does around its calls: who reads a message, what a refusal means for it, and what becomes of one that is gone.
/// </summary>
/// <param name="isOff">Whether the platform is not configured.</param>
internal sealed class PlatformPosts(
    Platform platform, Accounts accounts, Recipients recipients, Lockouts lockouts, IClock clock, Func<bool> isOff)
{
    private readonly PagedPosts posts = new(platform, accounts, recipients, lockouts);

    public bool IsOff => isOff();

    /// <param name="render">The pages for a reader.</param>
    /// <param name="sayAsync">Says a page and tells where it stands.</param>
    public async Task<IReadOnlyList<MessagePlace>> PostAsync<TPage>(
        Address to, Reply reply, Posting posting, Func<Reader, IReadOnlyList<TPage>> render,
        Func<PostedPage, Reader, TPage, CancellationToken, Task<MessagePlace>> sayAsync, CancellationToken ct)
    {
        if (IsOff) throw new UnreachableException($"{platform.Name} is not configured.") { IsOff = true };
        return await posts.PostAsync(to, reply, posting, clock.GetCurrentInstant(), render, async (part, reader, page, token) =>
        {
            try
            {
                return await sayAsync(part, reader, page, token);
            }
            catch (CallException failure)
            {
                throw PostErrors.Of(failure, platform.Id, lockouts);
            }
        }, ct);
    }

    public async ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) =>
        !IsOff && await recipients.AnyAsync(to, platform, clock.GetCurrentInstant(), ct);

    /// <param name="showAsync">Shows the message anew.</param>
    /// <param name="isGone">Whether a refusal says that it is not there any more: nothing is left to be wrong.</param>
    public async Task EditAsync(
        Address to, MessagePlace place, Reply reply, Func<Reader, CancellationToken, Task> showAsync, Func<CallException, bool> isGone,
        CancellationToken ct)
    {
        if (IsOff || await posts.ReaderOfAsync(to, place, reply, clock.GetCurrentInstant(), ct) is not { } reader) return;
        try
        {
            await showAsync(reader, ct);
        }
        catch (CallException gone) when (isGone(gone))
        {
            // It was deleted, or the bot was removed.
        }
        catch (CallException failure) when (failure.Busy is { } busy)
        {
            throw busy;
        }
    }

    /// <summary>Sends a page once, and notes when it is on the wire and where it failed.</summary>
    /// <param name="isFirst">Whether it goes at once or not at all: what has been begun is not interrupted.</param>
    /// <param name="sendAsync">Takes how long it may wait for its turn, and what is awaited before it is written to the socket.</param>
    public static async Task<T> SendAsync<T>(
        PostedPage part, bool isFirst, Func<TimeSpan, Func<CancellationToken, Task>, Task<T>> sendAsync)
    {
        try
        {
            return await sendAsync(isFirst ? TimeSpan.Zero : PacedCalls.MaxPatience, begin => part.Posting.BeginAsync(part.Name, begin));
        }
        catch (CallException)
        {
            part.Posting.Failed(part.Name);
            throw;
        }
    }
}
