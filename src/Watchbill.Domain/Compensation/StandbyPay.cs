using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>What being on call is worth to one person.</summary>
/// <param name="callouts">Those that are paid: they replace standby where the policy says so.</param>
internal sealed class StandbyPay(PaidPerson person, PayPolicies policies, IReadOnlyList<Interval> callouts)
{
    /// <summary>Of all the time somebody was on call, in any order.</summary>
    public IEnumerable<Earning> Of(IEnumerable<StandbyTime> times)
    {
        var held = times.OrderBy(time => time.Start).ThenBy(time => time.Rotation, StringComparer.Ordinal)
            .SelectMany(time => policies.Cut(person, time).Select(span => new Held(time, span))).Where(one => one.Rule is not null)
                .ToList();
        foreach (var unit in held.GroupBy(one => one.Rule!.Per))
        {
            var ofUnit = unit.ToList();
            foreach (var earning in unit.Key switch
            {
                StandbyUnit.Hour => Hours(Once(ofUnit)),
                StandbyUnit.Day => Days(ofUnit),
                StandbyUnit.Lump => Lumps(ofUnit),
                _ => Shifts(ofUnit),
            })
                yield return earning;
        }
    }

    private IEnumerable<Earning> Hours(List<Held> held)
    {
        foreach (var shift in held.GroupBy(one => (one.Time.Shift, one.Time.Rotation, one.Span.Span.Class)))
        {
            var hours = shift.ToList();
            var worked = hours.Sum(one => one.Span.Hours);
            var first = hours[0];
            if (first.Rule!.AtLeast?.Of(first.Class) is { } atLeast && worked < PaidSpan.HoursOf(atLeast))
            {
                foreach (var one in hours) yield return Earn(one, first.Class, PayPartKind.Hours, 0, 0);
                continue;
            }

            foreach (var one in hours) yield return Earn(one, one.Class, PayPartKind.Hours, one.Span.Hours, Rate(one, one.Class));
            var missing = first.Rule.Minimum?.Of(first.Class) is { } least ? PaidSpan.HoursOf(least) - worked : 0;
            if (missing > 0) yield return Earn(first, first.Class, PayPartKind.Minimum, missing, Rate(first, first.Class), 0);
        }
    }

    // A day that counts whole is paid once; of one that is split, the part of it that was held.
    private IEnumerable<Earning> Days(List<Held> held)
    {
        foreach (var day in held.GroupBy(
            one => (one.Span.Span.Day, Rotation: one.Policy.DoubleDuty == DoubleDuty.Once ? "" : one.Time.Rotation)))
        {
            var whole = day.First().Policy.Day.Kind is PayDayKind.Touched or PayDayKind.ShiftStart;
            var dearest = day.MaxBy(one => Rate(one, DayClass(one)) ?? 0);
            foreach (var one in whole ? day : Once([.. day]).AsEnumerable())
            {
                var dayClass = whole ? DayClass(one) : one.Class;
                yield return Earn(one, dayClass, PayPartKind.Days,
                    whole ? (ReferenceEquals(one, dearest) ? 1 : 0) : one.Span.Hours / HoursOfClass(one), Rate(one, dayClass));
            }
        }
    }

    // For each local date that an unbroken stretch touches, except one on which it merely ends; of several once, the dearest.
    private IEnumerable<Earning> Lumps(List<Held> held)
    {
        var days = Unbroken(held).OrderByDescending(stretch => stretch.Sum(one => one.Span.Hours)).SelectMany(LumpDays).ToList();
        var paid = days.Where(day => day.Counts)
            .GroupBy(day => (day.Date, day.First.Policy.DoubleDuty == DoubleDuty.Once ? "" : day.First.Time.Rotation))
            .Select(same => same.MaxBy(day => Rate(day.First, day.Class) ?? 0)!.First).ToHashSet(ReferenceEqualityComparer.Instance);
        return days.SelectMany(day => day.Held.Select(one => day.IsLong
            ? Earn(one, day.Class, PayPartKind.Lump, paid.Contains(one) ? 1 : 0, Rate(one, day.Class))
            : Earn(one, day.Class, PayPartKind.Hours, one.Span.Hours, Rate(one, null))));
    }

