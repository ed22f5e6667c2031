using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>
/// What work on incidents is worth to one person. Time on two incidents at once counts for the one that began first; each has its fee.
/// </summary>
internal sealed class CalloutPay(PaidPerson person, PayPolicies policies)
{
    /// <summary>Of all incidents of somebody, in any order.</summary>
    public IEnumerable<Earning> Of(IEnumerable<Callout> callouts)
    {
        var sums = new Dictionary<(string, LocalDate), (Worked Last, decimal Paid)>();
        foreach (var (one, earnings) in Each(callouts))
        {
            foreach (var earning in earnings) yield return earning;
            if (one.Rule is { Per: CalloutUnit.Hour, Rounding.Of: RoundingOf.Sum } && one.IsPaidByHour && one.Hours > 0)
            {
                var key = (one.Policy.Id, one.First.Span.Day.With(DateAdjusters.StartOfMonth));
                sums[key] = (one, sums.GetValueOrDefault(key).Paid + one.Hours - Included(one));
            }
        }

        foreach (var (last, hours) in sums.Values)
            yield return Extra(last, PayPartKind.Rounding, Rounded(hours, last.Rule!.Rounding!) - hours);
    }

    /// <summary>The time of callouts that come to something: one that is too short, or that standby pays for, does not.</summary>
    public IReadOnlyList<Interval> PaidTime(IEnumerable<Callout> callouts) =>
        [.. Each(callouts).Where(each => IsPaid(each.Earnings)).SelectMany(each => each.One.Spans).Where(span => span.Hours > 0)
            .Select(span => new Interval(span.Span.Start, span.Span.End))];

    // A rate that nobody has said yet will pay.
    private static bool IsPaid(IReadOnlyList<Earning> earnings) =>
        earnings.Any(one => one is { Rate: null, Quantity: not 0 }) || earnings.Sum(one => one.Quantity * (one.Rate ?? 0)) != 0;

    private IEnumerable<(Worked One, IReadOnlyList<Earning> Earnings)> Each(IEnumerable<Callout> callouts)
    {
        var state = new Dictionary<string, Begun>();
        foreach (var one in Distinct(callouts).Where(one => one.Rule is not null))
        {
            var begun = state.TryGetValue(one.Policy.Id, out var known) ? known : state[one.Policy.Id] = new Begun();
            // One within another has what is paid for each, and no line where that is nothing.
            yield return (one, [.. Of(one, begun).Where(earning => one.Hours > 0 || earning.Quantity != 0)]);
        }
    }

    private IEnumerable<Earning> Of(Worked one, Begun begun)
    {
        var rule = one.Rule!;
        var isFirst = begun.Days.Add(one.First.Span.Day);
        // Without a window it is the incident that is paid for, however often somebody comes back to it.
        var isNew = rule.Window is { } window ? begun.Fee is not { } fee || one.Start >= fee + window : begun.Incidents.Add(one.First.Id);
        if (isNew) begun.Fee = one.Start;
        if (rule.FirstOfDay is { } instead && isFirst)
        {
            foreach (var span in one.Spans) yield return Hours(span, 0);
            yield return new Earning(one.First, one.First.Span.Class, PayPartKind.Fee, 1, Price(instead, one.First), 0)
            { LineRate = Rate(one.First) };
            yield break;
        }

        if (rule.Fee is not null && isNew)
        {
            yield return new Earning(one.First, one.First.Span.Class, PayPartKind.Fee, 1, Price(rule.Fee, one.First), 0)
            { LineRate = Rate(one.First) };
        }

        if (rule.Per == CalloutUnit.Callout || !one.IsPaidByHour)
        {
            foreach (var span in one.Spans)
                yield return Hours(span, rule.Per == CalloutUnit.Callout && isNew && span == one.First ? 1 : 0);
            yield break;
        }

        foreach (var span in one.Spans) yield return Hours(span, span.Hours);
        foreach (var taken in TakenOff(one)) yield return taken;
        var hours = one.Hours - Included(one);
        if (hours <= 0) yield break;
        var rounded = rule.Rounding is { Of: RoundingOf.Each } rounding ? Rounded(hours, rounding) : hours;
        yield return Extra(one, PayPartKind.Rounding, rounded - hours);
        var least = rule.Minimum?.Of(one.First.Span.Class) is { } minimum ? PaidSpan.HoursOf(minimum) : 0;
        yield return Extra(one, PayPartKind.Minimum, begun.Allowed(rule.Cap, one.Start, rounded, Math.Max(0, least - rounded)));
    }

    // The first hours are what standby has paid for.
    private IEnumerable<Earning> TakenOff(Worked one)
    {
        var left = Included(one);
        foreach (var span in one.Spans)
        {
            var taken = Math.Min(left, span.Hours);
            left -= taken;
            yield return new Earning(span, span.Span.Class, PayPartKind.Included, -taken, Rate(span), 0);
        }
    }

