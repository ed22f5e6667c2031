using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>Words about training.</summary>
public static class TrainingReplies
{
    private const int Bar = 10;

    /// <summary>Where somebody is: a bar, what is next, who signs it, and everything below.</summary>
    /// <param name="roles">In which the reader may sign.</param>
    public static Reply Card(Course course, IReadOnlyDictionary<string, string> names, bool own, IReadOnlyList<Signer> roles)
    {
        var (progress, person) = (course.Progress, course.Person.Id);
        return new Reply(Text.Lines([Head(course, own), .. NextReplies.Of(course, names, own),
            .. own ? NextReplies.ToLookBack(course) : [], .. Standing(course, names)]))
        {
            Table = new Table(["Signer", "Item", "Stage", "Status"], [.. progress.Items.Select(item => (IReadOnlyList<Text>)
                [Who(item, course, names), $"{item.Item.Title} ({item.Item.Id})", item.Stage.Title ?? item.Stage.Id, Word(item.State)])]),
            Actions = [.. Buttons(course, own, roles)],
        };
    }

    /// <param name="typed">What names a mentor, where none is named.</param>
    public static Reply StartPreview(string name, string rotation, TrainingProgram program, string? mentor, string typed) => new(Text.Lines(
        Text.Bold($"Train {name} for {rotation}?") +
            $" {program.Title ?? program.Id}, {QualificationReplies.Count(program.Items.Count(), "item")}.",
        mentor is null ? (Text)$"⚠ No mentor: anybody who is qualified signs. Better: `{typed}`" : $"Mentor: {mentor}. Both are told."));

    /// <summary>To trainee and mentor, when it begins.</summary>
    public static Reply Started(Course course, IReadOnlyDictionary<string, string> names, bool own) => new(Text.Lines(
    [
        own ? Text.Bold($"Your training for {course.For} has begun.")
            : Text.Bold($"You are the mentor of {names.Named(course.Person.Id)}") + $" for {course.For}.",
        own && course.Mentor is { } mentor
            ? (Text)$"Your mentor is {names.Named(mentor)}: ask them anything." : "You sign what they have learned, or send it back.",
        .. own ? NextReplies.Of(course, names) : [],
    ]))
    { Actions = [Chat.Buttons.Running("Show checklist", own ? "training status" : $"training status {course.Person.Id}")] };

    public static Reply Done(Course course, ItemProgress item, IReadOnlyDictionary<string, string> names) => new(Text.Lines(
        [Text.Bold($"Done: {item.Item.Title}.")
            + (NextReplies.SignsIt(item, course, names) is { IsEmpty: false } signs ? (Text)$" {signs}" : Text.Empty),
            .. NextReplies.Of(course, names)]));

    /// <summary>What is seen cannot be said.</summary>
    public static string Seen(ItemProgress item) =>
        $"You cannot mark '{item.Item.Id}' yourself. {item.Item.Text ?? "Watchbill sees it by itself."}";

