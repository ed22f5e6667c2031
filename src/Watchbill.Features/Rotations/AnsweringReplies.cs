using Watchbill.Chat;
using Watchbill.Engagements;

namespace Watchbill.Rotations;

/// <summary>What is said beside an answer about a service, where others answer than one would expect.</summary>
public static class AnsweringReplies
{
    public static Reply About(this Reply reply, RespondingRotations answering)
    {
        var notes = Notes(answering);
        return notes.Count == 0 ? reply : reply with { Text = Text.Lines([reply.Text, .. notes]) };
    }

    public static IReadOnlyList<Text> Notes(RespondingRotations answering)
    {
        var notes = new List<Text>();
        if (answering.Lacking is { } team) notes.Add($"{team} should answer by the engagement and has no rotation, so the owner's answer.");
        if (answering.Outside is { } triage)
            notes.Add(
                $"Outside the hours of the others {triage} takes what comes in; what it forwards waits for them, unless it is severe.");
        return notes;
    }
}
