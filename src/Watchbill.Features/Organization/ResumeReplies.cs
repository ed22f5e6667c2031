using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>What is said about messages that a restore paused.</summary>
internal static class ResumeReplies
{
    /// <param name="oldest">When the message that waits longest was due; null: none waits. Their number is left out, because it grows while
    /// somebody reads.</param>
    public static Reply Preview(Restored restored, Instant? oldest) =>
        new((Text)$"{Text.Bold("Resume messages?")} A backup was restored: {Text.Span(restored.MissingFrom, restored.At)} is missing. "
            + "Redo what is missing, then resume.")
        {
            Fields = [new("Then",
                oldest is { } due
                    ? (Text)$"messages waiting since {due} are sent, even if they were sent before the restore"
                    : "nothing waits; what comes due is sent again")],
        };

    public static Reply Done(Restored restored) =>
        new((Text)$"{Text.Bold("Messages are sent again.")} {Text.Span(restored.MissingFrom, restored.At)} stays missing.");
}
