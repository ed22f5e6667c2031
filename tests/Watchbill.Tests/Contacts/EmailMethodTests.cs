using Microsoft.Extensions.Options;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>Mail over a real socket, to a stand-in server.</summary>
public sealed class EmailMethodTests : IDisposable
{
    private readonly SmtpServer server = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_a_mail_that_says_how_urgent_it_is_and_its_receipt_is_kept()
    {
        var posting = new Posting("2026-11-30T02:58:00Z/page/checkout/000012/00001/person:ben/email");
        await Method().SendAsync("ben@example.com", Page(), posting, Ct);
        Assert.Equal("2.0.0 queued as Q1", posting.Receipt);
        var mail = Assert.Single(server.Mails);
        foreach (var line in new[]
        {
            "From: watchbill@example.com", "To: ben@example.com", "Subject: [sev1] checkout: payments fail (checkout-12)",
            "Importance: high",
            "Priority: urgent", "Auto-Submitted: auto-generated", "References: <checkout-12@example.com>",
            "You are primary for payments.", "Acknowledge: https://wb.example.com/answer/x",
        })
            Assert.Contains($"\n{line}\n", $"\n{mail}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sent_again_it_has_the_same_id()
    {
        for (var i = 0; i < 2; i++) await Method().SendAsync("ben@example.com", Page(), new Posting("key"), Ct);
        Assert.Single(
            server.Mails.Select(mail => mail.Split('\n').Single(line => line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase)))
                .Distinct());
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_not_tried_again()
    {
        server.Answers = word => word == "RCPT" ? "550 5.1.1 no such user" : null;
        var gone = await Assert.ThrowsAsync<GoneException>(() => SendAsync());
        Assert.Equal("the mail server refused the address: 5.1.1 no such user", gone.Message);
    }

    [Theory]
    [InlineData("RCPT", "451 4.7.1 try later")]
    [InlineData(".", "554 5.7.1 no")]
    public async Task What_the_server_refuses_has_failed(string word, string answer)
    {
        server.Answers = asked => asked == word ? answer : null;
        var posting = new Posting("key");
        var failed = await Assert.ThrowsAsync<IOException>(() => SendAsync(posting));
        Assert.Equal($"the mail server refused it: {answer[4..]}", failed.Message);
        Assert.Empty(posting.Open());
    }

    [Fact]
    public async Task A_server_that_ends_the_call_after_the_text_may_have_taken_it()
    {
        server.Answers = word => word == "." ? "421 4.3.2 shutting down" : null;
        // 421 is an answer: it was not taken.
        await Assert.ThrowsAsync<IOException>(() => SendAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("MAIL")]
    [InlineData(".")]
    public async Task A_server_that_says_nothing_is_given_up_when_the_host_stops_and_known_to_be_begun_or_not(string silentBefore)
    {
        server.SilentBefore = silentBefore;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var posting = new Posting("key", [], (_, _) =>
        {
            cancel.Cancel();
            return Task.CompletedTask;
        });
        if (silentBefore.Length == 0) await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Method().SendAsync("ben@example.com", Page(), posting, cancel.Token));
        Assert.Equal(silentBefore.Length == 0 ? 0 : 1, posting.Open().Count);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Nobody_listening_is_said_so()
    {
        var port = server.Port;
        server.Dispose();
        var failed =
            await Assert.ThrowsAsync<IOException>(
                () => new EmailMethod(Options(port)).SendAsync("ben@example.com", Page(), new Posting("key"), Ct));
        Assert.Equal("the mail server cannot be reached", failed.Message);
    }

    [Theory]
    [InlineData("ben@example.com", true)]
    [InlineData("ben", false)]
    [InlineData("Ben <ben@example.com>", false)]
    [InlineData("ben@example.com, eve@example.com", false)]
    [InlineData("ben@", false)]
    [InlineData("ben@example.com\r\nBcc: eve@example.com", false)]
    public void An_address_is_one_mailbox(string address, bool fine) => Assert.Equal(fine, Method().Fault(address) is null);

    [Fact]
    public void Others_see_it_masked() => Assert.Equal("b…@example.com", Method().Masked("ben@example.com"));

    [Theory]
    [InlineData("mail.example.com", 587, "", true, "Contacts:Smtp:From is missing")]
    [InlineData("mail.example.com", 0, "wb@example.com", true, "Contacts:Smtp:Port")]
    [InlineData("mail.example.com", 25, "wb@example.com", false, "")]
    [InlineData("", 0, "", false, "")]
    public void Settings_that_could_never_work_stop_the_start(string host, int port, string from, bool stops, string why)
    {
        var result =
            new ContactOptionsCheck().Validate(null, new ContactOptions { Smtp = new() { Host = host, Port = port, From = from } });
        Assert.Equal(stops, result.Failed);
        Assert.Contains(why, result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    public void Dispose() => server.Dispose();

    private EmailMethod Method() => new(Options(server.Port));

    private Task SendAsync(Posting? posting = null) => Method().SendAsync("ben@example.com", Page(), posting ?? new Posting("key"), Ct);

    private static IOptions<ContactOptions> Options(int port) => Microsoft.Extensions.Options.Options.Create(
        new ContactOptions { Smtp = new() { Host = "127.0.0.1", Port = port, From = "watchbill@example.com" } });

    private static Notice Page() => new(NoticeKind.Page, "ben", "short")
    {
        Title = "sev1 checkout: payments fail",
        Lines = ["You are primary for payments.", "Acknowledge: https://wb.example.com/answer/x"],
        Page = "checkout-12",
        High = true,
        Link = "https://wb.example.com/answer/x",
    };
}
