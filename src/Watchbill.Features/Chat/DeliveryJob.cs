using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Says what is due, the most urgent first. A versioned save notes what goes on the wire, another what was said: killed before it is on
/// the wire it is said once by the next process; killed between that and noting the answer it is said at most once more.
/// </summary>
public sealed partial class DeliveryJob(Outbox outbox, IChat chat, IClock clock, ILogger<DeliveryJob> log, TimeProvider? time = null,
    ContactMethods? methods = null) : IJob
{
    /// <summary>Messages on their way to the platform at the same time, and how many of these only pages and handoffs may be.</summary>
    private const int AtOnce = 256;
    private const int Kept = 64;

    // While something is on its way, what has become due meanwhile is looked up this often: a slow platform holds up nobody else.
    // A look over thousands takes long, and may take no more than a quarter of the time.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private const int PauseAfterLook = 3;

    // A turn that comes sooner is waited for within the run.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly Duration GiveUpAfter = Duration.FromHours(24);
    private static readonly Duration GiveUpSending = Duration.FromHours(1);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private readonly Lanes lanes = new(AtOnce, Kept, time ?? TimeProvider.System);

    // Answers outlive a run: what was said and could not be noted is noted by the next run, never said again by this process.
    private readonly Channel<(Stored<Delivery> Of, Attempt? Ended)> steps = Channel.CreateUnbounded<(Stored<Delivery>, Attempt?)>();
    private List<Attempt> unnoted = [];

    private readonly Storms storms = new(chat);

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Delivery), typeof(Restored) };

    /// <summary>What is to be said was decided: by people, or while the clock was right.</summary>
    public bool GoesByClock => false;
    public bool ComesFirst => true;

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        using var stopping = new CancellationTokenSource();
        // Told to stop, it begins no more and lets what is on its way arrive: cut off, nobody would know whether it was said.
        await using var stop = ct.Register(() => stopping.CancelAfter(TimeSpan.FromSeconds(5)));
        List<Stored<Delivery>> waiting = [];
        Instant? next = null;
        for (var (looked, pause, isCurrent) = (0L, TimeSpan.Zero, false); ;)
        {
            if (await NoteStepsAsync(stopping.Token)) isCurrent = false;
            var at = Instant.Max(now, clock.GetCurrentInstant());
            if (ct.IsCancellationRequested)
            {
                waiting.Clear();
            }
            else if (!isCurrent && waiting.Count == 0 || time.GetElapsedTime(looked) >= pause)
            {
                var begun = time.GetTimestamp();
                (var due, next) = await outbox.DueAsync(at, lanes.Flying, ct);
                waiting = [.. due];
                (looked, isCurrent) = (time.GetTimestamp(), true);
                pause = TimeSpan.FromTicks(Math.Max(Look.Ticks, PauseAfterLook * time.GetElapsedTime(begun, looked).Ticks));
            }

            foreach (var delivery in lanes.Next(waiting))
            {
                var together = AlertStorm.With(delivery, waiting);
                // Alone it has left the list already; with thousands waiting each look through them counts.
                if (together.Count > 1) lanes.Join(together.Skip(1), waiting);
                _ = SayAsync(together, stopping.Token);
            }

            if (lanes.Flying.Count == 0 || stopping.IsCancellationRequested)
            {
                if (!isCurrent && !ct.IsCancellationRequested)
                {
                    waiting.Clear();
                    continue;
                }

                // A turn that is far away is a wake-up; what is saved until then is one, too.
                if (lanes.Wait(waiting) is not { } wait || stopping.IsCancellationRequested) return next;
                if (wait > Patience)
                    return next is { } sooner ? Instant.Min(sooner, at + Duration.FromTimeSpan(wait)) : at + Duration.FromTimeSpan(wait);
            }

            using var look = new CancellationTokenSource(Look);
            await StepAsync(look.Token);
        }
    }

    /// <param name="taken">One, or many that become one message.</param>
    private async Task SayAsync(IReadOnlyList<Stored<Delivery>> taken, CancellationToken ct)
    {
        var (delivery, current) = (taken[0].Value, taken);
        var posting = new Posting(taken[0].Id, delivery.Begun, BeginAsync) { IsLoud = taken.Any(one => one.Value.Reply.Notifies()) };
        try
        {
            // The same cause asked for it a second time: it has been said, and goes.
            foreach (var one in taken)
            {
                if (!await outbox.IsNotedAsync(one.Id, ct)) continue;
                steps.Writer.TryWrite((one, new(one, Outcome.Gone, clock.GetCurrentInstant())));
                current = [.. current.Where(other => other.Id != one.Id)];
            }

            if (current.Count == 0) return;
            // Whoever holds a lease lets go before it ends; another process may take it then.
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
            deadline.CancelAfter((Outbox.Lease - Duration.FromSeconds(5)).ToTimeSpan());
            if (taken.Count == 1) posting.Beneath = await outbox.PlacesAsync(delivery.Thread, delivery.To, deadline.Token);
            var places =
                delivery.IsEdit ? await EditAsync(delivery, deadline.Token)
                : delivery.Method is not null ? await SendAsync(current[0].Value, posting, deadline.Token)
                : current.Count > 1 ? await storms.SayAsync(current, posting, clock.GetCurrentInstant(), deadline.Token)
                : await chat.PostAsync(delivery.To, current[0].Value.Reply, posting, deadline.Token);
            if (posting.LeftOut) LogUnknown(taken[0].Id, delivery.To);
            var said = places.Count > 0 || !posting.LeftOut;
            // Of many in one message none has a place of its own: what is shown anew of one is shown in the list. In a channel it is said.
            var own = taken.Count > 1 ? [] : places;
            End(one => new(one, said ? Outcome.Said : Outcome.Unsaid, clock.GetCurrentInstant())
            {
                Places = own,
                Receipt = posting.Receipt,
                IsListed = taken.Count > 1 && delivery.To.IsPersonal,
            });
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nobody knows whether this arrived: what was begun is noted as begun.
        }
        catch (OvertakenException)
        {
            End(one => new(one, Outcome.Overtaken, clock.GetCurrentInstant()));
        }
#pragma warning disable CA1031 // Whatever a platform throws, the message waits and the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            End(one => Failed(one, failure, clock.GetCurrentInstant()) with { Open = posting.Open() });
        }

        async Task BeginAsync(IReadOnlyList<string> open, CancellationToken begin)
        {
            var begun = await outbox.BeginAsync(current, open, clock.GetCurrentInstant(), begin);
            foreach (var gone in current.ExceptBy(begun.Select(one => one.Id), one => one.Id))
                steps.Writer.TryWrite((gone, new(gone, Outcome.Overtaken, clock.GetCurrentInstant())));
            current = begun;
            steps.Writer.TryWrite((taken[0], null));
        }

        void End(Func<Stored<Delivery>, Attempt> attempt)
        {
            foreach (var one in current) steps.Writer.TryWrite((one, attempt(one)));
        }
    }

    private async Task<IReadOnlyList<MessagePlace>> SendAsync(Delivery delivery, Posting posting, CancellationToken ct)
    {
        await methods!.SendAsync(delivery, posting, ct);
        return [];
    }

    private async Task<IReadOnlyList<MessagePlace>> EditAsync(Delivery edit, CancellationToken ct)
    {
        var places = await outbox.PlacesAsync(edit.Card, edit.To, ct);
        // All of them, whichever fails: one place, of one platform, keeps none of the others out of date.
        await Task.WhenAll([storms.ShowAsync(edit, ct), .. places.Select(place => chat.EditAsync(edit.To, place, edit.Reply, ct))]);
        return places;
    }

    private Attempt Failed(Stored<Delivery> current, Exception failure, Instant now)
    {
        var delivery = current.Value;
        if (failure is GoneException gone) return new(current, Outcome.Unsaid, now) { Why = gone.Message };
        if (now - delivery.Due >= (delivery.Method is null ? GiveUpAfter : GiveUpSending))
        {
            LogGivenUp(failure, current.Id, delivery.To);
            return new(current, Outcome.Unsaid, now);
        }

        if (failure is UnreachableException { IsOff: false } nobody)
            return new(current, Outcome.Unsaid, now) { Unreached = nobody.Message };
        if (failure is BusyException busy)
        {
            LogLater(current.Id, delivery.To, busy.Pause);
            // In a chat it only takes its turn. By a contact method somebody may not have been woken: another one is tried meanwhile.
            var (pause, fails) = (busy.Pause, delivery.Method is not null);
            return new(current, Outcome.Later, now + pause) { Held = pause, Counts = fails, Why = fails ? busy.Message : null };
        }

        var unanswered = failure is UnansweredException;
        var wait = RetryPauses.After(delivery, unanswered);
        LogFailed(failure, current.Id, delivery.To, wait);
        return new(current, Outcome.Later, now + wait) { Counts = !unanswered, Unanswered = unanswered, Why = failure.Message };
    }

    private async Task StepAsync(CancellationToken ct)
    {
        try
        {
            await steps.Reader.WaitToReadAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Nothing was answered yet.
        }
    }

    /// <returns>Whether something ended, so that what waits is another.</returns>
    private async Task<bool> NoteStepsAsync(CancellationToken ct)
    {
        while (steps.Reader.TryRead(out var step))
        {
            if (step.Ended is { } attempt) unnoted.Add(attempt);
            else lanes.Begun(step.Of);
        }

        if (unnoted.Count == 0) return false;
        foreach (var held in unnoted) if (held.Held is { } pause) lanes.Hold(held.Taken.Value, pause.ToTimeSpan());
        // What never got on the wire is in the store as it was.
        await outbox.NoteAsync([.. unnoted.Where(attempt => attempt.IsNews && attempt.Unreached is null)], ct);
        // One by one: the first of many to one address is the news.
        foreach (var attempt in unnoted.Where(attempt => attempt.Unreached is not null))
            if (await outbox.NoteAsync([attempt], ct)) LogUnreached(attempt.Taken.Value.To, attempt.Unreached!);
        foreach (var attempt in unnoted) lanes.Ended(attempt.Taken);
        unnoted = [];
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id} to {To} could not be said and is tried again in {Pause}.")]
    private partial void LogFailed(Exception failure, string id, Address to, Duration pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing can be said to {To}, and nothing is tried again. {Why}")]
    private partial void LogUnreached(Address to, string why);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Id} to {To} waits {Pause} for its turn.")]
    private partial void LogLater(string id, Address to, Duration pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Id} to {To} could not be said for 24 hours and is given up.")]
    private partial void LogGivenUp(Exception failure, string id, Address to);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Id} to {To} went on the wire twice and the host ended before an answer came. It is not said a third time.")]
    private partial void LogUnknown(string id, Address to);
}
