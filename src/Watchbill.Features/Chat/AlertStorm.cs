using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Collapses the incident updates queued for one address into one message, which is edited as more arrive.</summary>
public static class AlertStorm
{
    private const int Shown = 20;
    private const int FewInAChannel = 4;
    private const int FewForOne = 20;

    /// <summary>How long that message is edited; later updates start a new one, which readers notice.</summary>
    public static Duration Lasts { get; } = Duration.FromMinutes(10);

    /// <summary>Those that go together with one that is about to be said; where they are few, that one alone.</summary>
    /// <remarks>What went out without an answer goes only with others that did: together they count how often.</remarks>
    /// <param name="waiting">All that waits.</param>
    public static IReadOnlyList<Stored<Delivery>> With(Stored<Delivery> next, IReadOnlyList<Stored<Delivery>> waiting)
    {
        if (!Joins(next.Value)) return [next];
        List<Stored<Delivery>> all = [next, .. waiting.Where(other => other.Value.To == next.Value.To
            && Joins(other.Value) && other.Value.Begun.SequenceEqual(next.Value.Begun))];
        return all.Count > (next.Value.To.IsPersonal ? FewForOne : FewInAChannel) ? all : [next];
    }

    /// <summary>What the one message says: the newest of it, and how much there is.</summary>
    /// <param name="lines">The oldest first; one incident may have several, such as when it began and that it is over.</param>
    public static Reply Reply(IReadOnlyList<Text> lines)
    {
        var shown = lines.Reverse().Take(Shown).Select(line => (Text)$"- {line}");
        var head = Text.Bold($"{lines.Count} messages about incidents,")
            + $" the newest first. `incident list` has all of them.";
        Text more = lines.Count > Shown ? $"- and {lines.Count - Shown} more" : Text.Empty;
        return new Reply(Text.Lines([head, .. shown, .. more.IsEmpty ? [] : new[] { more }])) { Audience = Audience.Everyone };
    }

    /// <summary>The first line of what is said about an incident.</summary>
    public static Text LineOf(Delivery delivery)
    {
        var parts = new List<TextPart>();
        foreach (var part in delivery.Reply.Text.Parts)
        {
            var end = part is Words words ? words.Value.IndexOf('\n', StringComparison.Ordinal) : -1;
            parts.Add(end < 0 ? part : (Words)part with { Value = ((Words)part).Value[..end] });
            if (end >= 0) break;
        }

        return new Text(parts);
    }

    private static bool Joins(Delivery delivery) =>
        delivery is { Kind: MessageKind.Incident or MessageKind.Page, IsEdit: false, Method: null };
}
