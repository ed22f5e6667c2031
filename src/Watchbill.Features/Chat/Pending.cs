using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>A previewed change that waits for its author's answer, which deletes it. The id is random.</summary>
/// <param name="Preview">What the author saw, as plain text: what is done is what was seen.</param>
public sealed record Pending(string Author, Request Request, Instant AskedAt, Instant Expires, string Preview)
{
    public required PlatformId Platform { get; init; }
    public string? Conversation { get; init; }
}

/// <summary>A look-up that its reader may show to everyone. The same look-up has the same id.</summary>
/// <param name="AskedAt">The minute from which its time phrases count; null: an older release kept none for those without.</param>
public sealed record Shared(Request Request, Instant? AskedAt);
