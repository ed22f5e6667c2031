using System.Globalization;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Incidents;

/// <summary>Words about postmortems and their actions. Due dates are days, the same for every reader.</summary>
public static class PostmortemReplies
{
    /// <summary>For who writes it.</summary>
    public static Reply Yours(Incident incident, Postmortem made) =>
        new($"Please write the postmortem of {incident.Id} ({incident.Title}) by {Day(made.Due)}.{Why(made)} It is published with at " +
            $"least one action of priority P0: incident postmortem action {incident.Id} <person> p0 due <when> to <text>");

    public static Reply Asked(Incident incident, Postmortem made, string owner) =>
        new($"{owner} writes the postmortem of {incident.Id} ({incident.Title}) by {Day(made.Due)}.{Why(made)}")
        {
            Audience = Audience.Everyone,
        };

    public static Reply Preview(Postmortem made, string owner) =>
        new($"{owner} would write the postmortem of {made.Id} by {Day(made.Due)}.");

    public static Reply Done(Postmortem made, string owner) => new($"Done. {owner} writes the postmortem of {made.Id} by {Day(made.Due)}.");

    public static Reply Shown(Incident incident, Postmortem postmortem, IReadOnlyDictionary<string, string> names)
    {
        Text head = $"The postmortem of {incident.Id} ({incident.Title}): ";
        return new Reply(
            head +
                (postmortem.Published is { } at
                    ? (Text)$"published {at:date}." : (Text)$"{names[postmortem.Owner]} writes it by {Day(postmortem.Due)}.") +
                        Why(postmortem))
        {
            Fields = postmortem.Link is { } link ? [new("Read it at", link)] : [],
            Table = postmortem.Actions.Count == 0 ? null : Actions(postmortem.Actions.Select(action => (postmortem, action)), names),
            Actions = [.. postmortem.OpenActions().Take(5).Select(action => DoneButton(postmortem, action))],
            Shareable = true,
        };
    }

    /// <summary>For who is to do something.</summary>
    public static Reply Action(Incident incident, PostmortemAction action) =>
        new($"From the postmortem of {incident.Id} ({incident.Title}), for you by {Day(action.Due)} ({action.Priority}): {action.Text}");

    public static Reply ActionPreview(PostmortemAction action, string incident, string person, bool done) =>
        new($"{(done ? "Done. " : "")}Action {action.Number} of {incident} ({action.Priority}), "
            + $"{person} {(done ? "does it" : "would do it")} by {Day(action.Due)}: {action.Text}");

    public static Reply ActionDone(Postmortem postmortem, PostmortemAction action) =>
        new($"Action {action.Number} of {postmortem.Id} is done: {action.Text}. "
            + $"{(postmortem.OpenActions().Count() is var left and > 0 ? $"{left} left." : "None is left.")}");

    public static Reply PublishPreview(Postmortem postmortem) =>
        new($"The postmortem of {postmortem.Id} would be published{(postmortem.Link is { } link ? $" at {link}" : "")}, "
            + $"with {Count(postmortem.Actions.Count, "action")}. The channel is told.");

    public static Reply Published(Incident incident, Postmortem postmortem, IReadOnlyDictionary<string, string> names) =>
        new($"The postmortem of {incident.Id} ({incident.Title}) is published{(postmortem.Link is { } link ? $": {link}" : ".")}")
        {
            Table = Actions(postmortem.Actions.Select(action => (postmortem, action)), names),
        };

    public static Reply List(IReadOnlyList<Postmortem> open, IReadOnlyDictionary<string, string> names)
    {
        if (open.Count == 0) return new("No postmortem is being written, and no action is open.");
        var writing = open.Where(one => one.Open).ToList();
        return new Reply(
            writing.Count == 0
                ? "No postmortem is being written. Actions that are open:"
                : Text.Lines(writing.Select(one => (Text)$"{one.Id}: {names[one.Owner]} writes it by {Day(one.Due)}.")))
        {
            Table = open.Any(one => one.OpenActions().Any()) ? Actions(Postmortem.OpenActions(open), names) : null,
            Shareable = true,
        };
    }

    /// <summary>What one person has to do, for their home and their weekly reminder; null: nothing.</summary>
    public static Reply? Of(string person, IReadOnlyList<Postmortem> open, LocalDate today)
    {
        string Late(LocalDate due) => due < today ? ", which has passed" : "";
        var postmortems = open.Where(one => one.Open && one.Owner == person)
            .Select(one => (Text)$"The postmortem of {one.Id} is yours to write by {Day(one.Due)}{Late(one.Due)}.");
        var actions = Postmortem.OpenActions(open).Where(one => one.Action.Person == person).Select(one =>
            (Text)($"Action {one.Action.Number} of {one.Postmortem.Id} ({one.Action.Priority}) is due "
                + $"{Day(one.Action.Due)}{Late(one.Action.Due)}: {one.Action.Text}"));
        var lines = postmortems.Concat(actions).ToList();
        return lines.Count == 0 ? null : new Reply(Text.Lines(lines))
        {
            Actions = [.. Postmortem.OpenActions(open).Where(one => one.Action.Person == person).Take(5)
                .Select(one => DoneButton(one.Postmortem, one.Action))],
        };
    }

    private static Table Actions(
        IEnumerable<(Postmortem Postmortem, PostmortemAction Action)> actions, IReadOnlyDictionary<string, string> names) =>
        new(["Action", "Priority", "What", "Who", "Due", "Done"], [.. actions.Select(one => (IReadOnlyList<Text>)
        [
            $"{one.Postmortem.Id} {one.Action.Number}", $"{one.Action.Priority}", one.Action.Text, names[one.Action.Person],
            Day(one.Action.Due), one.Action.DoneAt is { } at ? $"{at:date}" : (Text)"open",
        ])]);

    private static Button DoneButton(Postmortem postmortem, PostmortemAction action) =>
        new($"Done: {Buttons.Cut(action.Text, 60)}", "postmortem-done",
            new ButtonValue(ButtonSubject.Incident, postmortem.Service, $"{postmortem.Number}", $"{action.Number}").ToString());

    private static string Why(Postmortem postmortem) =>
        postmortem.Share is { } share
            ? string.Create(CultureInfo.InvariantCulture, $" The incident alone used {share:0.#} % of a budget.") : "";

    private static string Day(LocalDate date) => date.ToString("ddd d MMM uuuu", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
