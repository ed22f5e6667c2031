using Watchbill.Chat;

namespace Watchbill.Organization;

/// <summary>Words about forgetting.</summary>
public static class ForgetReplies
{
    public static Reply Preview(Person person) => new(
        (Text)($"{Text.Bold($"Forget {People.Named(person)}?")} Name, e-mail, chat accounts, absences, calendar links, handoff notes, "
        + $"reasons of changes and what was said to them are deleted. Worked shifts, pay and the audit log keep the " +
            $"id {person.Id}, which is never "
        + $"used again. Only a backup can undo this."));

    public static Reply Done(string id) =>
        new((Text)($"{Text.Bold("Forgotten.")} Only the id {id} is left. Older backups still hold the record; delete them when they " +
            $"expire."));
}
