using NodaTime;
using NodaTime.Text;

namespace Watchbill.Compensation;

/// <summary>Hours of time off that were earned at once and expire at once.</summary>
/// <param name="Expires">The last day on which they can be taken; null: they never expire.</param>
/// <param name="For">Id of the turn or incident.</param>
public sealed record TimeOffLot(LocalDate Earned, decimal Hours, LocalDate? Expires, string For)
{
    /// <summary>What is paid for the hours that nobody took; null: they are lost.</summary>
    public TimeOffPayout? Payout { get; init; }
}

/// <summary>What an hour of time off is paid that nobody took, by the policy that gave it.</summary>
/// <param name="Policy">The version: <c>standard@2026-01-01</c>.</param>
/// <param name="Currency">Null: the organisation's.</param>
public sealed record TimeOffPayout(PayRate Rate, TimeOffCause Cause, string Rotation, string Policy, string? Currency);

/// <summary>Hours of time off that were taken.</summary>
public sealed record TimeOffTaken(LocalDate Day, decimal Hours);

/// <summary>Hours of time off that somebody took on a day, as they are stored.</summary>
/// <param name="By">A person's id.</param>
public sealed record TimeOffUse(string Person, LocalDate Day, decimal Hours, string By, Instant At)
{
    /// <summary>Ordered by person, then day.</summary>
    public string Id => $"{Person}/{LocalDatePattern.Iso.Format(Day)}/{InstantPattern.ExtendedIso.Format(At)}";
}

/// <summary>What is left of a lot.</summary>
public sealed record TimeOffLeft(TimeOffLot Lot, decimal Left);

/// <summary>Time off that was earned, taken and lost until a day.</summary>
/// <param name="Lots">Those with something left, in the order in which they are used up.</param>
public sealed record TimeOffBalance(decimal Earned, decimal Taken, decimal Expired, IReadOnlyList<TimeOffLeft> Lots)
{
    public static TimeOffBalance None { get; } = new(0, 0, 0, []);

    public decimal Balance => Lots.Sum(lot => lot.Left);

    /// <summary>As of the end of a day. What is taken comes from what expires first; nobody takes more than there is.</summary>
    public static TimeOffBalance On(LocalDate day, IEnumerable<TimeOffLot> lots, IReadOnlyCollection<TimeOffTaken> taken)
    {
        var left = Left(day, lots, taken);
        return new TimeOffBalance(
            left.Sum(one => one.Lot.Hours), taken.Where(one => one.Day <= day).Sum(one => one.Hours),
            left.Where(one => one.Lot.Expires < day).Sum(one => one.Left),
            [.. left.Where(one => one.Left > 0 && !(one.Lot.Expires < day))]);
    }

    /// <summary>What of each lot nobody had taken when it expired, of those that expired before a day.</summary>
    public static IReadOnlyList<TimeOffLeft> LostBefore(
        LocalDate day, IEnumerable<TimeOffLot> lots, IReadOnlyCollection<TimeOffTaken> taken) =>
        [.. Left(day, lots, taken).Where(one => one.Left > 0 && one.Lot.Expires < day)];

    private static IReadOnlyList<TimeOffLeft> Left(
        LocalDate day, IEnumerable<TimeOffLot> lots, IReadOnlyCollection<TimeOffTaken> taken) => Used(day, lots, taken).Left;

    /// <summary>What is left of each lot, and how many hours were taken that there were none for.</summary>
    internal static (IReadOnlyList<TimeOffLeft> Left, decimal Missing) Used(
        LocalDate day, IEnumerable<TimeOffLot> lots, IEnumerable<TimeOffTaken> taken)
    {
        var missing = 0m;
        var earned =
            lots.Where(lot => lot.Earned <= day).OrderBy(lot => lot.Expires ?? LocalDate.MaxIsoValue).ThenBy(lot => lot.Earned).ToList();
        var left = earned.Select(lot => lot.Hours).ToArray();
        foreach (var one in taken.Where(one => one.Day <= day).OrderBy(one => one.Day))
        {
            var hours = one.Hours;
            for (var i = 0; i < earned.Count && hours > 0; i++)
            {
                if (earned[i].Earned > one.Day || earned[i].Expires < one.Day) continue;
                var from = Math.Min(hours, left[i]);
                left[i] -= from;
                hours -= from;
            }

            missing += hours;
        }

        return ([.. earned.Select((lot, i) => new TimeOffLeft(lot, left[i]))], missing);
    }
}

/// <summary>Time off that an approved month earned more, or less, than was known then.</summary>
/// <param name="Of">The first day of that month.</param>
/// <param name="Lot">Its hours are below zero where it was less.</param>
public sealed record LateTimeOff(LocalDate Of, TimeOffLot Lot)
{
    /// <summary>For each shift or incident what is not settled yet.</summary>
    /// <param name="then">What was known when the month was approved.</param>
    /// <param name="settled">What later months have fixed.</param>
    public static IEnumerable<LateTimeOff> Between(
        LocalDate month, IReadOnlyList<TimeOffLot> then, IReadOnlyList<TimeOffLot> now, IEnumerable<LateTimeOff> settled)
    {
        var before = then.Concat(settled.Where(one => one.Of == month).Select(one => one.Lot)).ToList();
        foreach (var cause in before.Concat(now).ToLookup(lot => StandbyTime.Uncounted(lot.For)))
        {
            var hours = now.Where(Of).Sum(lot => lot.Hours) - before.Where(Of).Sum(lot => lot.Hours);
            if (hours != 0) yield return new LateTimeOff(month, now.Concat(before).First(Of) with { Hours = hours });

            bool Of(TimeOffLot lot) => StandbyTime.Uncounted(lot.For) == cause.Key;
        }
    }

