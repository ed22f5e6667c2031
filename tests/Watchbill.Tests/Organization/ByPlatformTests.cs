using Watchbill.Fixtures;

namespace Watchbill.Organization;

public sealed class ByPlatformTests
{
    [Fact]
    public void Ids_are_equal_by_what_they_are_whatever_came_first()
    {
        var one = ByPlatform.Of(Platforms.Teams, "6f1c").With(Platforms.Slack, "U0ANA");
        var other = ByPlatform.Of(Platforms.Slack, "U0BEN").With(Platforms.Teams, "6f1c").With(Platforms.Slack, "U0ANA");
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal("slack U0ANA, teams 6f1c", one.ToString());
        Assert.NotEqual(one, one.Without(Platforms.Slack));
    }

    [Fact]
    public void A_platform_without_an_id_has_none()
    {
        Assert.Null(ByPlatform.None[Platforms.Slack]);
        Assert.Null(Platforms.OnTeams("6f1c")[Platforms.Slack]);
        Assert.Null(Platforms.OnSlack("U0ANA").Without(Platforms.Slack)[Platforms.Slack]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Slack")]
    [InlineData("two words")]
    [InlineData("slack/ana")]
    public void A_platform_has_a_name_that_can_be_a_key(string name) => Assert.Throws<ArgumentException>(() => new PlatformId(name));
}
