using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Once a week, on the first day on which somebody works, from nine in their zone: one thing to do for who is in training, and what waits
/// for a signature for who signs. Nobody is nudged on a holiday or while they are away.
/// </summary>
public sealed class NudgeJob(IStore store, Enrollments enrollments) : IJob
{
    private static readonly LocalTime Nine = new(9, 0);
    private static readonly Duration Longest = Duration.FromHours(1);

    // Only so that nothing is read each minute: a new process looks once.
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsNone && now < look) return look;
        var (next, queues) = (new Dictionary<string, Course>(), new Dictionary<string, List<(Course, ItemProgress)>>());
        foreach (var id in await LearningAsync(ct))
        {
            if (await enrollments.HereAsync(id, now, ct) is not { } person) continue;
            // A career takes months: nobody is reminded of it weekly.
            foreach (var course in (await enrollments.OfAsync(person, now, ct)).Where(course => !course.IsCareer))
            {
                if (course.Progress.State == TrainingState.Enrolled || course.Progress.Open.Any()) next.TryAdd(id, course);
                foreach (var item in course.Progress.Open.Where(item => item.State == ItemState.Done))
                {
                    if (course.SignerOf(item) is not { } signer) continue;
                    if (!queues.TryGetValue(signer, out var queue)) queues[signer] = queue = [];
                    queue.Add((course, item));
                }
            }
        }

        foreach (var person in next.Keys.Union(queues.Keys))
            await NudgeAsync(person, next.GetValueOrDefault(person), queues.GetValueOrDefault(person) ?? [], now, ct);
        // On the hour, so that nine o'clock is met everywhere but in zones of half an hour.
        return look = now + Longest;
    }

    // Who is on the way, and who was qualified by an older version of the program.
    private async Task<IEnumerable<string>> LearningAsync(CancellationToken ct)
    {
        var people = new HashSet<string>();
        foreach (var read in (await store.ListAsync<Enrollment>(IdRange.All, ct)).Select(read => read.Value))
        {
            var held = read.Events.LastOrDefault(one => one.Version is not null)?.Version;
            if (read.IsOnTheWay || (await enrollments.ProgramAsync(read, ct))?.Version > held) people.Add(read.Person);
        }

        return people;
    }

    private async Task NudgeAsync(
        string id, Course? course, List<(Course Course, ItemProgress Item)> queue, Instant now, CancellationToken ct)
    {
        if (await enrollments.HereAsync(id, now, ct) is not { } person || await MondayAsync(person, now, ct) is not { } monday) return;
        // Who began this week was told what is first.
        if (course?.Progress.Enrollment.Events.LastOrDefault(one => one.What == TrainingStep.Started) is { At: var begun }
            && begun >= monday)
            course = null;
        // So was who signs, of what was done this week.
        queue = [.. queue.Where(one => one.Item.At < monday)];
        if (course is null && queue.Count == 0) return;
        var read = await store.FindAsync<Reported>($"training/{id}", ct);
        if (read?.Value.Due >= monday) return;
        var mentioned = queue.Select(one => one.Course.Person.Id);
        var names = new Dictionary<string, string>(await enrollments.Chart.NamesAsync(mentioned, ct));
        if (course is not null) foreach (var (key, name) in await enrollments.NamesAsync(course, ct)) names[key] = name;
        await store.SaveAsync(
        [
            Write.Upsert($"training/{id}", read, new Reported(monday)),
            Delivery.Say(new Delivery(now, MessageKind.Training, Address.Person(id), TrainingReplies.Nudge(course, queue, names)),
                $"training-week/{id}"),
        ], ct);
    }

    /// <summary>The Monday of their week, where they work now; null: they do not.</summary>
    private async Task<Instant?> MondayAsync(Person person, Instant now, CancellationToken ct)
    {
        var local = now.InZone(DateTimeZoneProviders.Tzdb[person.TimeZone]);
        if (local.TimeOfDay < Nine || local.DayOfWeek > IsoDayOfWeek.Friday) return null;
        if (person.Holidays is { } calendar
            && (await store.FindAsync<HolidayCalendar>(calendar, ct))?.Value.Dates.Contains(local.Date) is true) return null;
        if ((await store.FindAsync<Absences>(person.Id, ct))?.Value.Items.Any(one => one.Start <= now && now < one.End) is true)
            return null;
        return local.Zone.AtStartOfDay(local.Date.PlusDays(1 - (int)local.DayOfWeek)).ToInstant();
    }
}
