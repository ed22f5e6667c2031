using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about handoffs.</summary>
public static class HandoffReplies
{
    private const string NotesHead = "Notes";
    private const string NextHead = "Next handoff";

    /// <summary>For the channel: who goes, who comes. Only who comes is notified; where nobody does, the lead is.</summary>
    public static Reply Told(Handoff handoff, Handover? next, Mention? lead, IReadOnlyDictionary<string, string> names)
    {
        Text text = $"Handoff of {handoff.Rotation}, {handoff.At}.";
        return new Reply(text + Missed(handoff))
        {
            Fields = [.. handoff.Layers.Select(layer => Passes(layer, handoff.Rotation, lead, names)), .. Notes(handoff.Notes, names),
                .. Next(next, names)],
            Audience = Audience.Everyone,
        };
    }

    /// <summary>For somebody who comes, with the button to say that they know.</summary>
    public static Reply Yours(Handoff handoff, string person, Handover? next, IReadOnlyDictionary<string, string> names) =>
        new(ItIsYours(handoff, person, names) + " Please acknowledge.")
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
        Text known = $"Acknowledged by {names[by.Person]} at {by.At:time}.";
        if (handoff.EscalatedAt is { } escalated && escalated < by.At)
            known = $"Acknowledged late, by {names[by.Person]} at {by.At:time}. The lead was told at {escalated:time}.";
        return new Reply(Text.Lines(ItIsYours(handoff, by.Person, names), known))
        {
            Fields = [.. told?.Fields.Where(field => field.Name is NotesHead or NextHead) ?? Notes(handoff.Notes, names)],
            Supersedes = Supersedes.Message,
        };
    }

    /// <summary>With what other slices have to say to who takes over: before the notes and what comes next.</summary>
    public static Reply With(this Reply said, IReadOnlyList<Field> added)
    {
        if (added.Count == 0) return said;
        var first = said.Fields.TakeWhile(field => field.Name is not (NotesHead or NextHead)).Count();
        return said with { Fields = [.. said.Fields.Take(first), .. added, .. said.Fields.Skip(first)] };
    }

    /// <summary>For the home of somebody who has not acknowledged yet, a button each.</summary>
    public static Reply Awaiting(IReadOnlyList<Handoff> handoffs) =>
        new(Text.Lines(handoffs.Select(handoff => (Text)$"The handoff of {handoff.Rotation} to you, {handoff.At}: please acknowledge.")))
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
        var has = awaited.Count == 1 ? "has" : "have";
        return new Reply(
            $"{And(awaited.Select(person => names[person]))} {has} not acknowledged the handoff " +
            $"of {handoff.Rotation} ({handoff.At}), 15 minutes after it was told. "
            + $"Reach them, or put somebody else in: {ChangeReplies.Fill(rotation, layers)}.");
    }

    /// <summary>For who asks: the last handoff, the notes that wait and the next handoff.</summary>
    public static Reply Shown(
        string rotation, Handoff? last, IReadOnlyList<HandoffNote> waiting, Handover? next, IReadOnlyDictionary<string, string> names)
    {
        // Each sentence becomes a text of its own: together they would be a string, and the time in it nobody's.
        Text never = $"{rotation} has not been handed over since Watchbill knows it.";
        return new Reply(last is null ? never : Last(last))
        {
            Fields =
            [
                .. (last?.Layers ?? []).Select(layer => Passed(layer, names)),
                .. last is null || last.Incoming().Count == 0 ? [] : new[] { new Field("Acknowledged", Acknowledged(last, names)) },
                .. Notes(last?.Notes ?? [], names),
                .. Notes(waiting, names, "Notes for the next handoff"),
                .. Next(next, names),
            ],
            Shareable = true,
        };
    }

    /// <summary>For who acknowledges.</summary>
    public static Reply Thanks(Handoff handoff, string person)
    {
        var layers = And(handoff.Layers.Where(layer => !layer.Shadow && layer.Incoming == person).Select(layer => layer.Layer));
        return handoff.EscalatedAt is null
            ? new Reply($"Acknowledged: {handoff.Rotation} ({layers}) is yours.")
            : new Reply(
                $"Acknowledged late: {handoff.Rotation} ({layers}) is yours. The lead was told " +
                    $"at {handoff.EscalatedAt.Value:time} that you had not.");
    }

    /// <summary>For who acknowledges twice.</summary>
    public static Reply AlreadyAcknowledged(Handoff handoff, Acknowledgement before) =>
        new($"You acknowledged the handoff of {handoff.Rotation} at {before.At:time} already. Nothing more to do.");

    /// <summary>For who leaves a note, before it is kept and after.</summary>
    public static Reply NoteKept(string rotation, string text, bool done) =>
        new(done ? $"Noted for the next handoff of {rotation}: {text}" : $"The next handoff of {rotation} will carry your note: {text}");

    /// <summary>Names in a row: ana, ben and cai.</summary>
    public static string And(IEnumerable<string> names) => names.ToList() switch
    {
        [] => "nobody",
        [var one] => one,
        [.. var some, var last] => $"{string.Join(", ", some)} and {last}",
    };

    private static Text ItIsYours(Handoff handoff, string person, IReadOnlyDictionary<string, string> names)
    {
        var mine = handoff.Layers.Where(layer => !layer.Shadow && layer.Incoming == person).ToList();
        var from = mine.Select(layer => layer.Outgoing).OfType<string>().Distinct().Select(outgoing => names[outgoing]).ToList();
        Text text = $"You are on call for {handoff.Rotation} ({And(mine.Select(layer => layer.Layer))}) since {handoff.At}.";
        return text + (from.Count > 0 ? $" {And(from)} handed over to you." : "") + Missed(handoff);
    }

    private static Text Last(Handoff last) => $"Last handoff of {last.Rotation}: {last.At}.";

    private static Field Passes(LayerHandover layer, string rotation, Mention? lead, IReadOnlyDictionary<string, string> names)
    {
        if (layer.Shadow || layer.Incoming is null && lead is null) return Passed(layer, names);
        if (layer.Incoming is { } incoming)
            return new(layer.Layer, Arrow(layer, names) + new Text([new Mention(incoming, names[incoming])]));
        return new(layer.Layer,
            Arrow(layer, names) + $"nobody. {lead!}, please put somebody in: override {rotation} <person> <span> layer {layer.Layer}.");
    }

    private static Field Passed(LayerHandover layer, IReadOnlyDictionary<string, string> names) =>
        new(layer.Shadow ? $"{layer.Layer} (not paged)" : layer.Layer,
            Arrow(layer, names) + (layer.Incoming is { } incoming ? names[incoming] : "nobody"));

    private static Text Arrow(LayerHandover layer, IReadOnlyDictionary<string, string> names) =>
        layer.Outgoing is { } outgoing ? $"{names[outgoing]} → " : Text.Empty;

    private static Text Missed(Handoff handoff) => handoff.Missed switch
    {
        0 => Text.Empty,
        1 => " 1 handoff was missed while Watchbill was down.",
        _ => $" {handoff.Missed} handoffs were missed while Watchbill was down.",
    };

    private static IEnumerable<Field> Notes(
        IReadOnlyList<HandoffNote> notes, IReadOnlyDictionary<string, string> names, string head = NotesHead) =>
        notes.Count == 0 ? [] : [new(head, Text.Lines(notes.Select(note => (Text)$"{names[note.Person]}: {note.Text}")))];

    private static IEnumerable<Field> Next(Handover? next, IReadOnlyDictionary<string, string> names)
    {
        if (next is null) return [];
        var incoming = next.Layers.Select(layer => $"{(layer.Incoming is { } person ? names[person] : "nobody")} ({layer.Layer})");
        return [new(NextHead, $"{next.At}: {And(incoming)}")];
    }

    private static Text Acknowledged(Handoff handoff, IReadOnlyDictionary<string, string> names)
    {
        var by = handoff.Acknowledged.Select(acknowledged => (Text)$"{names[acknowledged.Person]} at {acknowledged.At:time}");
        var waiting = handoff.Awaited().Select(person => (Text)$"{names[person]} not yet");
        return Text.Join(", ", by.Concat(waiting));
    }
}
