using NodaTime;

namespace Watchbill.Training;

/// <summary>What somebody goes through before their first shift, or the next step of a career, as the organisation file says it.</summary>
public sealed record TrainingProgram(string Id)
{
    public int Version { get; init; } = 1;

    /// <summary>Null: its id says enough.</summary>
    public string? Title { get; init; }

    /// <summary>In the order in which they are gone through.</summary>
    public IReadOnlyList<TrainingStage> Stages { get; init; } = [];

    /// <summary>Who signs the qualification.</summary>
    public IReadOnlyList<Signer> SignOff { get; init; } = [];

    /// <summary>When a qualification lapses; null: never.</summary>
    public TrainingLapse? Lapse { get; init; }

    /// <summary>Whether it is a step of a career, which the manager signs; it qualifies for no rotation.</summary>
    public bool IsCareer => SignOff.Contains(Signer.Manager);

    public IEnumerable<TrainingItem> Items => Stages.SelectMany(stage => stage.Items);

    /// <summary>Who has to sign: two people, unless the program says who.</summary>
    public IReadOnlyList<Signer> Signers => SignOff.Count > 0 ? SignOff : [Signer.Mentor, Signer.Lead];
}

/// <summary>A part of a program, with what has to be done in it.</summary>
public sealed record TrainingStage(string Id)
{
    public string? Title { get; init; }
    public IReadOnlyList<TrainingItem> Items { get; init; } = [];

    /// <summary>Shifts beside somebody who is on call.</summary>
    public int ShadowShifts { get; init; }

    /// <summary>Shifts on call, with somebody beside.</summary>
    public int ReverseShadowShifts { get; init; }

    /// <summary>Null: no incident has to be seen.</summary>
    public IncidentCount? Incidents { get; init; }

    /// <summary>Who stands behind a first shift alone; null: nobody has to be named.</summary>
    public string? Backup { get; init; }
}

/// <summary>How many incidents have to be seen.</summary>
/// <param name="OrDrill">Whether a drill does where there are not as many.</param>
public sealed record IncidentCount(int Count, bool OrDrill);

/// <summary>Something to be read, done or shown.</summary>
public sealed record TrainingItem(string Id, ItemKind Kind, string Title)
{
    /// <summary>What is meant by it; null: its title says enough.</summary>
    public string? Text { get; init; }

    /// <summary>Who says that it is done; null: whoever does it.</summary>
    public Signer? Signs { get; init; }
    public Evidence Evidence { get; init; }

    /// <summary>When somebody last read whether it is still right; null: nobody wrote it down.</summary>
    public LocalDate? Reviewed { get; init; }
}

/// <summary>What an item asks for.</summary>
public enum ItemKind
{
    Read,
    Do,
    Explain,
    Drill,
    Pair,
    Shadow,
    ReverseShadow,

    /// <summary>Of work over weeks or months, gathered link by link.</summary>
    Evidence,

    /// <summary>What another person says of the work.</summary>
    Feedback,
}

/// <summary>Who may say that something was learned.</summary>
public enum Signer
{
    Mentor,
    Lead,

    /// <summary>Somebody else who is qualified; of a career's program anybody else.</summary>
    Peer,
    Manager,
}

/// <summary>What shows that an item was done.</summary>
public enum Evidence
{
    None,
    Text,
    Link,

    /// <summary>A contact method that its owner verified: seen by itself.</summary>
    Contact,

    /// <summary>A page drill that they acknowledged: seen by itself.</summary>
    PageDrill,
}
