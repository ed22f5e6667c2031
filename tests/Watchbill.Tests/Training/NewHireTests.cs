using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>Somebody goes through the built-in program from the first day to the first shift of their own, by the clock alone.</summary>
public sealed class NewHireTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_day_to_the_first_shift_and_a_lapse_a_year_later()
    {
        var bot = await Bot.WithAsync(TrainingBot.Payments);
        await bot.Store.SaveAsync([Change.Create("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon" })], Ct);
        await bot.LookAsync();
        await bot.ConfirmAsync("dot", "training start eve payments mentor ben");
        Assert.Equal("prerequisites", await StageAsync(bot));

        // Seen, not claimed: a verified contact method and a page drill.
        Assert.StartsWith("Watchbill sees 'contact' by itself.", await bot.SayAsync("eve", "training done contact"),
            StringComparison.Ordinal);
        await bot.Store.SaveAsync([Change.Put("eve", Paging.Contacts.None with
        {
            Methods = [new Paging.Contact("ntfy", "eve-topic") { SentAt = bot.Clock.Now, VerifiedAt = bot.Clock.Now }],
        })], Ct);
        await bot.SayAsync("dot", "page drill eve");
        await bot.SayAsync("eve", "ack drill-1");
        foreach (var item in new[] { "terms", "access" }) await SignedAsync(bot, item, "dot");
        Assert.Equal("foundations", await StageAsync(bot));

        // One item is sent back, and done again.
        await bot.SayAsync("eve", "training done architecture because from memory");
        await bot.SayAsync("ben", "training send-back eve architecture because the cache is missing");
        foreach (var item in BuiltInPrograms.All[0].Stages[1].Items) await SignedAsync(bot, item.Id, "ben");
        Assert.Equal("practice", await StageAsync(bot));
        foreach (var item in BuiltInPrograms.All[0].Stages[2].Items) await SignedAsync(bot, item.Id, "ben");
        Assert.Equal("shadow", await StageAsync(bot));

        // Two weeks beside ben and cai; the drill stands in for incidents.
        await ShadowAsync(bot);
        Assert.Contains("Next: shadow a shift (0 of 2).", await bot.SayAsync("eve", "my training"), StringComparison.Ordinal);
        bot.Clock.Now = Cases.At("2026-12-07T09:00:00Z");
        Assert.Equal("reverse-shadow", await StageAsync(bot));

        // A week of her own with ben beside her: a lead insists.
        Assert.StartsWith("Eve Moe is not qualified for payments. Missing of first-time-on-call: 1 reverse shadow shift",
            await bot.SayAsync("dot", "override payments eve 14 dec 9:00 to 21 dec 9:00"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "override payments eve 14 dec 9:00 to 21 dec 9:00 insist because ben sits beside her");
        bot.Clock.Now = Cases.At("2026-12-21T09:00:00Z");
        Assert.Null(await StageAsync(bot));
        Assert.StartsWith("You signed as mentor.", await bot.SayAsync("ben", "training sign eve"), StringComparison.Ordinal);
        Assert.StartsWith("Eve Moe is qualified for payments. Their mentor is the backup of the first shift.",
            await bot.SayAsync("dot", "training sign eve"), StringComparison.Ordinal);
        Assert.StartsWith("Put Eve Moe on call", await bot.SayAsync("dot", "override payments eve 28 dec 9:00 to 29 dec 9:00"),
            StringComparison.Ordinal);

        // A year without a shift: refused again, until the refresher is signed.
        bot.Clock.Now = Cases.At("2027-12-21T09:00:00Z");
        await bot.LookAsync();
        Assert.StartsWith("Eve Moe is not qualified for payments. Their first-time-on-call lapsed",
            await bot.SayAsync("dot", "override payments eve tomorrow 9-17"), StringComparison.Ordinal);
        await bot.SayAsync("ben", "training sign eve");
        Assert.StartsWith("Put Eve Moe on call", await bot.SayAsync("dot", "override payments eve tomorrow 9-17"),
            StringComparison.Ordinal);
    }

    private static async Task SignedAsync(Bot bot, string item, string signer)
    {
        await bot.SayAsync("eve", $"training done {item} because seen and done");
        Assert.StartsWith("Signed", await bot.SayAsync(signer, $"training sign eve {item}"), StringComparison.Ordinal);
    }

    private static async Task<string?> StageAsync(Bot bot) => (await bot.ProgressAsync("eve"))!.Stage?.Id;

    private static async Task ShadowAsync(Bot bot)
    {
        var (schedules, chart) = (new Schedules(bot.Store), new OrgChart(bot.Store));
        var qualifications = new Qualifications(bot.Store, schedules);
        await new ShadowJob(bot.Store, new Enrollments(bot.Store, chart, qualifications), qualifications, schedules)
            .RunAsync(bot.Clock.Now, Ct);
    }
}
