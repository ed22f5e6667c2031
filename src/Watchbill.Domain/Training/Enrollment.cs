using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Training;

/// <summary>Somebody's way through a program, as what happened on it, oldest first. Everything else about it follows from that.</summary>
/// <param name="Rotation">What it qualifies for; null: a program of a career, which qualifies for none.</param>
public sealed record Enrollment(string Person, string Program, string? Rotation)
{
    public IReadOnlyList<TrainingEvent> Events { get; init; } = [];

    /// <summary>Ordered by person: <c>ben/payments/first-time-on-call</c>.</summary>
    public string Id => IdOf(Person, Program, Rotation);

    /// <summary>Who accompanies them now; null: nobody was named.</summary>
    public string? Mentor => Events.LastOrDefault(one => one.What == TrainingStep.Started)?.Other;

    /// <summary>The last decision of a lead to let them in unqualified; null: there is none since they were qualified last.</summary>
    public TrainingEvent? Insisted => Events.LastOrDefault(one => one.What is TrainingStep.Insisted or TrainingStep.Granted
        or TrainingStep.Refreshed or TrainingStep.Qualified) is { What: TrainingStep.Insisted } last ? last : null;

    /// <summary>Whether they began and hold no qualification yet, by its events alone: what follows from the world costs more.</summary>
    public bool IsOnTheWay => Events.LastOrDefault(one => one.What is TrainingStep.Started or TrainingStep.Granted
        or TrainingStep.Refreshed or TrainingStep.Qualified) is { What: TrainingStep.Started };

    public static string IdOf(string person, string program, string? rotation) => $"{person}/{rotation ?? "-"}/{program}";

    public Enrollment With(TrainingEvent happened) => this with { Events = [.. Events, happened] };

    /// <summary>The same as it stood at an instant.</summary>
    public Enrollment AsOf(Instant at) => this with { Events = [.. Events.Where(one => one.At <= at)] };

    public Enrollment Renamed(Renames renames) => new(renames.Person(Person), Program, renames.Rotation(Rotation))
    {
        Events = [.. Events.Select(one => one with
        {
            By = renames.Person(one.By),
            Other = renames.Person(one.Other),
            Incident = one.Incident is { } incident ? renames.UnderService(incident) : null,
        })],
    };
}

/// <summary>Something that happened on the way.</summary>
/// <param name="By">A person's id, <c>token:name</c>, or <c>watchbill</c>.</param>
public sealed record TrainingEvent(Instant At, string By, TrainingStep What)
{
    /// <summary>As whom it acts by itself.</summary>
    public const string Watchbill = "watchbill";

    /// <summary>The id of the item it is about.</summary>
    public string? Item { get; init; }

    /// <summary>Evidence, what has to be better, or why.</summary>
    public string? Text { get; init; }

    /// <summary>Another person: the mentor who was named.</summary>
    public string? Other { get; init; }

    /// <summary>As whom somebody signed the qualification.</summary>
    public Signer? As { get; init; }

    /// <summary>The version of the program that a qualification is for.</summary>
    public int? Version { get; init; }

    /// <summary>The items of that version: what a newer one asks beyond them is what is new.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>The incident that was looked back at: <c>checkout/000012</c>.</summary>
    public string? Incident { get; init; }
}

/// <summary>What happens on the way through a program.</summary>
public enum TrainingStep
{
    Started,
    Done,
#pragma warning disable CA1720 // A signature, no kind of number.
    Signed,
#pragma warning restore CA1720
    SentBack,
    Waived,

    /// <summary>One of those who sign the qualification did.</summary>
    SignedOff,

    /// <summary>All of them have.</summary>
    Qualified,

    /// <summary>They were in the roster when it began to require the program.</summary>
    Granted,

    /// <summary>A lead put them on call without the qualification.</summary>
    Insisted,

    /// <summary>They were told that it will lapse.</summary>
    Warned,
    Lapsed,

    /// <summary>A lapsed qualification holds again, after what has changed since.</summary>
    Refreshed,

    /// <summary>They looked back at an incident of a shift that they shadowed.</summary>
    Debriefed,

    /// <summary>They took part in a tabletop drill.</summary>
    Drilled,
}

/// <summary>A rotation that requires a program, since when: those in its roster then were granted it.</summary>
public sealed record Requirement(string Rotation, string Program, Instant Since);