    private IEnumerable<LumpDay> LumpDays(List<Held> stretch)
    {
        var length = stretch.Sum(one => one.Span.Hours);
        var last = stretch[^1].Span.Span;
        // A date that is held to its own end does not merely end.
        var ends = stretch[0].Span.Span.Day == last.Day || last.End == Cutter(stretch[^1]).Whole(last.Day).End ? default : last.Day;
        foreach (var day in stretch.GroupBy(one => one.Span.Span.Day))
        {
            var dayClass = DayClass(day.First());
            var isLong = day.First().Rule!.AtLeast?.Of(dayClass) is not { } atLeast || length >= PaidSpan.HoursOf(atLeast);
            yield return new LumpDay([.. day], dayClass, isLong, isLong && day.Key != ends);
        }
    }

    // Who holds a part of a turn gets that part of its amount, in the month in which their part begins. Of turns held at once, each hour is
    // that of the one in which it is worth most.
    private IEnumerable<Earning> Shifts(List<Held> held)
    {
        var turns = held.GroupBy(one => (one.Time.Shift, one.Time.Rotation, one.Time.Policy))
            .Where(turn => turn.First().Rule!.AtLeast?.Of(turn.First().Class) is not { } atLeast
                || turn.Sum(one => one.Span.Hours) >= PaidSpan.HoursOf(atLeast))
            .Select(turn => new HeldTurn([.. turn])).ToList();
        foreach (var turn in Dearest([.. turns.SelectMany(turn => turn.Pieces)], AnHour).GroupBy(one => one.Turn!))
        {
            var (of, first, hours) = (turn.Key, turn.Key.First, turn.Sum(one => one.Span.Hours));
            var span = first.Span with { Span = first.Span.Span with { End = of.Pieces[^1].Span.Span.End } };
            yield return Earn(first with { Span = span }, first.Class, PayPartKind.Lump, hours / of.Hours * of.Amounts,
                Rate(first, first.Class), hours);
        }

        decimal AnHour(Held one) => (Rate(one.Turn!.First, one.Turn.First.Class) ?? 0) * one.Turn.Amounts / one.Turn.Hours;
    }

    private Earning Earn(Held one, string? hourClass, PayPartKind what, decimal quantity, decimal? rate, decimal? hours = null) =>
        new(one.Span, hourClass, what, quantity, rate, hours ?? one.Span.Hours)
        {
            Factor = person.Factors.On(one.Span.Span.Day)?.Value ?? 1,
        };

    private static decimal Tier(Held one) => one.Time.Response is { } response
        ? one.Rule!.Response.Where(tier => response <= tier.Within).MinBy(tier => tier.Within)?.Factor ?? 1 : 1;

    // What an hour, day, date, shift or week of a class costs; null: in hourly rates that nobody has said.
    private decimal? Rate(Held one, string? hourClass) =>
        Price(one.Rule!.RateOf(hourClass, one.Time.Level), one);

    private decimal? Price(PayRate? rate, Held one) =>
        Pricing.Of(rate, person, one.Span.Span.Day, one.Policy.Currency ?? policies.Currency) * Tier(one);

    private string? DayClass(Held one) => Cutter(one).OfDay(one.Span.Span.Day) ?? one.Class;

    private decimal HoursOfClass(Held one)
    {
        var whole = Cutter(one).Whole(one.Span.Span.Day);
        return Cutter(one).Cut(whole.Start, whole.End).Where(span => span.Class == one.Class).Sum(span => PaidSpan.HoursOf(span.Length));
    }

    private HourCutter Cutter(Held one) =>
        policies.Cutter(person.At(one.Span.Span.Start), one.Policy, one.Time.TimeZone, one.Time.HandsOverAt, one.Time.Start);

    // Hours that callouts pay for are taken off.
    private List<Held> Once(List<Held> held) => Dearest(
        [.. held.SelectMany(one => one.Policy.Callout?.Standby == StandbyMeanwhile.Replace ? one.Without(callouts) : [one])],
        one => Rate(one, one.Class) ?? 0);

