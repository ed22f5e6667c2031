using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>A page lived through by moving the clock. Times are minutes after its trigger.</summary>
internal sealed class Course
{
    private readonly List<(string Level, double From, double To, string Person)> shifts = [];
    private double now;
    private (double From, double To)? maintenance;

    public Course(Urgency urgency, int repeat, params (string To, double After)[] steps)
    {
        Trigger = Cases.At("2026-11-30T02:58:00Z");
        Page = new Page("checkout", 12, urgency, Trigger).With(new PageEvent(Trigger, PageEventKind.Opened)).Follow(
            Some.Payments with { Repeat = repeat },
            [.. steps.Select(step => new EscalationStep(step.To, Duration.FromMinutes(step.After)))],
            Trigger, held: false);
    }

    public Instant Trigger { get; }

    public Page Page { get; private set; }

    /// <summary>When the rotation's promise begins and ends; empty: it is always in force.</summary>
    public IReadOnlyList<(double From, double To)> Promised { get; init; } = [];

    public double? Active { get; set; }

    /// <summary>When whoever has it leaves.</summary>
    public double? Leaves { get; init; }

    /// <summary>Who was paged and when: <c>0 ana, 5 ben</c>.</summary>
    public string Paged => string.Join(", ", Page.Taken.SelectMany(step => step.People.Select(person => Cases.Invariant(
        $"{(step.At - Trigger).TotalMinutes:0.##} {person}"))));

    public Course On(string level, string person, double from = 0, double to = double.MaxValue)
    {
        shifts.Add((level, from, to, person));
        return this;
    }

    /// <summary>The service is in maintenance, and the page waits for its end.</summary>
    public void Hold(double from, double to)
    {
        maintenance = (from, to);
        Page = Page with { Held = true };
    }

    /// <summary>Wakes the page at every instant at which a job would, until then.</summary>
    public Course Until(double minute)
    {
        Page = PageCourse.Advance(Page, At(now));
        foreach (var next in Wakes().TakeWhile(_ => now <= minute))
        {
            if (next > minute) break;
            now = next;
            Page = PageCourse.Advance(Page, At(now));
        }

        now = minute;
        return this;
    }

    /// <summary>Nobody wakes it until then.</summary>
    public Course Down(double minute)
    {
        now = minute;
        Page = PageCourse.Advance(Page, At(now));
        return this;
    }

    public Course Do(double minute, Func<Page, Instant, Page> step)
    {
        // What people do is stored first.
        Until(Math.BitDecrement(minute));
        now = minute;
        Page = step(Page, Instant(minute));
        return Until(minute);
    }

    public Instant Instant(double minute) => Trigger + Duration.FromMinutes(minute);

    public double Minute(Instant at) => Math.Round((at - Trigger).TotalMinutes, 3);

    private IEnumerable<double> Wakes()
    {
        while (true)
        {
            var next =
                shifts.SelectMany(shift => new[] { shift.From, shift.To }).Append(Page.Due is { } due ? Minute(due) : double.MaxValue)
                    .Append(Leaves ?? double.MaxValue).Append(maintenance?.To ?? double.MaxValue)
                    .Where(at => at > now).DefaultIfEmpty(double.MaxValue).Min();
            yield return next;
        }
    }

    private Situation At(double minute) => new(Instant(minute),
        shifts.Where(shift => shift.From <= minute && minute < shift.To).GroupBy(shift => shift.Level)
            .ToDictionary(level => level.Key, level => (IReadOnlyList<string>)[.. level.Select(shift => shift.Person)]))
    {
        Promised = Promised.Count == 0 ? Instant(minute)
            : Promised.Where(span => minute < span.To).Select(span => (Instant?)Instant(Math.Max(minute, span.From))).Min(),
        MaintenanceEnds = maintenance is var (from, to) && from <= minute && minute < to ? Instant(to) : null,
        Active = Active is { } active ? Instant(active) : null,
        Left = Page.By is not null && Leaves <= minute,
    };
}
