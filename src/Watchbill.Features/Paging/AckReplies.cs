using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;

namespace Watchbill.Paging;

/// <summary>Words about several pages, of which somebody takes one. They come with the worst first; a drill has no incident.</summary>
internal static class AckReplies
{
    private const int MaxNamed = 5;

    /// <summary>For who is called by several.</summary>
    public static Reply Which(IReadOnlyList<(Page Page, Incident? Incident)> several) =>
        new(Text.Lines([Text.Bold($"{several.Count} pages call you. Which one do you have?"), .. several.Select(Named)]))
        {
            Actions = PageReplies.Acknowledge([.. several.Select(one => one.Page)]),
        };

    /// <summary>For who is called by none, while others wait for somebody.</summary>
    /// <param name="handoff">The rotation whose handoff waits for them; null: none does.</param>
    public static Text CallNobody(IReadOnlyList<(Page Page, Incident? Incident)> several, string? handoff)
    {
        var (shown, more) = (several.Take(MaxNamed), several.Count - MaxNamed);
        IEnumerable<Text> rest = more > 0 ? [$"and {more} more: `incident list`"] : [];
        return Text.Lines(["No page calls you. Nobody has acknowledged:", .. shown.Select(Named), .. rest,
            (Text)$"To take one: `ack {several[0].Page.Id}`" + (handoff is null ? Text.Empty : (Text)$". Your handoff: `ack {handoff}`")]);
    }

    /// <summary>For the home of who is called.</summary>
    public static Reply Home(IReadOnlyList<(Page Page, Incident? Incident)> mine) =>
        new(Text.Lines(mine.Select(one => Text.Bold($"{one.Page.Id} pages you")
            + $" since {one.Page.OpenedAt:time}{(one.Incident is { } incident ? $" ({Headline(incident)})" : "")}. Acknowledge it.")))
        {
            Actions = PageReplies.Acknowledge([.. mine.Take(MaxNamed).Select(one => one.Page)]),
        };

    private static string Headline(Incident incident) => $"{incident.Severity.ToString().ToLowerInvariant()}: {incident.Title}";

    private static Text Named((Page Page, Incident? Incident) one) =>
        one.Incident is { } incident ? OpenWorkReplies.Headline(incident) : $"{one.Page.Id}: a drill.";
}
