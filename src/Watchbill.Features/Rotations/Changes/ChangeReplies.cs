using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What all changes of shifts have in common when they are shown and told.</summary>
public static class ChangeReplies
{
    /// <summary>The part of a shift that a change is about.</summary>
    public static Text Within(Shift shift, ShiftChange made) =>
        Text.Span(Instant.Max(shift.Start, made.Start), Instant.Min(shift.End, made.End));

    public static Text Holder(Shift shift, IReadOnlyDictionary<string, string> names) =>
        shift.Person is { } person ? (Text)$"{names.Named(person)}" : "nobody";

    /// <summary>A layer of a rotation as people call it: the one that is paged first by the rotation's name alone.</summary>
    public static string Which(string rotation, string layer) => layer == "primary" ? rotation : $"{rotation} ({layer})";

    /// <summary>A reason on its own: what is typed as <c>because of a wedding</c> is <c>a wedding</c>.</summary>
    public static string Why(string reason) =>
        (reason.StartsWith("of ", StringComparison.OrdinalIgnoreCase) ? reason["of ".Length..] : reason).TrimEnd('.');

    /// <summary>Who decided it: a person, or the token that did.</summary>
    public static Text Author(Actor by, IReadOnlyDictionary<string, string> names) =>
        by.Person is { } person ? (Text)$"{names.Named(person)}" : by.Id;

    /// <summary>What to type to put somebody into such layers of a rotation; without a layer it would be the first.</summary>
    public static string Fill(Rotation rotation, IEnumerable<string> layers) =>
        $"override {rotation.Id} <person> <span>" + (layers.Distinct().ToList() switch
        {
            [var one] => one == rotation.Layers[0].Id ? "" : $" layer {one}",
            _ => " layer <layer>",
        });

    /// <summary>One public line in the channel of the rotation's owner.</summary>
    public static Write ToChannel(Rotation rotation, Text text, string cause, Instant now) =>
        Say(MessageKind.Change, OverrideReplies.Owner(rotation), new Reply(text) { Audience = Audience.Everyone }, rotation.Id,
            $"{cause}/channel", now);

    public static Write ToPerson(string person, Text text, string rotation, string cause, Instant now) =>
        ToPerson(person, new Reply(text), rotation, cause, now);

    public static Write ToPerson(
        string person, Reply reply, string rotation, string cause, Instant now, MessageKind kind = MessageKind.Change) =>
        Say(kind, Address.Person(person), reply, rotation, $"{cause}/{person}", now);

    /// <summary>Something that its reader answers: once it needs no answer any more, it is shown anew.</summary>
    public static Write Ask(
        string person, Reply reply, string rotation, (string Card, string Cause) of, Instant now, MessageKind kind = MessageKind.Change) =>
        Delivery.Say(new Delivery(now, kind, Address.Person(person), reply) { Rotation = rotation, Card = of.Card },
            $"{of.Card}/{of.Cause}/{person}");

    /// <summary>What stands where a person was asked.</summary>
    /// <param name="of">The card, and a number that grows with each time.</param>
    public static Write Settle(string person, Reply reply, string rotation, (string Card, int Order) of, Instant now) =>
        Delivery.Edit(new Delivery(now, MessageKind.Change, Address.Person(person), reply) { Rotation = rotation, Card = of.Card },
            of.Order);

    public static Write Say(MessageKind kind, Address to, Reply reply, string rotation, string cause, Instant now) =>
        Delivery.Say(new Delivery(now, kind, to, reply) { Rotation = rotation }, cause);
}
