using System.Net;
using NodaTime;
using Watchbill.Jobs;

namespace Watchbill.Http;

/// <summary>
/// Calls one service within its rate limits, waits out a 429, and retries only what cannot happen twice. Every failure is a <see
/// cref="CallException"/>. Neither requests nor answers are logged.
/// </summary>
/// <param name="service">As people call it.</param>
/// <param name="connect">A client without a deadline of its own.</param>
internal sealed partial class PacedCalls(string service, Func<HttpClient> connect, TimeProvider time, ILogger log)
{
    /// <summary>The longest wait for a turn: a platform itself waits about three seconds for us.</summary>
    public static readonly TimeSpan MaxPatience = TimeSpan.FromSeconds(6);

    private const int Attempts = 3;

    private static readonly Backoff Retry = new(Duration.FromMilliseconds(400), Duration.FromSeconds(5));

    private readonly CallPace pace = new(time);

    /// <summary>Sends a call, with retries.</summary>
    /// <param name="read">Makes of an answer what it says, or throws what it refuses.</param>
    /// <exception cref="CallException">The service refused, or could not be reached.</exception>
    public async Task<T> SendAsync<T>(
        OutgoingCall call, Func<HttpRequestMessage> make, Func<HttpStatusCode, byte[], T> read, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TurnAsync(call, MaxPatience, ct);
                using var request = make();
                return await AnswerAsync(call, request, read, ct);
            }
            catch (CallException failure)
            {
                // Never sooner than the service says, whoever calls next.
                Hold(call, failure);
                if (attempt == Attempts || !MayRepeat(failure, call)) throw;
                LogAgain(service, call.Name, failure.Error);
                if (failure.After is null) await PauseAsync(Retry.After(attempt).ToTimeSpan(), ct);
            }
        }
    }

    /// <summary>Sends a call once: its caller decides whether something else goes first.</summary>
    /// <param name="patience">How long it may wait for its turn; zero: at once or not at all.</param>
    /// <param name="onWire">Awaited when the request is about to be written to the socket.</param>
    /// <exception cref="CallException">The service refused, could not be reached, or wants it later.</exception>
    public async Task<T> SendOnceAsync<T>(
        OutgoingCall call, HttpRequestMessage request, TimeSpan patience, Func<CancellationToken, Task> onWire,
        Func<HttpStatusCode, byte[], T> read, CancellationToken ct)
    {
        await TurnAsync(call, patience, ct);
        var isBegun = false;
        request.Content = new WireContent(request.Content!, async begin =>
        {
            await onWire(begin);
            isBegun = true;
        });
        try
        {
            return await AnswerAsync(call, request, read, ct);
        }
        catch (CallException failure) when (failure.MayHaveArrived && !isBegun)
        {
            throw new CallException(service, call.Name, CallException.Unreachable, cause: failure) { IsTransient = true };
        }
        catch (CallException failure)
        {
            Hold(call, failure);
            throw;
        }
    }

    /// <summary>Repeats a call for as long as the service asks to come back later.</summary>
    public async Task PersistAsync(Func<Task> callAsync, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await callAsync();
                return;
            }
            catch (CallException limit) when (limit.After is { } after)
            {
                await PauseAsync(after, ct);
            }
        }
    }

    private Task TurnAsync(OutgoingCall call, TimeSpan patience, CancellationToken ct)
    {
        if (call.Interval == TimeSpan.Zero) return Task.CompletedTask;
        var turn = pace.Take(call.Key, call.Interval, call.Burst, patience);
        return turn.IsGiven
            ? PauseAsync(turn.After, ct) : throw new CallException(service, call.Name, "it is too soon") { After = turn.After };
    }

    private void Hold(OutgoingCall call, CallException failure)
    {
        if (failure is not { Error: CallException.Limited, After: { } after }) return;
        // Hosts that were told so together do not come back together.
        pace.Hold(call.Key, after + (TimeSpan.FromMilliseconds(500) * Random.Shared.NextDouble()));
    }

    // A limit that lasts longer is the caller's to wait for; what surely did not arrive may always go again.
    private static bool MayRepeat(CallException failure, OutgoingCall call) => failure.After is { } after
        ? after <= MaxPatience && failure.Error == CallException.Limited
        : failure.IsTransient && !(failure.MayHaveArrived && call.IsOnce);

    private Task PauseAsync(TimeSpan pause, CancellationToken ct) =>
        pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, time, ct);

    private async Task<T> AnswerAsync<T>(
        OutgoingCall call, HttpRequestMessage request, Func<HttpStatusCode, byte[], T> read, CancellationToken ct)
    {
        try
        {
            using var client = connect();
            using var deadline = new CancellationTokenSource(call.Deadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
            using var response = await client.SendAsync(request, either.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                var after = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
                throw new CallException(service, call.Name, CallException.Limited) { After = after };
            }

            if ((int)response.StatusCode >= 500)
            {
                throw new CallException(service, call.Name, $"status {(int)response.StatusCode}")
                {
                    IsTransient = true,
                    MayHaveArrived = true,
                    NoAnswer = response.StatusCode == HttpStatusCode.GatewayTimeout,
                };
            }

            return read(response.StatusCode, answer);
        }
        catch (HttpRequestException failure)
        {
            var arrived = failure.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError);
            throw new CallException(service, call.Name, CallException.Unreachable, cause: failure)
            {
                IsTransient = true,
                MayHaveArrived = arrived,
                NoAnswer = arrived,
            };
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new CallException(service, call.Name, CallException.Slow, cause: failure)
            {
                IsTransient = true,
                MayHaveArrived = true,
                NoAnswer = true,
            };
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service}: {Call} is tried again after '{Error}'.")]
    private partial void LogAgain(string service, string call, string error);
}