    private Earning Hours(PaidSpan span, decimal quantity) =>
        new(span, span.Span.Class, PayPartKind.Hours, quantity, Rate(span), span.Hours);

    // As if the work had gone on: in the class in which it ended.
    private Earning Extra(Worked one, PayPartKind what, decimal hours) =>
        new(one.Spans[^1], one.Spans[^1].Span.Class, what, hours, Rate(one.Spans[^1]), 0);

    private decimal? Rate(PaidSpan span)
    {
        var rule = span.Policy.Callout!;
        return Price(span.Span.Class is { } known && rule.Rates.TryGetValue(known, out var rate) ? rate : rule.Rate, span);
    }

    private decimal? Price(PayRate? rate, PaidSpan span) =>
        Pricing.Of(rate, person, span.Span.Day, span.Policy.Currency ?? policies.Currency);

    private static decimal Included(Worked one) =>
        one.Rule!.Included is { } included ? Math.Min(one.Hours, PaidSpan.HoursOf(included)) : 0;

    private static decimal Rounded(decimal hours, CalloutRounding rounding)
    {
        if (rounding.To is not { } to || rounding.Mode == RoundingMode.None) return hours;
        var steps = hours / PaidSpan.HoursOf(to);
        return PaidSpan.HoursOf(to) * rounding.Mode switch
        {
            RoundingMode.Up => decimal.Ceiling(steps),
            RoundingMode.Down => decimal.Floor(steps),
            _ => decimal.Round(steps, MidpointRounding.AwayFromZero),
        };
    }

    private List<Worked> Distinct(IEnumerable<Callout> callouts)
    {
        var taken = new List<Interval>();
        var found = new List<Worked>();
        var last = new Dictionary<string, int>();
        foreach (var one in callouts.OrderBy(one => one.Start).ThenBy(one => one.Incident, StringComparer.Ordinal))
        {
            var rest = Spans.Minus([new Interval(one.Start, one.End)], taken);
            taken.Add(new Interval(one.Start, one.End));
            var spans = rest.SelectMany(left => policies.Cut(person, one with { Start = left.Start, End = left.End })).ToList();
            if (spans.Count == 0 && !last.ContainsKey(one.Incident)) spans = [.. policies.Cut(person, one).Take(1).Select(AtOnce)];
            if (spans.Count == 0) continue;
            var begun = last.TryGetValue(one.Incident, out var index) ? found[index] : null;
            if (begun is not null && begun.Policy.Id == spans[0].Policy.Id && spans[0].Span.Start < begun.Start + Window(begun))
                found[index] = new Worked([.. begun.Spans, .. spans]);
            else
            {
                last[one.Incident] = found.Count;
                found.Add(new Worked(spans));
            }
        }

        return found;
    }

    // All of its time is that of the one around it.
    private static PaidSpan AtOnce(PaidSpan span) => span with { Span = span.Span with { End = span.Span.Start } };

    // Who comes back to an incident before what is paid at least is over has one callout.
    private static Duration Window(Worked begun)
    {
        if (begun.Rule is not { } rule) return Duration.Zero;
        var step = rule.Rounding is { Of: RoundingOf.Each, Mode: not RoundingMode.None, To: { } to } ? to : Duration.Zero;
        return rule.Window ?? Duration.Max(rule.Minimum?.Of(begun.First.Span.Class) ?? Duration.Zero, step);
    }

    /// <summary>What of one incident is paid for.</summary>
    private sealed record Worked(IReadOnlyList<PaidSpan> Spans)
    {
        public PaidSpan First => Spans[0];
        public PayPolicy Policy => First.Policy;
        public CalloutRule? Rule => First.Policy.Callout;
        public Instant Start => First.Span.Start;
        public decimal Hours { get; } = Spans.Sum(span => span.Hours);
        public bool IsPaidByHour => Rule!.AtLeast?.Of(First.Span.Class) is not { } atLeast || Hours >= PaidSpan.HoursOf(atLeast);
    }

    /// <summary>What earlier callouts under a policy mean for the next.</summary>
    private sealed class Begun
    {
        private readonly List<(Instant Start, decimal Hours)> credited = [];

        public HashSet<LocalDate> Days { get; } = [];
        public HashSet<string> Incidents { get; } = [];

        /// <summary>When the last one with a fee began.</summary>
        public Instant? Fee { get; set; }

        /// <summary>How much of a minimum is left below the cap, beside what was credited in a span that this callout lies in.</summary>
        public decimal Allowed(MinimumCap? cap, Instant start, decimal hours, decimal minimum)
        {
            if (cap is null) return minimum;
            var before = credited.Where(one => one.Start + cap.Per > start).Sum(one => one.Hours);
            var allowed = Math.Clamp(PaidSpan.HoursOf(cap.Hours) - before - hours, 0, minimum);
            credited.Add((start, hours + allowed));
            return allowed;
        }
    }
}
