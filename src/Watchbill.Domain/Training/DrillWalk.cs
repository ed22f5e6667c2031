using NodaTime;

namespace Watchbill.Training;

/// <summary>How far a drill is in its scenario, beside the ideal path.</summary>
public sealed record DrillWalk(DrillScenario Scenario, Drill Drill)
{
    /// <summary>The stage that is played; null: the scenario has fewer stages now than were played.</summary>
    public DrillStage? Stage => Scenario.Stages.ElementAtOrDefault(Drill.Stage);

    public bool IsLast => Drill.Stage >= Scenario.Stages.Count - 1;

    /// <summary>What was asked for in this stage, in that order.</summary>
    public IReadOnlyList<DrillClue> Told => Stage is not { } stage ? [] :
    [
        .. Drill.Events.Where(one => one.What == DrillStep.Told)
            .Select(one => stage.Clues.FirstOrDefault(clue => IdOf(stage, clue) == one.Clue)).OfType<DrillClue>().Distinct(),
    ];

    /// <summary>What of this stage nobody has asked for yet.</summary>
    public IReadOnlyList<DrillClue> Left => [.. (Stage?.Clues ?? []).Except(Told)];

    /// <summary>Whether the game master has helped in this stage.</summary>
    public bool IsHinted => Drill.Events.Reverse().TakeWhile(one => one.What != DrillStep.Next).Any(one => one.What == DrillStep.Hinted);

    /// <summary>Clues of the ideal path in the stages that were played, and which of them somebody asked for.</summary>
    public IReadOnlyList<(DrillClue Clue, bool Found)> Path =>
    [
        .. from stage in Scenario.Stages.Take(Drill.Stage + 1)
           from clue in stage.Clues
           where clue.Key
           select (clue, Drill.Events.Any(one => one.What == DrillStep.Told && one.Clue == IdOf(stage, clue))),
    ];

    /// <summary>How long each stage took that was played.</summary>
    /// <param name="now">Counts where it goes on.</param>
    public IReadOnlyList<(DrillStage Stage, Duration Took)> Spent(Instant now)
    {
        var ends = Drill.Events.Where(one => one.What == DrillStep.Next).Select(one => one.At).Append(Drill.EndedAt ?? now).ToList();
        return [.. Scenario.Stages.Take(ends.Count).Select((stage, i) => (stage, ends[i] - (i == 0 ? Drill.StartedAt : ends[i - 1])))];
    }

    /// <summary>Runbooks that were gone through, each once.</summary>
    public IReadOnlyList<(string Service, string Alert)> Runbooks =>
    [
        .. Drill.Events.Where(one => one.What == DrillStep.Exercised).Select(one => (one.Service!, one.Alert!)).Distinct(),
    ];

    /// <summary>What was written down, of one kind.</summary>
    public IEnumerable<DrillEvent> Written(DrillStep what) => Drill.Events.Where(one => one.What == what);

    public static string IdOf(DrillStage stage, DrillClue clue) => $"{stage.Id}/{clue.Id}";
}
