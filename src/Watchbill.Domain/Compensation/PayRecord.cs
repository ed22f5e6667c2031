using NodaTime;
using NodaTime.Text;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>How far a person's month has come, each state after the one before.</summary>
public enum PayState
{
    /// <summary>Still to come: worked out from the schedule as it stands.</summary>
    Projected,

    /// <summary>It goes on.</summary>
    Open,

    /// <summary>It is over; its person has not checked it yet.</summary>
    Calculated,

    /// <summary>Its person did not check it within five days of being asked.</summary>
    Unchecked,

    /// <summary>Its person says that it is right.</summary>
    Checked,

    /// <summary>The manager says that it is right. What it is worth stays as it is from here on.</summary>
    Approved,

    /// <summary>Payroll has it.</summary>
    Exported,

    /// <summary>It is paid. Whatever is found out later is an adjustment of a later month.</summary>
    Locked,
}

/// <summary>A step that a month took.</summary>
/// <param name="By">A person's id, or <c>token:name</c>.</param>
public sealed record PayStep(PayState To, string By, Instant At)
{
    /// <summary>What the month was worth when its person checked it; null: another step, or of an earlier release.</summary>
    public IReadOnlyList<Money>? Totals { get; init; }
}

/// <summary>What somebody said is wrong with their month.</summary>
public sealed record PayMistake(Instant At, string Text)
{
    /// <summary>What the month was worth then; null: it was not over, or an earlier release did not note it.</summary>
    public IReadOnlyList<Money>? Totals { get; init; }

    /// <summary>When its person and the manager heard that the month is worth something else by now; null: they have not.</summary>
    public Instant? ChangeToldAt { get; init; }
}

/// <summary>What was decided about a person's month, and from its approval on what it is worth.</summary>
/// <param name="Month">Its first day.</param>
public sealed record PayRecord(string Person, LocalDate Month)
{
    // After so many months nobody is asked any more.
    private const int MonthsAsked = 3;

    /// <summary>When its person was asked to check it; null: not yet.</summary>
    public Instant? AskedAt { get; init; }

    /// <summary>When they were asked again; null: not yet.</summary>
    public Instant? AskedAgainAt { get; init; }

    /// <summary>From when on it counts as unchecked; null: its person was not asked yet.</summary>
    public Instant? CheckBy { get; init; }

    /// <summary>What its person said is wrong with it, oldest first.</summary>
    public IReadOnlyList<PayMistake> Mistakes { get; init; } = [];
    public IReadOnlyList<PayStep> Steps { get; init; } = [];

    /// <summary>What they said last, unless they have said since that it is right; null: nothing is.</summary>
    public string? OpenMistake => LastOpen?.Text;

    /// <summary>The same where nobody has heard yet that the month has changed since; null: there is nothing to watch.</summary>
    public PayMistake? Watched => Fixed is null && LastOpen is { Totals: not null, ChangeToldAt: null } last ? last : null;

    private PayMistake? LastOpen =>
        Mistakes is [.., var last] && !Steps.Any(step => step.To == PayState.Checked && step.At >= last.At) ? last : null;

    /// <summary>Whether nobody had checked it when it was approved.</summary>
    public bool UncheckedAtApproval { get; init; }

    /// <summary>What it is worth since its approval; null: it is worked out anew each time.</summary>
    public FixedMonth? Fixed { get; init; }

    /// <summary>When it was approved; null: it is not.</summary>
    public Instant? ApprovedAt => Steps.LastOrDefault(step => step.To == PayState.Approved)?.At;

    /// <summary>Whether it says more than its person's id of who they are, or what somebody wrote.</summary>
    public bool HasWords => Mistakes.Any(one => one.Text.Length > 0)
        || Fixed is { } approved && (approved.Name != Person || approved.Lines.Any(line => line.IsInWords));

    /// <summary>The same with the person's id for their name, and without what somebody wrote.</summary>
    public PayRecord WithoutWords() => this with
    {
        Mistakes = [.. Mistakes.Select(one => one with { Text = "" })],
        Fixed = Fixed is not { } approved ? null : approved with
        {
            Name = Person,
            Lines = [.. approved.Lines.Select(line => line.IsInWords ? line with { Reason = "" } : line)],
        },
    };

    /// <summary><c>ana/2026-06</c>.</summary>
    public string Id => IdOf(Person, Month);

    public static string IdOf(string person, LocalDate month) => $"{person}/{MonthText(month)}";

    public static string MonthText(LocalDate month) => LocalDatePattern.CreateWithInvariantCulture("uuuu-MM").Format(month);

    /// <summary>Whether it was checked, is not approved yet, and was worth something else then.</summary>
    public bool HasChangedSinceCheck(IReadOnlyList<Money> totals) =>
        Steps is [.., { To: PayState.Checked, Totals: { } then }] && !then.SequenceEqual(totals);

    /// <param name="today">In the zone of its person.</param>
    public PayState StateAt(Instant now, LocalDate today) => Steps.Count > 0 ? Steps[^1].To
        : Month > today ? PayState.Projected
        : today < Month.PlusMonths(1) ? PayState.Open
        : CheckBy <= now || AskedAt is null && today >= Month.PlusMonths(MonthsAsked) ? PayState.Unchecked : PayState.Calculated;

