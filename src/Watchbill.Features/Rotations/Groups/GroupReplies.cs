using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words to a lead about groups and topics that are not as they should be.</summary>
public static class GroupReplies
{
    /// <param name="names">Those who stay in it.</param>
    public static Reply Kept(GroupWish wish, IReadOnlyList<Mention> names) =>
        new(Text.Bold($"Nobody is on call for {Rotations(wish)}.") +
            $" The {Name(wish)} keeps its last people: {People.And(names)}. "
            + $"Put somebody on call: `override {wish.Rotations[0].Id} <person> <span>`");

    /// <param name="names">Those who have no open account on the platform.</param>
    public static Reply Unlinked(GroupWish wish, IReadOnlyList<Mention> names) =>
        new(Text.Bold($"The {Name(wish)} is missing {People.And(names)}.")
            + " They have no account here. Set their user ids under people in the organisation file.");

    /// <param name="refusal">What a lead can fix; null: nothing.</param>
    public static Reply Failed(GroupWish wish, string? refusal) =>
        new(Text.Bold(wish.Rotations.Count == 0
                ? $"The {Name(wish)} still names who was on call."
                : $"The {Name(wish)} does not show who is on call{(wish.Target.Group is null ? $" for {Rotations(wish)}" : "")}.")
            + $" {refusal ?? "The chat platform returned an error (see log)."} Watchbill is retrying.");

    // A group by what it is for: nobody knows its id.
    private static string Name(GroupWish wish) => wish.Target.Group is not null && wish.Rotations.Count > 0
        ? $"user group of {Rotations(wish)}" : wish.Target.Name;

    private static string Rotations(GroupWish wish) => HandoffReplies.And(wish.Rotations.Select(rotation => rotation.Id));
}
