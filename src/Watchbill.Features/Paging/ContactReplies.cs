using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>Words about how somebody is reached.</summary>
public static class ContactReplies
{
    public const string AskAdmin = "Ask an admin to set up e-mail, ntfy, SMS or calls.";

    /// <summary>For the owner: every way with its state, and when each is used.</summary>
    public static Reply Shown(Contacts contacts, ContactMethods methods)
    {
        var free =
            methods.All.Where(method => method.Off is null && contacts.Of(method.Name) is null).Select(method => method.Name).ToList();
        var reached = contacts.Methods.Where(contact => contact.Works).ToList();
        var waiting = contacts.Methods.Where(contact => contact.VerifiedAt is null).ToList();
        return new Reply((reached.Count == 0
            ? Text.Bold("Pages reach you in chat alone,") + " and a chat does not wake anybody."
            : Text.Bold($"You are reached in chat and by {Names(reached)}."))
            + (waiting.Count == 0 ? Text.Empty
                : (Text)$" {Names(waiting)} {(waiting.Count == 1 ? "waits for its" : "wait for their")} code: `contact verify <code>`"))
        {
            Table = contacts.Methods.Count == 0 ? null : new Table(["Method", "Address", "Status"],
                [.. contacts.Methods.Select(contact => (IReadOnlyList<Text>)
                    [contact.Method, contact.Address, State(contact)])]),
            Fields =
            [
                new Field("High urgency", PageWords.Said(contacts.RulesOf(Watchbill.Incidents.Urgency.High))),
                new Field("Low urgency", PageWords.Said(contacts.RulesOf(Watchbill.Incidents.Urgency.Low))),
                .. free.Count == 0 && contacts.Methods.Count == 0 ? new[] { new Field("More", AskAdmin) } : [],
                .. free.Count == 0 ? [] : new[] { new Field("More", Text.Code($"contact add {free[0]} <address>")
                    + (free.Count > 1 ? $"; there is also {string.Join(", ", free.Skip(1))}" : "")) },
            ],
        };
    }

    /// <summary>To whoever wants to change or test a method and has none: what they can have.</summary>
    public static Text None(IReadOnlyList<string> free) => (Text)"You have no method but chat. "
        + (free.Count == 0 ? AskAdmin : (Text)$"Add one: `contact add {free[0]} <address>`");

    /// <summary>To whoever proved that a method reaches them: when it is used, or how it is brought into their rules.</summary>
    public static Text Verified(Contacts contacts, string method)
    {
        var rules = contacts.RulesOf(Watchbill.Incidents.Urgency.High);
        var more = rules.Any(rule => rule.Method == method) ? rules
            : [.. rules, new NotificationRule(method, rules[^1].After + Duration.FromMinutes(1))];
        var typed = string.Join(", ", more.Select(rule => $"{rule.Method} {Short(rule.After)}"));
        var change = Text.Code($"contact rules high {typed}");
        return ReferenceEquals(more, rules)
            ? Text.Bold($"{method} is verified.") + $" When you are paged: {PageWords.Said(rules)}. To change that: {change}"
            : Text.Bold($"{method} is verified, but your rules for high urgency do not use it.") + $" So that they do: {change}";
    }

    private static Text State(Contact contact) => contact switch
    {
        { VerifiedAt: null } => "waits for its code",
        { StoppedAt: { } at } => (Text)$"stopped {at:date}; answer START there",
        { VerifiedAt: { } at, Next: { } next, Code: not null } => (Text)$"verified {at:date}; {next} waits for its code",
        { VerifiedAt: { } at } => (Text)$"verified {at:date}",
    };

    private static string Names(IEnumerable<Contact> contacts) => string.Join(", ", contacts.Select(contact => contact.Method));

    private static string Short(Duration after) => after.TotalSeconds % 60 == 0
        ? FormattableString.Invariant($"{after.TotalMinutes:0}m") : FormattableString.Invariant($"{after.TotalSeconds:0}s");
}
