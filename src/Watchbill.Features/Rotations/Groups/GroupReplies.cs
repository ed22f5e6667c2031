using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>Words to a lead about groups and topics that are not as they should be.</summary>
public static class GroupReplies
{
    /// <param name="names">Those who stay in it.</param>
    public static Reply Kept(GroupWish wish, IReadOnlyList<string> names) =>
        new((Text)($"{Text.Bold($"Nobody is on call for {Rotations(wish)}.")} The {wish.Target.Name} keeps its last people: "
            + $"{HandoffReplies.And(names)}. Put somebody on call: override {wish.Rotations[0].Id} <person> <span>"));

    /// <param name="names">Those who have no open account on the platform.</param>
    public static Reply Unlinked(GroupWish wish, IReadOnlyList<string> names) =>
        new((Text)($"{Text.Bold($"The {wish.Target.Name} of {Rotations(wish)} is missing {HandoffReplies.And(names)}.")} They have no "
            + "account here. Set their user ids under people in the organisation file."));

    /// <param name="refusal">What a lead can fix; null: nothing.</param>
    public static Reply Failed(GroupWish wish, string? refusal) =>
        new(Text.Bold(wish.Rotations.Count == 0
                ? $"The {wish.Target.Name} still names who was on call."
                : $"The {wish.Target.Name} does not show who is on call for {Rotations(wish)}.")
            + $" {refusal ?? "The chat platform returned an error (see log)."} Watchbill is retrying.");

    private static string Rotations(GroupWish wish) => HandoffReplies.And(wish.Rotations.Select(rotation => rotation.Id));
}
