using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Contacts;

/// <summary><c>Heartbeat:Url</c> is called for as long as somebody could be paged, once a minute.</summary>
public sealed class OutgoingHeartbeatTests : IDisposable
{
    private static readonly Instant Ten = Cases.At("2026-11-20T10:00:00Z");

    private readonly MemoryStore store = new();
    private readonly Calls calls = new();
    private readonly Loud ntfy = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_called_once_a_minute()
    {
        var job = Job(ntfy);
        Assert.Equal(Ten + Duration.FromMinutes(1), await job.RunAsync(Ten, Changes.Everything, Ct));
        Assert.Equal(Ten + Duration.FromMinutes(1), await job.RunAsync(Ten + Duration.FromSeconds(20), Changes.None, Ct));
        await job.RunAsync(Ten + Duration.FromMinutes(1), Changes.None, Ct);
        Assert.Equal(["https://hc.example.com/watchbill", "https://hc.example.com/watchbill"], calls.Urls);
    }

    [Fact]
    public async Task HB04_it_is_not_called_while_a_step_is_overdue()
    {
        await store.SaveAsync([Write.Create("checkout/000001", new Page("checkout", 1, Incidents.Urgency.High, Ten)),
            Write.Create("checkout/000001", new OpenPage(Ten))], Ct);
        var job = Job(ntfy);
        await job.RunAsync(Ten + Duration.FromSeconds(29), Changes.None, Ct);
        Assert.Single(calls.Urls);
        await job.RunAsync(Ten + Duration.FromSeconds(90), Changes.None, Ct);
        Assert.Single(calls.Urls);
    }

    [Fact]
    public async Task It_is_not_called_while_no_method_that_wakes_answers()
    {
        await Job().RunAsync(Ten, Changes.None, Ct);
        ntfy.Answers = false;
        await Job(ntfy).RunAsync(Ten, Changes.None, Ct);
        Assert.Empty(calls.Urls);
    }

    public void Dispose() => calls.Dispose();

    private OutgoingHeartbeat Job(params IContactMethod[] methods) => new(
        new OverdueSteps(store), new ContactMethods(store, methods), calls,
        new ConfigurationBuilder().AddInMemoryCollection([new("Heartbeat:Url", "https://hc.example.com/watchbill")]).Build(),
        NullLogger<OutgoingHeartbeat>.Instance);

    private sealed class Loud : IContactMethod
    {
        public bool Answers { get; set; } = true;

        public string Name => "ntfy";

        public string? Off => null;

        public string? Fault(string address) => null;

        public string Masked(string address) => address;

        public Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct) => Task.CompletedTask;

        public Task<bool> AnswersAsync(CancellationToken ct) => Task.FromResult(Answers);
    }

    /// <summary>Answers every request with 200, and remembers where it went.</summary>
    private sealed class Calls : HttpMessageHandler, IHttpClientFactory
    {
        public List<string> Urls { get; } = [];

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Urls.Add($"{request.RequestUri}");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