    /// <summary>Why a month in one state does not go on to another; null: it does.</summary>
    public static string? WhyNot(PayState from, PayState to) => (from, to) switch
    {
        (PayState.Calculated or PayState.Unchecked, PayState.Checked) => null,
        (PayState.Checked or PayState.Unchecked, PayState.Approved) => null,
        (PayState.Approved, PayState.Exported) => null,
        (PayState.Exported, PayState.Locked) => null,
        (PayState.Projected or PayState.Open, _) => "is not over yet",
        (PayState.Calculated, _) => "is calculated: its person has not checked it yet",
        (PayState.Unchecked or PayState.Checked, _) => $"is {Name(from)}: it has to be approved first",
        (PayState.Approved, PayState.Locked) => "is approved: it has to be exported first",
        _ => $"is {Name(from)} already",
    };

    public static string Name(PayState state) => state.ToString().ToLowerInvariant();
}

/// <summary>What an approved month is worth, and by which facts it was worked out: what changes of them later changes it no more.</summary>
/// <param name="Name">The person's, as payroll was told.</param>
/// <param name="Policies">The versions of pay policies that there were.</param>
public sealed record FixedMonth(
    string Name, string TimeZone, string? Holidays, IReadOnlyList<PayLine> Lines, TimeOffBalance TimeOff, IReadOnlyList<Policy> Policies)
{
    /// <summary>Zones and calendars that were the person's before, oldest first.</summary>
    public IReadOnlyList<FormerHome> Former { get; init; } = [];

    /// <summary>The organisation's, of policies that name none; null: an earlier release did not note it.</summary>
    public string? Currency { get; init; }

    /// <summary>The holidays that there were around it; empty where an earlier release did not note them.</summary>
    public IReadOnlyList<LocalDate> HolidayDates { get; init; } = [];

    /// <summary>Somebody as they were at home when the month was approved.</summary>
    public PaidPerson Of(PaidPerson person) => person with { TimeZone = TimeZone, Holidays = Holidays, Former = Former };

    /// <summary>All time off that the month earned; null: an earlier release did not note it.</summary>
    public IReadOnlyList<TimeOffLot>? EarnedOff { get; init; }

    /// <summary>
    /// Time off that the balance counts of earlier months which were not approved then; null: an earlier release did not note it.
    /// </summary>
    public IReadOnlyList<TimeOffLot>? EarlierOff { get; init; }

    /// <summary>Time off of earlier months that turned up, or turned out wrong, after they were approved.</summary>
    public IReadOnlyList<LateTimeOff> LateOff { get; init; } = [];
}

/// <summary>An amount that somebody added to a month, or took from it.</summary>
/// <param name="Month">The first day of the month that it is paid with.</param>
/// <param name="Of">The first day of the month that it is for.</param>
/// <param name="By">A person's id, or <c>token:name</c>.</param>
public sealed record PayAdjustment(string Person, LocalDate Month, LocalDate Of, Money Amount, string Reason, string By, Instant At)
{
    /// <summary>Ordered by person, month, then time.</summary>
    public string Id => $"{PayRecord.IdOf(Person, Month)}/{InstantPattern.ExtendedIso.Format(At)}";

    /// <summary>As a line of its month.</summary>
    public PayLine ToLine() => new(PayKind.Adjustment, Month, At, At, 0, Amount)
    {
        Of = Of,
        Reason = Reason,
        By = By,
        Parts = [new PayPart(PayPartKind.Lump, 1, Amount.Amount, 1)],
    };
}

/// <summary>Finds what an approved month is worth more or less since it was approved.</summary>
public static class PayDifference
{
    /// <summary>A line for each subject whose worth has changed, to be paid with a later month.</summary>
    /// <param name="settled">Adjustments of it that later months have fixed.</param>
    public static IEnumerable<PayLine> Of(
        LocalDate month, IReadOnlyList<PayLine> then, IEnumerable<PayLine> now, IEnumerable<PayLine> settled, LocalDate paidWith)
    {
        // What the month itself adjusted is of earlier ones, and what somebody added by hand stays whatever was worked. Time off that was
        // paid out is of an approved balance.
        var before =
            then.Where(line => line.Kind is not (PayKind.Adjustment or PayKind.Payout))
                .Concat(settled.Where(line => line.By == PayLine.Watchbill)).ToList();
        var after = now.ToList();
        foreach (var subject in before.Concat(after).Select(Key).Distinct())
        {
            var old = before.Where(line => Key(line) == subject).ToList();
            var found = after.Where(line => Key(line) == subject).ToList();
            var amount = found.Sum(line => line.Amount.Amount) - old.Sum(line => line.Amount.Amount);
            if (amount == 0) continue;
            var first = old.Concat(found).First();
            var place = Enumerable.Range(0, then.Count).FirstOrDefault(i => Key(then[i]) == subject, -1);
            yield return new PayLine(PayKind.Adjustment, paidWith, first.Start, first.End, 0, first.Amount with { Amount = amount })
            {
                Rotation = first.Rotation,
                Class = first.Class,
                Shift = first.Shift,
                Incident = first.Incident,
                Service = first.Service,
                Policy = first.Policy,
                Of = month,
                OfLine = place < 0 ? null : place + 1,
                Reason = "worked out anew after the month was approved",
                By = PayLine.Watchbill,
                Parts = [new PayPart(PayPartKind.Lump, 1, amount, 1)],
            };
        }
    }

    private static (string?, string?, string?, string) Key(PayLine line) =>
        (line.Rotation, line.Class, StandbyTime.Uncounted(line.Shift) ?? line.Incident ?? line.Service, line.Amount.Currency);
}
