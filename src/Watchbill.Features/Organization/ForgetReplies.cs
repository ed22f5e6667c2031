using Watchbill.Chat;

namespace Watchbill.Organization;

/// <summary>Words about forgetting.</summary>
public static class ForgetReplies
{
    public static Reply Preview(Person person) => new(
        $"Watchbill forgets {person.Name}: name, e-mail, chat accounts, absences, calendar links, handoff notes, reasons of changes, and " +
        $"what was said to them. "
        + $"Shifts that were worked, pay and the audit log keep the id '{person.Id}', which is never used again. This cannot be undone, " +
            $"except by a backup.");

    public static Reply Done(string id) =>
        new($"Done. What is left of '{id}' is the id. Backups made before still hold the record; delete them when their time has come.");
}
