using Watchbill.Compensation;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Refuses pay policies that would hold in months that are locked: what is paid is not worked out by other rules afterwards.
/// </summary>
internal static class LockedPay
{
    public static async Task CheckAsync(
        IStore store, IEnumerable<Policy> wanted, IReadOnlyList<Stored<Policy>> stored, Difference difference, CancellationToken ct)
    {
        // No shift of the past is paid by a policy that is new.
        var known = stored.Where(one => one.Value.Pay is not null).Select(one => one.Value.Id).ToHashSet();
        var before = stored.ToDictionary(one => one.Id, one => PolicyText.Write(one.Value));
        var changed =
            wanted.Where(policy => policy.Pay is not null && known.Contains(policy.Id)
                && before.GetValueOrDefault(policy.DocumentId) != PolicyText.Write(policy)).ToList();
        if (changed.Count == 0) return;
        var locked = (await store.ListAsync<PayRecord>(IdRange.All, ct)).Select(read => read.Value)
            .Where(record => record.Steps.Any(step => step.To == PayState.Locked)).Select(record => record.Month).Distinct().Order()
                .ToList();
        foreach (var policy in changed)
        {
            var held = locked.Where(month => month.PlusMonths(1) > policy.Pay!.Effective).ToList();
            if (held.Count == 0) continue;
            difference.Refuse("compensation", policy.Id,
                $"effective: {policy.Version} lies before months that are locked ({string.Join(", ", held.Select(PayRecord.MonthText))}). "
                    + $"Leave that version as it was, and add one with " +
                        $"effective: {PayRecord.MonthText(held[^1].PlusMonths(1))}-01 or later.");
        }
    }
}
