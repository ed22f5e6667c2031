using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// What a tabletop drill counts for in the training of who played primary: the first drill of their checklist that is open is done, with
/// the
/// drill as its evidence, and waits for its signature. A program without such an item counts the drill itself.
/// </summary>
public sealed class DrillEvidence(Enrollments enrollments, Qualifications qualifications)
{
    public async Task<IReadOnlyList<Write>> OfAsync(RunningDrill drill, Instant now, CancellationToken ct)
    {
        if (drill.Drill.Primary is not { } id || await enrollments.HereAsync(id, now, ct) is not { } person) return [];
        var course = (await enrollments.OfAsync(person, now, ct)).FirstOrDefault(one => one.Rotation?.Id == drill.Rotation.Id);
        if (course is not { Progress.State: TrainingState.Enrolled }) return [];
        var text = $"{drill.Drill.Id}: {drill.Walk.Scenario.Title}, as primary";
        var drills = course.Progress.Items.Where(item => item.Item is { Kind: ItemKind.Drill, Evidence: not Evidence.PageDrill }).ToList();
        var open = drills.Find(item => item.State == ItemState.Open);
        if (drills.Count > 0 && open is null) return [];
        var happened = open is null ? new TrainingEvent(now, id, TrainingStep.Drilled) { Text = text }
            : new TrainingEvent(now, id, TrainingStep.Done) { Item = open.Item.Id, Text = text };
        var after = course.Progress.Enrollment.With(happened);
        var done = course with { Progress = (await qualifications.OfAsync(after, now, ct))! };
        var saved = Write.Replace(course.Read, after);
        if (open is null) return [saved];
        var item = Enrollments.ItemOf(done, open.Item.Id);
        return done.SignerOf(item) is not { } signer ? [saved] :
        [
            saved,
            Delivery.Say(new Delivery(now, MessageKind.Training, Address.Person(signer),
                TrainingReplies.ToSign(done, item, await enrollments.NamesAsync(done, ct))) { Rotation = drill.Rotation.Id },
                $"training/{after.Id}/{drill.Drill.Id}/{signer}"),
        ];
    }
}
