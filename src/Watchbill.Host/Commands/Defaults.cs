using Microsoft.Extensions.Logging.Console;

namespace Watchbill.Commands;

/// <summary>What holds where the configuration says nothing: address, limits, and a quiet log.</summary>
internal static class Defaults
{
    private const int MaxBodyBytes = 1024 * 1024;

    public static WebApplicationBuilder AddDefaults(this WebApplicationBuilder builder)
    {
        var values = new Dictionary<string, string?>
        {
            ["Urls"] = "http://localhost:5080",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Watchbill"] = "Information",
        };
        // First, so that everything else goes before it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0,
            new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = values });
        SettingNames.MustBeAddresses(builder.Configuration);

        // A start that fails is told in one sentence; these two would tell it in fifty
        // lines. Critical is a background task of our own that broke.
        var state = new StartState();
        builder.Services.AddSingleton(state);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host",
            level => level == LogLevel.Critical ? !state.HasFailed : state.HasStarted && level >= LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => state.HasStarted && level >= LogLevel.Warning);
        // Each check says in the log why it fails, once; this would say that it does with every request.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        // Standard output is for what a command answers.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
        return builder;
    }
}
