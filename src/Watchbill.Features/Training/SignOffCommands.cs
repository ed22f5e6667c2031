using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>What is done, signed, sent back and waived; and the qualification, which two people sign.</summary>
public sealed class SignOffCommands(Enrollments enrollments, Qualifications qualifications, OrgChart chart) : ICommands
{
    private readonly CourseChanges changes = new(qualifications);
    private readonly QualificationSigning signing = new(enrollments, qualifications, chart);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("training", "done <item> [<rotation>] [because <text>]", "Say that you did an item; the text is its evidence",
            (call, ct) => DoneAsync(call, call.Arguments["rotation"], call.Arguments.Required("item"), ct))
        { AtOnce = true },
        new("training", "sign <person> [<item>] [because <text>]", "Sign an item of somebody; without one, the qualification",
            SignAsync),
        new("training", "send-back <person> <item> because <text>", "Send an item back and say what has to be better", SendBackAsync)
        { AtOnce = true },
        new("training", "waive <person> <item> because <text>", "Waive an item; for leads",
            WaiveAsync),
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("training-done", (call, value, ct) => Parts(value) is [_, var rotation, var program, var item]
            ? DoneAsync(call, About(rotation, program), item, ct)
            : throw ButtonValue.NotUnderstood()),
        new("training-sign", async (call, value, ct) => Parts(value) is [var person, var rotation, var program, var item]
            ? await SignItemAsync(call, await FindAsync(call, person, About(rotation, program), item, ct), item, ct)
            : throw ButtonValue.NotUnderstood()),
        new("training-qualify", async (call, value, ct) => Parts(value) is [var person, var rotation, var program]
            ? await signing.SignAsync(call, await FindAsync(call, person, About(rotation, program), null, ct), ct)
            : throw ButtonValue.NotUnderstood()),
    ];

    private static string[] Parts(string value) => value.Split('/');

    // As an enrollment without a rotation writes it in its id.
    private static string About(string rotation, string program) => rotation == "-" ? program : rotation;

    private async Task<Answer> DoneAsync(Call call, string? rotation, string named, CancellationToken ct)
    {
        var course = await FindAsync(call, call.Caller.Person, rotation, named, ct);
        var item = Enrollments.ItemOf(course, named);
        if (item.IsComplete)
            throw new RefusedException(
                $"'{item.Item.Id}' is {item.State.ToString().ToLowerInvariant()} already. Nothing to do.")
            { Field = "item" };
        var evidence = call.Arguments["text"];
        if (item.Item.Evidence is Evidence.Contact or Evidence.PageDrill)
            throw new RefusedException(TrainingReplies.Seen(item)) { Field = "item" };
        // Other evidence is news to whoever signs; the same words again would only ask them twice.
        if (item.State == ItemState.Done && (evidence is null || evidence == item.Evidence))
            return TrainingReplies.Waits(course, item, await enrollments.NamesAsync(course, ct));
        if (item.Item.Evidence is Evidence.Text or Evidence.Link && evidence is null)
            throw new RefusedException(
                $"What shows it? `training done {item.Item.Id} because <{(item.Item.Evidence == Evidence.Link ? "link" : "a sentence")}>`")
            {
                Field = "text",
            };
        if (item.Item.Evidence == Evidence.Link
            && !(Uri.TryCreate(evidence, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps))
            throw new RefusedException("The evidence is a link that begins with https://.") { Field = "text" };
        var after =
            await changes.AfterAsync(call, course,
                new(call.Now, call.Caller.Person, TrainingStep.Done) { Item = item.Item.Id, Text = evidence }, ct);
        var names = await enrollments.NamesAsync(after, ct);
        var done = Enrollments.ItemOf(after, item.Item.Id);
        var signer = course.SignerOf(done);
        return CourseChanges.Saved(call, course, after, TrainingReplies.Done(after, done, names), "training done", item.Item.Id,
            signer is null ? [] : [CourseChanges.Say(call, course, signer, TrainingReplies.ToSign(after, done, names))]);
    }

    private async Task<Answer> SignAsync(Call call, CancellationToken ct)
    {
        var named = call.Arguments["item"];
        var course = await FindAsync(call, call.Arguments.Required("person"), null, named, ct);
        return named is null || named is "qualification" || named == course.Progress.Program.Id || named == course.Rotation?.Id
            ? await signing.SignAsync(call, course, ct) : await SignItemAsync(call, course, named, ct);
    }

    private async Task<Answer> SignItemAsync(Call call, Course course, string named, CancellationToken ct)
    {
        var item = Enrollments.ItemOf(course, named);
        await MustSignAsync(call, course, item.Item.Signs ?? Signer.Mentor, $"'{item.Item.Id}'", ct);
        if (item.State is ItemState.Signed or ItemState.Waived)
            throw new RefusedException(
                $"'{item.Item.Id}' is {item.State.ToString().ToLowerInvariant()} already. Nothing to do.")
            { Field = "item" };
        if (item.State == ItemState.Open)
            throw new RefusedException($"{People.Named(course.Person)} has not marked '{item.Item.Id}' as done yet.") { Field = "item" };
        var after =
            await changes.AfterAsync(call, course,
                new(call.Now, call.Caller.Person, TrainingStep.Signed) { Item = item.Item.Id, Text = call.Arguments["text"] }, ct);
        return CourseChanges.Saved(call, course, after, TrainingReplies.ItemSigned(after, item), "training sign", item.Item.Id,
            [CourseChanges.Say(call, course, course.Person.Id,
                new Reply(Text.Bold($"{await chart.WhoAsync(call.Caller.Person, ct)} signed: {item.Item.Title}.")))]) with
        {
            Preview = TrainingReplies.SignItem(course, item),
            Act = "Sign off",
        };
    }

    private async Task<Answer> SendBackAsync(Call call, CancellationToken ct)
    {
        var course = await FindAsync(call, call.Arguments.Required("person"), null, call.Arguments.Required("item"), ct);
        var (item, reason) = (Enrollments.ItemOf(course, call.Arguments.Required("item")), call.Arguments.Required("text"));
        await MustSignAsync(call, course, item.Item.Signs ?? Signer.Mentor, $"'{item.Item.Id}'", ct);
        if (item.State != ItemState.Done)
            throw new RefusedException(
                $"'{item.Item.Id}' is {item.State.ToString().ToLowerInvariant()}, so there is nothing to send back.")
            { Field = "item" };
        var after =
            await changes.AfterAsync(call, course,
                new(call.Now, call.Caller.Person, TrainingStep.SentBack) { Item = item.Item.Id, Text = reason }, ct);
        var said = TrainingReplies.SentBack(item, await chart.NameAsync(call.Caller.Person, ct), reason);
        return CourseChanges.Saved(call, course, after, said with { Actions = [] }, "training send-back", item.Item.Id,
            [CourseChanges.Say(call, course, course.Person.Id, said)]);
    }

    private async Task<Answer> WaiveAsync(Call call, CancellationToken ct)
    {
        var course = await FindAsync(call, call.Arguments.Required("person"), null, call.Arguments.Required("item"), ct);
        var item = Enrollments.ItemOf(course, call.Arguments.Required("item"));
        var roles = await enrollments.RolesAsync(course, call.Caller, call.Now, ct);
        if (!roles.Contains(course.IsCareer ? Signer.Manager : Signer.Lead))
            throw new RefusedException(course.IsCareer ? "Only the manager waives items of a career."
                : $"Only leads of {course.For} can waive items, and never their own.")
            { Forbidden = true };
        var after =
            await changes.AfterAsync(call, course,
                new(call.Now, call.Caller.Person, TrainingStep.Waived) { Item = item.Item.Id, Text = call.Arguments["text"] }, ct);
        var done = new Reply(Text.Bold($"Waived: {item.Item.Title}, {People.Named(course.Person)}."));
        return CourseChanges.Saved(call, course, after, done, "training waive", item.Item.Id, []) with
        {
            Preview = TrainingReplies.Waive(course, item, call.Arguments.Required("text")),
            Act = "Waive item",
        };
    }

    private async Task<Course> FindAsync(Call call, string person, string? rotation, string? item, CancellationToken ct) =>
        await enrollments.FindAsync(await chart.PersonAsync(person, ct), rotation, item, call, ct);

    private async Task MustSignAsync(Call call, Course course, Signer needed, string what, CancellationToken ct)
    {
        if (call.Caller.Person == course.Person.Id)
            throw new RefusedException($"Nobody signs their own training. {what} is signed by somebody else.") { Forbidden = true };
        if (Course.MaySign(needed, await enrollments.RolesAsync(course, call.Caller, call.Now, ct))) return;
        var asked = needed == Signer.Manager ? (course.Managers.Count > 0 ? course.Managers[0] : null)
            : needed == Signer.Mentor || course.IsCareer ? course.Mentor : null;
        var who = asked is not null ? await chart.NameAsync(asked, ct) : $"a lead of {course.For}";
        throw new RefusedException($"{what} is signed by the {QualificationReplies.Word(needed)}. Ask {who}.") { Forbidden = true };
    }
}
