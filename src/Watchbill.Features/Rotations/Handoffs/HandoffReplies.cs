using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about handoffs.</summary>
public static class HandoffReplies
{
    private const string NotesHead = "Notes";
    private const string NextHead = "Next handoff";

    /// <summary>For the channel: who comes, from whom. Only who comes is notified; where nobody does, the lead is.</summary>
    public static Reply Told(Handoff handoff, Handover? next, Mention? lead, IReadOnlyDictionary<string, string> names)
    {
        Text said = First(handoff) switch
        {
            { Incoming: { } incoming } first => Text.Bold(
                $"{new Mention(incoming, names[incoming])} is on call for {Which(handoff, first)}")
                    + $" since {handoff.At}{From(first, names)}.{Missed(handoff)}",
            { } vacant => Text.Bold($"Nobody took over {Which(handoff, vacant)}{From(vacant, names, "")}")
                + $", {handoff.At}.{Missed(handoff)}{Fill(handoff, vacant, lead)}",
            _ => Text.Bold($"{handoff.Rotation} was handed over") + $", {handoff.At}.{Missed(handoff)}",
        };
        return new Reply(said)
        {
            Fields = [.. handoff.Layers.Where(layer => layer != First(handoff)).Select(layer => Passes(layer, handoff, lead, names)),
                .. Notes(handoff.Notes, names), .. Next(next, names)],
            Audience = Audience.Everyone,
        };
    }

    /// <summary>For somebody who comes, with the button to say that they know.</summary>
    /// <param name="due">When the lead is told that they have not.</param>
    public static Reply Yours(
        Handoff handoff, string person, Instant due, Handover? next, IReadOnlyDictionary<string, string> names) =>
        new(ItIsYours(handoff, person, names) + $" Acknowledge by {due:time}.")
        {
            Fields = [.. Notes(handoff.Notes, names), .. Next(next, names)],
            Actions = [new Button("Acknowledge", "ack", Handoff.IdOf(handoff.Rotation, handoff.At)) { Style = ButtonStyle.Primary }],
        };

    /// <summary>
    /// What takes its place once they have said so. Its notes and what comes next stay; what was open then is not told as if it were now.
    /// </summary>
    /// <param name="told">As it was said; null: it is not kept.</param>
    public static Reply Acknowledged(Handoff handoff, Acknowledgement by, Reply? told, IReadOnlyDictionary<string, string> names)
    {
        Text known = handoff.EscalatedAt is { } escalated && escalated < by.At
            ? $"Acknowledged late, at {by.At:time}; escalated at {escalated:time}." : (Text)$"Acknowledged at {by.At:time}.";
        return new Reply(Text.Lines(ItIsYours(handoff, by.Person, names), known))
        {
            Fields = [.. told?.Fields.Where(field => field.Name is NotesHead or NextHead) ?? Notes(handoff.Notes, names)],
            Supersedes = Supersedes.Message,
        };
    }

    /// <summary>Until when somebody who comes by an override has the layer, who decided that, and why.</summary>
    /// <param name="several">Whether other layers are handed over with it, so that its own is named.</param>
    public static Field Override(ShiftChange made, string by, bool several) => new(several ? $"Override, {made.Layer}" : "Override",
        $"until {made.End}, by {by}{(made.Reason is { } reason ? $": {ChangeReplies.Why(reason)}" : "")}.");

    /// <summary>With what other slices have to say to who takes over: before the notes and what comes next.</summary>
    public static Reply With(this Reply said, IReadOnlyList<Field> added)
    {
        if (added.Count == 0) return said;
        var first = said.Fields.TakeWhile(field => field.Name is not (NotesHead or NextHead)).Count();
        return said with { Fields = [.. said.Fields.Take(first), .. added, .. said.Fields.Skip(first)] };
    }

    /// <summary>With what the incoming may take over.</summary>
    public static Reply With(this Reply said, IReadOnlyList<Button> taken) =>
        taken.Count == 0 ? said : said with { Actions = [.. said.Actions, .. taken] };

