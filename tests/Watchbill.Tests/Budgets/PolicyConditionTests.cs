using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>Conditions of a policy as they are written.</summary>
public sealed class PolicyConditionTests
{
    [Theory]
    [InlineData("remaining <= 25%")]
    [InlineData("remaining < 10%")]
    [InlineData("remaining <= 100%")]
    [InlineData("remaining < -5%")]
    [InlineData("incident > 20%")]
    [InlineData("incident >= 20%")]
    [InlineData("incident >= 0%")]
    [InlineData("incident > 100%")]
    [InlineData("burn > 14.4")]
    [InlineData("burn >= 10")]
    [InlineData("exhausted 2 of 4")]
    [InlineData("exhausted 4 of 4")]
    [InlineData("exhausted 1 of 9999")]
    public void What_is_written_is_read_and_written_again(string text) => Assert.Equal(text, PolicyCondition.Parse(text)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("remaining >= 25%")] // a budget shrinks
    [InlineData("remaining <= 100.1%")]
    [InlineData("remaining <= 25")]
    [InlineData("remaining <= x%")]
    [InlineData("incident < 20%")]
    [InlineData("incident > -1%")]
    [InlineData("incident > 101%")]
    [InlineData("incident > x%")]
    [InlineData("burn < 3")]
    [InlineData("burn > 0")]
    [InlineData("burn > -1")]
    [InlineData("burn > x")]
    [InlineData("exhausted 0 of 4")]
    [InlineData("exhausted 5 of 4")]
    [InlineData("exhausted -1 of 4")]
    [InlineData("exhausted 1 of 10000")]
    [InlineData("exhausted 2 from 4")]
    public void Anything_else_is_no_condition(string text) => Assert.Null(PolicyCondition.Parse(text));

    [Theory]
    [InlineData("remaining <= 25%", "24.99", true)]
    [InlineData("remaining <= 25%", "25", true)]
    [InlineData("remaining <= 25%", "25.01", false)]
    [InlineData("remaining < 25%", "25", false)]
    [InlineData("remaining < 25%", "24.99", true)]
    [InlineData("incident > 20%", "20", false)]
    [InlineData("incident > 20%", "20.01", true)]
    [InlineData("incident >= 20%", "20", true)]
    [InlineData("incident >= 20%", "19.99", false)]
    [InlineData("burn > 14.4", "14.4", false)]
    [InlineData("burn > 14.4", "14.5", true)]
    [InlineData("burn >= 14.4", "14.4", true)]
    [InlineData("burn >= 14.4", "14.3", false)]
    public void The_value_itself_is_in_where_that_is_written(string text, string value, bool holds) =>
        Assert.Equal(holds, PolicyCondition.Parse(text)!.Holds(Number(value)));

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 6)]
    public void A_policy_asks_for_as_many_periods_as_its_largest_level(bool halting, int periods)
    {
        var policy =
            new BudgetPolicy("p")
            {
                Levels =
                [
                    new(PolicyCondition.Parse("exhausted 2 of 4")!, [PolicyAction.Halt]),
                    new(PolicyCondition.Parse("exhausted 1 of 2")!, [PolicyAction.Halt]),
                    new(PolicyCondition.Parse("exhausted 2 of 6")!, [PolicyAction.TellLead]),
                ],
            };
        Assert.Equal(periods, policy.Periods(halting));
        Assert.Equal(0, (policy with { Levels = [] }).Periods(halting));
    }

    [Theory]
    [InlineData("halt", PolicyAction.Halt)]
    [InlineData("postmortem", PolicyAction.Postmortem)]
    [InlineData("propose hand-back", PolicyAction.ProposeHandBack)]
    [InlineData("tell channel", PolicyAction.TellChannel)]
    [InlineData("tell lead", PolicyAction.TellLead)]
    [InlineData("tell manager", PolicyAction.TellManager)]
    [InlineData("tell accountable", PolicyAction.TellAccountable)]
    [InlineData("tell executives", PolicyAction.TellExecutives)]
    [InlineData("tell release", PolicyAction.TellRelease)]
    [InlineData("tell everybody", null)]
    public void An_action_is_what_is_written(string text, PolicyAction? action) => Assert.Equal(action, PolicyActions.Parse(text));

    [Theory]
    [InlineData("feature", ReleaseKind.Feature)]
    [InlineData("fix", ReleaseKind.Fix)]
    [InlineData("security", ReleaseKind.Security)]
    [InlineData("p0", ReleaseKind.P0)]
    [InlineData("reliability", ReleaseKind.Reliability)]
    [InlineData("hotfix", null)]
    public void A_change_is_of_the_kind_that_is_typed(string text, ReleaseKind? kind)
    {
        Assert.Equal(kind, ReleaseKinds.Parse(text));
        if (kind is { } known) Assert.Equal(text, known.Name());
    }
}
