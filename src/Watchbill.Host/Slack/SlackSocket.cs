using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Jobs;

namespace Watchbill.Slack;

/// <summary>
/// Socket Mode: Slack's requests arrive over a connection that the host opens, without a public address. The next connection opens before
/// Slack closes one; a broken one is reopened with backoff.
/// </summary>
internal sealed partial class SlackSocket(
    IOptions<SlackOptions> options, SlackSocketConnector connector, TimeProvider time, ILogger<SlackSocket> log) : BackgroundService
{
    private static readonly Backoff Retry = new(Duration.FromSeconds(1), Duration.FromMinutes(1));

    /// <summary>A connection that ends before this did not work: the next one waits.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.OverSocket) return;
        await Task.Yield();
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var opened = time.GetTimestamp();
                var connection = await connector.OpenAsync(stoppingToken);
                LogOpen();
                var why = await connection.Leaving.WaitAsync(stoppingToken);
                failures = time.GetElapsedTime(opened) < Short ? failures + 1 : 0;
                LogLeaving(why);
                if (why == "link_disabled") LogDisabled();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever keeps it from being open, it is tried again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures++;
                LogFailed(failure.Message);
            }

            if (failures > 0) await PauseAsync(failures, stoppingToken);
        }
    }

    private async Task PauseAsync(int failures, CancellationToken ct)
    {
        try
        {
            await Task.Delay(Retry.After(failures).ToTimeSpan(), time, ct);
        }
        catch (OperationCanceledException)
        {
            // The host stops; so does the loop.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The socket to Slack is open.")]
    private partial void LogOpen();

    [LoggerMessage(Level = LogLevel.Information, Message = "The socket to Slack is left ({Why}); the next one is opened.")]
    private partial void LogLeaving(string why);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Socket Mode is turned off on the app's page in Slack: nobody is answered there until it is turned on.")]
    private partial void LogDisabled();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The socket to Slack could not be opened and is tried again: {Why}")]
    private partial void LogFailed(string why);
}
