using NodaTime;
using NodaTime.Extensions;
using Watchbill.Jobs;

namespace Watchbill.Http;

/// <summary>Compares our clock with the Date header of whatever a platform answers.</summary>
/// <param name="who">The platform, as readiness names it.</param>
internal sealed class DateHeaders(string who, HostClock clock, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.Date is { } said)
            clock.Hear(who, said.ToInstant(), Duration.FromTimeSpan(time.GetElapsedTime(sent)));
        return response;
    }
}