    /// <summary>For the home of somebody who has not acknowledged yet, a button each.</summary>
    public static Reply Awaiting(IReadOnlyList<Handoff> handoffs) =>
        new(Text.Lines(handoffs.Select(handoff =>
            Text.Bold($"Acknowledge the handoff of {handoff.Rotation}:") + $" you are on call since {handoff.At}.")))
        {
            Actions = [.. handoffs.Select(handoff => new Button(
                handoffs.Count == 1 ? "Acknowledge" : $"Acknowledge {handoff.Rotation}", "ack",
                Handoff.IdOf(handoff.Rotation, handoff.At)) { Style = ButtonStyle.Primary })],
        };

    /// <summary>For the lead, when somebody has not said that they know.</summary>
    public static Reply Unacknowledged(Rotation rotation, Handoff handoff, IReadOnlyDictionary<string, string> names)
    {
        var awaited = handoff.Awaited();
        var layers =
            handoff.Layers.Where(layer => !layer.Shadow && layer.Incoming is { } incoming && awaited.Contains(incoming))
                .Select(layer => layer.Layer);
        return new Reply(Text.Lines(
            Text.Bold($"{names.Named(awaited)} {(awaited.Count == 1 ? "has" : "have")} not acknowledged the {handoff.Rotation} handoff")
                + " (15 min).",
            $"Reach them, or put somebody else on call: `{ChangeReplies.Fill(rotation, layers)}`"));
    }

    /// <summary>For who asks: the last handoff, the notes that wait and the next handoff.</summary>
    public static Reply Shown(
        string rotation, Handoff? last, IReadOnlyList<HandoffNote> waiting, Handover? next, IReadOnlyDictionary<string, string> names)
    {
        var first = last is null ? null : First(last);
        return new Reply(last is null ? Text.Bold($"No handoffs of {rotation} yet.")
            : first?.Incoming is { } incoming
                ? Text.Bold($"{names.Named(incoming)} took over {Which(last, first)}") + $" {last.At}{From(first, names)}."
            : first is null ? Text.Bold($"{rotation} was handed over") + $" {last.At}."
            : Text.Bold($"Nobody took over {Which(last, first)}{From(first, names, "")}") + $", {last.At}.")
        {
            Fields =
            [
                .. (last?.Layers ?? []).Where(layer => layer != first).Select(layer => Passed(layer, names)),
                .. last is null || last.Incoming().Count == 0 ? [] : new[] { new Field("Acknowledged", Acknowledged(last, names)) },
                .. Notes(last?.Notes ?? [], names),
                .. Notes(waiting, names, "Notes for the next handoff"),
                .. Next(next, names),
            ],
            Shareable = true,
        };
    }

    /// <summary>For who acknowledges.</summary>
    public static Reply Thanks(Handoff handoff, string person) =>
        new(Text.Bold($"You have {Mine(handoff, person)}.") + (handoff.EscalatedAt is { } escalated
            ? (Text)$" Acknowledged late; escalated at {escalated:time}." : Text.Empty));

    /// <summary>For who acknowledges twice.</summary>
    public static Reply AlreadyAcknowledged(Handoff handoff, Acknowledgement before) =>
        new(Text.Bold("Acknowledged already:") + $" {handoff.Rotation}, {before.At}. Nothing to do.");

    /// <summary>For who leaves a note, before it is kept and after.</summary>
    public static Reply NoteKept(string rotation, string text, bool done) => new(Text.Bold(
        done ? $"Note kept for the next handoff of {rotation}:" : $"Keep this note for the next handoff of {rotation}?") + $" {text}");

    /// <summary>Names in a row: ana, ben and cai.</summary>
    public static string And(IEnumerable<string> names) => names.ToList() switch
    {
        [] => "nobody",
        [var one] => one,
        [.. var some, var last] => $"{string.Join(", ", some)} and {last}",
    };

    /// <summary>What may be chosen from: ana, ben or cai.</summary>
    public static string Or(IEnumerable<string> names) => names.ToList() switch
    {
        [] => "nobody",
        [var one] => one,
        [.. var some, var last] => $"{string.Join(", ", some)} or {last}",
    };

