using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.OrganizationFiles;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Contacts;

/// <summary>What people answer to an SMS or in a call, as the service tells it. Cai is primary of payments, ana secondary.</summary>
public sealed partial class PhoneAnswerTests : IAsyncLifetime
{
    private const string Cai = "+351912345678";
    private const string Token = "the-auth-token";

    private readonly Phone sms = new("sms");
    private readonly Phone voice = new("voice");
    private readonly HttpClient http = new();
    private readonly PagingWorld world;
    private WebApplication app = null!;
    private Bot bot = null!;

    public PhoneAnswerTests() => world = new PagingWorld { Methods = [sms, voice] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        bot = await PagingTests.BotAsync();
        await HasAsync("cai", Cai, "sms", "voice");
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["PublicUrl"] = "https://wb.example.com";
        foreach (var (key, value) in new[] { ("AccountSid", "AC1"), ("AuthToken", Token), ("From", "+15005550006") })
            builder.Configuration[$"Contacts:Twilio:{key}"] = value;
        builder.Services.AddSingleton<IStore>(bot.Store).AddSingleton<IClock>(bot.Clock).AddSingleton<SaveNotices>()
            .AddSingleton<IChat, FileChat>().AddFeatures().AddPlatforms().AddOrganizationFile().AddApi().AddContacts(builder.Configuration);
        app = builder.Build();
        TwilioEndpoints.Map(app);
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Urls.First());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    [Theory]
    [InlineData("1a")]
    [InlineData("1A ")]
    [InlineData("1 a")]
    [InlineData("checkout-1a")]
    [InlineData("ack 1a")]
    public async Task An_answer_with_the_number_and_an_a_has_the_page(string text)
    {
        Assert.StartsWith("You have checkout-1.", await TextAsync(Cai, text), StringComparison.Ordinal);
        var page = await PageAsync();
        Assert.Equal((PageState.Acknowledged, "cai"), (page.State, page.By));
        Assert.Equal(CallOutcome.Answered, page.Calls.Single(call => call.Method == "sms").Outcome);
        Assert.StartsWith("You have checkout-1 already", await TextAsync(Cai, text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_e_the_next_level_is_called_and_a_late_one_skips_nobody()
    {
        Assert.Equal("checkout-1 goes to the next level now. Ana Silva (secondary) has no account here: call them.",
            await TextAsync(Cai, "1e"));
        await world.RunAsync(bot);
        Assert.Equal(["cai", "ana"], (await PageAsync()).Taken.SelectMany(step => step.People));
        Assert.Equal("checkout-1 has gone on to Ana Silva already.", await TextAsync(Cai, "1e"));
        await world.RunAsync(bot);
        Assert.Equal(["cai", "ana"], (await PageAsync()).Taken.SelectMany(step => step.People));
    }

    [Fact]
    public async Task With_a_c_it_is_resolved()
    {
        Assert.StartsWith("checkout-1 is resolved.", await TextAsync(Cai, "1c"), StringComparison.Ordinal);
        Assert.False((await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Open);
        Assert.Equal(PageState.Resolved, (await PageAsync()).State);
    }

    [Fact]
    public async Task A_number_that_two_pages_have_is_asked_about()
    {
        await bot.SayAsync("out", "page cai are you awake sev1");
        await world.RunAsync(bot);
        var said = await TextAsync(Cai, "1a");
        Assert.Equal("Several pages have that number. Say which: checkout-1a or page-1a", said);
        Assert.StartsWith("You have page-1.", await TextAsync(Cai, "page-1a"), StringComparison.Ordinal);
        Assert.True((await PageAsync()).IsOpen);
    }

    [Theory]
    [InlineData("I am driving, later")]
    [InlineData("9a")]
    [InlineData("1x")]
    [InlineData("")]
    public async Task What_is_not_understood_changes_nothing_and_is_not_answered_for_ever(string text)
    {
        Assert.NotNull(await TextAsync(Cai, text));
        Assert.True((await PageAsync()).IsOpen);
        await bot.SayAsync("out", "incident resolve checkout-1");
        Assert.Null(await TextAsync(Cai, text));
    }

    [Fact]
    public async Task Numbers_that_nobody_verified_hear_nothing()
    {
        await bot.Store.SaveAsync([Write.Put("ben", Paging.Contacts.None.With(new Paging.Contact("sms", "+351900000001")
        {
            SentAt = bot.Clock.Now,
        }))], Ct);
        foreach (var from in new[] { "+351900000001", "+351900000002", "" })
        {
            Assert.Null(await TextAsync(from, "1a"));
            Assert.Null(await TextAsync(from, "START"));
        }

        // A verified number that this page never called may not answer it, either.
        await HasAsync("dot", "+351900000003", "sms");
        Assert.Null(await TextAsync("+351900000003", "1a"));
        Assert.True((await PageAsync()).IsOpen);
    }

    [Fact]
    public async Task PR10_stop_ends_sms_and_leaves_the_other_ways_until_start()
    {
        Assert.Null(await TextAsync(Cai, "STOP"));
        await bot.SayAsync("out", "incident declare checkout \"it fails again\" sev1");
        await world.RunAsync(bot);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(1));
        Assert.Equal(["checkout-1"], sms.Pages);
        Assert.Equal(["checkout-1", "checkout-2"], voice.Pages);
        Assert.Contains(world.Chat.Said, said => said.To == Address.Person("cai")
            && said.Reply.Text.ToString().StartsWith("You answered STOP", StringComparison.Ordinal));
        Assert.Equal("Pages reach you by SMS again.", await TextAsync(Cai, "Start"));
        await bot.SayAsync("out", "incident declare checkout \"once more\" sev1");
        await world.RunAsync(bot);
        Assert.Equal(["checkout-1", "checkout-3"], sms.Pages);
    }

    private async Task<string?> TextAsync(string from, string text) =>
        XElement.Parse(await PostAsync("/twilio/sms", ("From", from), ("Body", text))).Element("Message")?.Value;

    private async Task<string> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value);
        var (status, text) = await SendAsync(path, form, TwilioSignature.Of(Token, $"https://wb.example.com{path}", form));
        Assert.Equal(HttpStatusCode.OK, status);
        return text;
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string path, Dictionary<string, string> form, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        if (signature is not null) request.Headers.TryAddWithoutValidation(TwilioSignature.Header, signature);
        using var answer = await http.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<Page> PageAsync() => (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;

    private Task HasAsync(string person, string number, params string[] methods) => bot.Store.SaveAsync([Write.Put(person,
        methods.Aggregate(Paging.Contacts.None, (contacts, method) => contacts.With(new Paging.Contact(method, number)
        {
            SentAt = bot.Clock.Now,
            VerifiedAt = bot.Clock.Now,
        })) with
        { High = [.. methods.Select(method => new NotificationRule(method, Duration.Zero))] })], Ct);

    private sealed class Phone(string name) : IContactMethod
    {
        private readonly List<Notice> sent = [];

        public string[] Pages => [.. sent.Select(notice => notice.Page!)];

        public string[] Links => [.. sent.Select(notice => notice.Link!.Split('/')[^1])];

        public string Name => name;

        public string? Off => null;

        public string? Fault(string address) => null;

        public string Masked(string address) => address;

        public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
        {
            await posting.BeginAsync(name, ct);
            lock (sent) sent.Add(notice);
        }
    }
}
