using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>The qualification, which two people sign, and its refresher, which one does.</summary>
internal sealed class QualificationSigning(Enrollments enrollments, Qualifications qualifications, OrgChart chart)
{
    private readonly CourseChanges changes = new(qualifications);

    /// <exception cref="RefusedException">It is not theirs to sign, or something is missing.</exception>
    public async Task<Plan> SignAsync(Call call, Course course, CancellationToken ct) => await PlanAsync(call, course, ct) with
    {
        Preview = TrainingReplies.Sign(course),
        Act = "Sign off",
    };

    private async Task<Plan> PlanAsync(Call call, Course course, CancellationToken ct)
    {
        var (progress, me) = (course.Progress, call.Caller.Person);
        var roles = await enrollments.RolesAsync(course, call.Caller, call.Now, ct);
        if (me == course.Person.Id) throw new RefusedException("Nobody signs their own qualification.") { Forbidden = true };
        if (!roles.Any(role => course.IsCareer || role is Signer.Mentor or Signer.Lead))
            throw new RefusedException($"Only the mentor and a lead of {course.For} sign the qualification.") { Forbidden = true };
        if (progress.State == TrainingState.Qualified)
            throw new RefusedException(
                $"{People.Named(course.Person)} is qualified for {course.For} already. Nothing to do.")
            { Field = "person" };
        if (!progress.IsReady)
            throw new RefusedException(
                $"{People.Named(course.Person)} is not ready. Missing: {string.Join(", ", QualificationReplies.Parts(progress))}.")
            {
                Field = "person",
            };
        if (progress.State == TrainingState.Lapsed)
        {
            var refreshed = await changes.AfterAsync(call, course, Holding(call, course, TrainingStep.Refreshed), ct);
            var by = await chart.NameAsync(me, ct);
            return CourseChanges.Saved(call, course, refreshed, TrainingReplies.Refreshed(course), "training refresh", progress.Program.Id,
                [CourseChanges.Say(call, course, course.Person.Id, TrainingReplies.YouAreRefreshed(course, by))]);
        }

        var names = await enrollments.NamesAsync(course, ct);
        if (progress.Enrollment.Events.Any(one => one.What == TrainingStep.SignedOff && one.By == me))
            throw new RefusedException(
                $"You have signed already. It takes two people; still to " +
                    $"sign: {string.Join(" and ", progress.ToSign.Select(QualificationReplies.Word))}.")
            { Field = "person" };
        var left = progress.ToSign.Where(roles.Contains).ToList();
        if (left.Count == 0)
            throw new RefusedException(
                $"Still to sign: {string.Join(" and ", progress.ToSign.Select(QualificationReplies.Word))}, which you are not.")
            {
                Forbidden = true,
            };
        var signature = new TrainingEvent(call.Now, me, TrainingStep.SignedOff) { As = left[0], Text = call.Arguments["text"] };
        var signed = await changes.AfterAsync(call, course, signature, ct);
        if (signed.Progress.ToSign.Count > 0)
        {
            var done = TrainingReplies.SignedOff(signed, left[0], signed.Progress.ToSign, names);
            var ask = TrainingReplies.Sign(course);
            return CourseChanges.Saved(call, course, signed, done, "training sign",
                $"{progress.Program.Id} as {QualificationReplies.Word(left[0])}",
                [.. Next(signed, me).Take(1).Select(lead => CourseChanges.Say(call, course, lead, ask with
                {
                    Text = ask.Text + $" Everything is done and the {QualificationReplies.Word(left[0])} signed.",
                    Actions = [TrainingReplies.SignQualification(course)],
                }))]);
        }

        var after = await changes.AfterAsync(call, signed, Holding(call, course, TrainingStep.Qualified), ct);
        return CourseChanges.Saved(call, course, after, TrainingReplies.Qualified(after), "training qualify", progress.Program.Id,
            [CourseChanges.Say(call, course, course.Person.Id, TrainingReplies.YouAreQualified(course, names))]);
    }

    // Who is asked for the signature that is left.
    private static IEnumerable<string> Next(Course signed, string me)
    {
        var left = signed.Progress.ToSign;
        IEnumerable<string?> asked =
        [
            .. left.Contains(Signer.Lead) ? signed.Leads : [], .. left.Contains(Signer.Manager) ? signed.Managers : [],
            .. signed.IsCareer && left.Contains(Signer.Peer) ? new[] { signed.Mentor } : [],
        ];
        return asked.OfType<string>().Where(one => one != me && one != signed.Person.Id);
    }

    private static TrainingEvent Holding(Call call, Course course, TrainingStep what) => new(call.Now, call.Caller.Person, what)
    {
        Version = course.Progress.Program.Version,
        Items = [.. course.Progress.Program.Items.Select(item => item.Id)],
    };
}
