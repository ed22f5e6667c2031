using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Tells leads, on Mondays at nine in the organisation's zone, who of theirs cannot be woken this week; silent where all can, or
/// where no method that wakes is set up.
/// </summary>
public sealed class ReadinessJob(IStore store, ReadinessCheck check, OrgChart chart) : IJob
{
    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(OrganizationSettings) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        var settings = await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct);
        if (settings is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(settings.Value.TimeZone) is not { } zone) return null;
        return await new WeeklyReport(store, "readiness", zone) { Kind = MessageKind.Gap }
            .MakeAsync(now, token => MessagesAsync(now, token), ct);
    }

    private async Task<IReadOnlyList<WeeklyMessage>> MessagesAsync(Instant now, CancellationToken ct)
    {
        var messages = new List<WeeklyMessage>();
        if (!check.CanWake) return messages;
        foreach (var rotation in (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(rotation => !rotation.Retired))
        {
            var readiness = await check.OfAsync([rotation], now, ct);
            // That nobody is on call is told by the report of gaps.
            var people = readiness with { Gaps = [.. readiness.Gaps.Where(gap => gap.Person is not null)] };
            var names = await chart.NamesAsync(people.Gaps.Concat(people.Unqualified).Select(gap => gap.Person).OfType<string>(), ct);
            if (ReadinessReplies.Weekly(rotation.Id, people, names) is { } said)
                messages.Add(new(await chart.Leads.ResponsibleAsync(rotation, now, ct), said, $"readiness/{rotation.Id}"));
        }

        return messages;
    }
}
