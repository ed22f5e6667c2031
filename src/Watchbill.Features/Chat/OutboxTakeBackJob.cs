using NodaTime;
using Watchbill.Jobs;

namespace Watchbill.Chat;

/// <summary>
/// Takes back what a clock that ran ahead has dated later than now. Unlike what is said it goes by the clock: one that runs behind would
/// take what is merely waiting for dated ahead.
/// </summary>
public sealed class OutboxTakeBackJob(Outbox outbox) : IJob
{
    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsEverything) await outbox.TakeBackAsync(now, ct);
        return null;
    }
}
