using NodaTime;

namespace Watchbill.Training;

/// <summary>What is true outside of the program and counts in it.</summary>
public sealed record TrainingFacts
{
    public static TrainingFacts None { get; } = new();

    /// <summary>Worked shifts that they sat beside, by start.</summary>
    public IReadOnlyList<Interval> Shadowed { get; init; } = [];

    /// <summary>Shifts that they worked themselves since they began, somebody beside them.</summary>
    public IReadOnlyList<Interval> Reversed { get; init; } = [];

    /// <summary>When they were last on call; null: never since it is recorded. In the future: they are now.</summary>
    public Instant? LastShift { get; init; }

    /// <summary>How long it takes until everybody of the roster has had a turn.</summary>
    public Duration Round { get; init; }

    /// <summary>When they verified a contact method; null: none is.</summary>
    public Instant? ContactAt { get; init; }

    /// <summary>When they acknowledged a page drill; null: never.</summary>
    public Instant? PageDrillAt { get; init; }
}

/// <summary>Where somebody is in a program at an instant.</summary>
public sealed record Progress(TrainingProgram Program, Enrollment Enrollment, TrainingState State)
{
    public IReadOnlyList<ItemProgress> Items { get; init; } = [];

    /// <summary>As of when.</summary>
    public required Instant At { get; init; }

    /// <summary>The first stage that is not complete; null: all are.</summary>
    public TrainingStage? Stage { get; init; }
    public required Shares Shares { get; init; }

    /// <summary>Whose signature the qualification still needs.</summary>
    public IReadOnlyList<Signer> ToSign { get; init; } = [];

    /// <summary>Since when they are qualified, or were until it lapsed; null: they never were.</summary>
    public Instant? Since { get; init; }

    /// <summary>When it lapses or did; null: never, or there is no qualification.</summary>
    public Instant? Until { get; init; }

    /// <summary>The end of their last shift since then, else when they were qualified; null: they never were.</summary>
    public Instant? LastActive { get; init; }

    /// <summary>Who qualified them.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Whether they went through all of it and have worked no shift since.</summary>
    public bool IsFirstShift { get; init; }

    /// <summary>What the program asks of somebody who was qualified by an older version, or of whom it lapsed.</summary>
    public IReadOnlyList<ItemProgress> New { get; init; } = [];

    public IEnumerable<ItemProgress> Open => (State == TrainingState.Enrolled ? Items : New).Where(item => !item.IsComplete);

    /// <summary>Whether only signatures are missing.</summary>
    public bool IsReady => State == TrainingState.Lapsed ? New.All(item => item.IsComplete) : Stage is null;

    /// <summary>How many of all items, shifts and signatures are there.</summary>
    public (int Done, int All) Steps => (
        Items.Count(item => item.IsComplete) + Math.Min(Shares.Shadowed, Shares.ToShadow) + Math.Min(Shares.Reversed, Shares.ToReverse)
            + Program.Signers.Count - ToSign.Count,
        Items.Count + Shares.ToShadow + Shares.ToReverse + Program.Signers.Count);

    /// <summary>Works it out; null: they were only put on call by a lead, and never began.</summary>
    public static Progress? Of(TrainingProgram program, Enrollment read, TrainingFacts facts, Instant now)
    {
        var enrollment = read.AsOf(now);
        var items = ItemProgress.Of(program, enrollment, facts);
        var shares = Shares.Of(items, enrollment, facts, program);
        var stage = shares.FirstOpen(program, items);
        var qualified = enrollment.Events.LastOrDefault(one =>
            one.What is TrainingStep.Qualified or TrainingStep.Granted or TrainingStep.Refreshed);
        if (qualified is null && enrollment.Events.All(one => one.What is TrainingStep.Insisted)) return null;
        var signatures = Signatures(enrollment);
        if (qualified is null)
        {
            return new Progress(program, enrollment, TrainingState.Enrolled)
            {
                At = now,
                Items = items,
                Stage = stage,
                Shares = shares,
                ToSign = Left(program.Signers, signatures),
            };
        }

        var last = facts.LastShift is { } shift && shift > qualified.At ? shift : qualified.At;
        var until = program.Lapse?.At(last, facts.Round);
        // By their order: a refresher may be signed at the instant of the lapse.
        var lapsedAt = enrollment.Events.Reverse().TakeWhile(one => !ReferenceEquals(one, qualified))
            .FirstOrDefault(one => one.What == TrainingStep.Lapsed)?.At;
        var lapsed = lapsedAt is not null || until <= now;
        return new Progress(program, enrollment, lapsed ? TrainingState.Lapsed : TrainingState.Qualified)
        {
            At = now,
            Items = items,
            Stage = null,
            Shares = shares,
            Since = qualified.At,
            Until = lapsedAt ?? until,
            LastActive = last,
            By = qualified.What == TrainingStep.Qualified ? [.. signatures.Select(one => one.By).Distinct()] : [qualified.By],
            IsFirstShift = !lapsed && qualified.What == TrainingStep.Qualified && !facts.Reversed.Any(turn => turn.Start >= qualified.At),
            New = [.. items.Where(item => !qualified.Items.Contains(item.Item.Id))],
        };
    }

