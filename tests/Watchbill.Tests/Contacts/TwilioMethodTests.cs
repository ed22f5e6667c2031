using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>SMS and calls over a real socket, to a stand-in for the service.</summary>
public sealed class TwilioMethodTests : IAsyncLifetime
{
    private StandIn server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await StandIn.StartAsync();
        Answer(201, """{"sid": "SM77", "status": "queued"}""");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_sms_says_how_it_is_answered_and_its_receipt_is_kept()
    {
        var posting = new Posting("2026-11-20T10:00:00Z/page/checkout/000012/00001/person:ben/sms");
        await Method("sms").SendAsync("+351912345678", Page(), posting, Ct);
        var (path, form) = Assert.Single(Sent());
        Assert.Equal(("/2010-04-01/Accounts/AC1/Messages.json", "+351912345678", "+15005550006"), (path, form["To"], form["From"]));
        Assert.Equal("You are primary for payments. Acknowledge: https://wb.example.com/answer/x.y "
            + "Or answer 12a: you have it, 12e: next level, 12c: resolved.", form["Body"]);
        Assert.Equal("https://wb.example.com/twilio/status?message="
            + "2026-11-20T10%3A00%3A00Z%2Fpage%2Fcheckout%2F000012%2F00001%2Fperson%3Aben%2Fsms", form["StatusCallback"]);
        Assert.Equal("Basic QUMxOnNlY3JldA==", server.Requests.Single().Headers["Authorization"]);
        Assert.Equal("SM77", posting.Receipt);
    }

    [Fact]
    public async Task A_call_reads_the_page_twice_and_asks_for_a_key()
    {
        await Method("voice").SendAsync("+351912345678", Page() with { Title = "sev1 checkout: 5 < 6 & more" }, new("key"), Ct);
        var (path, form) = Assert.Single(Sent());
        Assert.Equal("/2010-04-01/Accounts/AC1/Calls.json", path);
        var response = XElement.Parse(form["Twiml"]);
        var keys = response.Element("Gather")!;
        Assert.Equal("https://wb.example.com/twilio/voice?link=x.y", keys.Attribute("action")!.Value);
        Assert.Equal(2, keys.Elements("Say").Count());
        Assert.Equal("This is Watchbill. sev1 checkout: 5 < 6 & more. You are primary for payments. "
            + "Press 4 to take it, 5 for the next level, 6 to resolve it.", keys.Element("Say")!.Value);
        Assert.Equal("No key was pressed, so nobody has it.", response.Elements("Say").Single().Value);
    }

    [Fact]
    public async Task A_code_is_read_digit_by_digit_and_asks_for_no_key()
    {
        await Method("voice")
            .SendAsync("+351912345678", new Notice(NoticeKind.Verification, "ben", "x") { Code = "482113" }, new("key"), Ct);
        var response = XElement.Parse(Assert.Single(Sent()).Form["Twiml"]);
        Assert.Equal("This is Watchbill. Your code is 4, 8, 2, 1, 1, 3.", response.Elements("Say").First().Value);
        Assert.Null(response.Element("Gather"));
    }

