using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Nobody loses time off without having been told. Ana has four hours for each callout, which can be taken for 90 days, and lives in
/// Lisbon, an hour ahead of UTC: of a callout on 10 June until Tuesday 8 September, which is thirty days after Sunday 9 August.
/// </summary>
public sealed class TimeOffNoticeTests
{
    private static readonly string File = Files.OfBen(
        "{id: standard, effective: 2026-01-01, callout: {per: hour, rate: 30}, timeOff: [{for: callout, hours: 4, expires: 90 days}]}",
        "{id: ana, name: Ana, timeZone: Europe/Lisbon}");

    [Fact]
    public async Task Its_person_is_told_thirty_days_ahead_in_the_morning_once_and_not_how_much()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await AnswerAsync(bot, 1, "2026-06-10");
        foreach (var early in new[] { "2026-06-11T12:00:00Z", "2026-08-08T12:00:00Z", "2026-08-09T07:59:00Z" })
        {
            await bot.AtAsync(early);
            Assert.Empty(await ToldAsync(bot));
        }

        // Nor by a host that starts at night.
        await bot.NewTimeOff().RunAsync(Cases.At("2026-08-09T02:00:00Z"), Jobs.Changes.Everything, Ct);
        Assert.Empty(await ToldAsync(bot));
        await bot.AtAsync("2026-08-09T08:00:00Z");
        Assert.Equal(
            """
            Some of your time off expires after Tue 8 Sep.
            Agree with your manager when you take it; they note it.
            [See my time off]
            """, Plain(Assert.Single(await ToldAsync(bot))));
        foreach (var later in new[] { "2026-08-10T08:00:00Z", "2026-08-20T08:00:00Z", "2026-09-09T08:00:00Z" })
        {
            await bot.AtAsync(later);
            Assert.Single(await ToldAsync(bot));
        }
    }

    [Fact]
    public async Task What_is_taken_by_then_is_no_news()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await AnswerAsync(bot, 1, "2026-06-10");
        await bot.AtAsync("2026-07-20T12:00:00Z");
        await bot.ConfirmAsync("mia", "pay off take ana 4 2026-09-01");
        await bot.AtAsync("2026-08-09T08:00:00Z");
        Assert.Empty(await ToldAsync(bot));
    }

    [Fact]
    public async Task Callouts_day_after_day_are_one_message_a_week()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        for (var day = 10; day < 20; day++) await AnswerAsync(bot, day, $"2026-06-{day}");
        // Until 8 to 17 September: told on 9 August of those until the 8th, a week later of those until the 15th, then of the last two.
        for (var day = 9; day < 28; day++) await bot.AtAsync($"2026-08-{day:00}T08:00:00Z");
        Assert.Equal(["Tue 8 Sep", "Wed 9 Sep", "Wed 16 Sep"],
            (await ToldAsync(bot))
                .Select(said => Plain(said).Split('\n')[0]["Some of your time off expires after ".Length..].TrimEnd('.')));
    }

    [Fact]
    public async Task The_question_of_the_month_and_whoever_asks_are_told_what_expires_next()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await AnswerAsync(bot, 1, "2026-06-10");
        await AnswerAsync(bot, 2, "2026-06-12");
        await bot.AtAsync("2026-07-03T08:00:00Z");
        // 67 days ahead: the question of July tells of it.
        Assert.DoesNotContain("time off", Plain(Assert.Single(await AskedAsync(bot))), StringComparison.Ordinal);
        Assert.Contains("Next to expire: 4 h, to take by Tue 8 Sep.", await bot.SayAsync("ana", "pay me"), StringComparison.Ordinal);
        Assert.StartsWith("8 h of time off left\n", await bot.SayAsync("ana", "pay off balance"), StringComparison.Ordinal);
        Assert.Contains("Next to expire: 4 h, to take by Tue 8 Sep.", await bot.SayAsync("ana", "pay off balance"),
            StringComparison.Ordinal);
        await AnswerAsync(bot, 3, "2026-07-03");
        await bot.AtAsync("2026-08-05T08:00:00Z");
        Assert.Contains("Some of your time off expires after Tue 8 Sep.", Plain((await AskedAsync(bot))[^1]),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay off take ana 5 2026-08-20");
        Assert.Contains("Next to expire: 3 h, to take by Thu 10 Sep.", await bot.SayAsync("ana", "pay off balance"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("expire", await bot.SayAsync("ben", "pay me"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_expires_in_a_month_can_be_taken_in_it_until_it_does()
    {
        var bot = await WithAsync(File.Replace("90 days", "5 days", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await AnswerAsync(bot, 1, "2026-06-10");
        await bot.AtAsync("2026-06-11T12:00:00Z");
        Assert.StartsWith("4 h of time off left\nIn 2026-06: 4 h earned, 0 h taken, 0 h expired.",
            await bot.SayAsync("ana", "pay off balance"), StringComparison.Ordinal);
        Assert.Contains("Ana has 0 h of time off to take on Tue 16 Jun, not 1 h.",
            await bot.SayAsync("mia", "pay off take ana 1 2026-06-16"), StringComparison.Ordinal);
        Assert.Contains("Ana has 4 h of time off to take on Mon 15 Jun, not 5 h.",
            await bot.SayAsync("mia", "pay off take ana 5 2026-06-15"), StringComparison.Ordinal);
        // Noted after it has expired, of a day before.
        await bot.AtAsync("2026-06-20T12:00:00Z");
        Assert.Contains("4 h expired", await bot.SayAsync("ana", "pay off balance"), StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay off take ana 3 2026-06-15");
        Assert.Contains("3 h taken, 1 h expired", await bot.SayAsync("ana", "pay off balance"), StringComparison.Ordinal);
        Assert.Contains("has 1 h of time off to take on Mon 15 Jun", await bot.SayAsync("mia", "pay off take ana 2 2026-06-15"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_noted_for_a_later_day_is_not_taken_twice()
    {
        // Four hours until 10 June, four from 6 June on; four are noted for 8 June.
        TimeOffLot[] lots = [new(new(2026, 6, 1), 4, new(2026, 6, 10), "a"), new(new(2026, 6, 6), 4, new(2026, 6, 30), "b")];
        var book = new TimeOffBook(lots, [new TimeOffTaken(new(2026, 6, 8), 4)]);
        Assert.Equal((0m, 4m, 4m, 4m),
            (book.On(new(2026, 5, 31)), book.On(new(2026, 6, 3)), book.On(new(2026, 6, 8)), book.On(new(2026, 6, 20))));
        Assert.Equal(0, new TimeOffBook([lots[0]], book.Taken).On(new(2026, 6, 3)));
        Assert.Equal(0, book.With(new TimeOffTaken(new(2026, 6, 3), 4)).On(new(2026, 6, 20)));
    }

    private static async Task<IReadOnlyList<Reply>> SaidAsync(PayBot bot) =>
        [.. (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Value)
            .Where(said => said.Kind == MessageKind.Pay && said.To == Address.Person("ana")).Select(said => said.Reply)];

    private static async Task<IReadOnlyList<Reply>> ToldAsync(PayBot bot) =>
        [.. (await SaidAsync(bot)).Where(said => Plain(said).StartsWith("Some of your time off", StringComparison.Ordinal))];

    private static async Task<IReadOnlyList<Reply>> AskedAsync(PayBot bot) =>
        [.. (await SaidAsync(bot)).Where(said => Plain(said).StartsWith("Is your", StringComparison.Ordinal))];

    private static Task AnswerAsync(PayBot bot, int number, string day)
    {
        var (from, to) = (Cases.At($"{day}T01:00:00Z"), Cases.At($"{day}T02:00:00Z"));
        var incident = new Incident("checkout", number, "It is slow", Severity.Sev2, from, to)
        {
            At = to,
            By = "ana",
            Responders = [new Responder("ana", from, to)],
        };
        return bot.Store.SaveAsync([Write.Create(Incident.DocumentId("checkout", number), incident)], Ct);
    }
}