    /// <summary>Where it is said again that an item is done.</summary>
    public static Reply Waits(Course course, ItemProgress item, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"{item.Item.Title} waits for {NextReplies.Signers(item, course, names)} to sign it")
            + $", since {item.At!.Value}. They are not asked again.");

    /// <summary>To whoever signs.</summary>
    public static Reply ToSign(Course course, ItemProgress item, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"Sign off for {names.Named(course.Person.Id)}: {item.Item.Title}?")
            + (item.Evidence is { } evidence ? $" Evidence: {evidence}" : " No evidence was asked for."))
    {
        Actions = [new Button("Sign off", "training-sign", $"{course.Read.Id}/{item.Item.Id}") { Style = ButtonStyle.Primary },
            Chat.Buttons.Running("Send back…", $"training send-back {course.Person.Id} {item.Item.Id} because")],
    };

    /// <summary>Before an item is signed that was typed.</summary>
    public static Reply SignItem(Course course, ItemProgress item) => new(
        Text.Bold($"Sign '{item.Item.Title}' for {Who(course)}?") + (item.Evidence is { } evidence ? $" Evidence: {evidence}" : ""));

    public static Reply Waive(Course course, ItemProgress item, string reason) => new(
        Text.Bold($"Waive '{item.Item.Title}' for {Who(course)}?") + $" Nobody signs it then. Reason: {reason}");

    /// <summary>Before the qualification is signed, its refresher, or a step of a career.</summary>
    public static Reply Sign(Course course)
    {
        var what = course.IsCareer ? "step to" : course.Progress.State == TrainingState.Lapsed ? "refresher for" : "qualification for";
        return new(Text.Bold($"Sign {Who(course)}'s {what} {course.For}?"));
    }

    public static Reply ItemSigned(Course course, ItemProgress item) =>
        new(Text.Bold($"Signed: {item.Item.Title}, {People.First(course.Person.Name)}.") + Left(course));

    public static Reply SentBack(ItemProgress item, string by, string reason) =>
        new(Text.Bold($"Sent back: {item.Item.Title}.") + $" {by}: {reason}")
        {
            Actions = [Chat.Buttons.Running("Show checklist", "training status")],
        };

    public static Reply SignedOff(Course course, Signer role, IReadOnlyList<Signer> left, IReadOnlyDictionary<string, string> names) => new(
        Text.Bold($"You signed as {QualificationReplies.Word(role)}.")
            + $" Still to sign: {string.Join(" and ", left.Select(QualificationReplies.Word))}"
            + (left.Contains(Signer.Lead) && course.Leads.Count > 0 ? (Text)$" ({names.Named(course.Leads)})." : "."));

    public static Reply Qualified(Course course) =>
        new(course.IsCareer
            ? Text.Bold($"{Who(course)} has shown what a {course.For} does.") + " Talk with them about what it changes, and when."
            : Text.Bold($"{Who(course)} is qualified for {course.For}.") + Backup(course));

    public static Reply Refreshed(Course course) => new(Text.Bold($"{Who(course)} is qualified for {course.For} again."));

    /// <summary>To its person, when the refresher is signed.</summary>
    public static Reply YouAreRefreshed(Course course, string by) =>
        new(Text.Bold($"You are qualified for {course.For} again.") + $" {by} signed the refresher.");

    /// <summary>To its person, when the last signature is there.</summary>
    public static Reply YouAreQualified(Course course, IReadOnlyDictionary<string, string> names) => new(course.IsCareer
        ? Text.Bold($"You have shown what a {course.For} does.")
            + $" Signed by {CareerReplies.Signing(course, names)}."
            + " Talk with your manager about what it changes, and when."
        : Text.Bold($"You are qualified for {course.For}.")
            + (course.Mentor is { } mentor ? (Text)$" {names.Named(mentor)} is the backup of your first shift." : ""));

    /// <summary>Leads to something else that the same person is in.</summary>
    public static Button Other(Course other, bool own) => Chat.Buttons.Running($"See {other.For}",
        $"training status {other.Person.Id} for {other.About}");

    /// <summary>The same with one press.</summary>
    public static Button SignQualification(Course course) =>
        new("Sign off", "training-qualify", course.Read.Id) { Style = ButtonStyle.Primary };

    /// <summary>Signs the qualification, or a step of a career.</summary>
    public static string SignCommand(Course course) =>
        $"training sign {course.Person.Id}{(course.IsCareer ? $" {course.Progress.Program.Id}" : "")}";

    /// <summary>Before a qualification lapses, to its person.</summary>
    public static Reply LapseWarning(string rotation, Instant until) => new(
        Text.Bold($"Your qualification for {rotation} lapses {until:date}.")
            + $" You have had no shift for a long time. Take one before then (`swap`, `cover`), or ask your lead.");

    /// <summary>Once it has lapsed, to their lead.</summary>
    public static Reply Lapsed(string name, string rotation, string person) => new(
        Text.Bold($"{People.Named(person, name)}'s qualification for {rotation} has lapsed.") +
            $" The roster stays as it is. A refresher, signed, brings it back: `training sign {person}`");

    /// <summary>The same to its person.</summary>
    public static Reply YoursLapsed(string rotation) => new(
        Text.Bold($"Your qualification for {rotation} has lapsed.")
            + " The roster stays as it is; new shifts need a refresher. Ask your mentor or lead what has changed since, and to sign it.")
    { Actions = [Chat.Buttons.Running("Show checklist", "training status")] };

    /// <summary>Once a week: one thing to do, and what waits for a signature.</summary>
    /// <param name="course">Null: the reader is in no training.</param>
    public static Reply Nudge(
        Course? course, IReadOnlyList<(Course Course, ItemProgress Item)> queue, IReadOnlyDictionary<string, string> names) =>
        new(Text.Lines(
        [
            .. course is null ? [] : NextReplies.Of(course, names),
            .. queue.Count == 0 ? Array.Empty<Text>()
                : [Text.Bold(
                    $"{QualificationReplies.Count(queue.Count, "item")} {(queue.Count == 1 ? "waits" : "wait")} for your signature:"),
                    .. queue.Select(one => (Text)$"{names.Named(one.Course.Person.Id)}: {one.Item.Item.Title}"
                        + (one.Item.Evidence is { } evidence ? $" ({evidence})" : ""))],
        ]))
        {
            Actions =
            [
                .. course is null ? Array.Empty<Button>() : [Chat.Buttons.Running("Show checklist", "training status")],
                .. queue.Take(3).Select(one => new Button($"Sign {one.Item.Item.Id}", "training-sign",
                    $"{one.Course.Read.Id}/{one.Item.Item.Id}")),
            ],
        };

    private static Text Head(Course course, bool own)
    {
        var (progress, name) = (course.Progress, People.First(course.Person.Name));
        var rotation = course.For;
        if (course.IsCareer && progress.State == TrainingState.Qualified)
            return Text.Bold(own ? $"You have shown what a {rotation} does" : $"{name} has shown what a {rotation} does")
                + $", {progress.Since!.Value:date}.";
        if (progress.State == TrainingState.Qualified)
            return Text.Bold(own ? $"You are qualified for {rotation}" : $"{name} is qualified for {rotation}") +
                $" since {progress.Since!.Value:date}.";
        if (progress.State == TrainingState.Lapsed)
            return Text.Bold(own ? $"Your qualification for {rotation} lapsed" : $"{name}'s qualification for {rotation} lapsed") +
                $" {progress.Until!.Value:date}.";
        var (done, all) = progress.Steps;
        var full = all == 0 ? Bar : Bar * done / all;
        return Text.Bold($"{(own ? "You" : name)}: {done} of {all} steps for {rotation}") +
            $" {new string('■', full)}{new string('□', Bar - full)}";
    }

    private static IEnumerable<Text> Standing(Course course, IReadOnlyDictionary<string, string> names)
    {
        if (course.Mentor is { } mentor)
            yield return $"{(course.IsCareer ? "Signs beside the manager" : "Mentor")}: {names.Named(mentor)}.";
        else if (course.Progress.State == TrainingState.Enrolled
            && course.Leads.FirstOrDefault(lead => lead != course.Person.Id) is { } lead)
            yield return $"No mentor was named. Ask {names.Named(lead)}.";
        if (course.Progress is { State: TrainingState.Enrolled, IsReady: false } open)
            yield return $"Missing: {string.Join(", ", QualificationReplies.Parts(open))}.";
        if (course.Progress is { State: TrainingState.Qualified, Until: { } until })
            yield return $"Lapses {until:date} without a shift before.";
    }

    private static Text Left(Course course) => course.Progress.IsReady
        ? (Text)$" Everything is done: `{SignCommand(course)}` signs {(course.IsCareer ? "it" : "the qualification")}."
        : $" Still missing: {string.Join(", ", QualificationReplies.Parts(course.Progress))}.";

    private static Text Backup(Course course) =>
        course.Progress.Program.Stages.Any(stage => stage.Backup is not null) && course.Mentor is not null
            ? (Text)" Their mentor is the backup of the first shift." : "";

    // What is next is a button each, at most three; items are pressed, not typed.
    private static IEnumerable<Button> Buttons(Course course, bool own, IReadOnlyList<Signer> roles)
    {
        if (!own && course.Progress is { State: TrainingState.Enrolled, IsReady: true } ready && ready.ToSign.Any(roles.Contains))
            yield return SignQualification(course);
        foreach (var incident in own ? course.ToLookBack.Take(2) : [])
            if (incident.Split('/') is [var service, var number])
                yield return ShadowReplies.Debrief(service, int.Parse(number, CultureInfo.InvariantCulture));
        if (course.Turns.FirstOrDefault(turn => !turn.Declined && turn.Start > course.Progress.At) is { } ahead && own)
            yield return ShadowReplies.Decline(ahead);
        foreach (var button in course.Progress.Open.Select(item => Of(item, course, own, roles)).Where(some => some.Length > 0).Take(3)
            .SelectMany(some => some)) yield return button;
    }

    // What its reader can do about an item now; none: it is somebody else's turn.
    private static Button[] Of(ItemProgress item, Course course, bool own, IReadOnlyList<Signer> roles)
    {
        var (id, value) = (item.Item.Id, $"{course.Read.Id}/{item.Item.Id}");
        if (own && item.State == ItemState.Open)
        {
            return item.Item.Evidence switch
            {
                Evidence.None => [new Button($"Mark done: {id}", "training-done", value)],
                Evidence.Contact => [Chat.Buttons.Running("Add contact…", "contact add")],
                Evidence.PageDrill => [Chat.Buttons.Running("Page me as a drill", $"page drill {course.Person.Id}")],
                _ => [Chat.Buttons.Running($"Mark done: {id}…", $"training done {id} {course.About} because")],
            };
        }

        if (own || item.State != ItemState.Done || item.Item.Signs is not { } signer || !Course.MaySign(signer, roles)) return [];
        return
        [
            new Button($"Sign {id}", "training-sign", value),
            Chat.Buttons.Running($"Send back {id}…", $"training send-back {course.Person.Id} {id} because"),
        ];
    }

    private static Text Who(ItemProgress item, Course course, IReadOnlyDictionary<string, string> names) =>
        !item.IsComplete ? NextReplies.Signers(item, course, names)
            : item.By is not { } by ? Text.Empty
            : by == TrainingEvent.Watchbill ? "Watchbill" : (Text)$"{People.Named(by, names.GetValueOrDefault(by, by))}";

    private static Mention Who(Course course) => People.Named(course.Person.Id, course.Person.Name);

    private static Text Word(ItemState state) => state.ToString().ToLowerInvariant();
}
