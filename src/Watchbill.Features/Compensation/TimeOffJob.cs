using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>Which time off somebody was told about.</summary>
/// <param name="On">The day on which they were told, in their zone.</param>
/// <param name="Until">All that expires until this day.</param>
public sealed record TimeOffNotice(string Person, LocalDate On, LocalDate Until);

/// <summary>Tells people thirty days ahead that time off of theirs expires: in their morning, and once a week at most.</summary>
public sealed class TimeOffJob(IStore store, PayMonths months, PayInputs inputs) : IJob
{
    private const int DaysAhead = 30;
    private const int DaysBetween = 7;
    private static readonly LocalTime Morning = new(9, 0);

    // A new process looks once; nothing of it is urgent enough to look at each save.
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (now < look) return look;
        var people = (await store.ListAsync<Person>(IdRange.All, ct)).Select(read => read.Value).Where(one => one.IsHere(now)).ToList();
        var next = people.Select(one => one.TimeZone).Distinct().Select(id => NextMorning(now, DateTimeZoneProviders.Tzdb[id]))
            .Append(now + Duration.FromDays(1)).Min();
        if (!(await inputs.VersionsAsync(ct)).Any(policy => policy.Pay!.TimeOff.Any(rule => rule.Expires is not null))) return look = next;
        var notices = (await store.ListAsync<TimeOffNotice>(IdRange.All, ct)).ToDictionary(read => read.Id);
        var toTell = people.Select(one => (one.Id, Local: now.InZone(DateTimeZoneProviders.Tzdb[one.TimeZone])))
            .Where(one => one.Local.TimeOfDay >= Morning
                && !(notices.GetValueOrDefault(one.Id)?.Value.On > one.Local.Date.PlusDays(-DaysBetween)));
        foreach (var day in toTell.GroupBy(one => one.Local.Date))
        {
            var books = await months.TimeOffAsync(day.Key.With(DateAdjusters.StartOfMonth), [.. day.Select(one => one.Id)], now, ct);
            foreach (var (person, _) in day.Where(one => books.ContainsKey(one.Id)))
                await TellAsync(person, books[person], notices.GetValueOrDefault(person), day.Key, now, ct);
        }

        return look = next;
    }

    private async Task TellAsync(
        string person, TimeOffBook book, Stored<TimeOffNotice>? read, LocalDate today, Instant now, CancellationToken ct)
    {
        var until = today.PlusDays(DaysAhead);
        var told = read?.Value.Until ?? LocalDate.MinIsoValue;
        if (book.From(today).Select(one => one.Last).FirstOrDefault(last => last > told && last <= until) is not { } first) return;
        await store.SaveAsync(
        [
            Write.Upsert(person, read, new TimeOffNotice(person, today, until)),
            Delivery.Say(new Delivery(now, MessageKind.Pay, Address.Person(person), PayMoneyReplies.Expires(first)), $"timeoff/{person}"),
        ], ct);
    }

    private static Instant NextMorning(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone);
        return zone.AtLeniently((local.TimeOfDay < Morning ? local.Date : local.Date.PlusDays(1)) + Morning).ToInstant();
    }
}
