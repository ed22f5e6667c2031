using System.Collections.Concurrent;

namespace Watchbill.Chat;

/// <summary>
/// Brings home pages up to date behind the answer, each account's once at a time: an older page never takes the place of a newer one.
/// </summary>
/// <param name="showAsync">Works out the page of an account and shows it.</param>
public sealed class HomeRefresh(BackgroundWork work, Func<string, CancellationToken, Task> showAsync)
{
    // Accounts whose page is being shown, and whether it is to be shown once more: of two on their way a platform would keep whichever
    // arrives last.
    private readonly ConcurrentDictionary<string, bool> showing = new();

    /// <summary>Refreshes the page; a refresh in progress is followed by one more.</summary>
    public void Show(string account)
    {
        if (showing.AddOrUpdate(account, false, (_, _) => true)) return;
        work.Behind(ShowAsync(account, work.Stopped));
    }

    private async Task ShowAsync(string account, CancellationToken ct)
    {
        try
        {
            do await showAsync(account, ct);
            while (!showing.TryRemove(new(account, false)) && showing.TryUpdate(account, false, true));
        }
        catch
        {
            showing.TryRemove(account, out _);
            throw;
        }
    }
}