    /// <summary>Lots with what turned up late: less takes from what is left of the same shift or incident, and no further.</summary>
    /// <param name="until">At least so long what had expired when it turned up can be taken.</param>
    public static IReadOnlyList<TimeOffLot> Into(IEnumerable<TimeOffLot> lots, IReadOnlyList<LateTimeOff> late, LocalDate until)
    {
        var all = lots.ToList();
        foreach (var one in late)
        {
            if (one.Lot.Hours > 0)
            {
                all.Add(one.Lot.Expires < until ? one.Lot with { Expires = until } : one.Lot);
                continue;
            }

            var less = -one.Lot.Hours;
            for (var i = 0; i < all.Count; i++)
            {
                if (all[i].For != one.Lot.For) continue;
                var gone = Math.Min(less, all[i].Hours);
                all[i] = all[i] with { Hours = all[i].Hours - gone };
                less -= gone;
            }
        }

        return all;
    }
}

/// <summary>Lots of somebody and all that was taken of them, also on days to come.</summary>
public sealed record TimeOffBook(IReadOnlyList<TimeOffLot> Lots, IReadOnlyList<TimeOffTaken> Taken)
{
    public static TimeOffBook Empty { get; } = new([], []);

    /// <summary>How many hours can be taken on a day, beside what is taken already.</summary>
    public decimal On(LocalDate day)
    {
        // More than there is: what of it nobody can have is what is missing.
        var all = Lots.Sum(lot => lot.Hours);
        return all - (With(new TimeOffTaken(day, all)).Used.Missing - Used.Missing);
    }

    /// <summary>What nobody has taken and can be taken on a day or later, by the last day on which it can; null: for good.</summary>
    public IReadOnlyList<(LocalDate? Last, decimal Hours)> From(LocalDate day) =>
        [.. Used.Left.Where(one => one.Left > 0 && !(one.Lot.Expires < day)).GroupBy(one => one.Lot.Expires)
            .OrderBy(group => group.Key ?? LocalDate.MaxIsoValue).Select(group => (group.Key, group.Sum(one => one.Left)))];

    public TimeOffBook With(TimeOffTaken more) => this with { Taken = [.. Taken, more] };

    private (IReadOnlyList<TimeOffLeft> Left, decimal Missing) Used => TimeOffBalance.Used(LocalDate.MaxIsoValue, Lots, Taken);
}

/// <summary>Time off that can be taken on a day for the last time.</summary>
public sealed record ExpiringTimeOff(LocalDate Last, decimal Hours)
{
    /// <summary>What of a book expires first, from a day on; null: nothing does.</summary>
    public static ExpiringTimeOff? Next(TimeOffBook book, LocalDate day) =>
        book.From(day) is [{ Last: { } last } first, ..] ? new(last, first.Hours) : null;
}

/// <summary>Finds the time off that on-call work earns.</summary>
public static class TimeOffEarned
{
    /// <summary>Of entries for the same cause and class the largest length that was reached counts alone.</summary>
    public static IReadOnlyList<TimeOffLot> Of(
        PaidPerson person, IEnumerable<StandbyTime> standby, IEnumerable<Callout> callouts, PayPolicies policies)
    {
        var spans = standby.SelectMany(time => policies.Cut(person, time)).Concat(callouts.SelectMany(one => policies.Cut(person, one)));
        var lots = new List<TimeOffLot>();
        var begun = new Dictionary<TimeOffRule, Instant>();
        foreach (var work in spans.GroupBy(span => (span.Kind, span.Id, span.Rotation)).OrderBy(work => work.Min(span => span.Span.Start)))
        {
            var first = work.MinBy(span => span.Span.Start)!;
            var cause = work.Key.Kind == PayKind.Standby ? TimeOffCause.Shift : TimeOffCause.Callout;
            foreach (var alike in first.Policy.TimeOff.Where(rule => rule.For == cause).GroupBy(rule => rule.In))
            {
                var inClass = work.Where(span => alike.Key is null || span.Span.Class == alike.Key).ToList();
                var hours = inClass.Sum(span => span.Hours);
                var rule = alike.Where(rule => hours > 0 && hours >= PaidSpan.HoursOf(rule.AtLeast ?? Duration.Zero))
                    .MaxBy(rule => rule.AtLeast ?? Duration.Zero);
                if (rule is null || IsRepeat(rule, inClass[0].Span.Start)) continue;
                var day = inClass.Min(span => span.Span.Day);
                lots.Add(new TimeOffLot(day, rule.Hours, rule.Expires?.Of(day), work.Key.Id)
                {
                    Payout = rule.Payout is { } rate
                        ? new TimeOffPayout(rate, cause, work.Key.Rotation, first.Policy.Version, first.Policy.Currency) : null,
                });
            }
        }

        return lots;

        bool IsRepeat(TimeOffRule rule, Instant start)
        {
            if (rule.Window is not { } window) return false;
            if (begun.TryGetValue(rule, out var since) && start < since + window) return true;
            begun[rule] = start;
            return false;
        }
    }
}
