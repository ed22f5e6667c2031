using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Does what was planned, in one save.</summary>
public sealed class Plans(IStore store)
{
    // As many people as may press Acknowledge at the same moment: of those who decide anew, one gets through each time.
    private const int Attempts = 10;

    /// <summary>
    /// Works an answer out and, where it is a <see cref="Plan"/>, saves it. Where somebody else changed the same thing
    /// meanwhile it is worked out again, ten times at most. Answers what was worked out last.
    /// </summary>
    /// <exception cref="RefusedException">It cannot be done, or others kept changing the same thing.</exception>
    public async Task<Answer> CommitAsync(Func<CancellationToken, Task<Answer>> decideAsync, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await decideAsync(ct);
                if (answer is Plan plan) await store.SaveAsync(Caused(plan.Writes), ct);
                return answer;
            }
            catch (StaleException) when (attempt < Attempts)
            {
                // Decided from values that are no longer true: decide again.
            }
            catch (StaleException)
            {
                throw new RefusedException(
                    "Somebody changed this first. Nothing changed; try again.")
                { Contested = true };
            }
        }
    }

    // The audit entry says who did it: what is said about it names them as its cause.
    private static IReadOnlyList<Write> Caused(IReadOnlyList<Write> writes)
    {
        var by = writes.Select(change => change.Value).OfType<AuditEntry>().FirstOrDefault()?.Actor;
        return by is null || by.Contains(':', StringComparison.Ordinal) ? writes
            : [.. writes.Select(
                change => change.Value is Delivery { By: null } said ? change with { Value = said with { By = by } } : change)];
    }
}
