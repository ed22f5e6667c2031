namespace Watchbill.Slack;

public sealed class SlackAddressTests
{
    [Theory]
    [InlineData("https://hooks.slack.com/commands/T1/1/x", true)]
    [InlineData("https://hooks.slack.com:443/commands/T1/1/x", true)]
    [InlineData("https://hooks.slack-gov.com/commands/T1/1/x", true)]
    [InlineData("https://slack.test/commands/x", true)] // Where the API is.
    [InlineData("https://hooks.slack.com:8443/commands/T1/1/x", false)] // Another port is another server.
    [InlineData("https://slack.test:8443/commands/x", false)]
    [InlineData("http://hooks.slack.com/commands/T1/1/x", false)]
    [InlineData("http://slack.test/commands/x", false)]
    [InlineData("https://hooks.slack.com.evil.example/x", false)]
    [InlineData("https://evilslack.com/x", false)]
    [InlineData("https://evil.example/?.slack.com", false)]
    [InlineData("https://hooks.slack.com@evil.example/x", false)]
    [InlineData("http://localhost:5080/x", false)]
    [InlineData("/commands/x", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Answers_go_to_Slack_and_nowhere_else(string? address, bool goes) =>
        Assert.Equal(goes ? address : null, SlackAddresses.Checked(address, new SlackOptions { ApiBaseUrl = "https://slack.test/api" }));

    [Fact]
    public void A_stand_in_on_loopback_may_answer_from_any_port_of_it() =>
        Assert.NotNull(SlackAddresses.Checked("http://127.0.0.1:6000/x", new SlackOptions { ApiBaseUrl = "http://127.0.0.1:5000/api" }));
}
