using System.Globalization;
using OpenQA.Selenium;
using Watchbill.Fixtures;

namespace Watchbill.LocalChat;

/// <summary>The local chat on a phone of 390 x 844 points.</summary>
public sealed class PhonePageTests
{
    private const string Room = """
        const bar = document.querySelector('.bar').getBoundingClientRect(), card = [...document.querySelectorAll('.card')].at(-1);
        return [card.getBoundingClientRect().top - bar.bottom, innerHeight - card.getBoundingClientRect().top];
        """;

    [Fact]
    public async Task An_answer_of_any_height_begins_below_the_line_on_top()
    {
        using var browser = Browser.StartOrSkip();
        await using var host = new Host();
        await host.StartAsync(TestContext.Current.CancellationToken);
        browser.Open(new Uri(host.Url, "/?as=ana"));
        browser.OnPhone(390, 844);
        foreach (var (i, height) in new[] { 300, 700, 735, 750, 778, 800, 1200 }.Index())
        {
            var rule = $".card {{ min-height: {height}px }}";
            browser.Ask("const sheet = document.styleSheets[0]; sheet.insertRule(arguments[0], sheet.cssRules.length); return []", rule);
            browser.Type("#text", "help" + Keys.Enter);
            await UntilAsync(() => browser.Count(".mine") == i + 1 && browser.Count(".card:not(.waiting):not(.told)") == i + 1, rule);
            // It is scrolled when it is next drawn.
            await UntilAsync(() => browser.Ask(Room).Select(points => double.Parse(points, CultureInfo.InvariantCulture))
                .All(room => room >= 0), rule + string.Join(' ', browser.Ask(Room)));
        }
    }

    [Fact]
    public async Task Whose_shift_is_open_a_runbook_behind_its_noun_and_hints_that_are_examples()
    {
        using var browser = Browser.StartOrSkip();
        await using var host = new Host();
        await host.StartAsync(TestContext.Current.CancellationToken);
        browser.Open(new Uri(host.Url, "/?as=ana"));
        browser.OnPhone(390, 844);
        browser.Type("#text", "incident declare checkout \"payments fail\" sev2" + Keys.Enter);
        Assert.DoesNotContain("https://", browser.Text(".card", "payments fail"), StringComparison.Ordinal);
        Assert.StartsWith("https://", Assert.Single(browser.Ask("return [document.querySelector('.card .fields a').href]")),
            StringComparison.Ordinal);

        browser.Type("#text", "incident update checkout-1" + Keys.Enter);
        Assert.Contains("For example: 25%", browser.Text(".card", "Update checkout-1"), StringComparison.Ordinal);
        Assert.Equal(0, browser.Count(".form h2"));

        browser.Type("#text", "incident list" + Keys.Enter);
        browser.Text(".table.cards", "payments fail");
        Assert.Contains("Incident", Assert.Single(browser.Ask(Head)), StringComparison.Ordinal);
        browser.Type("#text", "now payments" + Keys.Enter);
        browser.Text(".card", "is on call for payments");
        Assert.Empty(browser.Complaints());
    }

    private const string Head = """
        const cell = [...document.querySelectorAll('.table.cards td:first-child')].at(-1);
        return [getComputedStyle(cell, '::before').content];
        """;

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var i = 0; i < 200 && !holds(); i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(holds(), what);
    }
}
