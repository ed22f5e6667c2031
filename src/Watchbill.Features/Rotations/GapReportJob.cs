using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Tells the lead and the owner's channel, on Mondays at nine in the rotation's zone, when nobody will be there in the next 28 days;
/// nothing
/// where somebody always is. A Monday missed during downtime is made up for once.
/// </summary>
public sealed class GapReportJob(IStore store, Schedules schedules, OrgChart people, DueRotations due) : IJob
{
    private static readonly Duration Ahead = Duration.FromDays(28);

    public IReadOnlySet<Type> Reads => DueRotations.Kinds;

    public Task<Instant?> RunAsync(Instant now, CancellationToken ct) =>
        due.VisitAsync(now, (rotation, token) => LookAsync(rotation, now, token), ct);

    private async Task<Instant> LookAsync(string id, Instant now, CancellationToken ct)
    {
        var report = $"gaps/{id}";
        var read = await store.FindAsync<Reported>(report, ct);
        if (await schedules.FindAsync(id, ct) is not { } schedule)
        {
            if (read is not null) await store.SaveAsync([Change.Delete(read)], ct);
            return Instant.MaxValue;
        }

        var rotation = schedule.Rotation;
        var zone =
            DateTimeZoneProviders.Tzdb[(rotation.Promises.LastOrDefault(promise => promise.From is null || promise.From <= now)
                ?? rotation.Promises[0]).Turn.TimeZone];
        var due = Mondays.Last(now, zone);
        // Seen for the first time it waits for its first Monday.
        if (read is null || read.Value.Due < due)
            await store.SaveAsync(
                [Change.Upsert(report, read, new Reported(due)), .. read is null ? [] : await SayAsync(schedule, due, now, ct)], ct);
        return Mondays.Next(now, zone);
    }

    private async Task<IReadOnlyList<Change>> SayAsync(Schedule schedule, Instant due, Instant now, CancellationToken ct)
    {
        var (rotation, gaps) = (schedule.Rotation, schedule.Gaps(now, now + Ahead));
        if (gaps.Count == 0) return [];
        var reasons = new List<string>();
        foreach (var gap in gaps) reasons.Add(await ReasonAsync(gap, ct));
        var lead = await people.LeadsOfAsync(rotation, ct) is [var first, ..] ? first : null;
        var said =
            GapReplies.Ahead(rotation,
                [.. gaps.Select(gap => gap with { Start = Instant.Max(gap.Start, now), End = Instant.Min(gap.End, now + Ahead) })],
                reasons);
        return
        [
            Say(OverrideReplies.Owner(rotation), said with { Audience = Audience.Everyone }, "channel"),
            .. lead is null ? [] : new[] { Say(Address.Person(lead), said, "lead") },
        ];

        Change Say(Address to, Reply reply, string whom) =>
            Delivery.Say(new Delivery(Mondays.SaidFor(due, now), MessageKind.Gap, to, reply) { Rotation = rotation.Id },
                $"gaps/{rotation.Id}/{whom}");
    }

    // The rule names people by id; whoever should be there is the first word of it.
    private async Task<string> ReasonAsync(Gap gap, CancellationToken ct)
    {
        var words = gap.Reason.Split(' ', 2);
        return words.Length == 2 && await store.FindAsync<Person>(words[0], ct) is { Value: var person }
            ? $"{person.Name} {words[1]}" : gap.Reason;
    }
}
