using Microsoft.Extensions.Options;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// Socket Mode: Slack's requests arrive over a connection that the host opens, without a public address. The next connection opens before
/// Slack closes one.
/// </summary>
internal sealed partial class SlackSocket(
    IOptions<SlackOptions> options, SlackSocketConnector connector, TimeProvider time, ILogger<SlackSocket> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.OverSocket) return;
        await Task.Yield();
        await new KeptOpen(time).RunAsync(UseAsync, LogFailed, stoppingToken);
    }

    private async Task UseAsync(CancellationToken ct)
    {
        var connection = await connector.OpenAsync(ct);
        LogOpen();
        var why = await connection.Leaving.WaitAsync(ct);
        LogLeaving(why);
        if (why == "link_disabled") LogDisabled();
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
