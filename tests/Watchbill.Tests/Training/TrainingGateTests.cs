using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>Nobody without the qualification gets into a rotation that requires it, by whatever door, unless a lead insists.</summary>
public sealed class TrainingGateTests
{
    private const string Missing = "Eve Moe is not qualified for payments. Missing: first-time-on-call, not started.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dot", "override payments eve sat")]
    [InlineData("dot", "override payments ben sat 9:00 to 12:00; eve sat 12:00 to 15:00")]
    [InlineData("ana", "swap payments sat with eve")]
    [InlineData("dot", "swap payments sat with eve")]
    [InlineData("eve", "take {cover}")]
    [InlineData("eve", "take {cover} sat 9-12")]
    public async Task The_unqualified_are_refused_with_what_is_missing(string person, string text)
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("ana", "cover payments sat");
        var cover = (await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct))[0].Id;
        Assert.StartsWith(Missing, await bot.SayAsync(person, text.Replace("{cover}", cover, StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Fact]
    public async Task The_same_words_pass_for_the_qualified_and_where_nothing_is_required()
    {
        var bot = await TrainingBot.BeginAsync(Some.Payments with { Id = "free" });
        Assert.StartsWith("Put Ben Ode on call", await bot.SayAsync("dot", "override payments ben sat"), StringComparison.Ordinal);
        Assert.StartsWith("Put Eve Moe on call", await bot.SayAsync("dot", "override free eve sat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_insists_with_a_reason_by_a_button_and_it_is_audited()
    {
        var bot = await TrainingBot.BeginAsync();
        var refused = await bot.AskAsync("dot", "override payments eve sat");
        var insist = Assert.Single(refused.Actions);
        Assert.Equal("Insist…", insist.Label);
        var asked = await bot.Router.PressAsync(insist.Action, insist.Value, new("dot", Platforms.Slack, null), Ct);
        Assert.Equal("oncall override", asked.Form!.Id);
        Assert.Equal("eve", asked.Form.Fields.Single(field => field.Name == "person").Value);
        Assert.Contains("You insist: nobody else is in town",
            await bot.SayAsync("dot", "override payments eve sat insist because nobody else is in town"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "override payments eve sat insist because nobody else is in town");
        var entry =
            Assert
                .Single(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct),
                    one => one.Value.Entry.Action == "training insist").Value.Entry;
        Assert.Equal(("dot", "nobody else is in town", "eve without first-time-on-call"),
            (entry.Actor, entry.Reason, entry.New));
        Assert.Equal("eve", (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes[0].Person);
        // It let her in once and qualified her for nothing.
        Assert.Null(await bot.ProgressAsync("eve"));
        Assert.StartsWith(Missing, await bot.SayAsync("dot", "override payments eve sun"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_cannot_insist()
    {
        var bot = await TrainingBot.BeginAsync();
        Assert.EndsWith("Only leads of payments can insist.",
            await bot.SayAsync("ana", "swap payments sat with eve insist because she wants to"), StringComparison.Ordinal);
        Assert.Empty((await bot.AskAsync("ana", "swap payments sat with eve")).Actions);
    }

    [Fact]
    public async Task A_swap_is_not_accepted_by_whom_the_qualification_has_lapsed_meanwhile()
    {
        var bot = await TrainingBot.BeginAsync();
        await bot.ConfirmAsync("ana", "swap payments sat with cai");
        var read = (await bot.Store.FindAsync<Enrollment>("cai/payments/first-time-on-call", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, read.Value.With(new(bot.Clock.Now, TrainingEvent.Watchbill, TrainingStep.Lapsed)))],
            Ct);
        Assert.StartsWith("Cai Wen is not qualified for payments. Their first-time-on-call lapsed", await bot.PressAsync("cai", "Accept"),
            StringComparison.Ordinal);
        Assert.Null(await bot.Store.FindAsync<RotationChanges>("payments", Ct));
    }

    [Fact]
    public async Task Cover_is_asked_of_the_qualified_alone()
    {
        var bot = await TrainingBot.BeginAsync();
        await Roster.OverrideAsync(bot.Store, "payments", "ben", "2026-11-20T10:00:00Z", "2027-06-01T00:00:00Z");
        bot.Clock.Now += Duration.FromDays(100);
        var reply = await bot.SayAsync("dot", "cover payments sat");
        Assert.StartsWith("Ask for cover of payments, Sat 6 Mar? Nobody is free", reply, StringComparison.Ordinal);
    }
}
