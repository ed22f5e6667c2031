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
        if (answering.Triage is { } triage)
            notes.Add($"{triage} is called first and forwards the rest"
                + (answering.ForwardsWait ? ", which waits for the others' hours unless it is severe." : "."));
        return notes;
    }
}
