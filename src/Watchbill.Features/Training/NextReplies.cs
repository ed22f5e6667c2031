using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>What somebody in training does next and whom they ask, at every point of the way.</summary>
internal static class NextReplies
{
    private const int Named = 3;

    /// <param name="own">Whether its person reads it.</param>
    public static IReadOnlyList<Text> Of(Course course, IReadOnlyDictionary<string, string> names, bool own = true)
    {
        var them = own ? "you" : "them";
        var (progress, shares) = (course.Progress, course.Progress.Shares);
        if (progress.Open.FirstOrDefault(item => item.State == ItemState.Open) is { } next) return Item(next, course, names);
        if (progress.Open.FirstOrDefault() is { } waits)
            return [Text.Bold($"Waiting for a signature: {waits.Item.Title}.")
                + $" Ask {Signers(waits, course, names)}; it waits since {waits.At!.Value:date}."];
        if (progress.State == TrainingState.Lapsed)
            return [Text.Bold("Next: the refresher.") +
                $" Ask {Lead(course, names, course.Mentor)} what has changed since, and to sign it.", Missed(course, own)];
        if (progress.State == TrainingState.Qualified) return course.IsCareer ? [] : Shift(course, names, them);
        if (shares.ToShadow > shares.Shadowed)
            return [Text.Bold("Next: shadow a shift") + $" ({shares.Shadowed} of {shares.ToShadow})." + Shadowing(course, names, own)];
        if (progress.Stage?.Incidents is { } incidents && !shares.HasSeen(incidents))
            return [Text.Bold("Next: look back at incidents of the shadow shifts") + $" ({shares.Incidents} of {incidents.Count})."
                + (incidents.OrDrill
                    ? (Text)($" Or play a drill instead: ask {Lead(course, names, course.Mentor)} to start one " +
                        $"of `training drills`.")
                    : "")];
        if (shares.ToReverse > shares.Reversed)
            return [Text.Bold($"Next: on call with somebody beside {them}") + $" ({shares.Reversed} of {shares.ToReverse})."
                + Reverse(course, names, them)];
        return progress.IsReady
            ? [Text.Bold("Everything is done.") + $" Ask {ToSign(course, names)} to sign."]
            : [Text.Bold("Missing:") + $" {string.Join(", ", QualificationReplies.Parts(progress))}."];
    }

    // The worst of them by name: what to read first.
    private static Text Missed(Course course, bool own)
    {
        var last = $"since {(own ? "your" : "their")} last shift";
        return course.Missed.Count == 0 ? $"No incidents {last}."
            : $"{QualificationReplies.Count(course.Missed.Count, "incident")} {last}: "
                + string.Join(", ", course.Missed.Take(Named).Select(one => one.Id)) + (course.Missed.Count > Named ? ", …" : ".");
    }

    /// <summary>Incidents of shadow shifts that they were asked about and have not looked back at.</summary>
    public static IEnumerable<Text> ToLookBack(Course course)
    {
        var incidents = course.ToLookBack.Select(id => id.Split('/') is [var service, var number]
            ? $"{service}-{number.TrimStart('0')}" : id).ToList();
        if (incidents.Count > 0) yield return $"Look back at {string.Join(", ", incidents)} while you remember it.";
    }

    /// <summary>Who signs an item, as a sentence; empty: nobody does.</summary>
    public static Text SignsIt(ItemProgress item, Course course, IReadOnlyDictionary<string, string> names) =>
        Signers(item, course, names) is { IsEmpty: false } who ? $"{Capital(who)} signs it." : Text.Empty;

    private static Text Capital(Text who) => who.Parts is [Words { Value: var first }, ..]
        ? Buttons.Capital(first) + new Text(who.Parts.Skip(1)) : who;

    /// <summary>Who may sign an item; empty: nobody has to.</summary>
    public static Text Signers(ItemProgress item, Course course, IReadOnlyDictionary<string, string> names) => item.Item.Signs switch
    {
        null => Text.Empty,
        Signer.Manager => course.Managers.Count == 0 ? "their manager" : Or(course.Managers, names),
        Signer.Mentor or Signer.Peer when course.Mentor is { } mentor && (course.IsCareer || item.Item.Signs == Signer.Mentor) =>
            $"{names.Named(mentor)}",
        Signer.Mentor or Signer.Peer => "anybody who is qualified",
        _ => Lead(course, names),
    };

    private static List<Text> Item(ItemProgress next, Course course, IReadOnlyDictionary<string, string> names)
    {
        var lines = new List<Text>
        {
            Text.Bold($"Next: {next.Item.Title}") + $" ({next.Item.Id}).{(next.Item.Text is { } text ? " " + text : "")}",
        };
        if (next.SentBack is { } back) lines.Add($"Sent back by {names.Named(back.By)}: {back.Text}");
        if (SignsIt(next, course, names) is { IsEmpty: false } signs) lines.Add(signs);
        return lines;
    }

    // The shift that comes next, or runs; the job adds it.
    private static Text Shadowing(Course course, IReadOnlyDictionary<string, string> names, bool own) =>
        course.Turns.FirstOrDefault(turn => !turn.Declined && turn.End > course.Progress.At) is { } turn
            ? (Text)$" {Text.Span(turn.Start, turn.End)}, beside {names.Named(turn.Beside)}."
            : (Text)$" Watchbill adds one once somebody who is qualified is on call and {(own ? "you are" : "they are")} free."
                + $" None for long? Ask {Lead(course, names, course.Mentor)}.";

    private static Text Reverse(Course course, IReadOnlyDictionary<string, string> names, string them) => course.NextShift is { } shift
        ? (Text)$" {Text.Span(shift.Start, shift.End)}" +
            (course.Mentor is { } mentor ? (Text)$", {names.Named(mentor)} beside {them}." : ".")
        : (Text)$" Ask {Lead(course, names)}, who puts {them} on call and insists.";

    private static IReadOnlyList<Text> Shift(Course course, IReadOnlyDictionary<string, string> names, string them)
    {
        var first = course.Progress.IsFirstShift;
        if (course.NextShift is not { } shift)
            return first ? [Text.Bold("Next: the first shift alone.") + $" Ask {Lead(course, names)} to put {them} on call."] : [];
        return [Text.Bold($"Next: {(first ? "the first shift alone" : "on call")}") + $", {Text.Span(shift.Start, shift.End)}."
            + (first && course.Mentor is { } mentor ? (Text)$" Backup: {names.Named(mentor)}." : "")];
    }

    private static Text ToSign(Course course, IReadOnlyDictionary<string, string> names) => Text.Join(" and ",
        course.Progress.ToSign.Select(role => (role switch
        {
            Signer.Lead => Lead(course, names),
            Signer.Manager when course.Managers.Count > 0 => Or(course.Managers, names),
            Signer.Mentor or Signer.Peer when course.Mentor is { } mentor => $"{names.Named(mentor)}",
            Signer.Mentor or Signer.Peer => "anybody who is qualified",
            _ => "their manager",
        }) + $" ({QualificationReplies.Word(role)})"));

    // Leads sign nothing of their own.
    private static Text Lead(Course course, IReadOnlyDictionary<string, string> names, string? before = null)
    {
        var who = course.Leads.Prepend(before).OfType<string>().Where(one => one != course.Person.Id).Distinct().ToList();
        return who.Count == 0 ? "a lead" : Or(who, names);
    }

    private static Text Or(IEnumerable<string> people, IReadOnlyDictionary<string, string> names) =>
        Text.Join(" or ", people.Select(person => (Text)$"{names.Named(person)}"));
}