    private static Text ItIsYours(Handoff handoff, string person, IReadOnlyDictionary<string, string> names)
    {
        var from = handoff.Layers.Where(layer => !layer.Shadow && layer.Incoming == person).Select(layer => layer.Outgoing)
            .OfType<string>().Distinct().ToList();
        return Text.Bold($"You are on call for {Mine(handoff, person)}") + $" since {handoff.At}"
            + (from.Count > 0 ? (Text)$", from {names.Named(from)}." : ".") + Missed(handoff);
    }

    /// <summary>What somebody has taken over: <c>payments</c>, <c>payments (primary and secondary)</c>.</summary>
    private static string Mine(Handoff handoff, string person) =>
        handoff.Layers.Where(layer => !layer.Shadow && layer.Incoming == person).Select(layer => layer.Layer).ToList() is [var only]
            ? ChangeReplies.Which(handoff.Rotation, only)
            : $"{handoff.Rotation} ({And(handoff.Layers.Where(layer => !layer.Shadow && layer.Incoming == person)
                .Select(layer => layer.Layer))})";

    /// <summary>The layer that is paged first; null: only shadows change.</summary>
    private static LayerHandover? First(Handoff handoff) => handoff.Layers.FirstOrDefault(layer => !layer.Shadow);

    private static string Which(Handoff handoff, LayerHandover layer) => ChangeReplies.Which(handoff.Rotation, layer.Layer);

    private static Text From(LayerHandover layer, IReadOnlyDictionary<string, string> names, string comma = ",") =>
        layer.Outgoing is { } outgoing ? $"{comma} from {names.Named(outgoing)}" : Text.Empty;

    private static Text Fill(Handoff handoff, LayerHandover vacant, Mention? lead) => lead is null ? Text.Empty
        : $" {lead}, put somebody on call: "
            + Text.Code($"override {handoff.Rotation} <person> <span> layer {vacant.Layer}");

    private static Field Passes(LayerHandover layer, Handoff handoff, Mention? lead, IReadOnlyDictionary<string, string> names)
    {
        if (layer.Shadow) return Passed(layer, names);
        return new(Buttons.Capital(layer.Layer), layer.Incoming is { } incoming
            ? (Text)$"{new Mention(incoming, names[incoming])}{From(layer, names)}"
            : $"nobody{From(layer, names)}.{Fill(handoff, layer, lead)}");
    }

    private static Field Passed(LayerHandover layer, IReadOnlyDictionary<string, string> names) =>
        new(Buttons.Capital(layer.Shadow ? $"{layer.Layer} (not paged)" : layer.Layer),
            (layer.Incoming is { } incoming ? (Text)$"{names.Named(incoming)}" : "nobody") + From(layer, names));

    private static Text Missed(Handoff handoff) => handoff.Missed switch
    {
        0 => Text.Empty,
        1 => " 1 handoff was missed while Watchbill was down.",
        _ => $" {handoff.Missed} handoffs were missed while Watchbill was down.",
    };

    private static IEnumerable<Field> Notes(
        IReadOnlyList<HandoffNote> notes, IReadOnlyDictionary<string, string> names, string head = NotesHead) =>
        notes.Count == 0 ? [] : [new(head, Text.Lines(notes.Select(note => (Text)$"{names.Named(note.Person)}: {note.Text}")))];

    private static IEnumerable<Field> Next(Handover? next, IReadOnlyDictionary<string, string> names)
    {
        if (next is null) return [];
        var incoming = next.Layers.Select(layer => (layer.Incoming is { } person ? (Text)$"{names.Named(person)}" : "nobody")
            + (layer.Layer == "primary" ? "" : $" ({layer.Layer})"));
        return [new(NextHead, $"{next.At}: " + Text.Join(", ", incoming))];
    }

    private static Text Acknowledged(Handoff handoff, IReadOnlyDictionary<string, string> names)
    {
        var by = handoff.Acknowledged.Select(acknowledged => (Text)$"{names.Named(acknowledged.Person)}, {acknowledged.At:time}");
        var waiting = handoff.Awaited().Select(person => (Text)$"waiting for {names.Named(person)}");
        return Text.Join("; ", by.Concat(waiting));
    }
}
