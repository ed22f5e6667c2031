using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Cover that was taken by mistake. Ana has payments until Monday 23 November 2026, 09:00; it is Friday 10:00.</summary>
public sealed class CoverReturnTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ben")]
    [InlineData("dot")]
    public async Task Its_taker_gives_it_back_before_it_starts_or_a_lead(string person)
    {
        var (bot, id) = await TakenAsync();
        Assert.Contains(
            "Hand back this cover? Ana Silva is on call for payments again, tomorrow.",
            await bot.SayAsync(person, $"cover return {id}"), StringComparison.Ordinal);
        await bot.ConfirmAsync(person, $"cover return {id}");
        Assert.StartsWith("Tomorrow 12:00: Ana Silva, payments", await bot.SayAsync("cai", "now payments at sat 12:00"),
            StringComparison.Ordinal);
        var said = await bot.SaidAsync();
        Assert.Contains("team:payments: ", said, StringComparison.Ordinal);
        Assert.Contains("is on call for payments again", said, StringComparison.Ordinal);
        Assert.Contains("person:ana: ", said, StringComparison.Ordinal);
        Assert.Equal(("oncall cover return", "primary: ben 2026-11-21T00:00:00Z/2026-11-22T00:00:00Z"),
            (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => (row.Value.Entry.Action, row.Value.Entry.Old)).Last());
        Assert.StartsWith("No cover", await bot.SayAsync(person, $"cover return {id}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ben")]
    [InlineData("dot")]
    public async Task The_id_of_the_request_names_the_cover_that_was_taken_of_it(string person)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        var request = Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Id;
        Assert.StartsWith("No cover", await bot.SayAsync(person, $"cover return {request}"), StringComparison.Ordinal);
        await bot.PressAsync("ben", "Take shift");
        await bot.ConfirmAsync(person, $"cover return {request}");
        Assert.Empty((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task Once_it_has_begun_only_a_lead_gives_it_back_and_what_was_worked_stays()
    {
        var (bot, id) = await TakenAsync();
        bot.Clock.Now = Cases.At("2026-11-21T12:00:00Z");
        Assert.StartsWith("It has begun: only leads of payments can hand it back. Ask Dot Lead.",
            await bot.SayAsync("ben", $"cover return {id}"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", $"cover return {id}");
        Assert.Equal((Cases.At("2026-11-21T00:00:00Z"), Cases.At("2026-11-21T12:00:00Z")),
            Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes) is var left
                ? (left.Start, left.End) : default);
        Assert.StartsWith("Ana Silva is on call for payments", await bot.SayAsync("cai", "now payments"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cai", "Only Ben Ode and leads of payments can hand this back.")]
    [InlineData("ana", "Only Ben Ode and leads of payments can hand this back.")]
    public async Task Nobody_else_does(string person, string refusal)
    {
        var (bot, id) = await TakenAsync();
        Assert.StartsWith(refusal, await bot.SayAsync(person, $"cover return {id}"), StringComparison.Ordinal);
        Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task Where_its_person_is_away_somebody_else_is_asked_at_once()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "away sat");
        await bot.PressAsync("ben", "Take shift");
        var id = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id;
        Assert.Contains("is open again: payments, tomorrow. Asked: Cai Wen.", await bot.ConfirmAsync("ben", $"cover return {id}"),
            StringComparison.Ordinal);
        var open = Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct), one => one.Value.State == RequestState.Open);
        Assert.Equal(("ana", Cases.At("2026-11-21T00:00:00Z")), (open.Value.Person, open.Value.Start));
    }

    [Theory]
    [InlineData("away sat")]
    [InlineData("cover payments sat")]
    public async Task The_request_that_it_settled_is_open_again_and_the_others_are_asked_again(string asked)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", asked);
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.PressAsync("ben", "Take shift");
        bot.Clock.Now += Duration.FromMinutes(1);
        var id = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id;
        Assert.Contains("opens again: payments, tomorrow. Asked: Cai Wen.", await bot.SayAsync("ben", $"cover return {id}"),
            StringComparison.Ordinal);
        Assert.Contains("is open again: payments, tomorrow. Asked: Cai Wen.", await bot.ConfirmAsync("ben", $"cover return {id}"),
            StringComparison.Ordinal);
        var request = Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value;
        Assert.Equal((RequestState.Open, null, "ben"), (request.State, request.ClosedAt, Assert.Single(request.Declined)));
        var last = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Last(one => one.Value.To == Address.Person("cai")).Value;
        Assert.Equal((false, "Take shift"), (last.IsEdit, last.Reply.Actions[0].Label));
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.PressAsync("cai", "Take shift");
        Assert.StartsWith("Tomorrow 12:00: Cai Wen, payments", await bot.SayAsync("dot", "now payments at sat 12:00"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("away sat", "away")]
    [InlineData("cover payments sat", "")]
    public async Task An_override_that_is_taken_back_opens_the_request_that_it_settled(string asked, string back)
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", asked);
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.ConfirmAsync("dot", "override payments cai sat");
        var job = new SwapAndCoverJob(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store));
        await job.RunAsync(bot.Clock.Now, Changes.Everything, Ct);
        Assert.Equal(RequestState.Lapsed, await StateAsync(bot));
        bot.Clock.Now += Duration.FromMinutes(1);
        var id = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id;
        Assert.Contains("is open again: payments, tomorrow. Asked: Ben Ode",
            await bot.ConfirmAsync("dot", $"override remove payments {id}"),
            StringComparison.Ordinal);
        Assert.Equal(RequestState.Open, await StateAsync(bot));
        await job.RunAsync(bot.Clock.Now, Changes.Everything, Ct);
        Assert.Equal(RequestState.Open, await StateAsync(bot));
        if (back.Length == 0) return;
        // Back from the absence, nobody is needed, whatever happens to others' changes.
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.ConfirmAsync("dot", "override payments cai sat");
        await job.RunAsync(bot.Clock.Now, Changes.Everything, Ct);
        var absence = Assert.Single((await bot.Store.FindAsync<Absences>("ana", Ct))!.Value.Items).Id;
        await bot.ConfirmAsync("ana", $"away remove {absence}");
        bot.Clock.Now += Duration.FromMinutes(1);
        id = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id;
        await bot.ConfirmAsync("dot", $"override remove payments {id}");
        Assert.Equal(RequestState.Lapsed, await StateAsync(bot));
    }

    private static async Task<RequestState> StateAsync(Bot bot) =>
        Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State;

    [Fact]
    public async Task A_button_of_the_changes_gives_it_back()
    {
        var (bot, _) = await TakenAsync();
        var button = (await bot.AskAsync("ben", "changes payments")).Actions.Single(action => action.Action == "cover-return");
        Assert.Equal("Hand back Fri 20 Nov", button.Label);
        Assert.Equal("Hand back Sat 21 Nov",
            (await bot.AskAsync("dot", "changes payments")).Actions.Single(action => action.Action == "cover-return").Label);
        Assert.DoesNotContain((await bot.AskAsync("cai", "changes payments")).Actions, action => action.Action == "cover-return");
        await bot.PressAsync("ben", button.Action, button.Value);
        Assert.Empty((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
    }

    [Fact]
    public async Task Without_an_id_ones_own_are_offered_and_a_press_previews_first()
    {
        var (bot, id) = await TakenAsync();
        Assert.StartsWith("You have taken no cover", await bot.SayAsync("cai", "cover return"), StringComparison.Ordinal);
        var offered = await bot.AskAsync("ben", "cover return");
        Assert.Contains("Ana Silva", Bot.Plain(offered), StringComparison.Ordinal);
        var button = Assert.Single(offered.Actions);
        Assert.Equal("Hand back Fri 20 Nov", button.Label);
        var preview = await bot.Router.PressAsync(button.Action, button.Value, new Caller("ben", Platforms.Slack, null), Ct);
        Assert.Contains("Hand back this cover?", Bot.Plain(preview), StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id);
    }

    private static async Task<(Bot Bot, string Id)> TakenAsync()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "cover payments sat");
        await bot.PressAsync("ben", "Take shift");
        return (bot, Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id);
    }
}
