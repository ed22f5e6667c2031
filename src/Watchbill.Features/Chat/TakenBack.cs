using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What is said about a handoff that was told by a clock that ran ahead: it was not due. Nothing where nobody was told.</summary>
internal static class TakenBack
{
    /// <param name="said">A message that is dated later than now.</param>
    /// <returns>Its id and what is saved; null: there is nothing to correct.</returns>
    public static (string Id, Write Said)? Of(Message said, Instant now)
    {
        if (said is not { Kind: MessageKind.Handoff, SaidAt: not null, Rotation: { } rotation }) return null;
        var cause = $"handoff-taken-back/{rotation}/{said.To}";
        return (Delivery.IdOf(now, cause), Delivery.Say(new Delivery(now, MessageKind.Change, said.To, new Reply(
            Text.Bold($"Disregard the last handoff of {rotation}.")
                + $" Watchbill's clock ran ahead, and it was not due. Who is on call: `now {rotation}`")
        {
            Audience = said.Reply.Audience,
        })
        { Rotation = rotation }, cause));
    }
}
