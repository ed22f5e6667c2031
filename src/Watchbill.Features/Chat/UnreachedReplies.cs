namespace Watchbill.Chat;

/// <summary>Replies about undeliverable messages.</summary>
internal static class UnreachedReplies
{
    /// <param name="name">Whom or what it was for.</param>
    public static Reply Of(Delivery failed, string name, string why) => new(Text.Bold($"{name} could not be told.") + $" {why}")
    {
        Fields = [new Field("What they were to hear", failed.Reply.Text)],
    };
}
