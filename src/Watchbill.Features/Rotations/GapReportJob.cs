using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Tells the lead and the owner's channel, on Mondays at nine in the rotation's zone, when nobody will be there in the next
/// 28 days and when one person is on two levels at once; nothing where neither is. A Monday missed during downtime is made up for once.
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
        var rotation = schedule.Rotation;
        var messages = new List<WeeklyMessage>();
        if (schedule.Gaps(now, now + Ahead) is { Count: > 0 } gaps)
            messages.AddRange(await BothAsync(rotation, await GapsAsync(rotation, gaps, now, ct), "gaps", now, ct));
        if (TwoLevels.Within(schedule, now, now + Ahead) is { Count: > 0 } twice)
        {
            var names = await people.NamesAsync(twice.Select(both => both.Person), ct);
            messages.AddRange(await BothAsync(rotation, LevelReplies.Ahead(rotation, twice, names), "levels", now, ct));
        }

        return messages;
    }

    private async Task<IEnumerable<WeeklyMessage>> BothAsync(
        Rotation rotation, Reply said, string about, Instant now, CancellationToken ct) =>
    [
        new(OverrideReplies.Owner(rotation), said with { Audience = Audience.Everyone }, $"{about}/{rotation.Id}/channel"),
        new(await people.Leads.ResponsibleAsync(rotation, now, ct), said, $"{about}/{rotation.Id}/lead"),
    ];

    private async Task<Reply> GapsAsync(Rotation rotation, IReadOnlyList<Gap> gaps, Instant now, CancellationToken ct)
    {
        var reasons = new List<string>();
        foreach (var gap in gaps) reasons.Add(await ReasonAsync(gap, ct));
        return GapReplies.Ahead(rotation,
            [.. gaps.Select(gap => gap with { Start = Instant.Max(gap.Start, now), End = Instant.Min(gap.End, now + Ahead) })], reasons);
    }

    // The rule names people by id.
    private async Task<string> ReasonAsync(Gap gap, CancellationToken ct) =>
        Vacancy.Read(gap.Reason) is { } missing && await store.FindAsync<Person>(missing.Person, ct) is { Value: var person }
            ? (missing with { Person = person.Name }).ToString() : gap.Reason;
}
