using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>Tells admins, on Mondays at nine in the organisation's zone, which holiday calendars end within 60 days.</summary>
public sealed class HolidayReportJob(IStore store) : IJob
{
    private const string Report = "calendars";
    private const int Days = 60;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(OrganizationSettings) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct) is not { Value.TimeZone: var id }) return null;
        var zone = DateTimeZoneProviders.Tzdb[id];
        return await new WeeklyReport(store, Report, zone) { Kind = MessageKind.Organization }
            .MakeAsync(now, token => MessagesAsync(now.InZone(zone).Date, token), ct);
    }

    private async Task<IReadOnlyList<WeeklyMessage>> MessagesAsync(LocalDate today, CancellationToken ct)
    {
        var ending = (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(calendar => !calendar.Retired && !calendar.Dates.Any(date => date > today.PlusDays(Days))).ToList();
        return ending.Count == 0 ? [] : [new(Address.Admins, HolidayReplies.CalendarsEnd(ending, today), Report)];
    }
}
