using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Watchbill.Chat;

namespace Watchbill.LocalChat;

public sealed class EventStreamTests
{
    private static readonly NodaTime.Instant Noon = NodaTime.Instant.FromUtc(2026, 11, 20, 12, 0);

    [Fact]
    public async Task What_the_bot_says_arrives_live_in_the_readers_zone()
    {
        await using var host = await LocalHost.StartAsync();
        using var lines = await OpenAsync(host, "/chat/events?person=kit");
        await host.Chat.PostAsync(Address.Team("payments"), new Reply($"Ana is on call from {Noon:time}\nand Ben is not."), new("k1"),
            CancellationToken.None);
        var (id, said) = await NextAsync(lines);
        Assert.NotEqual("", id);
        Assert.Equal("#payments", said.GetProperty("to").GetString());
        Assert.Equal("2026-11-20T09:30:00Z", said.GetProperty("at").GetString());
        Assert.Contains("07:00\nand Ben is not.", said.GetProperty("reply").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(said.TryGetProperty("from", out _));
    }

    [Fact]
    public async Task What_is_said_to_everyone_reaches_all_pages_and_the_answer_names_its_event()
    {
        await using var host = await LocalHost.StartAsync();
        using var lines = await OpenAsync(host, "/chat/events");
        using var answer = await host.PostAsync("/chat", new { person = "ana", text = "shout hello" });
        var (id, said) = await NextAsync(lines);
        Assert.Equal(id, Assert.Single(answer.Headers.GetValues("Watchbill-Event")));
        Assert.Equal(("everyone", "ana"), (said.GetProperty("to").GetString(), said.GetProperty("from").GetString()));
    }

    [Fact]
    public async Task What_is_said_to_one_person_stays_there()
    {
        await using var host = await LocalHost.StartAsync();
        using var lines = await OpenAsync(host, "/chat/events");
        await host.AnswerAsync("/chat", new { person = "ana", text = "now" });
        await host.Chat.PostAsync(Address.Admins, new Reply("Later."), new("k1"), CancellationToken.None);
        Assert.Equal("admins", (await NextAsync(lines)).Said.GetProperty("to").GetString());
    }

    [Fact]
    public async Task A_page_that_comes_back_names_the_last_event_it_saw()
    {
        await using var host = await LocalHost.StartAsync();
        foreach (var key in new[] { new("k1"), "k2" })
            await host.Chat.PostAsync(Address.Person("ana"), new Reply(key), new(key), CancellationToken.None);
        using var lines = await OpenAsync(host, "/chat/events");
        var (first, _) = await NextAsync(lines);
        host.Client.DefaultRequestHeaders.Add("Last-Event-ID", first);
        using var again = await OpenAsync(host, "/chat/events");
        Assert.Equal("k2", (await NextAsync(again)).Said.GetProperty("key").GetString());
    }

    [Fact]
    public async Task Nobody_listens_as_somebody_unknown()
    {
        await using var host = await LocalHost.StartAsync();
        using var response = await host.Client.GetAsync("/chat/events?person=nobody", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task An_open_page_does_not_keep_the_host_from_stopping()
    {
        var host = await LocalHost.StartAsync();
        using var lines = await OpenAsync(host, "/chat/events");
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task While_nothing_is_said_a_comment_keeps_the_line_open()
    {
        using var gone = new CancellationTokenSource();
        using var body = new Leaving(": still here\n\n", gone);
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton(Substitute.For<IHostApplicationLifetime>()).BuildServiceProvider(),
            RequestAborted = gone.Token,
        };
        context.Response.Body = body;
        await EventStream.WriteAsync(context, new OpenPages(NodaTime.SystemClock.Instance), NodaTime.DateTimeZone.Utc,
            TimeSpan.FromMilliseconds(1));
        Assert.True(gone.IsCancellationRequested);
    }

    private static async Task<StreamReader> OpenAsync(LocalHost host, string path)
    {
        var response = await host.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        // Once this has come, the page is listening.
        Assert.StartsWith("retry:", await lines.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return lines;
    }

    private static async Task<(string Id, JsonElement Said)> NextAsync(StreamReader lines)
    {
        var id = "";
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return (id, JsonDocument.Parse(line[6..]).RootElement);
        }

        throw new EndOfStreamException("The host ended the stream.");
    }

    /// <summary>A page that goes away once it has seen the text.</summary>
    private sealed class Leaving(string text, CancellationTokenSource gone) : MemoryStream
    {
        public override async Task FlushAsync(CancellationToken ct)
        {
            await base.FlushAsync(ct);
            if (Encoding.UTF8.GetString(ToArray()).Contains(text, StringComparison.Ordinal)) await gone.CancelAsync();
        }
    }
}
