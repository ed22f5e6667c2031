using System.Globalization;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Training;

/// <summary>A tabletop drill as what happened in it, oldest first.</summary>
/// <param name="Number">Counted over all of the organisation.</param>
/// <param name="Master">Who reads and answers: the game master.</param>
public sealed record Drill(int Number, string Scenario, string Rotation, string Master, Instant StartedAt)
{
    // Whoever forgets to end it does not keep the rotation from the next one.
    private static readonly Duration Longest = Duration.FromHours(12);

    public IReadOnlyList<DrillEvent> Events { get; init; } = [];

    /// <summary>How people name it: <c>tabletop-3</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"tabletop-{Number}");

    public string DocumentId => Number.ToString("000000", CultureInfo.InvariantCulture);

    public string? Primary => Events.LastOrDefault(one => one.What == DrillStep.Primary)?.By;
    public string? Secondary => Events.LastOrDefault(one => one.What == DrillStep.Secondary)?.By;
    public Instant? EndedAt => Events.LastOrDefault(one => one.What == DrillStep.Ended)?.At;

    /// <summary>Which stage it is in, from 0.</summary>
    public int Stage => Events.Count(one => one.What == DrillStep.Next);

    public bool IsRunning(Instant now) => EndedAt is null && now < StartedAt + Longest;

    /// <summary>Whether somebody has a part in it.</summary>
    public bool Has(string person) => Master == person || Primary == person || Secondary == person;

    public Drill With(DrillEvent happened) => this with { Events = [.. Events, happened] };

    public Drill Renamed(Renames renames) => this with
    {
        Rotation = renames.Rotation(Rotation),
        Scenario = renames.New("scenarios", Scenario),
        Master = renames.Person(Master),
        Events = [.. Events.Select(one => one with
        {
            By = renames.Person(one.By),
            Service = one.Service is { } service ? renames.New("services", service) : null,
        })],
    };
}

/// <summary>Something that happened in a drill.</summary>
public sealed record DrillEvent(Instant At, string By, DrillStep What)
{
    /// <summary>A note, or what was learned.</summary>
    public string? Text { get; init; }

    /// <summary>The clue that was told: <c>page/errors</c>.</summary>
    public string? Clue { get; init; }

    /// <summary>Whose runbook was gone through.</summary>
    public string? Service { get; init; }

    /// <summary>For which alert it is.</summary>
    public string? Alert { get; init; }
}

/// <summary>What happens in a drill.</summary>
public enum DrillStep
{
    /// <summary>Somebody plays primary.</summary>
    Primary,

    /// <summary>Somebody plays secondary.</summary>
    Secondary,

    /// <summary>A clue was asked for and told.</summary>
    Told,

    /// <summary>The game master helped.</summary>
    Hinted,

    /// <summary>The next stage began.</summary>
    Next,
    Noted,
    Learned,

    /// <summary>A runbook was gone through.</summary>
    Exercised,
    Ended,
}
