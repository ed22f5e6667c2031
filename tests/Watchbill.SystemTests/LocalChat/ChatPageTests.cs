using OpenQA.Selenium;
using Watchbill.Fixtures;

namespace Watchbill.LocalChat;

/// <summary>The local chat as a newcomer uses it: in a browser, with the sample organisation.</summary>
public sealed class ChatPageTests
{
    [Fact]
    public async Task A_newcomer_chooses_a_person_asks_changes_and_sees_what_the_bot_says_by_itself()
    {
        using var browser = Browser.StartOrSkip();
        await using var host = new Host();
        await host.StartAsync(TestContext.Current.CancellationToken);
        browser.Open(host.Url);

        browser.Click(".person", "Ana Silva");
        Assert.Equal("live", browser.Text(".line", "live"));
        browser.Click(".chip", "now payments");
        // A reminder may have come before, by the time of day.
        Assert.Contains("Secondary", browser.Text(".card", "is on call for payments"), StringComparison.Ordinal);
        Assert.Equal("only you", browser.Text(".audience"));

        browser.Type("#text", "over");
        Assert.Contains("override <rotation> <person>", browser.Text("#choices"), StringComparison.Ordinal);
        browser.Type("#text", Keys.Tab);
        Assert.Equal("override ", browser.ValueOf("#text"));
        browser.Type("#text", "payments" + Keys.Tab + "do" + Keys.ArrowDown + Keys.Enter);
        Assert.StartsWith("override payments dora ", browser.ValueOf("#text"), StringComparison.Ordinal);
        browser.Type("#text", "for 2h because Ana sees the dentist" + Keys.Enter);

        browser.Click(".card .button.primary", "Confirm override");
        Assert.Contains("Dora", browser.Text(".told", "#payments"), StringComparison.Ordinal);
        Assert.StartsWith("to Dora Lima", browser.Text(".told", "to Dora"), StringComparison.Ordinal);
        Assert.Equal("Confirm override", browser.Text(".card .button.answered"));

        browser.Type("#text", Keys.ArrowUp);
        Assert.Equal("override payments dora for 2h because Ana sees the dentist", browser.ValueOf("#text"));
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task Words_that_look_like_markup_stay_words()
    {
        using var browser = Browser.StartOrSkip();
        await using var host = new Host();
        await host.StartAsync(TestContext.Current.CancellationToken);
        browser.Open(new Uri(host.Url, "/?as=ana"));
        browser.Type("#text", "now <img src=x onerror=alert(1)>" + Keys.Enter);
        Assert.Contains("<img src=x", browser.Text(".card", "<img"), StringComparison.Ordinal);
        Assert.Equal(0, browser.Count("main img"));
        Assert.Empty(browser.Complaints());
    }
}
