using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Engagements;

/// <summary>What is lacking before others answer for a service, in words.</summary>
public static class ReceivingReplies
{
    private const int MaxSpans = 3;

    public static IReadOnlyList<Text> Lines(ReceivingLacks lacks)
    {
        var lines = new List<Text>();
        if (lacks.Uncovered.Count > 0)
        {
            var more =
                lacks.Uncovered.Count > MaxSpans
                    ? FormattableString.Invariant($" and {lacks.Uncovered.Count - MaxSpans} more times in four weeks") : "";
            var spans = Text.Join(", ", lacks.Uncovered.Take(MaxSpans).Select(span => (Text)$"{Text.Span(span.Start, span.End)}"));
            lines.Add($"Missing hours: {spans}{more}.");
        }

        if (lacks.Levels.Has < lacks.Levels.Had) lines.Add($"Missing layers: {lacks.Levels.Had} answer now, then {lacks.Levels.Has}.");
        if (lacks.IsSlower) lines.Add($"Response time: {Minutes(lacks.Response.Had)} now, then {Minutes(lacks.Response.Has)}.");
        if (lacks.Unfilled.Count > 0) lines.Add($"Nobody is in the roster of {string.Join(", ", lacks.Unfilled)}.");
        return lines;
    }

    private static string Minutes(Duration? response) =>
        response is { } time ? LengthWords.Exact(time) : "none promised";
}
