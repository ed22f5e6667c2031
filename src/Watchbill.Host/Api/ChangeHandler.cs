using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>Does at once what a token asks for: people have agreed on it where the request comes from.</summary>
internal sealed class ChangeHandler(
    ChangeAccess access, Swaps swaps, Covers covers, CoverTakes takes, CoverReturns returns, ShiftCorrections corrections,
    Schedules schedules, WorkedShifts worked, Plans plans, ChangeWarnings warnings, IClock clock)
{
    public Task<Rotation> RotationAsync(string id, Grant grant, CancellationToken ct) => access.FindAsync(id, grant, ct);

    public async Task<ChangesShape> SwapAsync(Rotation rotation, SwapBody agreed, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        foreach (var (start, end, field) in new[] { (agreed.Start, agreed.End, "end"),
            (agreed.OtherStart ?? agreed.Start, agreed.OtherEnd ?? agreed.End, "otherEnd") })
            Check(start, end, field);
        var layer = Overrides.LayerOf(rotation, agreed.Layer, agreed.Start);
        var swap = new SwapRequest(rotation.Id, new SwapPart(layer, agreed.Start, agreed.End, agreed.Person), agreed.With)
        {
            Returned = agreed is { OtherStart: { } start2, OtherEnd: { } end2 } ? new SwapPart(layer, start2, end2, agreed.With) : null,
            AskedBy = by.Id,
            AskedAt = by.Now,
            Insist = agreed.Insist,
        };
        IReadOnlyList<ShiftChange> made = [];
        var did = await plans.CommitAsync(
            async again => { (var plan, made) = await swaps.PlanAgreedAsync(rotation, swap, by, again); return plan; }, ct);
        return new ChangesShape([.. made.Select(change => ChangeShape.Of(rotation, change))])
        {
            Warnings = await warnings.OfAsync(rotation, (Plan)did, made, ct),
        };
    }

    public async Task<CoversShape> CoverAsync(Rotation rotation, CoverBody wish, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        Check(wish.Start, wish.End, "end");
        if (wish.End <= by.Now)
            throw new RefusedException($"The end, {wish.End}, is past, so there is nothing left to cover.") { Field = "end" };
        await access.PersonAsync(wish.Person, ct);
        var layer = wish.Layer is null ? null : Overrides.LayerOf(rotation, wish.Layer, Instant.Max(wish.Start, by.Now));
        var made = new CoversShape([], []);
        IReadOnlyList<ShiftChange> taken = [];
        var did = await plans.CommitAsync(async again =>
        {
            var schedule = await schedules.ForAsync(rotation, again);
            var start = Instant.Max(wish.Start.ToWholeSeconds(), by.Now.ToWholeSeconds());
            var held =
                HeldShift.Within(schedule, wish.Person, new Interval(start, wish.End.ToWholeSeconds()))
                    .Where(holding => (layer ?? holding.Layer) == holding.Layer).ToList();
            if (held.Count == 0)
                throw new RefusedException(
                    $"{wish.Person} holds no shift of {rotation.Id} in that time. See the shifts of {rotation.Id}.")
                { Field = "person" };
            if (wish.TakenBy is { } taker)
            {
                (var agreed, taken) = await takes.PlanAgreedAsync(rotation, held, taker, wish.Insist, by, again);
                made = new CoversShape([], [.. taken.Select(change => ChangeShape.Of(rotation, change))]);
                return agreed;
            }

            var plan = await covers.PlanAsync([.. held.Select(holding => (rotation, holding))], by, again);
            made =
                new CoversShape(
                    [.. plan.Writes.Where(change => change.Value is CoverRequest)
                        .Select(change => Shape(change.Id, (CoverRequest)change.Value!))], []);
            return plan;
        }, ct);
        return made with { Warnings = await warnings.OfAsync(rotation, (Plan)did, taken, ct) };
    }

    public async Task ReturnAsync(Rotation rotation, string cover, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        await plans.CommitAsync(async again => await returns.PlanAsync(rotation.Id, cover, by, again), ct);
    }

    public async Task<IReadOnlyList<ShiftCorrection>> CorrectAsync(
        Rotation rotation, CorrectionBody wish, Grant grant, CancellationToken ct)
    {
        var by = grant.By(clock);
        var layer = Overrides.LayerOf(rotation, wish.Layer, wish.Start);
        var schedule = await schedules.ForAsync(rotation, ct);
        var (start, end) = (wish.Start, wish.End);
        if (end is null)
        {
            var shift =
                (await worked.BetweenAsync(schedule, start, start + Duration.FromSeconds(1), by.Now, ct))
                    .FirstOrDefault(piece => piece.Layer == layer && piece.Covers(wish.Start))
                    ?? throw new RefusedException(
                        $"{rotation.Id} ({layer}) was off-hours at {start}, so there is no shift to correct.")
                    { Field = "start" };
            (start, end) = (shift.Start, shift.End);
        }

        IReadOnlyList<ShiftCorrection> made = [];
        await plans.CommitAsync(async again =>
        {
            (var plan, made) =
                await corrections.PlanAsync(rotation, new NewCorrection(wish.Person, start, end.Value, wish.Reason, layer), by,
                    again);
            return plan;
        }, ct);
        return made;
    }

    private static CoverShape Shape(string id, CoverRequest request) =>
        new(id, request.Rotation, request.Layer, request.Start, request.End, request.Person, request.Asked, request.State);

    private static void Check(Instant start, Instant end, string field)
    {
        if (end <= start)
            throw new RefusedException($"The end, {end}, is not after the start, {start}. Give an end that is later.") { Field = field };
        if (end - start > Duration.FromDays(366))
            throw new RefusedException($"From {start} to {end} is longer than a year. Give a shorter span.") { Field = field };
    }
}
