namespace Watchbill.Training;

/// <summary>An outage to be played at a table: what is told, what can be found out, and what a good response does.</summary>
public sealed record DrillScenario(string Id, string Title)
{
    /// <summary>What breaks: <c>release</c>, <c>dependency</c>.</summary>
    public string? Outage { get; init; }

    /// <summary>How long it takes, debriefing included.</summary>
    public int Minutes { get; init; } = 45;

    /// <summary>In the order in which they are told.</summary>
    public IReadOnlyList<DrillStage> Stages { get; init; } = [];

    /// <summary>Questions for afterwards; null: those that every drill asks.</summary>
    public string? Debrief { get; init; }
}

/// <summary>A part of a scenario, from one thing that happens to the next.</summary>
/// <param name="Tell">What the game master reads aloud.</param>
public sealed record DrillStage(string Id, string Tell)
{
    /// <summary>What the players may ask for.</summary>
    public IReadOnlyList<DrillClue> Clues { get; init; } = [];

    /// <summary>What a good response does here: for the game master alone; null: it is not said.</summary>
    public string? Ideal { get; init; }

    /// <summary>What to ask where nobody knows how to go on; null: nothing.</summary>
    public string? Hint { get; init; }
}

/// <summary>Something that is found out by asking for it.</summary>
public sealed record DrillClue(string Id, string Ask, string Answer)
{
    /// <summary>Whether the ideal path asks for it.</summary>
    public bool Key { get; init; }
}

/// <summary>The scenarios that come with Watchbill.</summary>
public sealed record ShippedScenarios(IReadOnlyList<DrillScenario> All);
