using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said about who is on call: the person first, each time once.</summary>
public static class RotationReplies
{
    private const int MaxButtons = 5;

    /// <param name="which">Which of several they are: <c>your 2 of 5 rotations</c>.</param>
    public static Reply Now(IReadOnlyList<RotationOnCall> rotations, SpokenMoment? at, string which = "") => rotations switch
    {
        [] => new(Text.Bold("No rotations yet.") + $" Create one: {Text.Code("create")}"),
        [var one] => One(one, at),
        _ => new(Text.Lines([at is null ? Text.Bold($"On call now: {which}") : Text.Bold($"On call {at.At}: {which}"), .. at?.Notes ?? []]))
        {
            Table = new Table(["Who", "Rotation", "Layer", "Until"], [.. rotations.SelectMany(Rows)]),
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
                Buttons.Running("Override…", $"override {one.Rotation.Id}")]
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
            Actions =
                shifts.Count == 0 ? [] : [Buttons.Running("Find cover…", $"cover{on}"), Buttons.Running("Offer a swap…", $"swap{on}")],
            Shareable = false,
        };
    }

    public static Reply Next(IReadOnlyList<RotationOnCall> rotations)
    {
        if (rotations is [var one] && one.Layers.FirstOrDefault(layer => IsShown(layer) && layer.Next is not null) is { } first)
        {
            return new(Text.Bold($"Next for {one.Rotation.Id}: {Next(one, first)}") + $", {first.Next!.Start}")
            {
                Fields = [.. one.Layers.Where(layer => layer != first && layer.Next is not null).Select(layer =>
                    new Field(Named(layer), layer.Next!.Start == first.Next.Start
                        ? (Text)$"{Next(one, layer)}" : $"{Next(one, layer)}, {layer.Next.Start}"))],
                Shareable = true,
            };
        }

        return new(Text.Bold("Next on call"))
        {
            Table =
                new Table(["Who", "When", "Rotation", "Layer"],
                    [.. rotations.SelectMany(rotation => rotation.Layers.Where(IsAhead).Select(layer => layer.Next is { } next
                        ? Row($"{Next(rotation, layer)}", Span(next), rotation.Rotation.Id, LayerName(layer))
                        : Row("nobody", "", rotation.Rotation.Id, LayerName(layer))))]),
            Shareable = true,
        };
    }

    /// <param name="person">Null: the reader; else their id and name.</param>
    /// <param name="from">From when on shifts were looked for.</param>
    /// <param name="asked">For when it was asked; null: for now.</param>
    /// <param name="on">The rotation or service that it was asked for alone; null: for all.</param>
    public static Reply ShiftsOf(
        (string Id, string Name)? person, IReadOnlyList<(Rotation Rotation, Shift Shift)> shifts, Instant from, SpokenMoment? asked = null,
        string? on = null)
    {
        var there = on is null ? "" : $" for {on}";
        var until = asked?.EndOfDay ?? from + Duration.FromSeconds(1);
        Text subject = person is { } other ? (Text)$"{People.Named(other.Id, other.Name)} is" : asked is null ? "You are" : "you are";
        if (asked is not null) subject = $"{Asked(asked)}, {subject}";
        var current = shifts.Where(entry => entry.Shift.Start < until).ToList();
        var ahead = shifts.Where(entry => entry.Shift.Start >= until).ToList();
        Text said = shifts.Count == 0 ? Text.Bold($"{subject} not on call{there}{(asked is null ? " within the next year" : "")}.")
            : current.Count == 0
                ? Text.Bold($"{subject} not on call{there}.") + $" Next: {ahead[0].Shift.Start}, {ahead[0].Rotation.Id}."
                : Text.Join("\n", current.Select((entry, i) => Text.Bold(
                    i == 0
                        ? (Text)$"{subject} on call: {entry.Rotation.Id}, {entry.Shift.Layer}"
                        : $"And {entry.Rotation.Id}, {entry.Shift.Layer}")
                    + (asked?.EndOfDay is { } end ? OfDay(entry.Shift, from, end)
                        : entry.Shift.Start > from ? (Text)$", {Span(entry.Shift)}" : Until(entry.Shift, ",")) + "."));
        return new Reply(said)
        {
            Fields = [.. ahead.GroupBy(entry => entry.Rotation.Id).Select(rotation => new Field(rotation.Key,
                Text.Lines(rotation.Select(entry => (Text)$"{Span(entry.Shift)}, {entry.Shift.Layer}"))))],
            Shareable = true,
        };
    }

    // The day itself stands in front.
    private static Text OfDay(Shift shift, Instant from, Instant end)
    {
        Time At(Instant at) => new(at, TimeShape.Time);
        return (shift.Start > from, shift.End < end) switch
        {
            (false, false) => ", all day",
            (false, true) => (Text)$", until {At(shift.End)}",
            (true, false) => (Text)$", from {At(shift.Start)}",
            (true, true) => (Text)$", {At(shift.Start)} - {At(shift.End)}",
        };
    }

    private static Text Asked(SpokenMoment at) => at.EndOfDay is null ? (Text)$"{at.At}" : $"{new Time(at.At, TimeShape.Date)}";

    /// <param name="leads">The lead of each rotation that has one, by rotation.</param>
    public static Reply Escalation(
        IReadOnlyList<RotationOnCall> rotations, IReadOnlyDictionary<string, string> leads, IReadOnlyDictionary<string, string> names)
    {
        if (rotations is [var one])
        {
            return new(Text.Join(", ", Steps(one).Select((step, i) => i == 0
                ? Text.Bold($"{one.Rotation.Id} pages {Holders(one, step.To, leads, names)}")
                    + (step.After == Duration.Zero ? Text.Empty : $" after {After(step.After)}")
                : (Text)$"after {After(step.After)} {Holders(one, step.To, leads, names)}")) + ".")
            {
                Shareable = true,
            };
        }

        return new(Text.Bold("Who is paged, and after how long"))
        {
            Table = new Table(["Who", "After", "Step", "Rotation"], [.. rotations.SelectMany(rotation => Steps(rotation).Select(step =>
                Row(Holders(rotation, step.To, leads, names), After(step.After), step.To, rotation.Rotation.Id)))]),
            Shareable = true,
        };
    }

    /// <summary>A shift that may go on for as long as was looked.</summary>
    public static Text Span(Shift shift) =>
        shift.End == Unbroken.Endless ? (Text)$"from {shift.Start}" : Text.Span(shift.Start, shift.End);

    /// <summary>Why nobody is there: <c>nobody (Ana away)</c>.</summary>
    public static Text Nobody(Shift vacant, IReadOnlyDictionary<string, string> names) => $"nobody ({Reason(vacant, names)})";

    public static Text Nobody(Gap gap, IReadOnlyDictionary<string, string> names) => Vacancy.Read(gap.Reason) is { } missing
        ? $"nobody ({Why(missing.Person, missing.Why, names)})" : (Text)$"nobody ({gap.Reason})";

    private static Reply One(RotationOnCall shown, SpokenMoment? at)
    {
        var id = shown.Rotation.Id;
        var first = shown.Paged.FirstOrDefault(layer => layer.Now?.Person is not null)
            ?? shown.Paged.FirstOrDefault(layer => layer.Now is { Person: null }) ?? shown.Paged.FirstOrDefault();
        var when = at is null ? Text.Empty : (Text)$"{at.At}: ";
        Text said = first?.Now switch
        {
            { Person: { } person } shift => Text.Bold(at is null
                ? (Text)$"{shown.Names.Named(person)} is on call for {id}" : $"{when}{shown.Names.Named(person)}, {id}") + Until(shift) +
                    ".",
            { } vacant => Text.Bold($"{when}Nobody is on call for {id}") + $" ({Reason(vacant, shown.Names)})" + Until(vacant) + ".",
            null when shown.Gap is { } gap => Text.Bold($"{when}Nobody is on call for {id}") + $" ({gap.Reason}).",
            null when shown.Holiday is { } holiday => Text.Bold($"{when}{id} is off: public holiday ({holiday})."),
            null => Text.Bold($"{when}{id} is off-hours."),
        };
        if (first is { Now: null, Next: { } next }) said += $" Next: {shown.Names.Named(next.Person!)}, {next.Start}.";
        Field[] then = first is { Now: { } now, Next: { } follows }
            ? [new("Then", now.End == follows.Start
                ? (Text)$"{shown.Names.Named(follows.Person!)}" : $"{shown.Names.Named(follows.Person!)}, {follows.Start}")] : [];
        return new Reply(Text.Lines([said, .. at?.Notes ?? []]))
        {
            Fields = [.. then, .. shown.Layers.Where(layer => layer != first && IsShown(layer))
                .Select(layer => new Field(Named(layer), Held(shown, layer, first)))],
            Shareable = true,
        };
    }

    /// <summary>A layer beside the first one: its times are said where they are others.</summary>
    private static Text Held(RotationOnCall shown, LayerOnCall layer, LayerOnCall? first)
    {
        var sameEnd = layer.Now is { } shift && first?.Now?.End == shift.End;
        Text now = layer.Now switch
        {
            null => "off-hours",
            { Person: null } vacant => Nobody(vacant, shown.Names) + (sameEnd ? Text.Empty : Until(vacant)),
            { Person: { } person } held => $"{shown.Names.Named(person)}" + (sameEnd ? Text.Empty : Until(held)),
        };
        return layer.Next is not { } next ? now
            : next.Start == layer.Now?.End ? (Text)$"{now}, then {shown.Names.Named(next.Person!)}"
            : $"{now}, then {shown.Names.Named(next.Person!)}, {next.Start}";
    }

    private static IEnumerable<IReadOnlyList<Text>> Rows(RotationOnCall shown) =>
        shown.Layers.Where(IsShown).Select(layer => layer.Now switch
        {
            null => Row(OffDuty(shown, layer), shown.Rotation.Id, LayerName(layer), layer.Next is { } next ? (Text)$"{next.Start}" : ""),
            { Person: null } vacant => Row(Nobody(vacant, shown.Names), shown.Rotation.Id, LayerName(layer), End(vacant)),
            { Person: { } person } shift => Row($"{shown.Names.Named(person)}", shown.Rotation.Id, LayerName(layer), End(shift)),
        });

    // No layer is on duty, though somebody is promised.
    private static Text OffDuty(RotationOnCall shown, LayerOnCall layer) =>
        shown.Gap is { } gap && !layer.Layer.Shadow ? $"nobody ({gap.Reason})"
        : shown.Holiday is null ? "off-hours" : "off: public holiday";

    // Without steps of its own a rotation turns to its levels in order, then to the lead.
    private static IReadOnlyList<EscalationStep> Steps(RotationOnCall shown) => shown.Rotation.Escalation.Count > 0
        ? shown.Rotation.Escalation
        : [.. shown.Paged.Select(layer => layer.Layer.Level).Distinct().Append("lead")
            .Select((to, i) => new EscalationStep(to, Duration.FromMinutes(5 * i)))];

    private static Text Holders(
        RotationOnCall shown, string to, IReadOnlyDictionary<string, string> leads, IReadOnlyDictionary<string, string> names)
    {
        if (to == "lead") return leads.GetValueOrDefault(shown.Rotation.Id) is { } lead ? (Text)$"{names.Named(lead)}" : "nobody (no lead)";
        var holders =
            shown.Paged.Where(layer => layer.Layer.Level == to || layer.Layer.Id == to).Select(layer => layer.Now?.Person).OfType<string>()
                .Distinct().ToList();
        return holders.Count == 0 ? $"nobody ({to})" : shown.Names.Named(holders);
    }

    private static Mention Next(RotationOnCall shown, LayerOnCall layer) => shown.Names.Named(layer.Next!.Person!);

    private static Text Until(Shift shift, string comma = "") => shift.End == Unbroken.Endless ? Text.Empty : $"{comma} until {shift.End}";

    private static Text End(Shift shift) => shift.End == Unbroken.Endless ? Text.Empty : $"{shift.End}";

    private static bool IsAhead(LayerOnCall layer) => !layer.Layer.Shadow || layer.Next is not null;

    private static bool IsShown(LayerOnCall layer) => !layer.Layer.Shadow || layer.Now?.Person is not null || layer.Next is not null;

    // The rule names people by id; whoever should be there is the first word of it.
    private static Text Reason(Shift vacant, IReadOnlyDictionary<string, string> names) =>
        vacant.Instead is { } instead ? Why(instead, vacant.Reason![instead.Length..], names) : vacant.Reason!;

    private static string Why(string person, string why, IReadOnlyDictionary<string, string> names) =>
        $"{People.First(names[person])} {why.Trim().Replace("is away", "away", StringComparison.Ordinal)}";

    private static string Named(LayerOnCall layer) => Buttons.Capital(LayerName(layer));

    private static string LayerName(LayerOnCall layer) =>
        layer.Layer.Shadow && layer.Layer.Id != "shadow" ? $"{layer.Layer.Id} (shadow)" : layer.Layer.Id;

    private static string After(Duration after) =>
        after == Duration.Zero ? "at once" : FormattableString.Invariant($"{after.TotalMinutes:0} min");

    private static Text[] Row(params Text[] cells) => cells;
}
