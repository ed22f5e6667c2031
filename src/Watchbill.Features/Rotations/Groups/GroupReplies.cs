using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words to a lead about groups and topics that are not as they should be.</summary>
public static class GroupReplies
{
    /// <param name="names">Those who stay in it.</param>
    public static Reply Kept(GroupWish wish, IReadOnlyList<string> names) =>
        new($"Nobody is on call for {Rotations(wish)} now, so the {wish.Target.Name} keeps its last people: {HandoffReplies.And(names)}. "
            + $"Put somebody in: override {wish.Rotations[0].Id} <person> <span>.");

    /// <param name="names">Those who have no open account on the platform.</param>
    public static Reply Unlinked(GroupWish wish, IReadOnlyList<string> names) =>
        new($"The {wish.Target.Name} lacks {HandoffReplies.And(names)}, on call for {Rotations(wish)}: the chat platform has no open " +
            $"account that is known to be theirs. "
            + "Set their user ids under 'people' in the organisation file.");

    /// <param name="refusal">What a lead can mend; null: nothing.</param>
    public static Reply Failed(GroupWish wish, string? refusal) =>
        new($"The {wish.Target.Name} "
            + (wish.Rotations.Count == 0
                ? "still names who was on call: " : $"cannot be kept in step with who is on call for {Rotations(wish)}: ")
            + (refusal ?? "the chat platform fails; Watchbill's log says how.") + " It is tried again until it works.");

    private static string Rotations(GroupWish wish) => HandoffReplies.And(wish.Rotations.Select(rotation => rotation.Id));
}
