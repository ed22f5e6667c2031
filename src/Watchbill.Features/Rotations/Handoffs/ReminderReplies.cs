using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about shifts to come.</summary>
public static class ReminderReplies
{
    /// <param name="shift">From its first piece to the end of its last.</param>
    /// <param name="instead">The name of who would have it otherwise.</param>
    public static Reply Ahead(string rotation, Shift shift, string? instead, bool shadow)
    {
        var place = instead is null ? "" : $" instead of {instead}";
        Text said = shadow
            ? (Text)($"A shift to come: you shadow {rotation} ({shift.Layer}) from {shift.Start} to {shift.End}{place}. You are told " +
                $"everything and never paged.")
            : $"A shift to come: you are on call for {rotation} ({shift.Layer}) from {shift.Start} to {shift.End}{place}.";
        return new Reply(said);
    }
}
