using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Who really worked, in a span of the past.</summary>
/// <param name="Layer">Null: the first layer.</param>
public sealed record NewCorrection(string Person, Instant Start, Instant End, string Reason, string? Layer = null);

/// <summary>Works out corrections of recorded shifts: new rows beside the records, which stay. Rights are checked by who calls.</summary>
public sealed class ShiftCorrections(IStore store, Schedules schedules, WorkedShifts worked, OrgChart chart)
{
    /// <summary>What the correction comes to.</summary>
    /// <exception cref="RefusedException">
    /// Nothing was recorded then, it is not over, the person is recorded there already, or is paid for it and says so themselves.
    /// </exception>
    public async Task<(Plan Plan, IReadOnlyList<ShiftCorrection> Made)> PlanAsync(
        Rotation rotation, NewCorrection wish, Actor by, CancellationToken ct)
    {
        var person = await PersonAsync(wish.Person, ct);
        if (string.IsNullOrWhiteSpace(wish.Reason))
            throw new RefusedException("Why? For example: because Ana was ill") { Field = "reason" };
        if (wish.End <= wish.Start)
            throw new RefusedException(
                $"The end, {wish.End}, is not after the start, {wish.Start}. Give an end that is later.")
            { Field = "end" };
        if (by.Person == person.Id && rotation.PaidIn(new Interval(wish.Start, wish.End)).Any())
            throw await chart.NotForThemselvesAsync(rotation, by, ct);
        var layer = Overrides.LayerOf(rotation, wish.Layer, wish.Start);
        if (await worked.MarkAsync(rotation.Id, by.Now, ct) is not { } recorded || wish.End <= recorded.First)
            throw new RefusedException(
                $"No shift of {rotation.Id} was recorded then: records begin when the rotation was created.")
            { Field = "when" };
        var schedule = await schedules.ForAsync(rotation, ct);
        var shifts =
            (await worked.BetweenAsync(schedule, wish.Start, wish.End, by.Now, ct))
                .Where(shift => shift.Layer == layer && shift.End > recorded.First).ToList();
        if (shifts.Exists(shift => shift.End > recorded.Through))
            throw new RefusedException(
                $"That shift of {rotation.Id} is not over. Change who is on call instead: `override {rotation.Id} {person.Id} <span>`")
            { Field = "when" };
        var wrong = shifts.Where(shift => shift.Person != person.Id).ToList();
        if (wrong.Count == 0)
        {
            throw new RefusedException(shifts.Count == 0
                ? $"{rotation.Id} ({layer}) was off-hours then. There is no shift to correct."
                : (Text)$"{People.Named(person)} is recorded there already. Nothing to correct.")
            { Field = "when" };
        }

        List<ShiftCorrection> made = [.. wrong.Select(shift => new ShiftCorrection(rotation.Id, layer,
            Instant.Max(shift.Start, Instant.Max(wish.Start, recorded.First)), Instant.Min(shift.End, wish.End), person.Id,
            wish.Reason.Trim()) { DecidedAt = by.Now, DecidedBy = by.Id })];
        var names = await chart.NamesAsync([.. wrong.Select(shift => shift.Person), person.Id, by.Person], ct);
        var facts = new ShiftCorrectionFacts(rotation, made, wrong, by, names);
        return (new Plan(ShiftCorrectionReplies.Preview(facts), ShiftCorrectionReplies.Done(facts),
        [
            .. made.Select(correction => Write.Create(correction.Id, correction)),
            .. made.Zip(wrong,
                (correction, shift) => Write.Audit(new AuditEntry(by.Now, by.Id, "oncall correct", $"rotation/{rotation.Id}", by.Origin)
                {
                    Old = $"{layer}: {shift.Person ?? "nobody"} {correction.Start}/{correction.End}",
                    New = $"{layer}: {person.Id} {correction.Start}/{correction.End}",
                    Reason = correction.Reason,
                })),
            .. ShiftCorrectionReplies.Told(facts),
        ])
        { Act = "Correct shift" }, made);
    }

    // Somebody who has left may well have worked then.
    private async Task<Person> PersonAsync(string named, CancellationToken ct) =>
        (await store.FindAsync<Person>(named.TrimStart('@'), ct))?.Value ?? await chart.PersonAsync(named, ct);
}
