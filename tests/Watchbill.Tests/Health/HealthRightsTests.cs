using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>Who sees whose figures, by each command, under each setting: the whole table.</summary>
public sealed class HealthRightsTests
{
    private const string Monday = "2026-11-30T09:00:00Z";

    private static readonly string[] Everybody = ["adm", "ana", "ben", "lea", "oth"];

    [Theory]
    [InlineData(HealthPeople.Lead, "health ana", "adm ana lea", "")]
    [InlineData(HealthPeople.Self, "health ana", "ana", "")]
    [InlineData(HealthPeople.Off, "health ana", "", "")]
    [InlineData(HealthPeople.Lead, "health lea", "adm lea", "")]
    [InlineData(HealthPeople.Lead, "health oth", "adm oth", "")]
    [InlineData(HealthPeople.Lead, "health", "adm ana ben lea oth", "")]
    [InlineData(HealthPeople.Off, "health", "", "")]
    [InlineData(HealthPeople.Lead, "health team payments", "adm lea", "ana ben")]
    [InlineData(HealthPeople.Self, "health team payments", "", "adm ana ben lea")]
    [InlineData(HealthPeople.Off, "health team payments", "", "")]
    public async Task Only_these_see_it(HealthPeople setting, string text, string people, string medians)
    {
        var bot = await HealthBot.AtAsync(Monday, setting);
        var (seesPeople, seesMedians) = (new List<string>(), new List<string>());
        foreach (var person in Everybody)
        {
            var said = await bot.SayAsync(person, text);
            if (said.Contains("Shifts  Callouts", StringComparison.Ordinal)) seesMedians.Add(person);
            else if (said.Contains("90 days", StringComparison.Ordinal) || said.StartsWith("No data about", StringComparison.Ordinal))
                seesPeople.Add(person);
            else Assert.DoesNotContain("168", said, StringComparison.Ordinal);
        }

        Assert.Equal((people, medians), (string.Join(' ', seesPeople), string.Join(' ', seesMedians)));
    }

    /// <summary>Three of five had a week of 168 h in the last 21 days, dan and eve none: the middle of five is 168.</summary>
    [Fact]
    public async Task Members_see_the_middle_of_five_and_leads_each_of_them()
    {
        var bot = await HealthBot.AtAsync(Monday);
        var team = await bot.SayAsync("ana", "health team payments");
        Assert.StartsWith("payments: half of you were on call 168 h or less in the last 21 days.", team, StringComparison.Ordinal);
        Assert.DoesNotContain("Ben", team, StringComparison.Ordinal);
        var people = await bot.SayAsync("lea", "health team payments");
        Assert.All(new[] { "Ana", "Ben", "Cai", "Dan", "Eve", "Median" },
            name => Assert.Contains(name, people, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Four_people_have_no_median()
    {
        var bot = await HealthBot.AtAsync(Monday);
        var read = (await bot.Store.FindAsync<Team>("payments", HealthBot.Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, read.Value with { Members = ["ana", "ben", "cai", "dan"] })], HealthBot.Ct);
        foreach (var person in new[] { "ana", "lea" })
            Assert.StartsWith("payments: fewer than 5 people have data, so there is no median.",
                await bot.SayAsync(person, "health team payments"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_reads_who_else_sees_what_they_see()
    {
        var bot = await HealthBot.AtAsync(Monday);
        Assert.Contains("Seen by: you and Lea.", await bot.SayAsync("ana", "health"), StringComparison.Ordinal);
        Assert.Contains("Seen by: them and Lea.", await bot.SayAsync("lea", "health ana"), StringComparison.Ordinal);
        var alone = await HealthBot.AtAsync(Monday, HealthPeople.Self);
        Assert.Contains("Seen by: you.", await alone.SayAsync("ana", "health"), StringComparison.Ordinal);
    }
}
