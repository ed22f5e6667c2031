using NodaTime;
using Watchbill.Budgets;
using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Training;

namespace Watchbill.Organization;

/// <summary>Single values as people write them, and what is kept of those who were of a team or managed it.</summary>
public sealed class WrittenValueTests
{
    private static readonly Renames None = new([]);
    private static readonly Instant Now = Cases.At("2026-06-10T09:00:00Z");

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("1 second", 1)]
    [InlineData("2 seconds", 2)]
    [InlineData("5m", 300)]
    [InlineData("5 min", 300)]
    [InlineData("5 minutes", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1 hour", 3600)]
    [InlineData("90 days", 90 * 86_400)]
    [InlineData("1d", 86_400)]
    [InlineData("2w", 14 * 86_400)]
    [InlineData("1 week", 7 * 86_400)]
    [InlineData("0m", 0)]
    [InlineData("1000000s", 1_000_000)]
    [InlineData("1000001s", null)]
    [InlineData("5", null)]
    [InlineData("m", null)]
    [InlineData("-5m", null)]
    [InlineData("5  m", null)]
    [InlineData("5 months", null)]
    [InlineData("1.5h", null)]
    public void A_length_of_time_is_a_number_and_a_unit(string text, int? seconds) =>
        Assert.Equal(seconds, (int?)WrittenValues.Duration(text)?.TotalSeconds);

    [Theory]
    [InlineData("20%", "20")]
    [InlineData("99.95 %", "99.95")]
    [InlineData("-5%", "-5")]
    [InlineData("20", null)]
    [InlineData("%", null)]
    [InlineData("x%", null)]
    public void A_percentage_ends_with_its_sign(string text, string? value) => Assert.Equal(Number(value), WrittenValues.Percent(text));

    [Theory]
    [InlineData("1000000000000", "1000000000000")]
    [InlineData("-1000000000000", "-1000000000000")]
    [InlineData("1000000000000.01", null)]
    [InlineData("-1000000000001", null)]
    [InlineData("1.25", "1.25")]
    [InlineData("1,25", null)]
    [InlineData("1e3", null)]
    [InlineData("", null)]
    public void A_number_is_one_that_sums_can_be_made_of(string text, string? value) =>
        Assert.Equal(Number(value), WrittenValues.Number(text));

    [Theory]
    [InlineData("12000 EUR", "12000", "EUR")]
    [InlineData("0  JPY", "0", "JPY")]
    [InlineData("-1 EUR", null, null)]
    [InlineData("12000", null, null)]
    [InlineData("12000 EUR net", null, null)]
    [InlineData("12000 eur", null, null)]
    [InlineData("12000 EURO", null, null)]
    [InlineData("x EUR", null, null)]
    public void Money_is_an_amount_and_a_currency(string text, string? amount, string? currency) =>
        Assert.Equal(amount is null ? null : new Money(Number(amount)!.Value, currency!), WrittenValues.Money(text));

    [Theory]
    [InlineData("2 of 4", 2, 4)]
    [InlineData("4 of 4", 4, 4)]
    [InlineData("1 of 1", 1, 1)]
    [InlineData("0 of 4", 0, 0)]
    [InlineData("5 of 4", 0, 0)]
    [InlineData("2 of 10000", 0, 0)]
    [InlineData("2 of x", 0, 0)]
    public void A_share_is_of_as_many_at_most(string text, int count, int of) =>
        Assert.Equal(count == 0 ? null : (count, of), WrittenValues.Share(text));

    [Theory]
    [InlineData("true True TRUE", true)]
    [InlineData("false False FALSE", false)]
    [InlineData("yes no 1 tRUE", null)]
    public void A_flag_is_true_or_false(string texts, bool? flag) =>
        Assert.All(texts.Split(' '), text => Assert.Equal(flag, WrittenValues.Flag(text)));

    [Fact]
    public void Days_and_times_are_written_one_way()
    {
        Assert.Equal(new LocalDate(2026, 6, 10), WrittenValues.Date("2026-06-10"));
        Assert.Null(WrittenValues.Date("10.6.2026"));
        Assert.Equal(new LocalTime(9, 5), WrittenValues.Time("9:05"));
        Assert.Null(WrittenValues.Time("9"));
        Assert.Equal(new LocalDateTime(2026, 6, 10, 9, 5), WrittenValues.DateTime("2026-06-10T9:05"));
        Assert.Equal(new LocalDateTime(2026, 6, 10, 9, 5), WrittenValues.DateTime("2026-06-10 09:05"));
        Assert.Null(WrittenValues.DateTime("2026-06-10"));
        Assert.Equal(12, WrittenValues.Whole("12"));
        Assert.Null(WrittenValues.Whole("-12"));
    }

    [Fact]
    public void A_policy_is_kept_under_the_key_that_defines_it()
    {
        var budget = Policy.Of(new BudgetPolicy("default"));
        var pay = Policy.Of(new PayPolicy("standard", new(2026, 1, 1)));
        var program = Policy.Of(new TrainingProgram("first"));
        Assert.Equal(("budgetPolicies", "default", "", "budgetPolicies/default"),
            (budget.Section, budget.Id, budget.Version, budget.DocumentId));
        Assert.Equal(("compensation", "standard", "2026-01-01", "compensation/standard/2026-01-01"),
            (pay.Section, pay.Id, pay.Version, pay.DocumentId));
        Assert.Equal(("training", "first", "training/first"), (program.Section, program.Id, program.DocumentId));
        Assert.Equal(("scenarios/", "budgetPolicies/default", "compensation/", "compensation/standard/"),
            (Policy.AllScenarios, Policy.OfBudget("default"), Policy.AllPay, Policy.OfPay("standard")));
    }

    [Theory]
    [InlineData("Europe/Lisbon", "PT", false)]
    [InlineData("Europe/Berlin", "PT", true)]
    [InlineData("Europe/Lisbon", "DE", true)]
    [InlineData("Europe/Lisbon", null, true)]
    public void Where_somebody_was_at_home_before_is_kept_where_it_changes(string zone, string? holidays, bool kept)
    {
        var first = new FormerHome(Now - Duration.FromDays(9), "Europe/London", null);
        var before = new Person("ana", "Ana") { TimeZone = "Europe/Lisbon", Holidays = "PT", Former = [first] };
        var after = new Person("ana", "Ana") { TimeZone = zone, Holidays = holidays }.After(before, Now);
        Assert.Equal(kept ? [first, new(Now, "Europe/Lisbon", "PT")] : [first], after.Former);
    }

    [Theory]
    [InlineData("2026-06-30T21:59:59Z", true)]
    [InlineData("2026-06-30T22:00:00Z", false)] // midnight in Berlin, when the first day away begins
    public void Somebody_leaves_when_their_last_day_is_over(string at, bool here)
    {
        var person = new Person("ana", "Ana") { TimeZone = "Europe/Berlin", Until = new(2026, 7, 1) };
        Assert.Equal(here, person.IsHere(Cases.At(at)));
        Assert.True((person with { Until = null }).IsHere(Cases.At(at)));
        Assert.False((person with { Until = null, Retired = true }).IsHere(Cases.At(at)));
        Assert.Null((person with { Until = null }).Leaves);
    }

    [Fact]
    public void Who_was_of_a_team_and_who_managed_it_is_kept_until_the_change()
    {
        var before = new Team("pay", "Payments") { Lead = "ana", Manager = "mia", Domain = "order", Members = ["ana", "ben"] };
        Team After(Func<Team, Team> change) => change(before).After(before, None, Now);
        Assert.Empty(After(team => team with { Name = "Pay" }).Former);
        foreach (var change in new Func<Team, Team>[]
        {
            team => team with { Lead = "ben" }, team => team with { Manager = "max" }, team => team with { Domain = null },
            team => team with { Members = ["ana"] },
        })
        {
            var after = After(change);
            Assert.Equal((Now, "order", "ana", "mia"),
                Assert.Single(after.Former) is var was ? (was.Until, was.Domain, was.Lead, was.Manager) : default);
            Assert.Equal(["ana", "ben"], after.At(Now - Duration.Epsilon).Members);
            Assert.Equal(after.Members, after.At(Now).Members);
        }

        // What was before is known by the new ids, and a rename is no change.
        var renamed = before with { Lead = "anna", Members = ["anna", "ben"] };
        Assert.Empty(renamed.After(before, new Renames([new("people", "ana", "anna")]), Now).Former);
    }

    [Fact]
    public void Who_managed_a_domain_is_kept_until_the_change()
    {
        var before = new Domain("order", "Ordering") { Manager = "mia" };
        Assert.Empty((before with { Name = "Orders" }).After(before, None, Now).Former);
        Assert.Empty((before with { Manager = "maya" }).After(before, new Renames([new("people", "mia", "maya")]), Now).Former);
        var after = (before with { Manager = "max" }).After(before, None, Now);
        Assert.Equal(("mia", "max"), (after.ManagerAt(Now - Duration.Epsilon), after.ManagerAt(Now)));
        var again = (after with { Manager = null, Former = [] }).After(after, None, Now + Duration.FromDays(1));
        Assert.Equal(["mia", "max"], again.Former.Select(former => former.Manager));
        Assert.Null(again.ManagerAt(Now + Duration.FromDays(1)));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("0-a", true)]
    [InlineData("a-", true)]
    [InlineData("-a", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("", false)]
    [InlineData("a\n", false)]
    public void An_id_is_of_small_letters_digits_and_dashes(string text, bool valid)
    {
        Assert.Equal(valid, Ids.IsValid(text));
        Assert.True(Ids.IsValid(new string('a', 63)));
        Assert.False(Ids.IsValid(new string('a', 64)));
    }

    private static decimal? Number(string? text) => text is null ? null : Spending.Number(text);
}
