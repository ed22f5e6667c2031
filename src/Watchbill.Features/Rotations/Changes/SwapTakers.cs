using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Whether those who are given a shift by a swap can have it: qualified, in its roster, and still there at its end.</summary>
internal sealed class SwapTakers(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly TrainingGate gate = new(store, schedules);

    /// <exception cref="RefusedException">The other one is the same person; or somebody is not qualified and nobody insists, is not in
    /// the roster, or leaves.</exception>
    public async Task<Insisted> PassAsync(Rotation rotation, SwapRequest wish, Actor by, CancellationToken ct)
    {
        var with = await chart.PersonAsync(wish.With, ct);
        if (with.Id == wish.Given.Person)
            throw new RefusedException($"{People.Named(with)} is on call then already. Swap with somebody else.") { Field = "person" };
        var insisted = await gate.PassAsync(rotation, Of(wish), wish.Insist, by, ct);
        await MustBeInRosterAsync(rotation, wish, by, ct);
        return insisted;
    }

    /// <summary>The same when it is accepted. What a lead insisted on when it was offered holds.</summary>
    public async Task MustStillPassAsync(Rotation rotation, SwapRequest request, Actor by, CancellationToken ct)
    {
        if (request.Insist is null) await gate.PassAsync(rotation, Of(request), null, by, ct);
        await MustBeInRosterAsync(rotation, request, by, ct);
    }

    private static string[] Of(SwapRequest swap) => swap.Returned is null ? [swap.With] : [swap.With, swap.Given.Person];

    private async Task MustBeInRosterAsync(Rotation rotation, SwapRequest swap, Actor by, CancellationToken ct)
    {
        foreach (var (part, taker) in Swaps.Parts(swap).Zip(Of(swap)))
        {
            var person = await chart.PersonAsync(taker, ct);
            var time = new Interval(Instant.Min(Instant.Max(part.Start, by.Now), part.End), part.End);
            if (Spans.Minus([time], Members.Parts(rotation, taker, [time])).Count > 0)
            {
                var others =
                    await chart.NamesAsync(Members.Within(rotation, time)
                        .Where(member => member != swap.Given.Person && member != taker && member != by.Person), ct);
                var instead = taker == swap.With && others.Count > 0 ? $"Swap with {HandoffReplies.Or(others.Values)}, or ask" : "Ask";
                throw new RefusedException(
                    $"{People.Named(person)} is not in the rosters of {rotation.Id} then. {instead} a lead to override it.")
                { Field = "person" };
            }

            // They would leave a shift with nobody in it, which the other one believes to have given away.
            if (person.Leaves < part.End)
                throw new RefusedException(
                    $"{People.Named(person)} leaves on {TimeWords.Day(person.Until!.Value)}, before that shift ends. "
                        + $"Swap with somebody else.")
                { Field = "person" };
        }
    }
}
