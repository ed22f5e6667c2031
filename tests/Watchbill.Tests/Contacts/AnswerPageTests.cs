using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Contacts;

/// <summary>The page behind the link in a message: one button, one use. Cai is primary of payments, ana secondary.</summary>
public sealed partial class AnswerPageTests : IAsyncLifetime
{
    private readonly HttpClientHandler handler = new();
    private readonly HttpClient http;
    private WebApplication app = null!;
    private Bot bot = null!;
    private AnswerLinks links = null!;

    public AnswerPageTests() => http = new HttpClient(handler);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"cards <b>fail</b>\" sev1");
        await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IStore>(bot.Store).AddSingleton<IClock>(bot.Clock).AddSingleton<SaveNotices>()
            .AddSingleton<IChat, FileChat>().AddFeatures().AddPlatforms().AddOrganizationFile().AddApi();
        app = builder.Build();
        app.MapAnswers();
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Urls.First());
        links = new AnswerLinks(bot.Store, () => "");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        handler.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task One_button_acknowledges_as_the_person_of_the_link_and_a_second_press_changes_nothing()
    {
        var link = await LinkAsync();
        var (status, page) = await GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("checkout-1: cards &lt;b&gt;fail&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Cai Wen has checkout-1.", (await PressAsync(link, page)).Text, StringComparison.Ordinal);
        var taken = await PageAsync();
        Assert.Equal((PageState.Acknowledged, "cai"), (taken.State, taken.By));
        Assert.Contains("Cai Wen has checkout-1.", (await PressAsync(link, page)).Text, StringComparison.Ordinal);
        Assert.Equal(taken.Events, (await PageAsync()).Events);
    }

    [Theory]
    [InlineData("giveback checkout-1")]
    [InlineData("escalate checkout-1")]
    public async Task Used_once_a_link_does_not_acknowledge_what_was_opened_again(string again)
    {
        var link = await LinkAsync();
        var (_, page) = await GetAsync(link);
        await PressAsync(link, page);
        await bot.SayAsync("cai", again);
        Assert.True((await PageAsync()).IsOpen);
        var (status, spent) = await GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("This link is spent. The newest message about checkout-1 has one that works.", spent, StringComparison.Ordinal);
        Assert.DoesNotContain("<button>", spent, StringComparison.Ordinal);
        // Nor does the form that was open all the time.
        Assert.Equal(HttpStatusCode.Conflict, (await PressAsync(link, page)).Status);
        Assert.True((await PageAsync()).IsOpen);
        var newer = await LinkAsync();
        Assert.Contains("<button>", (await GetAsync(newer)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_ends_with_its_page_and_stays_over_when_the_incident_goes_on()
    {
        var link = await LinkAsync();
        var (_, page) = await GetAsync(link);
        await bot.SayAsync("out", "incident resolve checkout-1");
        var (_, over) = await GetAsync(link);
        Assert.Contains("checkout-1 is resolved. Nothing to do.", over, StringComparison.Ordinal);
        Assert.DoesNotContain("<button>", over, StringComparison.Ordinal);
        await PressAsync(link, page);
        Assert.Equal(PageState.Resolved, (await PageAsync()).State);
        await bot.SayAsync("out", "incident reopen checkout-1");
        Assert.True((await PageAsync()).IsOpen);
        Assert.Equal(HttpStatusCode.Conflict, (await PressAsync(link, page)).Status);
        Assert.True((await PageAsync()).IsOpen);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("PUT")]
    [InlineData("POST")]
    public async Task Whatever_looks_at_links_changes_nothing(string method)
    {
        var before = await PageAsync();
        var link = await LinkAsync();
        for (var i = 0; i < 3; i++) await http.SendAsync(new(new(method), link), Ct);
        Assert.Equal(before.Events, (await PageAsync()).Events);
        Assert.True((await PageAsync()).IsOpen);
    }

    [Fact]
    public async Task A_form_of_another_browser_and_a_changed_link_are_refused()
    {
        var link = await LinkAsync();
        var (_, page) = await GetAsync(link);
        using var other = new HttpClient { BaseAddress = http.BaseAddress };
        using var answer = await other.PostAsync(link, Form(page), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        // Nor where that browser has looked at the link, too.
        using (await other.GetAsync(link, Ct)) { }
        using var again = await other.PostAsync(link, Form(page), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(link[..^2])).Status);
        Assert.True((await PageAsync()).IsOpen);
    }

    [Fact]
    public async Task The_link_of_somebody_who_has_left_answers_nothing()
    {
        var link = await LinkAsync();
        var (_, page) = await GetAsync(link);
        var cai = (await bot.Store.FindAsync<Organization.Person>("cai", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(cai, cai.Value with { Until = new LocalDate(2026, 11, 19) })], Ct);
        Assert.Equal(HttpStatusCode.NotFound, (await PressAsync(link, page)).Status);
        Assert.True((await PageAsync()).IsOpen);
    }

    private async Task<string> LinkAsync() => await links.OfAsync(await PageAsync(), "cai", "ntfy", Ct);

    private async Task<Page> PageAsync() => (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string link)
    {
        using var answer = await http.GetAsync(link, Ct);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<(HttpStatusCode Status, string Text)> PressAsync(string link, string page)
    {
        using var answer = await http.PostAsync(link, Form(page), Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static FormUrlEncodedContent Form(string page) =>
        new([KeyValuePair.Create("key", Key().Match(page).Groups[1].Value)]);

    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex Key();
}
