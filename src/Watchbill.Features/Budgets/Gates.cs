using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>What is asked of a gate.</summary>
/// <param name="Reference">What names the change; null: nothing was said.</param>
public sealed record GateQuestion(ReleaseKind Change, string? Reference);

/// <summary>
/// Asks the gate of a service, and keeps what it answered. What cannot be read or reckoned is said, and follows the policy.
/// </summary>
public sealed class Gates(IStore store, BudgetQueries queries)
{
    private readonly BudgetPolicies policies = new(store);

    /// <summary>How it stands with a service, with what the gate says to a feature.</summary>
    public async Task<BudgetView> ViewAsync(Service service, Instant at, Instant now, CancellationToken ct)
    {
        var policy = await policies.OfAsync(service, ct);
        var readings = await queries.ReadingsAsync(service, at, now, policy.Periods(halting: true), ct);
        return new BudgetView(service, policy, readings, ReleaseGate.Decide(readings, policy, ReleaseKind.Feature, null));
    }

    /// <summary>What the gate says to one change.</summary>
    public async Task<BudgetView> AskAsync(Service service, GateQuestion question, Instant now, CancellationToken ct)
    {
        var policy = BudgetPolicy.Default;
        try
        {
            policy = await policies.OfAsync(service, ct);
            var readings = await queries.ReadingsAsync(service, now, now, policy.Periods(halting: true), ct);
            var opening =
                question.Reference is { } reference
                    ? (await store.FindAsync<GateOpening>(GateOpening.IdOf(service.Id, reference), ct))?.Value : null;
            return new BudgetView(service, policy, readings, ReleaseGate.Decide(readings, policy, question.Change, opening));
        }
        catch (Exception failure) when (failure is StorageException or OverflowException)
        {
            return NotComputed(service, policy, question.Change);
        }
    }

    /// <summary>What is said where nothing can be read or reckoned.</summary>
    public static BudgetView NotComputed(Service service, BudgetPolicy policy, ReleaseKind change) =>
        new(service, policy, [], new GateVerdict(!policy.NoDataHalts || policy.Exempt.Contains(change), GateCause.NotComputed));

    /// <summary>The document of an answer. Whoever is given an answer has it kept.</summary>
    public static Write Answer(BudgetView view, GateQuestion question, string by, Instant now) => Write.Create(
        $"{view.Service.Id}/{InstantPattern.General.Format(now)}/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}",
        new GateAnswer(view.Service.Id, question.Change, question.Reference, view.Gate.Open, GateReplies.Reason(view, question), now)
        {
            By = by,
            Cause = view.Gate.Cause,
        });
}
