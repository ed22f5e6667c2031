using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

/// <summary>Cai has payments from Monday 16 November 2026, ana from the 23rd; ana has search from the 16th, dee from the 23rd.</summary>
public sealed class RotationPickerTests
{
    [Theory]
    [InlineData("when", "wed", "search")]
    [InlineData("span", "tomorrow 9-17", "search")]
    [InlineData("when", "25 nov", "payments")]
    [InlineData("when", "22 nov to 24 nov", null)]
    [InlineData("when", "8 dec", null)]
    [InlineData("when", "blue moon", null)]
    [InlineData("text", "wed", null)]
    public async Task Of_several_rotations_the_one_is_meant_in_which_a_shift_is_held_then(string argument, string said, string? rotation)
    {
        var store = new MemoryStore();
        await FillAsync(store, Payments, Of("search", Primary("dee", "ana")));
        var chart = new OrgChart(store);
        var picker = new RotationPicker(store, chart, new Schedules(store));
        Assert.Equal(rotation, await picker.MeantAsync(new Caller("ana", Platforms.Slack, null),
            new Dictionary<string, string> { [argument] = said }, At("2026-11-16T10:00:00Z"), Ct));
    }

    [Fact]
    public async Task What_nobody_answers_for_is_not_suggested_for_itself()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.Store.SaveAsync([Write.Create("lonely", new Team("lonely", "Lonely") { Lead = "dot" })], Ct);
        Assert.StartsWith("No rotation `lonely`. Known: ", await bot.SayAsync("ana", "now lonely"), StringComparison.Ordinal);
    }
}
