using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// Payments: week of Monday 16 November is turn 45, ana's (45 mod 3 = 0); ben's starts on the 23rd, cai's on the 30th. Secondary goes the other way.
/// </summary>
public sealed class OnCallCommandTests
{
    private static readonly Rotation Both = Rotation(
        Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai"),
        Layer("secondary", Weekly, Coverage.Always, "cai", "ana", "ben"),
        Layer("shadow", Weekly, Coverage.Always) with { Shadow = true });

    private static readonly Rotation Desk = Rotation(Layer("primary", Daily, Office, "ana", "cai")) with { Id = "desk" };

    [Theory]
    [InlineData("now payments", "now-one")]
    [InlineData("/oncall now checkout", "now-service")] // a service answers with its team's rotations
    [InlineData("now payments at mon 10:00", "now-at")]
    [InlineData("now desk at sun 12:00", "now-off-duty")]
    [InlineData("next payments", "next")]
    [InlineData("when ben", "when-other")]
    [InlineData("when me on payments", "when-me")]
    [InlineData("me", "me")]
    [InlineData("schedule payments", "schedule")]
    [InlineData("schedule desk next week", "schedule-next-turn")]
    [InlineData("escalation payments", "escalation")]
    public async Task Answers_as_accepted(string text, string golden)
    {
        var bot = await Bot.WithAsync(Both, Desk);
        Golden.Matches($"oncall/{golden}", await bot.SayAsync("ana", text));
    }

    [Theory]
    [InlineData("now paymnets", "There is no rotation 'paymnets'. Did you mean 'payments'?")]
    [InlineData("when bne", "There is no person 'bne'. Did you mean 'ben'?")]
    [InlineData("when gone", "There is no person 'gone'.")]
    public async Task An_unknown_name_is_answered_with_the_nearest(string text, string refusal)
    {
        var bot = await Bot.WithAsync(Both);
        Assert.StartsWith(refusal, await bot.SayAsync("ana", text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vacancy_is_said_with_its_reason()
    {
        var bot = await Bot.WithAsync(Rotation(Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai")));
        var absence = new Absence("a1", Cases.At("2026-11-20T00:00:00Z"), Cases.At("2026-11-21T00:00:00Z"), Cases.At("2026-11-01T00:00:00Z"));
        await bot.Store.SaveAsync([Change.Create("ana", new Absences([absence]))], TestContext.Current.CancellationToken);
        Golden.Matches("oncall/now-vacant", await bot.SayAsync("ben", "now payments"));
    }

    [Fact]
    public async Task Without_a_name_now_answers_for_the_conversation_then_for_the_person_then_for_all()
    {
        var other = Rotation(Layer("primary", Weekly, Coverage.Always, "ben")) with { Id = "other", Owner = "elsewhere" };
        var bot = await Bot.WithAsync(Both, other);
        Assert.StartsWith("Ana Silva is on call for payments", Bot.Plain(await bot.AskAsync("ben", "", "C0PAY")), StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva is on call for payments", Bot.Plain(await bot.AskAsync("cai", "")), StringComparison.Ordinal);
        Assert.StartsWith("On call now:", Bot.Plain(await bot.AskAsync("dot", "")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ups_mention_nobody_and_answer_only_you()
    {
        var bot = await Bot.WithAsync(Both);
        foreach (var text in new[] { "now payments", "next payments", "schedule payments", "escalation payments", "me" })
        {
            var reply = await bot.AskAsync("ana", text);
            Assert.Equal(Audience.You, reply.Audience);
            Assert.DoesNotContain(reply.Text.Parts.Concat(reply.Fields.SelectMany(field => field.Value.Parts)), part => part is Mention);
        }
    }
}
