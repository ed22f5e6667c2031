using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>
/// Asks everybody in a roster on Fridays at 15:00 of their zone what took most of their week. Nobody is asked on a holiday or while away,
/// and nobody twice.
/// </summary>
public sealed class WeekQuestionJob(IStore store, HealthRights rights) : IJob
{
    private static readonly LocalTime Three = new(15, 0);

    // Only so that nothing is read each minute: a new process looks once.
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Person), typeof(Rotation) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (rights.People == HealthPeople.Off) return null;
        if (changes.IsNone && now < look) return look;
        var next = now + Duration.FromDays(7);
        var rostered = (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(read => !read.Value.Retired)
            .SelectMany(read => read.Value.LayersAt(now)).Where(layer => !layer.Shadow).SelectMany(layer => layer.MembersAt(now))
                .ToHashSet();
        foreach (var person in (await store.ListAsync<Person>(IdRange.All, ct)).Select(read => read.Value))
        {
            if (!rostered.Contains(person.Id) || !person.IsHere(now)) continue;
            var zone = DateTimeZoneProviders.Tzdb[person.TimeZone];
            var today = now.InZone(zone).Date;
            var monday = today.PlusDays(1 - (int)today.DayOfWeek);
            var due = Due(monday, zone);
            if (due <= now) await AskAsync(person, monday, due, now, ct);
            next = Instant.Min(next, due > now ? due : Due(monday.PlusWeeks(1), zone));
        }

        return look = next;
    }

    private static Instant Due(LocalDate monday, DateTimeZone zone) => zone.AtLeniently(monday.PlusDays(4) + Three).ToInstant();

    private async Task AskAsync(Person person, LocalDate monday, Instant due, Instant now, CancellationToken ct)
    {
        var id = WorkWeek.IdOf(person.Id, monday);
        if (await store.FindAsync<WorkWeek>(id, ct) is not null) return;
        var away = (await store.FindAsync<Absences>(person.Id, ct))?.Value.Items ?? [];
        if (away.Any(absence => absence.Start <= due && due < absence.End)) return;
        if (person.Holidays is { } calendar
            && (await store.FindAsync<HolidayCalendar>(calendar, ct))?.Value.Dates.Contains(monday.PlusDays(4)) == true) return;
        try
        {
            await store.SaveAsync(
            [
                Write.Create(id, new WorkWeek(person.Id, monday, null, now)),
                Delivery.Say(new Delivery(now, MessageKind.Health, Address.Person(person.Id), WeekReplies.Question(monday)), $"week/{id}"),
            ], ct);
        }
        catch (StaleException)
        {
            // Another runner asked first.
        }
    }
}
