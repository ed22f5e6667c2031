using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Says what is due. Taken by a versioned save, then said, then noted in one save: killed before saying it is said once by the next
/// process; killed between saying and noting it is said at most once more.
/// </summary>
public sealed partial class DeliveryJob(Outbox outbox, IChat chat, IClock clock, ILogger<DeliveryJob> log) : IJob
{
    /// <summary>Messages on their way to the platform at the same time.</summary>
    private const int AtOnce = 256;

    // While something is on its way, what has become due meanwhile is looked up this often: a slow platform holds up nobody else.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly Backoff Retry = new(Duration.FromSeconds(1), Duration.FromMinutes(15));
    private static readonly Duration GiveUpAfter = Duration.FromHours(24);

    // Answers outlive a run: what was said and could not be noted is noted by the next run, never said again by this process.
    private readonly Channel<Attempt> answers = Channel.CreateUnbounded<Attempt>();
    private readonly HashSet<string> mine = [];
    private List<Attempt> unnoted = [];

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Delivery), typeof(Restored) };

    /// <summary>What is to be said was decided: by people, or while the clock was right.</summary>
    public bool GoesByClock => false;

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) await outbox.TakeBackAsync(now, mine, ct);
        using var stopping = new CancellationTokenSource();
        // Told to stop, it takes no more and lets what is on its way arrive: cut off, nobody would know whether it was said.
        await using var stop = ct.Register(() => stopping.CancelAfter(TimeSpan.FromSeconds(5)));
        Queue<Stored<Delivery>> waiting = [];
        Instant? next = null;
        while (true)
        {
            await NoteAnswersAsync(stopping.Token);
            var at = Instant.Max(now, clock.GetCurrentInstant());
            if (ct.IsCancellationRequested)
            {
                waiting.Clear();
            }
            else if (waiting.Count == 0)
            {
                (var due, next) = await outbox.DueAsync(at, mine, ct);
                waiting = new(due);
            }

            if (waiting.Count == 0 && mine.Count == 0 || stopping.IsCancellationRequested) return next;
            await BeginAsync(waiting, at, stopping.Token);
            using var look = new CancellationTokenSource(Look);
            if (waiting.Count == 0 || mine.Count >= AtOnce) await AnswerAsync(look.Token);
        }
    }

    /// <summary>Takes as many as there is room for and begins to say them.</summary>
    private async Task BeginAsync(Queue<Stored<Delivery>> waiting, Instant now, CancellationToken ct)
    {
        var batch = new List<Stored<Delivery>>();
        while (batch.Count < AtOnce - mine.Count && waiting.TryDequeue(out var next)) batch.Add(next);
        if (batch.Count == 0) return;

        foreach (var delivery in await outbox.TakeAsync(batch, now, ct))
        {
            mine.Add(delivery.Id);
            if (await outbox.IsNotedAsync(delivery.Id, ct))
            {
                // The same cause asked for it a second time: it has been said, and goes.
                answers.Writer.TryWrite(new(delivery, null, null));
                continue;
            }

            // What is shown anew may be shown any number of times.
            if (delivery.Value.Unknown < 2 || delivery.Value.IsEdit)
            {
                _ = SayAsync(delivery, ct);
                continue;
            }

            // Twice begun and twice cut off: it may have been said twice, and is not said a third time.
            LogUnknown(delivery.Id, delivery.Value.To);
            answers.Writer.TryWrite(new(delivery, now, null));
        }
    }

    private async Task SayAsync(Stored<Delivery> taken, CancellationToken ct)
    {
        var delivery = taken.Value;
        try
        {
            // Whoever holds a lease lets go before it ends; another process may take it then.
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            deadline.CancelAfter((Outbox.Lease - Duration.FromSeconds(3)).ToTimeSpan());
            var places =
                delivery.IsEdit
                    ? await EditAsync(delivery, deadline.Token)
                    : await chat.PostAsync(delivery.To, delivery.Reply, taken.Id, deadline.Token);
            answers.Writer.TryWrite(new(taken, clock.GetCurrentInstant(), null) { Places = places });
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host stops and nobody knows whether this arrived: the lease stays, and the next process counts it as unknown.
        }
#pragma warning disable CA1031 // Whatever a platform throws, the message waits and the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            answers.Writer.TryWrite(Failed(taken, failure, clock.GetCurrentInstant()));
        }
    }

    private async Task<IReadOnlyList<MessagePlace>> EditAsync(Delivery edit, CancellationToken ct)
    {
        var places = await outbox.PlacesAsync(edit, ct);
        // All of them, whichever fails: one place, of one platform, keeps none of the others out of date.
        await Task.WhenAll(places.Select(place => chat.EditAsync(edit.To, place, edit.Reply, ct)));
        return places;
    }

    private Attempt Failed(Stored<Delivery> taken, Exception failure, Instant now)
    {
        var delivery = taken.Value;
        if (now - delivery.Due >= GiveUpAfter)
        {
            LogGivenUp(failure, taken.Id, delivery.To);
            return new(taken, null, null);
        }

        if (failure is BusyException busy)
        {
            LogLater(taken.Id, delivery.To, busy.Pause);
            return new(taken, null, now + busy.Pause);
        }

        var pause = Retry.After(delivery.Failures + 1);
        LogFailed(failure, taken.Id, delivery.To, pause);
        return new(taken, null, now + pause);
    }

    private async Task AnswerAsync(CancellationToken ct)
    {
        try
        {
            await answers.Reader.WaitToReadAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Nothing was answered yet.
        }
    }

    private async Task NoteAnswersAsync(CancellationToken ct)
    {
        while (answers.Reader.TryRead(out var attempt)) unnoted.Add(attempt);
        if (unnoted.Count == 0) return;
        await outbox.NoteAsync(unnoted, ct);
        foreach (var attempt in unnoted) mine.Remove(attempt.Taken.Id);
        unnoted = [];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id} to {To} could not be said and is tried again in {Pause}.")]
    private partial void LogFailed(Exception failure, string id, Address to, Duration pause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Id} to {To} waits {Pause} for its turn.")]
    private partial void LogLater(string id, Address to, Duration pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} to {To} could not be said for 24 hours and is given up.")]
    private partial void LogGivenUp(Exception failure, string id, Address to);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Id} to {To} was begun twice and never noted, because the host ended meanwhile. It is taken as said.")]
    private partial void LogUnknown(string id, Address to);
}
