using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Works out the requests for cover that a leaver's shifts raise: one for each shift that nobody is asked for yet.</summary>
internal sealed class LeaverCovers(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly Covers covers = new(store, schedules, chart);

    /// <param name="schedule">The rotation as it will be.</param>
    /// <param name="vacated">What of it nobody holds, in order.</param>
    public async Task<IReadOnlyList<CoverAsk>> AsksAsync(
        Schedule schedule, IReadOnlyList<VacatedShift> vacated, Instant now, CancellationToken ct)
    {
        var rotation = schedule.Rotation;
        var open =
            (await store.OpenCoversAsync(ct)).Select(request => request.Value).Where(request => request.Rotation == rotation.Id).ToList();
        var asks = new List<CoverAsk>();
        foreach (var left in vacated.GroupBy(shift => shift.Person))
        {
            var held = HeldShift.Within(schedule, left.Key, new Interval(left.Min(shift => shift.Start), left.Max(shift => shift.End)))
                .Select(holding => holding with
                {
                    Pieces = Spans.Minus(
                        [.. left.Where(shift => shift.Layer == holding.Layer)
                            .SelectMany(shift => holding.Pieces.Select(piece => Spans.Within(piece, shift.Start, shift.End)))
                                .OfType<Interval>()],
                        open.Where(request => request.Layer == holding.Layer && request.Person == left.Key)
                            .Select(request => new Interval(request.Start, request.End))),
                })
                .Where(holding => holding.Pieces.Count > 0);
            asks.AddRange(await covers.AskAsync(rotation, held, new Actor(CoverRequest.Leaving, "watchbill", now, now), null, ct));
        }

        return asks;
    }

    /// <summary>What is saved of the requests. Where nobody is free the lead hears it with the rest, so it is not said again.</summary>
    public static IEnumerable<Write> Saved(IReadOnlyList<CoverAsk> asks, Instant now) =>
    [
        .. asks.Select(ask => Write.Create(ask.Id, ask.Request with { EscalatedAt = ask.Request.Asked.Count == 0 ? now : null })),
        .. asks.Select(ask => Write.Audit(Covers.Asked(ask.Request, new Actor(CoverRequest.Leaving, "watchbill", now, now)))),
    ];
}