    // Those since the last qualification; each person counts once.
    private static List<TrainingEvent> Signatures(Enrollment enrollment) =>
        [.. enrollment.Events.Where(one => one.What == TrainingStep.SignedOff)];

    private static List<Signer> Left(IReadOnlyList<Signer> signers, List<TrainingEvent> signatures)
    {
        var left = signers.ToList();
        foreach (var signature in signatures) if (signature.As is { } role) left.Remove(role);
        return left;
    }
}

/// <summary>Whether somebody is on the way, there, or was.</summary>
public enum TrainingState
{
    Enrolled,
    Qualified,
    Lapsed,
}

/// <summary>How far an item is.</summary>
public enum ItemState
{
    Open,
    Done,
#pragma warning disable CA1720 // A signature, no kind of number.
    Signed,
#pragma warning restore CA1720
    Waived,
}

/// <summary>An item and what happened to it.</summary>
public sealed record ItemProgress(TrainingStage Stage, TrainingItem Item, ItemState State)
{
    /// <summary>Who did the last thing to it; null: nothing has happened.</summary>
    public string? By { get; init; }
    public Instant? At { get; init; }

    /// <summary>The evidence that was given last; null: none.</summary>
    public string? Evidence { get; init; }

    /// <summary>What has to be better since it was sent back; null: it was not, or was done again.</summary>
    public TrainingEvent? SentBack { get; init; }

    /// <summary>Whether nothing more is asked: an item that nobody signs is complete once it is done.</summary>
    public bool IsComplete => State is ItemState.Signed or ItemState.Waived || State == ItemState.Done && Item.Signs is null;

    public static IReadOnlyList<ItemProgress> Of(TrainingProgram program, Enrollment enrollment, TrainingFacts facts) =>
        [.. from stage in program.Stages from item in stage.Items select Of(stage, item, enrollment, facts)];

    private static ItemProgress Of(TrainingStage stage, TrainingItem item, Enrollment enrollment, TrainingFacts facts)
    {
        var progress = new ItemProgress(stage, item, ItemState.Open);
        foreach (var one in enrollment.Events.Where(one => one.Item == item.Id)) progress = progress.After(one);
        var seen = item.Evidence switch
        {
            Training.Evidence.Contact => facts.ContactAt,
            Training.Evidence.PageDrill => facts.PageDrillAt,
            _ => null,
        };
        return progress.State == ItemState.Open && seen is { } at
            ? progress with { State = ItemState.Done, By = TrainingEvent.Watchbill, At = at } : progress;
    }

    private ItemProgress After(TrainingEvent one) => one.What switch
    {
        TrainingStep.Done =>
            this with { State = ItemState.Done, By = one.By, At = one.At, Evidence = one.Text ?? Evidence, SentBack = null },
        TrainingStep.Signed => this with { State = ItemState.Signed, By = one.By, At = one.At },
        TrainingStep.Waived => this with { State = ItemState.Waived, By = one.By, At = one.At },
        TrainingStep.SentBack => this with { State = ItemState.Open, By = one.By, At = one.At, SentBack = one },
        _ => this,
    };
}

/// <summary>What is counted rather than signed: shifts and incidents, of all stages together.</summary>
public sealed record Shares(int Shadowed, int ToShadow, int Reversed, int ToReverse, int Incidents, bool Drilled)
{
    /// <summary>A drill that is an item of the program counts as one once it is complete; a page drill practises something else.</summary>
    public static Shares Of(
        IReadOnlyList<ItemProgress> items, Enrollment enrollment, TrainingFacts facts, TrainingProgram program) => new(
        facts.Shadowed.Count, program.Stages.Sum(stage => stage.ShadowShifts),
        facts.Reversed.Count, program.Stages.Sum(stage => stage.ReverseShadowShifts),
        enrollment.Events.Where(one => one.What == TrainingStep.Debriefed).Select(one => one.Incident).Distinct().Count(),
        enrollment.Events.Any(one => one.What == TrainingStep.Drilled)
            || items.Any(one => one.IsComplete && one.Item is { Kind: ItemKind.Drill, Evidence: not Evidence.PageDrill }));

    /// <summary>Whether a stage's incidents were seen, or a drill stands in for them.</summary>
    public bool HasSeen(IncidentCount? incidents) =>
        incidents is null || Incidents >= incidents.Count || incidents.OrDrill && Drilled;

    /// <summary>The first stage in which something is open; shifts count for the earlier stages first.</summary>
    public TrainingStage? FirstOpen(TrainingProgram program, IReadOnlyList<ItemProgress> items)
    {
        var (shadow, reverse) = (0, 0);
        foreach (var stage in program.Stages)
        {
            shadow += stage.ShadowShifts;
            reverse += stage.ReverseShadowShifts;
            if (items.Any(item => item.Stage == stage && !item.IsComplete) || Shadowed < shadow && stage.ShadowShifts > 0
                || Reversed < reverse && stage.ReverseShadowShifts > 0 || !HasSeen(stage.Incidents)) return stage;
        }

        return null;
    }
}
