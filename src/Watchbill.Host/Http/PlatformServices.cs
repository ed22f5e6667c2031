using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Jobs;

namespace Watchbill.Http;

/// <summary>What every chat platform is registered with.</summary>
internal static class PlatformServices
{
    /// <summary>Its name and ids, its settings, which stop the start where they could never work, and its clients.</summary>
    /// <param name="section">Where the settings stand.</param>
    public static IServiceCollection AddPlatform<TOptions, TCheck>(
        this IServiceCollection services, Platform platform, string section, params IEnumerable<string> clients)
        where TOptions : class where TCheck : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.TryAddSingleton<RefusedRequests>();
        foreach (var client in clients) services.AddPlatformClient(client, platform.Name);
        return services.AddSingleton<IValidateOptions<TOptions>, TCheck>().AddSingleton(platform);
    }

    /// <summary>A client: <see cref="PacedCalls"/> sets its deadlines, and each answer's Date checks our clock.</summary>
    /// <param name="platform">As readiness names it.</param>
    private static void AddPlatformClient(this IServiceCollection services, string client, string platform) =>
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
