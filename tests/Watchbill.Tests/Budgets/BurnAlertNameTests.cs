namespace Watchbill.Budgets;

public sealed class BurnAlertNameTests
{
    // As documents have them: these texts never change.
    [Theory]
    [InlineData("burn alert page 1h", BurnUrgency.Page, 1)]
    [InlineData("burn alert ticket 72h", BurnUrgency.Ticket, 72)]
    public void It_is_one_text(string text, BurnUrgency urgency, int hours)
    {
        var level = new ReachedLevel(text, default);
        Assert.Equal(new BurnAlertName(urgency, hours), level.Alert);
        Assert.Null(level.Condition);
        Assert.Equal(text, level.Alert!.ToString());
    }

    [Theory]
    [InlineData("burn > 14.4")]
    [InlineData("remaining <= 25%")]
    [InlineData("exhausted 2 of 4")]
    [InlineData("burn alert page")]
    [InlineData("burn alert page h")]
    [InlineData("burn alert email 1h")]
    public void What_is_no_alert_is_none(string text) => Assert.Null(new ReachedLevel(text, default).Alert);
}
