using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Scheduling;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class DueRotationsTests
{
    private static readonly Instant Now = At("2026-11-20T12:00:00Z");

    private readonly MemoryStore store = new();
    private readonly DueRotations due;
    private readonly PendingChanges pending = new(DueRotations.Kinds);
    private readonly List<string> looked = [];

    public DueRotationsTests()
    {
        due = new DueRotations(store, NullLogger<DueRotations>.Instance);
        store.Notices.Saved += saved => pending.Add(saved);
    }

    [Fact]
    public async Task Only_rotations_that_are_made_from_what_was_saved_are_looked_at_again()
    {
        var holidays = Office with { HolidaysOff = "PT" };
        await FillAsync(store, Of("billing", Primary("dee")), Of("office", Layer("primary", Weekly, holidays, "lea")), Payments);
        Assert.Equal("billing office payments", await VisitAsync());
        Assert.Equal("", await VisitAsync());

        await store.SaveAsync([Write.Put("ben", new Absences([]))], Ct);
        Assert.Equal("payments", await VisitAsync());
        var leaving = new Person("dee", "Dee Roe") { TimeZone = "Europe/Lisbon", Until = new LocalDate(2026, 11, 30) };
        await store.SaveAsync([Write.Put("dee", leaving)], Ct);
        Assert.Equal("billing", await VisitAsync());
        await store.SaveAsync([Write.Put("PT", new HolidayCalendar("PT", []))], Ct);
        Assert.Equal("office", await VisitAsync());
        await store.SaveAsync([Write.Put("office", Of("office", Primary("lea"))), Write.Put("PT", new HolidayCalendar("PT", []))],
            Ct);
        Assert.Equal("office", await VisitAsync());
        await store.SaveAsync([Write.Put("ES", new HolidayCalendar("ES", [])), Write.Put("eve", new Absences([]))], Ct);
        Assert.Equal("", await VisitAsync());

        // In no roster of it, and put in for a day: from then on it is made from them, too.
        await OverrideAsync(store, "payments", "dee", "2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z");
        Assert.Equal("payments", await VisitAsync());
        await store.SaveAsync([Write.Put("dee", new Absences([]))], Ct);
        Assert.Equal("billing payments", await VisitAsync());
    }

    [Fact]
    public async Task Where_everything_may_have_changed_all_are_looked_at()
    {
        await FillAsync(store, Of("billing", Primary("dee")), Payments);
        await VisitAsync();
        Assert.Equal("billing payments", await VisitAsync(Changes.Everything));
    }

    [Fact]
    public async Task One_is_looked_at_when_its_time_has_come_and_nobody_saved_anything()
    {
        await FillAsync(store, Payments);
        Assert.Equal(Now + Duration.FromDays(1), await due.VisitAsync(Now, Changes.Everything, LookAsync, Ct));
        await due.VisitAsync(Now + Duration.FromDays(1) - Duration.Epsilon, Changes.None, LookAsync, Ct);
        Assert.Single(looked);
        await due.VisitAsync(Now + Duration.FromDays(1), Changes.None, LookAsync, Ct);
        Assert.Equal(2, looked.Count);
    }

    private async Task<string> VisitAsync(Changes? changes = null)
    {
        looked.Clear();
        await due.VisitAsync(Now, changes ?? pending.Take(), LookAsync, Ct);
        return string.Join(' ', looked.Order(StringComparer.Ordinal));
    }

    private Task<Instant> LookAsync(string rotation, CancellationToken ct)
    {
        looked.Add(rotation);
        return Task.FromResult(Now + Duration.FromDays(1));
    }
}
