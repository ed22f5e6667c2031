using System.Text.Json.Serialization;
using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Api;

/// <summary>Every budget that the token reaches, at an instant.</summary>
internal sealed record BudgetList(Instant At, IReadOnlyList<BudgetShape> Budgets);

/// <summary>How it stands with one objective. Percentages and amounts have at most six digits behind the point.</summary>
internal sealed record BudgetShape(
    string Service, string Slo, decimal Objective, SloKind Kind, BudgetWindowShape Window, BudgetAmounts Budget)
{
    public decimal? ConsumedPercent { get; init; }
    public decimal? BurnRate { get; init; }
    public Instant? ExhaustedAt { get; init; }
    public required BudgetState State { get; init; }
    public required BudgetGate Gate { get; init; }

    /// <summary>Left out where nothing is promised to customers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SlaShape? Sla { get; init; }

    /// <summary>Part of the window so far in which requests were measured.</summary>
    public decimal? Coverage { get; init; }
    public bool Provisional { get; init; }
    public IReadOnlyList<IncidentShare> Incidents { get; init; } = [];

    public static BudgetShape Of(BudgetView view, BudgetReading reading)
    {
        var (status, slo) = (reading.Status, reading.Slo);
        var unit = slo.Kind == SloKind.Time ? "seconds" : "requests";
        return new(
            view.Service.Id, slo.Id, status.Objective, slo.Kind,
            new BudgetWindowShape(
                slo.Window.IsCalendar
                    ? slo.Window.Unit.ToString().ToLowerInvariant() : FormattableString.Invariant($"rolling {slo.Window.Days} days"),
                        status.Window.Start, status.Window.End, reading.Zone.Id),
            new BudgetAmounts(unit, Short(status.Total), Short(status.Consumed), Short(status.Remaining)))
        {
            ConsumedPercent = Short(status.ConsumedPercent),
            BurnRate = Short(status.BurnRate),
            ExhaustedAt = status.ExhaustedAt,
            State = status.State,
            Gate =
                new BudgetGate(Decision(view.Gate), GateReplies.Reason(view, new GateQuestion(ReleaseKind.Feature, null)), view.Gate.Until),
            Sla =
                status.Sla is { } sla
                    ? new SlaShape(sla.Objective, Short(sla.Total), Short(sla.Consumed), Short(sla.Remaining), Short(sla.ConsumedPercent),
                        sla.State) : null,
            Coverage = Short(status.Coverage),
            Provisional = status.Provisional,
            Incidents = [.. status.Shares()
                .Select(share => new IncidentShare(share.Incident, Short(share.Consumed), Short(share.Percent)))],
        };
    }

    public static string Decision(GateVerdict gate) => gate.Open ? "open" : "halted";

    /// <summary>At most six digits behind the point.</summary>
    // Divided by a one with zeros behind it, a decimal loses the zeros at its own end.
    public static decimal Short(decimal value) => decimal.Round(value, 6) / 1.0000000000000000000000000000m;

    public static decimal? Short(decimal? value) => value is { } known ? Short(known) : null;
}

/// <summary>The window as the organisation file names it, and its bounds; the end is not in it.</summary>
internal sealed record BudgetWindowShape(string Kind, Instant Start, Instant End, string TimeZone);

/// <summary>A budget in seconds of downtime or in failed requests. What remains may be below zero.</summary>
internal sealed record BudgetAmounts(string Unit, decimal Total, decimal Consumed, decimal Remaining);

/// <summary>What the service's gate says to a feature.</summary>
internal sealed record BudgetGate(string Decision, string Reason, Instant? Until);

/// <summary>The same window by what is promised to customers.</summary>
internal sealed record SlaShape(
    decimal Objective, decimal Total, decimal Consumed, decimal Remaining, decimal? ConsumedPercent, BudgetState State);

/// <summary>What an incident took of the budget.</summary>
internal sealed record IncidentShare(string Id, decimal Consumed, decimal? SharePercent);

/// <summary>What a gate says to a change.</summary>
internal sealed record GateShape(string Decision, string Reason, string? Opens, Instant? Until)
{
    public static GateShape Of(BudgetView view, GateQuestion question) =>
        new(BudgetShape.Decision(view.Gate), GateReplies.Reason(view, question), GateReplies.Opens(view)?.ToString(), view.Gate.Until);

    /// <summary>To a question that has a mistake in it: a release that nobody decided about does not pass.</summary>
    public static GateShape Mistaken(string mistake) => new("halted", mistake, GateReplies.AskAgain, null);
}

/// <summary>Hours of requests as they are sent.</summary>
internal sealed record BucketsBody(string Service, string Slo, IReadOnlyList<BucketBody> Buckets)
{
    public static IReadOnlyList<string> Members { get; } = ["service", "slo", "buckets"];
}

/// <summary>One hour: its start, and how many of its requests were good.</summary>
internal sealed record BucketBody(Instant Hour, decimal Good, decimal Total)
{
    public static IReadOnlyList<string> Members { get; } = ["hour", "good", "total"];
}

/// <summary>How many hours were taken.</summary>
internal sealed record BucketsTaken(string Service, string Slo, int Hours);
