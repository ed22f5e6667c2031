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
        [] => new(Text.Bold("No rotations yet.") + $" Create one: `create`"),
        [var one] => One(one, at),
        _ => new(Text.Lines([Text.Bold(at switch
        {
            null => (Text)$"On call now: {which}",
            { EndOfDay: null } => $"On call {at.At}: {which}",
            _ => $"On call {new Time(at.At, TimeShape.Date)}: {which}",
        }), .. at is { EndOfDay: null } ? at.Notes : []]))
        {
            Table = new Table(["Who", "Rotation", "Layer", "Until"], [.. rotations.SelectMany(shown => Rows(shown, at))]),
            Shareable = true,
        },
    };

    /// <summary>For a person's home: who is on call, and what is asked next.</summary>
    public static Reply AtHome(IReadOnlyList<RotationOnCall> rotations) => Now(rotations, null) with
    {
        // Over several stands the head of their place, which says the same.
        Text = rotations.Count > 1 ? Text.Empty : Now(rotations, null).Text,
        Actions = rotations is [var one]
            ? [Buttons.Running("Show schedule", $"schedule {one.Rotation.Id}"),
                Buttons.Running("Show last handoff", $"handoff {one.Rotation.Id}"),
                Buttons.Running("Override shift…", $"override {one.Rotation.Id}")]
            : [.. rotations.Take(MaxButtons)
                .Select(rotation => Buttons.Running($"Show {rotation.Rotation.Id}", $"schedule {rotation.Rotation.Id}"))],
        Shareable = false,
    };

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
                ? (Text)$"{shown.Names.Named(person)} is on call for {id}" : $"{when}{shown.Names.Named(person)}, {id}")
                + (AnswersFor(shown, first) is null ? Until(shift) + "." : (Text)$" as {LayerName(first)}{Until(shift)}."),
            { } vacant => Text.Bold($"{when}Nobody is on call for {id}") + $" ({Reason(vacant, shown.Names)})" + Until(vacant) + ".",
            null when shown.Gap is { } gap => Text.Bold($"{when}Nobody is on call for {id}") + $" ({gap.Reason}).",
            null when shown.Holiday is { } holiday => Text.Bold($"{when}{id} is off: public holiday ({holiday})."),
            null => Text.Bold($"{when}{id} is off-hours."),
        };
        if (first is { Now: null, Next: { } next }) said += $" Next: {shown.Names.Named(next.Person!)}, {next.Start}.";
        var isDay = false;
        if (at?.EndOfDay is { } dayEnd && first is not null && OfDay(shown, first, at.At, dayEnd) is { } day)
            (said, at, isDay) = (Text.Bold($"{new Time(at.At, TimeShape.Date)}: {day}, {id}") + ".", null, true);
        Field[] then = isDay ? [] : first is { Now: { } now, Next: { } follows }
            ? [new("Then", now.End == follows.Start
                ? (Text)$"{shown.Names.Named(follows.Person!)}" : $"{shown.Names.Named(follows.Person!)}, {follows.Start}")] : [];
        return new Reply(Text.Lines([said, .. at?.Notes ?? []]))
        {
            Fields = [.. then, .. shown.Layers.Where(layer => layer != first && IsShown(layer))
                .Select(layer => new Field(Named(layer), Held(shown, layer, first)))],
            Shareable = true,
        };
    }

    // Who has a layer on a day that was said without a time; null: what holds at its beginning holds all day.
    private static Text? OfDay(RotationOnCall shown, LayerOnCall layer, Instant from, Instant end) => (layer.Now, layer.Next) switch
    {
        (null, { } next) when next.Start < end => $"{shown.Names.Named(next.Person!)}{ShiftReplies.OfDay(next, from, end)}",
        ({ Person: { } person } now, { } next) when next.Start < end =>
            $"{shown.Names.Named(person)}{ShiftReplies.OfDay(now, from, end)}, then {shown.Names.Named(next.Person!)}"
                + (next.Start == now.End && next.End >= end ? Text.Empty : ShiftReplies.OfDay(next, from, end)),
        _ => null,
    };

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

    private static IEnumerable<IReadOnlyList<Text>> Rows(RotationOnCall shown, SpokenMoment? at) =>
        shown.Layers.Where(IsShown).Select(layer => layer.Now switch
        {
            _ when at?.EndOfDay is { } end && OfDay(shown, layer, at.At, end) is { } day =>
                Row(day, shown.Rotation.Id, LayerName(layer), ""),
            null => Row(OffDuty(shown, layer), shown.Rotation.Id, LayerName(layer), layer.Next is { } next ? (Text)$"{next.Start}" : ""),
            { Person: null } vacant => Row(Nobody(vacant, shown.Names), shown.Rotation.Id, LayerName(layer), End(vacant)),
            { Person: { } person } shift => Row($"{shown.Names.Named(person)}", shown.Rotation.Id,
                AnswersFor(shown, layer) is { } missing ? $"{LayerName(layer)} (answers for {LayerName(missing)})" : LayerName(layer),
                End(shift)),
        });

    // Where nobody is on the levels before it, whoever holds a layer is the first to be reached; null: they are not, or first anyway.
    private static LayerOnCall? AnswersFor(RotationOnCall shown, LayerOnCall layer)
    {
        if (layer.Layer.Shadow) return null;
        var before = shown.Paged.TakeWhile(other => other.Layer.Level != layer.Layer.Level).ToList();
        return before.TrueForAll(other => other.Now?.Person is null) ? before.FirstOrDefault(other => other.Now is not null) : null;
    }

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

    internal static Text Until(Shift shift, string comma = "") => shift.End == Unbroken.Endless ? Text.Empty : $"{comma} until {shift.End}";

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
        after == Duration.Zero ? "at once" : LengthWords.Exact(after);

    private static Text[] Row(params Text[] cells) => cells;
}
