using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Paging;

namespace Watchbill.Contacts;

/// <summary>
/// Calls <c>Heartbeat:Url</c> each minute for as long as somebody could be paged: whoever watches that address tells people when
/// Watchbill itself has gone quiet.
/// </summary>
internal sealed partial class OutgoingHeartbeat(
    OverdueSteps overdue, ContactMethods methods, IHttpClientFactory clients, IConfiguration configuration, ILogger<OutgoingHeartbeat> log)
    : IJob
{
    private static readonly Duration Every = Duration.FromMinutes(1);

    private Instant? called;
    private string? said;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        // Seen at once where the clock was set back.
        if (called is { } last && last <= now && now < last + Every) return last + Every;
        called = now;
        var fault = await FaultAsync(now, ct) ?? await CallAsync(ct);
        if (fault is not null && fault != said) LogSilent(fault);
        said = fault;
        return now + Every;
    }

    private async Task<string?> FaultAsync(Instant now, CancellationToken ct) =>
        await overdue.AtAsync(now, ct) is [var page, ..] ? $"a step of {page.Id} is overdue"
        : !await methods.WakeAsync(ct) ? "no contact method that wakes people answers"
        : null;

    private async Task<string?> CallAsync(CancellationToken ct)
    {
        try
        {
            using var response = await clients.CreateClient(ContactCall.Trusted).GetAsync(configuration["Heartbeat:Url"], ct);
            return response.IsSuccessStatusCode ? null : $"it answered {(int)response.StatusCode}";
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return "it cannot be reached";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Heartbeat:Url was not called, or did not take the call: {Why}.")]
    private partial void LogSilent(string why);
}
