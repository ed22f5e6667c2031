using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Words about postmortems and their actions. Due dates are days, the same for every reader.</summary>
public static class PostmortemReplies
{
    /// <summary>For who writes it.</summary>
    public static Reply Yours(Incident incident, Postmortem made) =>
        new((Text)($"{Text.Bold($"Write the postmortem of {incident.Id} by {Day(made, made.Due)}")} ({incident.Title}).{Why(made)} "
            + $"It needs at least one P0 action: `incident postmortem action {incident.Id} <person> p0 due <when> to <text>`"));

    public static Reply Asked(Incident incident, Postmortem made, string owner) =>
        new((Text)$"{Text.Bold($"{owner} writes the postmortem of {incident.Id}")} ({incident.Title}) by {Day(made, made.Due)}.{Why(made)}")
        {
            Audience = Audience.Everyone,
        };

    public static Reply Preview(Postmortem made, string owner) =>
        new((Text)$"{Text.Bold($"Assign the postmortem of {made.Id} to {owner}?")} Due {Day(made, made.Due)}.");

    public static Reply Done(Postmortem made, string owner) =>
        new((Text)$"{Text.Bold($"{owner} writes the postmortem of {made.Id}")} by {Day(made, made.Due)}.");

    public static Reply Shown(Incident incident, Postmortem postmortem, IReadOnlyDictionary<string, string> names) =>
        new((Text)$"{Text.Bold($"Postmortem of {incident.Id}")} ({incident.Title}): "
            + (postmortem.Published is { } at
                ? (Text)$"published {at:date}."
                : $"{names.Named(postmortem.Owner)} writes it by {Day(postmortem, postmortem.Due)}.") + Why(postmortem))
        {
            Fields = postmortem.Link is { } link ? [new("Read it", link)] : [],
            Table = postmortem.Actions.Count == 0 ? null : Actions(postmortem.Actions.Select(action => (postmortem, action)), names),
            Actions = DoneButtons([.. postmortem.OpenActions().Take(5).Select(action => (postmortem, action))]),
            Shareable = true,
        };

    /// <summary>For who is to do something.</summary>
    public static Reply Action(Incident incident, Postmortem postmortem, PostmortemAction action) =>
        new((Text)($"{Text.Bold($"{action.Priority} for you, due {Day(postmortem, action.Due)}:")} {action.Text} "
            + $"(postmortem of {incident.Id}, {incident.Title})."));

    public static Reply ActionPreview(Postmortem postmortem, PostmortemAction action, string person, bool done) =>
        new(done
            ? (Text)($"{Text.Bold($"{action.Priority} for {person}, due {Day(postmortem, action.Due)}:")} {action.Text} "
                + $"({postmortem.Id}, action {action.Number}).")
            : (Text)($"{Text.Bold($"Give {person} this {action.Priority}, due {Day(postmortem, action.Due)}?")} {action.Text} "
                + $"({postmortem.Id})."));

    public static Reply ActionDone(Postmortem postmortem, PostmortemAction action) =>
        new((Text)$"{Text.Bold($"Done: {action.Text}")} ({postmortem.Id}). "
            + (postmortem.OpenActions().Count() is var left and > 0
                ? $"{Count(left, "action")} open." : "No actions open."));

    public static Reply PublishPreview(Postmortem postmortem) =>
        new((Text)($"{Text.Bold($"Publish the postmortem of {postmortem.Id}?")} "
            + $"{(postmortem.Link is { } link ? $"{link}, " : "")}{Count(postmortem.Actions.Count, "action")}. The channel is told."));

    public static Reply Published(Incident incident, Postmortem postmortem, IReadOnlyDictionary<string, string> names) =>
        new((Text)$"{Text.Bold($"Postmortem of {incident.Id} published:")} {incident.Title}.")
        {
            Fields = postmortem.Link is { } link ? [new("Read it", link)] : [],
            Table = Actions(postmortem.Actions.Select(action => (postmortem, action)), names),
        };

    public static Reply List(IReadOnlyList<Postmortem> open, IReadOnlyDictionary<string, string> names)
    {
        var writing = open.Where(one => one.Open).ToList();
        var actions = Postmortem.OpenActions(open).ToList();
        return new Reply(Text.Lines(
            [
                Text.Bold($"{(writing.Count == 0 ? "No postmortems" : Count(writing.Count, "postmortem"))} to write, "
                    + $"{(actions.Count == 0 ? "no actions" : Count(actions.Count, "action"))} open"),
                .. writing.Select(one => (Text)$"{one.Id}: {names.Named(one.Owner)} writes it by {Day(one, one.Due)}."),
            ]))
        {
            Table = actions.Count > 0 ? Actions(actions, names) : null,
            Shareable = true,
        };
    }

    /// <summary>What one person has to do, for their home and their weekly reminder; null: nothing.</summary>
    public static Reply? Of(string person, IReadOnlyList<Postmortem> open, LocalDate today)
    {
        Text Due(Postmortem of, LocalDate due) =>
            Text.Bold(due < today ? $"Overdue since {Day(of, due)}:" : $"Due {Day(of, due)}:");
        var postmortems = open.Where(one => one.Open && one.Owner == person)
            .Select(one => (Text)$"{Due(one, one.Due)} write the postmortem of {one.Id}.");
        var actions = Postmortem.OpenActions(open).Where(one => one.Action.Person == person).Select(one =>
            (Text)$"{Due(one.Postmortem, one.Action.Due)} {one.Action.Text} ({one.Action.Priority}, {one.Postmortem.Id}).");
        var lines = postmortems.Concat(actions).ToList();
        return lines.Count == 0 ? null : new Reply(Text.Lines(lines))
        {
            Actions = DoneButtons([.. Postmortem.OpenActions(open).Where(one => one.Action.Person == person).Take(5)]),
        };
    }

    private static Table Actions(
        IEnumerable<(Postmortem Postmortem, PostmortemAction Action)> actions, IReadOnlyDictionary<string, string> names) =>
        new(["Who", "Action", "Priority", "Due", "Status"], [.. actions.Select(one => (IReadOnlyList<Text>)
        [
            $"{names.Named(one.Action.Person)}", $"{one.Postmortem.Id} {one.Action.Number}: {one.Action.Text}", $"{one.Action.Priority}",
            Day(one.Postmortem, one.Action.Due), one.Action.DoneAt is { } at ? $"done {at:date}" : (Text)"open",
        ])]);

    private static IReadOnlyList<Button> DoneButtons(IReadOnlyList<(Postmortem Postmortem, PostmortemAction Action)> actions) =>
        [.. Buttons.Apart([.. actions.Select(one => $"Mark done: {one.Action.Text}")])
            .Zip(actions, (label, one) => new Button(label, "postmortem-done", new ButtonValue(
                ButtonSubject.Incident, one.Postmortem.Service, $"{one.Postmortem.Number}", $"{one.Action.Number}").ToString()))];

    private static string Day(Postmortem postmortem, LocalDate due) => OpenWorkReplies.Day(postmortem, due);

    private static string Why(Postmortem postmortem) =>
        postmortem.Share is { } share
            ? $" It alone used {BudgetWords.Percent(share)} of a budget." : "";

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
