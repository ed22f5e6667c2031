using Microsoft.Extensions.Logging.Abstractions;

namespace Watchbill.Chat;

public sealed class HomeRefreshTests : IDisposable
{
    private readonly BackgroundWork work = new(TimeProvider.System, NullLogger<BackgroundWork>.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_asked_for_while_a_page_is_shown_is_shown_once_after_it()
    {
        var (held, shown) = (new TaskCompletionSource(), new List<string>());
        var refresh = new HomeRefresh(work, async (account, _) =>
        {
            shown.Add(account);
            if (shown.Count == 1) await held.Task;
        });
        refresh.Show("ana");
        for (var i = 0; i < 3; i++) refresh.Show("ana");
        refresh.Show("ben");
        Assert.Equal(["ana", "ben"], shown);

        held.SetResult();
        await work.StopAsync(Ct);

        Assert.Equal(["ana", "ben", "ana"], shown);
    }

    [Fact]
    public async Task A_page_that_could_not_be_shown_is_shown_when_it_is_asked_for_again()
    {
        var tries = 0;
        var refresh = new HomeRefresh(work, (_, _) =>
            ++tries == 1 ? Task.FromException(new InvalidOperationException("broken")) : Task.CompletedTask);
        refresh.Show("ana");
        refresh.Show("ana");
        await work.StopAsync(Ct);

        Assert.Equal(2, tries);
    }

    public void Dispose() => work.Dispose();
}
