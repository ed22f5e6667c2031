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
        new((Text)($"A backup was restored: made {restored.MissingFrom}, restored {restored.At}. What was saved in between is missing: " +
            $"enter it again before you let messages go on."))
        {
            Fields = [new("On Confirm",
                oldest is { } due
                    ? (Text)$"Messages that wait since {due} are said, even if they were said before the restore."
                    : "Nothing waits; what comes due is said again.")],
        };

    public static Reply Done(Restored restored) =>
        new((Text)$"Messages go on. What was saved from {restored.MissingFrom} to {restored.At} stays missing.");
}
