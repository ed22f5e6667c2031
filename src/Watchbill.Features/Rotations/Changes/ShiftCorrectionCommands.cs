using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Rotations;

/// <summary>Says who really worked a shift that is over; pay and history follow it.</summary>
public sealed class ShiftCorrectionCommands(ShiftCorrections corrections, Schedules schedules, WorkedShifts worked, OrgChart chart)
    : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "correct <rotation> <when> <person> [layer <layer>] because <text>",
            "Say who really worked a shift that is over; for leads", CorrectAsync)
        {
            Reads = new() { { "layer", (call, ct) => OverrideCommands.LayerAsync(chart, call, ct) } },
        },
    ];

    private async Task<Answer> CorrectAsync(Call call, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw await chart.NotALeadAsync(rotation, "correct", call.Now, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var (start, end) = ShiftPhrase.Past(call.Arguments.Required("when"), "when", call.AskedAt, zone);
        // A moment means the whole shift that holds it; a span only itself.
        if (end - start == Duration.FromSeconds(1))
        {
            var layer = Overrides.LayerOf(rotation, call.Arguments["layer"], start);
            var shift =
                (await worked.BetweenAsync(schedule, start, end, call.Now, ct))
                    .FirstOrDefault(piece => piece.Layer == layer && piece.Covers(start))
                    ?? throw new RefusedException(
                        $"{rotation.Id} ({layer}) was off-hours then. There is no shift to correct.")
                    { Field = "when" };
            (start, end) = (shift.Start, shift.End);
        }

        var wish =
            new NewCorrection(call.Arguments.Required("person"), start, end, call.Arguments.Required("text"), call.Arguments["layer"]);
        return (await corrections.PlanAsync(rotation, wish, Actor.Of(call), ct)).Plan;
    }
}
