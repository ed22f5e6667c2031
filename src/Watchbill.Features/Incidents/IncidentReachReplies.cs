using Watchbill.Chat;
using Watchbill.Reading;
using Text = Watchbill.Chat.Text;

namespace Watchbill.Incidents;

/// <summary>Words about whom an incident reaches.</summary>
internal static class IncidentReachReplies
{
    /// <summary>For who declares it: which channels are being told, and which teams have none.</summary>
    public static string Channels(IncidentReach reach)
    {
        var (told, deaf) = (Ids(reach, reached: true), Ids(reach, reached: false));
        var said = told.Count switch
        {
            0 => "",
            1 => $" Telling the channel of {told[0]}.",
            _ => $" Telling the channels of {And(told)}.",
        };
        return deaf.Count == 0
            ? said : $"{said} {And(deaf)} {(deaf.Count == 1 ? "has" : "have")} no channel here that can be told.";
    }

    /// <summary>For who declares it: who is on call, whom it pages first, and by what.</summary>
    public static Field ForAuthor(IncidentFacts facts, IncidentReach reach, PageStart? start) => new("On call",
        (reach.OnCall.Count == 0 ? "nobody." : Text.Join(", ", reach.OnCall.Select(person =>
            person.Id == facts.By.Id ? $"you ({Where(person)})" : Named(person))) + ".")
        + (reach.Quiet ? $" Nobody is paged for {IncidentWords.Say(facts.After.Severity)}."
            : start is null ? Text.Empty
            : (Text)$" {start.Said(facts.By.Id)}{(start.Reaches ? " It goes on until somebody acknowledges." : "")}"));

    /// <summary>For the channel: those on call are notified; with nobody on call the lead is.</summary>
    public static Field ForChannel(IncidentReach reach) => new("On call",
        reach.OnCall.Count > 0
            ? Text.Join(", ", reach.OnCall.Select(person =>
                (Text)$"{new Mention(person.Id, person.Name) { Quiet = reach.Quiet }} ({Where(person)})"))
        : reach is { Quiet: false, Lead: { } lead } ? (Text)$"nobody. {lead}, respond or put somebody on call."
        : "nobody");

    private static List<string> Ids(IncidentReach reach, bool reached) =>
        [.. reach.Channels.Where(channel => reach.Reached.Contains(channel) == reached).Select(channel => channel.Id)];

    public static Text Named(PersonOnCall person) => $"{People.Named(person.Id, person.Name)} ({Where(person)})";

    private static string Where(PersonOnCall person) => string.Join("; ", person.Places);

    private static string And(List<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
}
