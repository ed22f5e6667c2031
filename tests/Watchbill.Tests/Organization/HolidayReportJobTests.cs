using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Organization;

public sealed class HolidayReportJobTests
{
    private static readonly Instant Friday = At("2026-11-20T12:00:00Z");
    private static readonly Instant Monday = At("2026-11-23T09:00:00Z");

    private readonly MemoryStore store = new();

    [Fact]
    public async Task Calendars_that_end_within_sixty_days_are_told_to_admins_on_monday_once()
    {
        await store.SaveAsync(
        [
            Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Example", "Europe/Lisbon", "EUR")),
            Write.Put("PT", new HolidayCalendar("PT", [new(2026, 12, 25), new(2027, 1, 22)])),
            Write.Put("GB", new HolidayCalendar("GB", [new(2026, 12, 25), new(2027, 1, 23)])),
            Write.Put("XX", new HolidayCalendar("XX", [])),
            Write.Put("old", new HolidayCalendar("old", [new(2020, 1, 1)]) { Retired = true }),
        ], Ct);
        Assert.Equal(Monday, await new HolidayReportJob(store).RunAsync(Friday, Ct));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        await new HolidayReportJob(store).RunAsync(Monday, Ct);
        await new HolidayReportJob(store).RunAsync(Monday + Duration.FromMinutes(1), Ct);
        var told = Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Equal(("2026-11-23T09:00:00Z/calendars", Address.Admins, MessageKind.Organization),
            (told.Id, told.Value.To, told.Value.Kind));
        Golden.Matches("calendars-end", Bot.Plain(told.Value.Reply));
    }
}