    // Of rotations held at once, each hour is that of the dearest.
    private static List<Held> Dearest(List<Held> left, Func<Held, decimal> anHour)
    {
        if (left.All(one => one.Policy.DoubleDuty == DoubleDuty.Each) || !Overlap(left)) return left;
        var taken = new List<Interval>();
        var paid = new List<Held>();
        foreach (var one in left.OrderBy(one => one.Policy.DoubleDuty).ThenByDescending(anHour)
            .ThenBy(one => one.Span.Span.Start).ThenBy(one => one.Time.Rotation, StringComparer.Ordinal))
        {
            if (one.Policy.DoubleDuty == DoubleDuty.Each)
            {
                paid.Add(one);
                continue;
            }

            var rest = one.Without(taken).ToList();
            paid.AddRange(rest);
            taken.AddRange(rest.Select(piece => new Interval(piece.Span.Span.Start, piece.Span.Span.End)));
        }

        return [.. paid.OrderBy(one => one.Span.Span.Start)];
    }

    private static bool Overlap(List<Held> held)
    {
        var end = Instant.MinValue;
        foreach (var one in held.OrderBy(one => one.Span.Span.Start))
        {
            if (one.Span.Span.Start < end) return true;
            end = Instant.Max(end, one.Span.Span.End);
        }

        return false;
    }

    // Pieces of one rotation that follow each other without a break; two standbys with time off between them are never one.
    private static IEnumerable<List<Held>> Unbroken(List<Held> held)
    {
        foreach (var rotation in held.GroupBy(one => (one.Time.Rotation, one.Layer)))
        {
            var stretch = new List<Held>();
            foreach (var one in rotation.OrderBy(one => one.Span.Span.Start))
            {
                if (stretch.Count > 0 && stretch[^1].Span.Span.End < one.Span.Span.Start)
                {
                    yield return stretch;
                    stretch = [];
                }

                stretch.Add(one);
            }

            if (stretch.Count > 0) yield return stretch;
        }
    }

    /// <summary>Time on call that lies in one day and class.</summary>
    private sealed record Held(StandbyTime Time, PaidSpan Span)
    {
        public PayPolicy Policy => Span.Policy;
        public StandbyRule? Rule => Span.Policy.Standby;
        public string? Class => Span.Span.Class;

        /// <summary>Of what is paid by the turn; null: it is paid by its length.</summary>
        public HeldTurn? Turn { get; init; }
        public string Layer => Time.Shift[..(Time.Shift.LastIndexOf('/') + 1)];

        public IEnumerable<Held> Without(IEnumerable<Interval> gone) =>
            Spans.Minus([new Interval(Span.Span.Start, Span.Span.End)], gone)
                .Select(left => this with { Span = Span with { Span = Span.Span with { Start = left.Start, End = left.End } } });
    }

    /// <summary>A local date of a stretch.</summary>
    /// <param name="Counts">Whether it is paid, where no other of the date is.</param>
    private sealed record LumpDay(IReadOnlyList<Held> Held, string? Class, bool IsLong, bool Counts)
    {
        public Held First => Held[0];
        public LocalDate Date => First.Span.Span.Day;
    }

    /// <summary>What somebody held of a turn.</summary>
    private sealed class HeldTurn
    {
        public HeldTurn(IReadOnlyList<Held> held)
        {
            Pieces = [.. held.Select(one => one with { Turn = this })];
            Hours = First.Time.Turn is { } whole ? PaidSpan.HoursOf(whole) : held.Sum(one => one.Span.Hours);
            Amounts = First.Rule!.Per == StandbyUnit.Week ? First.Time.Weeks : 1;
        }

        public IReadOnlyList<Held> Pieces { get; }
        public Held First => Pieces[0];

        /// <summary>Of the whole turn, whoever held it.</summary>
        public decimal Hours { get; }

        /// <summary>How many times the rate is paid for the whole turn.</summary>
        public decimal Amounts { get; }
    }
}
