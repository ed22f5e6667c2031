using Watchbill.Chat;
using Watchbill.Reading;
using Text = Watchbill.Chat.Text;

namespace Watchbill.Incidents;

/// <summary>Words about whom an incident reaches.</summary>
internal static class IncidentReachReplies
{
    /// <summary>For who declares it: which channels hear of it, and which teams have none.</summary>
    public static string Channels(IncidentReach reach)
    {
        var (told, deaf) = (Ids(reach, reached: true), Ids(reach, reached: false));
        var said = told.Count switch
        {
            0 => "",
            1 => $" The channel of {told[0]} is told.",
            _ => $" The channels of {And(told)} are told.",
        };
        return deaf.Count == 0
            ? said : $"{said} {And(deaf)} {(deaf.Count == 1 ? "has" : "have")} no channel here that can be told, so nobody reads it there.";
    }

    /// <summary>For who declares it: who is on call, and whether they are told.</summary>
    public static Field ForAuthor(IncidentFacts facts, IncidentReach reach) => new("On call", Text.Join(" ", Author(facts, reach)));

    /// <summary>For the channel: those on call are notified; with nobody on call the lead is.</summary>
    public static Field ForChannel(IncidentReach reach) => new("On call",
        reach.OnCall.Count > 0
            ? Text.Join(", ", reach.OnCall.Select(person =>
                (reach.Quiet ? (Text)person.Name : new Text([new Mention(person.Id, person.Name)])) + $" ({Where(person)})"))
        : reach is { Quiet: false, Lead: { } lead } ? (Text)$"nobody. {lead}, please see to it, or put somebody on call."
        : "nobody");

    /// <summary>For somebody who is on call, or leads where nobody is.</summary>
    public static Text ForPerson(IncidentFacts facts, IncidentReach reach, Address to) =>
        reach.OnCall.FirstOrDefault(person => Address.Person(person.Id) == to) is { } person
            ? (Text)$"You are on call ({Where(person)}): {OpenWorkReplies.Headline(facts.After)} {By(facts)}"
            : $"Nobody is on call for {facts.After.Service}: {OpenWorkReplies.Headline(facts.After)} {By(facts)}";

    private static string By(IncidentFacts facts) => facts.Before is { Open: true } before && facts.After.Severity < before.Severity
        ? $"{facts.After.Id} is {IncidentWords.Say(facts.After.Severity)} now, and was {IncidentWords.Say(before.Severity)}."
        : facts.Before is not null ? $"{facts.After.Id} goes on again."
        : facts.After.Alerts.Count > 0 ? $"Monitoring noticed it: {facts.After.Id}."
        : $"{facts.Author} declared it as {facts.After.Id}.";

    private static IEnumerable<Text> Author(IncidentFacts facts, IncidentReach reach)
    {
        if (reach.Quiet)
        {
            yield return reach.OnCall.Count == 0
                ? "nobody." : $"{string.Join(", ", reach.OnCall.Select(Named))}.";
            yield return $"Nobody is woken for a {IncidentWords.Say(facts.After.Severity)}.";
            yield break;
        }

        if (reach.OnCall.Count == 0)
        {
            yield return "nobody.";
            yield return reach.Lead is not { } lead ? "Nobody leads the team, so admins get a direct message."
                : lead.Person == facts.By.Id ? "You lead the team."
                : reach.Reached.Contains(reach.Instead) ? $"{lead.Name} leads {reach.Channels[0].Id} and gets a direct message."
                : $"{lead.Name} leads {reach.Channels[0].Id} and has no account here, so call them.";
            yield break;
        }

        foreach (var you in reach.OnCall.Where(person => person.Id == facts.By.Id)) yield return $"you ({Where(you)}).";
        var others = reach.OnCall.Where(person => person.Id != facts.By.Id)
            .ToLookup(person => reach.Reached.Contains(Address.Person(person.Id)), Named);
        if (others[true].ToList() is { Count: > 0 } told)
            yield return $"{And(told)} {(told.Count == 1 ? "gets" : "get")} a direct message.";
        foreach (var person in others[false]) yield return $"{person} has no account here, so call them.";
    }

    private static List<string> Ids(IncidentReach reach, bool reached) =>
        [.. reach.Channels.Where(channel => reach.Reached.Contains(channel) == reached).Select(channel => channel.Id)];

    private static string Named(PersonOnCall person) => $"{person.Name} ({Where(person)})";

    private static string Where(PersonOnCall person) => string.Join("; ", person.Places);

    private static string And(List<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
