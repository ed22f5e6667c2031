using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said about who is on call. Names are plain words: a look-up notifies nobody.</summary>
public static class RotationReplies
{
    private const int MaxRows = 40;
    private const int MaxButtons = 5;

    public static Reply Now(IReadOnlyList<RotationOnCall> rotations, SpokenMoment? at) => rotations switch
    {
        [] => new("There is no rotation yet. Rotations are defined in the organisation file."),
        [var one] => One(one, at),
        _ => new(at is null ? (Text)"On call now:" : $"On call, {at.At}:")
        {
            Table = new Table(["Rotation", "Layer", "Who", "Until"], [.. rotations.SelectMany(Rows)]),
            Shareable = true,
        },
    };

    /// <summary>For a person's home: who is on call, and what is asked next.</summary>
    public static Reply AtHome(IReadOnlyList<RotationOnCall> rotations) => Now(rotations, null) with
    {
        // Over several stands the head of their place, which says the same.
        Text = rotations.Count > 1 ? Text.Empty : Now(rotations, null).Text,
        Actions = rotations is [var one]
            ? [Buttons.Running("Schedule", $"schedule {one.Rotation.Id}"), Buttons.Running("Last handoff", $"handoff {one.Rotation.Id}"),
                Buttons.Running("Put somebody in", $"override {one.Rotation.Id}")]
            : [.. rotations.Take(MaxButtons)
                .Select(rotation => Buttons.Running($"Schedule of {rotation.Rotation.Id}", $"schedule {rotation.Rotation.Id}"))],
        Shareable = false,
    };

    /// <summary>For a person's home: their shifts, and what to do about one that does not suit them.</summary>
    public static Reply ShiftsAtHome(IReadOnlyList<(Rotation Rotation, Shift Shift)> shifts, Instant now)
    {
        var on = shifts.Select(entry => entry.Rotation.Id).Distinct().ToList() is [var only] ? $" {only}" : "";
        return ShiftsOf(null, shifts, now) with
        {
            Actions = shifts.Count == 0 ? [] : [Buttons.Running("Find cover", $"cover{on}"), Buttons.Running("Offer a swap", $"swap{on}")],
            Shareable = false,
        };
    }

    public static Reply Next(IReadOnlyList<RotationOnCall> rotations) =>
        new(rotations is [var one] ? (Text)$"Next on call for {one.Rotation.Id}:" : "Next on call:")
        {
            Table =
                new Table(["Rotation", "Layer", "Who", "From", "Until"],
                    [.. rotations.SelectMany(rotation => rotation.Layers.Where(IsShown).Select(layer =>
                        layer.Next is { } next
                            ? Row(rotation.Rotation.Id, LayerName(layer), rotation.Names[next.Person!], $"{next.Start}", End(next))
                            : Row(rotation.Rotation.Id, LayerName(layer), "nobody", "", "")))]),
            Shareable = true,
        };

    public static Reply Schedule(
        Rotation rotation, SpokenSpan span, IReadOnlyList<Shift> shifts, IReadOnlyList<Gap> gaps, IReadOnlyDictionary<string, string> names)
    {
        // A shadow layer that nobody is in is nobody's business.
        var shadow = rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet();
        shifts = [.. shifts.Where(shift => shift.Person is not null || !shadow.Contains(shift.Layer))];
        var lines =
            new List<Text> { !shifts.Any(shift => shift.Person is not null)
                ? (Text)$"Nobody is on call for {rotation.Id} from {span.Start} to {span.End}."
                : $"{rotation.Id} from {span.Start} to {span.End}:" };
        lines.AddRange(span.Notes);
        if (shifts.Count > MaxRows)
            lines.Add($"The first {MaxRows} of {shifts.Count} shifts are shown; ask for a shorter span to see the others.");
        lines.AddRange(gaps.Take(MaxRows).Select(gap => (Text)$"Gap: nobody from {gap.Start} to {gap.End} ({Reason(gap, names)})."));
        return new Reply(Text.Lines(lines))
        {
            Table = shifts.Count == 0 ? null : new Table(["From", "Until", "Layer", "Who", ""], [.. shifts.Take(MaxRows).Select(shift =>
                shift.Person is { } person
                    ? Row($"{shift.Start}", $"{shift.End}", shift.Layer, names[person], Why(shift, names))
                    : Row($"{shift.Start}", $"{shift.End}", shift.Layer, "nobody", Reason(shift, names)))]),
            Shareable = true,
        };
    }

    /// <param name="name">Null: the reader's own.</param>
    public static Reply ShiftsOf(string? name, IReadOnlyList<(Rotation Rotation, Shift Shift)> shifts, Instant now)
    {
        var subject = name is null ? "You are" : $"{name} is";
        var current = shifts.Where(entry => entry.Shift.Covers(now)).ToList();
        Text said = shifts.Count == 0 ? $"{subject} not on call within the next year."
            : current.Count == 0 ? $"{subject} not on call now. The next shift starts {shifts[0].Shift.Start}."
            : (Text)$"{subject} on call now: " +
                Text.Join(", ", current.Select(entry => (Text)$"{entry.Rotation.Id} ({entry.Shift.Layer})" + Until(entry.Shift))) + ".";
        return new Reply(said)
        {
            Table = shifts.Count == 0 ? null : new Table(["From", "Until", "Rotation", "Layer"], [.. shifts.Select(entry =>
                Row($"{entry.Shift.Start}", End(entry.Shift), entry.Rotation.Id, entry.Shift.Layer))]),
            Shareable = true,
        };
    }

