using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Paging;

/// <summary>What a contact method refuses, puts off or does not answer.</summary>
public sealed partial class ContactTests
{
    [Fact]
    public async Task A_method_that_fails_leaves_its_place_to_the_next_at_once_and_where_all_fail_the_next_level_comes()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        await SayAsync(bot, router, "cai", "contact rules high hook 0m, push 10m");
        hook.Fails = push.Fails = true;
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        for (var i = 0; i < 3; i++) await RunAsync(bot, minutes: 0);
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        Assert.Equal(["hook Failed it answered 500", "push Failed it answered 500", "chat Accepted "],
            page.Calls.Select(call => $"{call.Method} {call.Outcome} {call.Reason}"));
        Assert.Equal(["cai", "ana"], page.Taken.SelectMany(step => step.People));
    }

    [Fact]
    public async Task A_method_that_is_busy_leaves_its_place_to_the_next_at_once_and_is_tried_again_when_it_said()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        await SayAsync(bot, router, "cai", "contact rules high hook 0m, push 10m");
        hook.Ends = new BusyException("it answered 429", Duration.FromSeconds(40));
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        for (var i = 0; i < 2; i++) await RunAsync(bot, minutes: 0);
        Assert.Single(push.Pages);
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        Assert.Equal(["hook Failed it answered 429", "push Accepted "],
            page.Calls.Select(call => $"{call.Method} {call.Outcome} {call.Reason}"));
        Assert.Equal(["cai"], page.Taken.SelectMany(step => step.People));
        hook.Ends = null;
        bot.Clock.Now += Duration.FromSeconds(39);
        await RunAsync(bot, minutes: 0);
        Assert.Empty(hook.Pages);
        bot.Clock.Now += Duration.FromSeconds(1);
        await RunAsync(bot, minutes: 0);
        Assert.Single(hook.Pages);
    }

    [Fact]
    public async Task What_was_not_answered_may_have_rung_so_the_level_is_left_only_when_it_is_silent_twice()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        await SayAsync(bot, router, "cai", "contact rules high hook 0m, push 3m");
        hook.Ends = push.Ends = new UnansweredException("it did not answer within 5 s", new TimeoutException());
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        for (var i = 0; i < 2; i++) await RunAsync(bot, minutes: 0);
        async Task<string> TakenAsync()
        {
            var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
            return string.Join(' ', page.Taken.SelectMany(step => step.People)) + $"; {string.Join(", ", page.Calls.Select(call =>
                $"{call.Method} {call.Outcome}"))}";
        }

        // The next method comes at once, since that costs nobody else their sleep.
        Assert.Equal("cai; hook Failed, push Failed", await TakenAsync());
        for (var i = 0; i < 2; i++) await RunAsync(bot, minutes: i == 0 ? 1 : 0);
        Assert.Equal("cai ana; hook Failed, push Failed, chat Accepted", await TakenAsync());
    }

    [Fact]
    public async Task What_was_not_answered_once_and_is_taken_the_second_time_leaves_the_level_its_time()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await SayAsync(bot, router, "cai", "contact rules high hook 0m");
        hook.Ends = new UnansweredException("it did not answer within 5 s", new TimeoutException());
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        hook.Ends = null;
        await RunAsync(bot, minutes: 1);
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        Assert.Equal((CallOutcome.Accepted, "cai"), (page.Calls.Single().Outcome, page.Taken.Single().People.Single()));
        await RunAsync(bot, minutes: 4);
        Assert.Equal(["cai", "ana"], (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value.Taken.SelectMany(step => step.People));
    }

    private sealed class RecordingMethod(string name) : IContactMethod
    {
        public List<(string Address, Notice Notice)> Sent { get; } = [];

        public List<Notice> Pages => [.. Sent.Select(one => one.Notice).Where(notice => notice.Kind == NoticeKind.Page)];

        public bool Fails { get; set; }

        /// <summary>What comes of it once it is on the wire; null: it is taken.</summary>
        public Exception? Ends { get; set; }

        public string Name => name;

        public string? Off => null;

        public Task<bool> AnswersAsync(CancellationToken ct) => Task.FromResult(!Fails);

        public string? Fault(string address) => null;

        public string Masked(string address) => "…";

        public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
        {
            await posting.BeginAsync(name, ct);
            if (Fails)
            {
                posting.Failed(name);
                throw new HttpRequestException("it answered 500");
            }

            if (Ends is not null)
            {
                if (Ends is not UnansweredException) posting.Failed(name);
                throw Ends;
            }

            Sent.Add((address, notice));
        }
    }
}
