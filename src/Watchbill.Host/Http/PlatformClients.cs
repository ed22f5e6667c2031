using Watchbill.Jobs;

namespace Watchbill.Http;

/// <summary>Clients for chat platforms: <see cref="PacedCalls"/> sets their deadlines, and each answer's Date checks our clock.</summary>
internal static class PlatformClients
{
    /// <param name="platform">As readiness names it.</param>
    public static void AddPlatformClient(this IServiceCollection services, string client, string platform) =>
        services.AddHttpClient(client, made =>
        {
            made.Timeout = Timeout.InfiniteTimeSpan;
            made.MaxResponseContentBufferSize = 8 << 20;
        }).UseSocketsHttpHandler((handler, _) => handler.ConnectTimeout = TimeSpan.FromSeconds(5))
            // The factory's own logging writes addresses, which may be secret.
            .RemoveAllLoggers()
            .AddHttpMessageHandler(provider => new DateHeaders(
                platform, provider.GetRequiredService<HostClock>(), provider.GetRequiredService<TimeProvider>()));
}
