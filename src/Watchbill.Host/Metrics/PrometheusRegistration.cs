using Microsoft.Extensions.Options;
using Watchbill.Budgets;
using Watchbill.Jobs;

namespace Watchbill.Metrics;

/// <summary>Prometheus: where numbers are asked for, and the job that asks. Without an address neither is there.</summary>
internal static partial class PrometheusRegistration
{
    public static IServiceCollection AddPrometheus(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PrometheusOptions>().BindConfiguration("Prometheus").ValidateOnStart();
        services.AddSingleton<IValidateOptions<PrometheusOptions>, PrometheusOptionsCheck>();
        if (string.IsNullOrWhiteSpace(configuration["Prometheus:Url"])) return services;
        services.AddHttpClient(Prometheus.Client, client =>
        {
            client.Timeout = Prometheus.Patience;
            client.MaxResponseContentBufferSize = 8 << 20;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).RemoveAllLoggers();
        return services.AddSingleton<IMetrics, Prometheus>().AddSingleton<IJob, MetricsJob>();
    }

    public static void MapPrometheus(this WebApplication app)
    {
        var asked = app.Services.GetService<IMetrics>() is not null;
        LogWay(app.Logger,
            asked
                ? "Prometheus is asked for requests each five minutes."
                : "Prometheus is not configured: objectives with queries get no numbers, unless they are pushed.");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Sentence}")]
    private static partial void LogWay(ILogger logger, string sentence);
}
