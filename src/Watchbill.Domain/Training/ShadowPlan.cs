using NodaTime;
using Watchbill.Rotations;

namespace Watchbill.Training;

/// <summary>Chooses the turns that somebody in training sits beside.</summary>
public static class ShadowPlan
{
    /// <summary>The first turns in which the trainee is free, none overlapping another; of two at one time that of the mentor.</summary>
    /// <param name="turns">Whole turns to come of those who are qualified, in any order.</param>
    /// <param name="busy">When the trainee is on call, away, or shadows already; and what they said no to.</param>
    /// <param name="wanted">How many more they need.</param>
    public static IReadOnlyList<HeldShift> Next(
        IEnumerable<HeldShift> turns, string trainee, string? mentor, IReadOnlyList<Interval> busy, int wanted)
    {
        var chosen = new List<HeldShift>();
        foreach (var turn in turns.Where(turn => turn.Person != trainee).OrderBy(turn => turn.Start).ThenBy(turn => turn.Person != mentor))
        {
            if (chosen.Count >= wanted) break;
            if (!busy.Any(span => Meets(turn, span)) && !chosen.Exists(other => Meets(turn, new Interval(other.Start, other.End))))
                chosen.Add(turn);
        }

        return chosen;
    }

    private static bool Meets(HeldShift turn, Interval span) => turn.Start < span.End && turn.End > span.Start;
}
