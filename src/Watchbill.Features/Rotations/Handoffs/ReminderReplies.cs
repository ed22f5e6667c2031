using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words about shifts to come.</summary>
public static class ReminderReplies
{
    /// <param name="shift">From its first piece to the end of its last.</param>
    /// <param name="instead">The name of who would have it otherwise.</param>
    public static Reply Ahead(string rotation, Shift shift, string? instead, bool shadow)
    {
        var place = instead is null ? "" : $", instead of {instead}";
        return new(shadow
            ? Text.Bold($"You start to shadow {rotation} {shift.Start}") +
                $", until {shift.End}{place}. You are told everything and never paged."
            : Text.Bold($"You go on call {shift.Start}") + $" for {ChangeReplies.Which(rotation, shift.Layer)}, until {shift.End}{place}.");
    }
}
