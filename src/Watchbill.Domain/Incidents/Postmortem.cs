using NodaTime;

namespace Watchbill.Incidents;

/// <summary>What is learned from an incident: who writes it down until when, and what is done so that it does not happen again.</summary>
/// <param name="Due">The last day on which it is in time.</param>
public sealed record Postmortem(string Service, int Number, string Owner, LocalDate Due)
{
    /// <summary>The incident's.</summary>
    public string Id => FormattableString.Invariant($"{Service}-{Number}");

    /// <summary>How much of a budget the incident alone used, in percent; null: somebody asked for it.</summary>
    public decimal? Share { get; init; }
    public required Instant AskedAt { get; init; }
    public IReadOnlyList<PostmortemAction> Actions { get; init; } = [];

    /// <summary>When it was published; null: it is still being written.</summary>
    public Instant? Published { get; init; }

    /// <summary>Where it can be read; always https.</summary>
    public string? Link { get; init; }

    public bool Open => Published is null;

    /// <summary>What keeps it from being published; null: nothing does.</summary>
    public string? Unready => Actions.Any(action => action.Priority == ActionPriority.P0)
        ? null
        : $"The postmortem of {Id} needs a P0 action: what cannot wait? Add it: incident postmortem action {Id} <person> p0 due " +
            $"<when> to <text>";

    public IEnumerable<PostmortemAction> OpenActions() => Actions.Where(action => action.DoneAt is null);

    /// <summary>The open actions of several, the most urgent first.</summary>
    public static IEnumerable<(Postmortem Postmortem, PostmortemAction Action)> OpenActions(IEnumerable<Postmortem> open) =>
        open.SelectMany(one => one.OpenActions().Select(action => (Postmortem: one, Action: action))).OrderBy(one => one.Action.Priority)
            .ThenBy(one => one.Action.Due);
}

/// <summary>Something to be done after an incident.</summary>
/// <param name="Number">Counts from 1 in each postmortem.</param>
/// <param name="Due">The last day on which it is in time.</param>
public sealed record PostmortemAction(int Number, string Text, string Person, ActionPriority Priority, LocalDate Due)
{
    /// <summary>Null: still to be done.</summary>
    public Instant? DoneAt { get; init; }
}

/// <summary>How long an action can wait; P0 not at all.</summary>
public enum ActionPriority
{
    P0,
    P1,
    P2,
    P3,
}
