using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Paging;

namespace Watchbill.Reading;

/// <summary>One thing that happened to a page, in plain words.</summary>
public sealed record PageLine(Instant At, string Text);

/// <summary>
/// The course of a page as people read it afterwards: what was tried, what arrived, who answered. In plain words, as the API answers it.
/// </summary>
public static class PageTimeline
{
    /// <param name="zone">In which times within a line are written.</param>
    public static IReadOnlyList<PageLine> Of(Page page, Func<string, string> name, DateTimeZone zone)
    {
        var lines = InTurn(page.Events).Select(one => (one.From, Line: new PageLine(one.Event.At, Said(page, one.Event, name, zone))))
            .Concat(page.Taken.Select(step => (From: step.At, Line: new PageLine(step.At, Said(page, step, name)))))
            .Concat(page.Calls.Where(call => call.Outcome == CallOutcome.Failed || call.Outcome == CallOutcome.Answered && !IsSaid(call))
                .Select(call => (From: call.EndedAt ?? call.At, Line: new PageLine(call.EndedAt ?? call.At,
                    call.Outcome == CallOutcome.Failed
                        ? $"{name(call.Person)} was not reached by {call.Method}: {PageWords.Failed(call)}."
                        : $"{name(call.Person)} answered by {call.Method}."))));
        return [.. lines.OrderBy(one => one.From).Select(one => one.Line)];

        // One press is one line: what was done by it says by which method.
        bool IsSaid(PageCall call) => page.Events.Any(happened => happened.Person == call.Person && happened.At == call.EndedAt);
    }

    // That an incident was resolved is known to the second: it comes after what happened in that second, and no event before one that
    // was stored sooner.
    private static IEnumerable<(Instant From, PageEvent Event)> InTurn(IEnumerable<PageEvent> events)
    {
        var last = Instant.MinValue;
        foreach (var happened in events)
        {
            var isRounded = happened.Kind == PageEventKind.Resolved && happened.At == happened.At.ToWholeSeconds();
            last = Instant.Max(last, isRounded ? happened.At + Duration.FromSeconds(1) - Duration.Epsilon : happened.At);
            yield return (last, happened);
        }
    }

    /// <summary>The same with their times: each day is said once.</summary>
    public static IEnumerable<Text> Lines(IReadOnlyList<PageLine> lines, DateTimeZone zone) => lines.Select((line, i) =>
    {
        var isFirst = i == 0;
        var sameDay = !isFirst && lines[i - 1].At.InZone(zone).Date == line.At.InZone(zone).Date;
        var shape = isFirst ? TimeShape.Time : sameDay ? TimeShape.Clock : TimeShape.DateAndTime;
        return (Text)$"{new Time(line.At, shape)} {line.Text}";
    });

    private static string Said(Page page, TakenStep step, Func<string, string> name)
    {
        var was = step.People.Count == 1 ? "was" : "were";
        return step switch
        {
            { Missed: true } => $"{PageWords.Level(step.To, name)} was due while Watchbill was down, and was passed.",
            { People.Count: 0 } => $"Nobody was paged: {PageWords.Nobody(page, step, name)}. Went on at once.",
            { Incoming: true } => $"{string.Join(", ", step.People.Select(name))} came on call as {step.To} and {was} paged.",
            _ => $"{PageWords.Called(step, name).ToString()} {was} paged." + (step.Unreached ? " Nothing arrived; went on at once." : ""),
        };
    }

    private static string Said(Page page, PageEvent happened, Func<string, string> name, DateTimeZone zone)
    {
        var who = happened.Person is { } person ? name(person) : "Somebody";
        var by = page.Calls.FirstOrDefault(call => call.Outcome == CallOutcome.Answered && call.Person == happened.Person
            && call.EndedAt == happened.At) is { } call ? $" by {call.Method}" : "";
        var until = happened.Until is { } at ? TimeWords.Of(at, new Reader(zone, happened.At) { Stays = true }) : "";
        return happened.Kind switch
        {
            PageEventKind.Opened => "The page was opened.",
            PageEventKind.Waiting => $"It waits until {until}, off-hours.",
            PageEventKind.Held => $"It waits until {until}, when the maintenance ends.",
            PageEventKind.Nobody => "Nobody is left to page. Watchbill tries again.",
            PageEventKind.Over => "Nobody acknowledged. Paging stopped; the page stays open.",
            PageEventKind.TakenOver => $"{who} took it over.",
            PageEventKind.Acknowledged => $"{who} acknowledged{by}.",
            PageEventKind.Snoozed => $"{who} snoozed it until {until}.",
            PageEventKind.SnoozeOver => "The snooze ended.",
            PageEventKind.Silent => $"{who} was silent for too long. It was opened again.",
            PageEventKind.GivenBack => $"{who} gave it back.",
            PageEventKind.Left => $"{who}, who had it, left. It was opened again.",
            PageEventKind.Escalated => $"{who} escalated it.",
            PageEventKind.Forwarded => $"{who} forwarded it to {happened.To}.",
            PageEventKind.Worse => "The incident became worse. It was paged again.",
            PageEventKind.Quiet => "The incident became one that pages nobody.",
            PageEventKind.Reopened => "The incident was reopened.",
            _ => "The incident was resolved.",
        };
    }
}