    public static Reply Escalation(IReadOnlyList<RotationOnCall> rotations, IReadOnlyDictionary<string, string> leads) =>
        new(rotations is [var one] ? (Text)$"Escalation of {one.Rotation.Id}, as it is now:" : "Escalation, as it is now:")
        {
            Table = new Table(["Rotation", "After", "To", "Who"], [.. rotations.SelectMany(rotation => Steps(rotation).Select(step =>
                Row(rotation.Rotation.Id, After(step.After), step.To, Holders(rotation, step.To, leads))))]),
            Shareable = true,
        };

    private static Reply One(RotationOnCall shown, SpokenMoment? at)
    {
        var id = shown.Rotation.Id;
        var first = shown.Paged.FirstOrDefault(layer => layer.Now?.Person is not null);
        var vacant = shown.Paged.FirstOrDefault(layer => layer.Now is { Person: null });
        var when = at is null ? Text.Empty : $" ({at.At})";
        var said = first is not null ? (Text)$"{shown.Names[first.Now!.Person!]} is on call for {id}{when}" + Until(first.Now, ",") + "."
            : vacant is not null ? (Text)$"Nobody is on call for {id}{when}, though somebody should be: {Reason(vacant.Now!, shown.Names)}."
            : shown.Gap is { } gap ? (Text)$"Nobody is on call for {id}{when}, though somebody should be: {gap.Reason}."
            : (Text)$"Nobody is on call for {id}{when}: it is outside its hours.";
        return new Reply(Text.Lines([said, .. at?.Notes ?? []]))
        {
            Fields = [.. shown.Layers.Where(IsShown).Select(layer => new Field(LayerName(layer), Held(shown, layer)))],
            Shareable = true,
        };
    }

    private static Text Held(RotationOnCall shown, LayerOnCall layer)
    {
        Text now = layer.Now switch
        {
            null => (Text)"off duty",
            { Person: null } vacant => $"nobody ({Reason(vacant, shown.Names)})",
            var shift => shown.Names[shift.Person!] + Until(shift),
        };
        return layer.Next is { } next ? $"{now}; then {shown.Names[next.Person!]} from {next.Start}" : now;
    }

    private static IEnumerable<IReadOnlyList<Text>> Rows(RotationOnCall shown) =>
        shown.Layers.Where(IsShown).Select(layer => layer.Now switch
        {
            null => Row(shown.Rotation.Id, LayerName(layer), OffDuty(shown, layer), layer.Next is { } next ? (Text)$"{next.Start}" : ""),
            { Person: null } vacant => Row(shown.Rotation.Id, LayerName(layer), $"nobody ({Reason(vacant, shown.Names)})", End(vacant)),
            var shift => Row(shown.Rotation.Id, LayerName(layer), shown.Names[shift.Person!], End(shift)),
        });

    // No layer is on duty, though somebody is promised.
    private static Text OffDuty(RotationOnCall shown, LayerOnCall layer) =>
        shown.Gap is { } gap && !layer.Layer.Shadow ? $"nobody ({gap.Reason})" : "off duty";

    // Without steps of its own a rotation turns to its levels in order, then to the lead.
    private static IReadOnlyList<EscalationStep> Steps(RotationOnCall shown) => shown.Rotation.Escalation.Count > 0
        ? shown.Rotation.Escalation
        : [.. shown.Paged.Select(layer => layer.Layer.Level).Distinct().Append("lead")
            .Select((to, i) => new EscalationStep(to, Duration.FromMinutes(5 * i)))];

    private static Text Holders(RotationOnCall shown, string to, IReadOnlyDictionary<string, string> leads)
    {
        if (to == "lead") return leads.GetValueOrDefault(shown.Rotation.Id) ?? "no lead";
        var holders =
            shown.Paged.Where(layer => layer.Layer.Level == to || layer.Layer.Id == to).Select(layer => layer.Now?.Person).OfType<string>()
                .Select(person => shown.Names[person]).Distinct().ToList();
        return holders.Count == 0 ? "nobody now" : string.Join(", ", holders);
    }

    private static Text Until(Shift shift, string comma = "") => shift.End == Unbroken.Endless ? Text.Empty : $"{comma} until {shift.End}";

    private static Text End(Shift shift) => shift.End == Unbroken.Endless ? Text.Empty : $"{shift.End}";

    private static bool IsShown(LayerOnCall layer) => !layer.Layer.Shadow || layer.Now?.Person is not null || layer.Next is not null;

    // The rule names people by id; whoever should be there is the first word of it.
    private static string Reason(Shift vacant, IReadOnlyDictionary<string, string> names) =>
        vacant.Instead is { } instead ? names[instead] + vacant.Reason![instead.Length..] : vacant.Reason!;

    private static string Reason(Gap gap, IReadOnlyDictionary<string, string> names) => Vacancy.Read(gap.Reason) is { } missing
        ? (missing with { Person = names[missing.Person] }).ToString() : gap.Reason;

    private static string Why(Shift shift, IReadOnlyDictionary<string, string> names) => shift.Source == ShiftSource.Turn
        ? ""
        : shift.Source.ToString().ToLowerInvariant() + (shift.Instead is { } instead ? $" for {names[instead]}" : "");

    private static string LayerName(LayerOnCall layer) =>
        layer.Layer.Shadow && layer.Layer.Id != "shadow" ? $"{layer.Layer.Id} (shadow)" : layer.Layer.Id;

    private static string After(Duration after) =>
        after == Duration.Zero ? "at once" : FormattableString.Invariant($"{after.TotalMinutes:0} min");

    private static Text[] Row(params Text[] cells) => cells;
}
