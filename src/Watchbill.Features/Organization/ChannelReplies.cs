using Watchbill.Chat;

namespace Watchbill.Organization;

/// <summary>What is said about who an account is and whose a channel is.</summary>
internal static class ChannelReplies
{
    public static Reply Account(Person person, bool byMail) => new(Text.Bold($"You are {Who(person)} here") + (byMail
        ? ", by your e-mail address. For pay and admin rights the organisation file must name this account, too." : "."));

    /// <param name="owners">Whose channel it is in which they ask.</param>
    public static Reply Account(Person person, bool byMail, IReadOnlyList<Address> owners) => Account(person, byMail) with
    {
        Fields =
        [
            new("This channel", owners.Count > 0 ? $"{string.Join(", ", owners.Select(owner => $"{owner.Kind} {owner.Id}"))}"
                : (Text)$"no team's. A lead makes it one's: `link <team>`"),
        ],
    };

    private static Mention Who(Person person) => People.Named(person.Id, person.Name);

    public static Reply Linked(Team team) =>
        new((Text)$"{Text.Bold($"This channel belongs to {team.Name} now.")} Handoffs, incidents, budgets "
            + $"and gaps of {team.Id} are told here, and commands without a name mean it. To undo it: `unlink {team.Id}`")
        {
            Audience = Audience.Everyone,
        };

    public static Reply Unlinked(Team team, Platform platform) =>
        new((Text)$"{Text.Bold($"{team.Name} has no channel in {platform.Name} any more.")} What would be told there reaches its lead.")
        {
            Audience = Audience.Everyone,
        };
}