    [Theory]
    [InlineData(500, "", "it answered 500")]
    [InlineData(401, """{"code": 20003, "message": "Authenticate"}""", "it answered 401: Authenticate")]
    [InlineData(404, "not json", "it answered 404")]
    [InlineData(429, "[]", "it answered 429")]
    public async Task What_the_service_refuses_has_failed_in_its_words(int status, string body, string why)
    {
        Answer(status, body);
        var posting = new Posting("key");
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("sms", posting));
        Assert.Equal(why, failure.Message);
        Assert.Empty(posting.Open());
    }

    [Theory]
    [InlineData("sms", 21610)]
    [InlineData("voice", 21211)]
    public async Task A_number_that_takes_none_is_not_tried_again(string method, int code)
    {
        Answer(400, $$"""{"code": {{code}}, "message": "no"}""");
        Assert.Equal("it answered 400: no", (await Assert.ThrowsAsync<GoneException>(() => SendAsync(method, new("key")))).Message);
    }

    [Fact]
    public async Task Busy_it_says_when()
    {
        Answer(429, "", "9");
        Assert.Equal(Duration.FromSeconds(9), (await Assert.ThrowsAsync<BusyException>(() => SendAsync("voice", new("key")))).Pause);
    }

    [Fact]
    public async Task Without_an_answer_it_may_have_been_sent()
    {
        server.Answers = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var posting = new Posting("key");
        await Assert.ThrowsAsync<UnansweredException>(() => SendAsync("sms", posting));
        Assert.Single(posting.Open());
    }

    [Theory]
    [InlineData("+351912345678", true)]
    [InlineData("912345678", false)]
    [InlineData("+0351912345678", false)]
    [InlineData("+351 912 345 678", false)]
    [InlineData("+351912345678\n", false)]
    public void A_number_begins_with_its_country(string number, bool fine)
    {
        foreach (var method in new[] { "sms", "voice" }) Assert.Equal(fine, Method(method).Fault(number) is null);
    }

    [Fact]
    public void Others_see_the_last_digits() => Assert.Equal("…5678", Method("sms").Masked("+351912345678"));

    [Theory]
    [InlineData("AC1", "secret", "+15005550006", "https://api.twilio.com", "")]
    [InlineData("", "", "", "x", "")]
    [InlineData("AC1", "", "+15005550006", "https://api.twilio.com", "Contacts:Twilio:AuthToken")]
    [InlineData("AC1", "secret", "Watchbill", "https://api.twilio.com", "Contacts:Twilio:From")]
    [InlineData("AC1", "secret", "+15005550006", "twilio", "Contacts:Twilio:BaseUrl")]
    public void Settings_that_could_never_work_stop_the_start(string account, string token, string from, string url, string why)
    {
        var result = new ContactOptionsCheck().Validate(null, new ContactOptions
        {
            Twilio = new() { AccountSid = account, AuthToken = token, From = from, BaseUrl = url },
        });
        Assert.Equal(why.Length > 0, result.Failed);
        Assert.Contains(why, result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    // The example of the protocol's own documentation.
    [Theory]
    [InlineData("0/KCTR6DLpKmkAf8muzZqo1nDgQ=", true)]
    [InlineData("0/KCTR6DLpKmkAf8muzZqo1nDgR=", false)]
    [InlineData("", false)]
    public void A_signature_is_over_the_address_and_all_fields(string claimed, bool fine) => Assert.Equal(fine,
        TwilioSignature.Check("12345", claimed, "https://mycompany.com/myapp.php?foo=1&bar=2", new Dictionary<string, string>
        {
            ["To"] = "+18005551212",
            ["Digits"] = "1234",
            ["CallSid"] = "CA1234567890ABCDE",
            ["From"] = "+12349013030",
            ["Caller"] = "+12349013030",
        }));

    private Task SendAsync(string method, Posting posting) => Method(method).SendAsync("+351912345678", Page(), posting, Ct);

    private IContactMethod Method(string name) => StandIn.Method(name, ("Twilio:BaseUrl", server.Url), ("Twilio:AccountSid", "AC1"),
        ("Twilio:AuthToken", "secret"), ("Twilio:From", "+15005550006"));

    private IEnumerable<(string Path, IReadOnlyDictionary<string, string> Form)> Sent() => server.Requests.Select(request => (request.Path,
        (IReadOnlyDictionary<string, string>)QueryHelpers.ParseQuery(request.Body).ToDictionary(field => field.Key,
            field => field.Value.ToString())));

    private void Answer(int status, string body, string? after = null) => server.Answers = http =>
    {
        http.Response.StatusCode = status;
        if (after is not null) http.Response.Headers.RetryAfter = after;
        return http.Response.WriteAsync(body);
    };

    private static Notice Page() => new(NoticeKind.Page, "ben",
        "You are primary for payments. Acknowledge: https://wb.example.com/answer/x.y")
    {
        Title = "sev1 checkout: payments fail",
        Lines = ["You are primary for payments.", "Acknowledge: https://wb.example.com/answer/x.y"],
        Page = "checkout-12",
        High = true,
        Link = "https://wb.example.com/answer/x.y",
    };
}
