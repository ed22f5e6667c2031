using NodaTime;
using Watchbill.Compensation;

namespace Watchbill.Api;

/// <summary>A step as it is sent: for a person, or for all of a team.</summary>
internal sealed record PayStepBody(string? Person, string? Team)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "team"];
}

/// <summary>An adjustment as it is sent.</summary>
internal sealed record AdjustmentBody(string Person, string Period, decimal Amount, string Currency, string Reason)
{
    public static IReadOnlyList<string> Members { get; } = ["person", "period", "amount", "currency", "reason"];
}

/// <summary>What pay is worked out by, as it is sent.</summary>
internal sealed record PayFactsBody(string? Hourly, string? Factor, string From)
{
    public static IReadOnlyList<string> Members { get; } = ["hourly", "factor", "from"];
}

/// <summary>The states that months were taken to.</summary>
internal sealed record PayStatesShape(string Period, IReadOnlyList<PayStateShape> People);

internal sealed record PayStateShape(string Person, PayState State);

/// <summary>What people are owed for a month.</summary>
/// <param name="State">Of several the least advanced; null: there is nobody.</param>
internal sealed record CompensationShape(
    string Period, PayState? State, IReadOnlyList<PayLineShape> Lines, IReadOnlyList<PayPersonShape> People)
{
    /// <param name="ofTeam">Rates and factors of people with a factor are theirs alone.</param>
    public static CompensationShape Of(IReadOnlyList<TeamMonth> months, string period, bool ofTeam) => new(period,
        months.Select(one => (PayState?)one.Month.State).Min(),
        [.. months.SelectMany(
            one => one.Lines.Select(told => PayLineShape.From(one, told.Line, told.Place, ofTeam && one.Month.HasFactor)))],
        [.. months.Select(PayPersonShape.Of)]);
}

/// <summary>A line and what it is made of.</summary>
internal sealed record PayLineShape(string Id, string Person, string? Rotation, PayKind Kind, string? Class, Instant Start, Instant End)
{
    public decimal Hours { get; init; }
    public decimal? Rate { get; init; }
    public decimal? Factor { get; init; }
    public decimal Amount { get; init; }
    public required string Currency { get; init; }
    public string? Policy { get; init; }
    public string? Shift { get; init; }
    public string? Incident { get; init; }
    public string? Service { get; init; }
    public required IReadOnlyList<PayPartShape> Parts { get; init; }

    /// <summary>Of an adjustment: the month, and the line of it, that it is for.</summary>
    public PayLineOf? Of { get; init; }
    public string? Reason { get; init; }
    public string? By { get; init; }

    public static PayLineShape From(TeamMonth one, PayLine line, int number, bool hidden) =>
        new(IdOf(one.Month, number), one.Month.Person, line.Rotation, line.Kind, line.Class, line.Start, line.End)
        {
            Hours = decimal.Round(line.Hours, 4),
            Rate = hidden ? null : line.Rate,
            Factor = hidden ? null : line.Factor,
            Amount = line.Amount.Amount,
            Currency = line.Amount.Currency,
            Policy = line.Policy,
            Shift = line.Shift,
            Incident = line.Incident,
            Service = line.Service,
            Parts = hidden ? [] : [.. line.Parts.Select(PayPartShape.Of)],
            Of = line.Of is { } month
                ? new PayLineOf(PayRecord.MonthText(month),
                    line.OfLine is { } place ? $"{PayRecord.MonthText(month)}/{one.Month.Person}/{place}" : null)
                : null,
            Reason = line.Reason,
            By = line.By,
        };

    private static string IdOf(PersonMonth month, int number) => $"{PayRecord.MonthText(month.Month)}/{month.Person}/{number}";
}

/// <summary>What an adjustment is for.</summary>
internal sealed record PayLineOf(string Period, string? Line);

/// <summary>A part of a line: quantity x rate x factor.</summary>
internal sealed record PayPartShape(PayPartKind What, decimal Quantity, decimal Rate, decimal Factor, decimal Amount)
{
    public static PayPartShape Of(PayPart part) => new(part.What, part.Quantity, part.Rate, part.Factor, part.Amount);
}

/// <summary>A person's month as a whole.</summary>
internal sealed record PayPersonShape(string Person, PayState State, bool UncheckedAtApproval, IReadOnlyList<Money> Totals)
{
    /// <summary>On call, by class; hours of no class are under an empty name. Those of callouts are in their lines.</summary>
    public required IReadOnlyDictionary<string, decimal> Hours { get; init; }
    public required TimeOffShape TimeOff { get; init; }

    public static PayPersonShape Of(TeamMonth one)
    {
        var lines = one.Lines.Select(told => told.Line).ToList();
        return new(one.Month.Person, one.Month.State, one.Month.UncheckedAtApproval, Earnings.Totals(lines))
        {
            Hours = lines.Where(line => line.Kind == PayKind.Standby && line.Hours != 0).GroupBy(line => line.Class ?? "")
                .ToDictionary(group => group.Key, group => decimal.Round(group.Sum(line => line.Hours), 4)),
            TimeOff = TimeOffShape.Of(one.Only is null ? one.Month.TimeOff : TimeOffBalance.None),
        };
    }
}

/// <summary>Hours of time off.</summary>
internal sealed record TimeOffShape(decimal Earned, decimal Taken, decimal Expired, decimal Balance, IReadOnlyList<TimeOffLotShape> Lots)
{
    public static TimeOffShape Of(TimeOffBalance off) => new(off.Earned, off.Taken, off.Expired, off.Balance,
        [.. off.Lots.Select(one => new TimeOffLotShape(one.Lot.Earned, one.Lot.Hours, one.Lot.Expires, one.Left))]);
}

internal sealed record TimeOffLotShape(LocalDate Earned, decimal Hours, LocalDate? Expires, decimal Left);
