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
            1 => $" The channel of {told[0]} has been told.",
            _ => $" The channels of {And(told)} have been told.",
        };
        return deaf.Count == 0
            ? said : $"{said} {And(deaf)} {(deaf.Count == 1 ? "has" : "have")} no channel here that can be told.";
    }

    /// <summary>For who declares it: who is on call, and whether they are told.</summary>
    public static Field ForAuthor(IncidentFacts facts, IncidentReach reach) => new("On call", Text.Join(" ", Author(facts, reach)));

    /// <summary>For the channel: those on call are notified; with nobody on call the lead is.</summary>
    public static Field ForChannel(IncidentReach reach) => new("On call",
        reach.OnCall.Count > 0
            ? Text.Join(", ", reach.OnCall.Select(person =>
                (Text)$"{new Mention(person.Id, person.Name) { Quiet = reach.Quiet }} ({Where(person)})"))
        : reach is { Quiet: false, Lead: { } lead } ? (Text)$"nobody. {lead}, respond or put somebody on call."
        : "nobody");

    private static IEnumerable<Text> Author(IncidentFacts facts, IncidentReach reach)
    {
        if (reach.Quiet)
        {
            yield return reach.OnCall.Count == 0
                ? "nobody." : Text.Join(", ", reach.OnCall.Select(Named)) + ".";
            yield return $"Nobody is paged for {IncidentWords.Say(facts.After.Severity)}.";
            yield break;
        }

        if (reach.OnCall.Count == 0)
        {
            yield return "nobody.";
            if (reach.Waits || !reach.IsLeadPaged)
            {
                yield return reach.Waits ? "The page waits until somebody is on call." : "The next level of the escalation is paged.";
                yield break;
            }

            yield return reach.Lead is not { } lead ? "The team has no lead: admins are paged."
                : lead.Person == facts.By.Id ? "You lead the team: you are paged."
                : reach.Reached.Contains(reach.Instead) ? (Text)$"{lead with { Quiet = true }} leads {reach.Channels[0].Id} and is paged."
                : $"{lead with { Quiet = true }} leads {reach.Channels[0].Id} and has no account here: call them.";
            yield break;
        }

        yield return Text.Join(", ", reach.OnCall.Select(person =>
            person.Id == facts.By.Id ? $"you ({Where(person)})" : Named(person))) + ".";
        yield return "Paging until somebody acknowledges.";
        foreach (var person in reach.OnCall.Where(person => person.Id != facts.By.Id
            && !reach.Reached.Contains(Address.Person(person.Id)))) yield return $"{Named(person)} has no account here: call them.";
    }

    private static List<string> Ids(IncidentReach reach, bool reached) =>
        [.. reach.Channels.Where(channel => reach.Reached.Contains(channel) == reached).Select(channel => channel.Id)];

    public static Text Named(PersonOnCall person) => $"{People.Named(person.Id, person.Name)} ({Where(person)})";

    private static string Where(PersonOnCall person) => string.Join("; ", person.Places);

    private static string And(List<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
