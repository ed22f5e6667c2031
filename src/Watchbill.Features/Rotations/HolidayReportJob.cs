using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Tells admins, on Mondays at nine in the organisation's zone, which holiday calendars end within 60 days.</summary>
public sealed class HolidayReportJob(IStore store) : IJob
{
    private const string Report = "calendars";
    private const int Days = 60;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(OrganizationSettings) };

    public async Task<Instant?> RunAsync(Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct) is not { Value.TimeZone: var id }) return null;
        var zone = DateTimeZoneProviders.Tzdb[id];
        var due = Mondays.Last(now, zone);
        var read = await store.FindAsync<Reported>(Report, ct);
        if (read is null || read.Value.Due < due)
            await store.SaveAsync(
                [Change.Upsert(Report, read, new Reported(due)),
                    .. read is null ? [] : await SayAsync(due, now.InZone(zone).Date, now, ct)], ct);
        return Mondays.Next(now, zone);
    }

    private async Task<IReadOnlyList<Change>> SayAsync(Instant due, LocalDate today, Instant now, CancellationToken ct)
    {
        var ending = (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(calendar => !calendar.Retired && !calendar.Dates.Any(date => date > today.PlusDays(Days))).ToList();
        return ending.Count == 0
            ? []
            : [Delivery.Say(
                new Delivery(Mondays.SaidFor(due, now), MessageKind.Organization, Address.Admins, GapReplies.CalendarsEnd(ending)),
                Report)];
    }
}
