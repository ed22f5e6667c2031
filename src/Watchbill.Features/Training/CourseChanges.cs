using System.Globalization;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>What somebody did about a training: as it is then, saved, and told.</summary>
internal sealed class CourseChanges(Qualifications qualifications)
{
    public async Task<Course> AfterAsync(Call call, Course course, TrainingEvent happened, CancellationToken ct)
    {
        var after = course.Progress.Enrollment.With(happened);
        return course with { Progress = (await qualifications.OfAsync(after, call.Now, ct))! };
    }

    public static Plan Saved(Call call, Course before, Course after, Reply done, string what, string item, IReadOnlyList<Write> said) =>
        new(done, done,
        [
            Write.Replace(before.Read, after.Progress.Enrollment),
            // Of a career the log says nothing: it is seen by its person and their signers alone.
            .. before.Rotation is not { } rotation ? Array.Empty<Write>() :
            [
                Write.Audit(new AuditEntry(call.Now, call.Caller.Person, what, $"person/{before.Person.Id}", call.Caller.Platform.Name)
                {
                    New = $"{item} for {rotation.Id}",
                    Reason = call.Arguments["text"],
                }),
            ],
            .. said,
        ])
        { AtOnce = true };

    // An item may be done, sent back and done again: each time is told.
    public static Write Say(Call call, Course course, string person, Reply reply) =>
        Delivery.Say(new Delivery(call.Now, course.IsCareer ? MessageKind.Career : MessageKind.Training, Address.Person(person), reply)
        {
            Rotation = course.Rotation?.Id,
        },
            string.Create(CultureInfo.InvariantCulture, $"training/{course.Read.Id}/{course.Read.Value.Events.Count}/{person}"));
}
