using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>Words that begin a step of a career; those of its checklist are training's.</summary>
public static class CareerReplies
{
    /// <summary>To who signs beside the manager, or to the manager, when a career begins.</summary>
    public static Reply Started(Course course, IReadOnlyDictionary<string, string> names, string reader)
    {
        var (person, own) = (course.Person.Id, reader == course.Person.Id);
        IReadOnlyList<Text> signers = [.. course.Managers.Append(course.Mentor).OfType<string>().Distinct()
            .Select(one => (Text)$"{names.Named(one)}")];
        return new Reply(Text.Lines(
        [
            own ? Text.Bold($"Your way to {course.For} has begun.") : Text.Bold($"{names.Named(person)} is on the way to {course.For}.")
                + " You sign what they gather, or send it back.",
            (Text)$"Signed by {Signing(course, names)}. Seen by {(own ? "you" : "them")} and those who sign, by nobody else.",
            .. own ? NextReplies.Of(course, names) : [],
        ]))
        {
            Actions = [Buttons.Running("Show checklist",
            $"training status {person} for {course.About}")]
        };
    }

    public static Reply Preview(Course course, string other) => new(Text.Lines(
        Text.Bold($"Begin {People.Named(course.Person.Id, course.Person.Name)}'s way to {course.For}?")
            + $" {QualificationReplies.Count(course.Progress.Items.Count, "item")}, gathered over months.",
        $"Signed by their manager and {other}. Seen by them and those who sign, by nobody else."));

    /// <summary>The manager and the other who sign.</summary>
    public static Text Signing(Course course, IReadOnlyDictionary<string, string> names) => People.And(
        [.. course.Managers.Append(course.Mentor).OfType<string>().Distinct().Select(one => (Text)$"{names.Named(one)}")]);
}
