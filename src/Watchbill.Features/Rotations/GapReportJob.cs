using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Tells the lead and the owner's channel, on Mondays at nine in the rotation's zone, when nobody will be there in the next
/// 28 days; nothing where somebody always is. A Monday missed during downtime is made up for once.
/// </summary>
public sealed class GapReportJob(IStore store, Schedules schedules, OrgChart people, DueRotations due) : IJob
{
    private static readonly Duration Ahead = Duration.FromDays(28);

    public IReadOnlySet<Type> Reads => DueRotations.Kinds;

    public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct) =>
        due.VisitAsync(now, changes, (rotation, token) => LookAsync(rotation, now, token), ct);

    private async Task<Instant> LookAsync(string id, Instant now, CancellationToken ct)
    {
        if (await schedules.FindAsync(id, ct) is not { Rotation: var rotation } schedule)
        {
            await Report(id, DateTimeZone.Utc).ForgetAsync(ct);
            return Instant.MaxValue;
        }

        return await Report(id, rotation.ZoneAt(now)).MakeAsync(now, token => MessagesAsync(schedule, now, token), ct);
    }

    private WeeklyReport Report(string rotation, DateTimeZone zone) =>
        new(store, $"gaps/{rotation}", zone) { Kind = MessageKind.Gap, Rotation = rotation };

    private async Task<IReadOnlyList<WeeklyMessage>> MessagesAsync(Schedule schedule, Instant now, CancellationToken ct)
    {
        var (rotation, gaps) = (schedule.Rotation, schedule.Gaps(now, now + Ahead));
        if (gaps.Count == 0) return [];
        var reasons = new List<string>();
        foreach (var gap in gaps) reasons.Add(await ReasonAsync(gap, ct));
        var said =
            GapReplies.Ahead(rotation,
                [.. gaps.Select(gap => gap with { Start = Instant.Max(gap.Start, now), End = Instant.Min(gap.End, now + Ahead) })],
                reasons);
        return
        [
            new(OverrideReplies.Owner(rotation), said with { Audience = Audience.Everyone }, $"gaps/{rotation.Id}/channel"),
            new(await people.Leads.ResponsibleAsync(rotation, now, ct), said, $"gaps/{rotation.Id}/lead"),
        ];
    }

    // The rule names people by id.
    private async Task<string> ReasonAsync(Gap gap, CancellationToken ct) =>
        Vacancy.Read(gap.Reason) is { } missing && await store.FindAsync<Person>(missing.Person, ct) is { Value: var person }
            ? (missing with { Person = person.Name }).ToString() : gap.Reason;
}
