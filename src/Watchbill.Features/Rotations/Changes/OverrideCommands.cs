using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Rotations;

/// <summary>Puts somebody on call for a while, by decision of a lead.</summary>
public sealed class OverrideCommands(Overrides overrides, Schedules schedules, OrgChart chart) : ICommands
{
    public IReadOnlyList<PressHandler> Presses =>
        [new("override-remove", (call, value, ct) => ButtonValue.Read(ButtonSubject.Rotation, value).Ids is [var rotation, var id]
            ? RemoveAsync(call, rotation, id, ct) : throw ButtonValue.NotUnderstood())];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "override <rotation> <person> <span> [layer <layer>] [because <text>]", "Put somebody on call for a while; for leads",
            OverrideAsync),
        new("oncall", "override remove <rotation> <override>", "Take an override back; for leads",
            (call, ct) => RemoveAsync(call, call.Arguments.Required("rotation"), call.Arguments.Required("override"), ct)),
    ];

    private async Task<Answer> OverrideAsync(Call call, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw await chart.NotALeadAsync(rotation, "override", call.Now, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var span = Phrases.Span(call.Arguments.Required("span"), call.AskedAt, zone, schedule.TurnAfter(call.Now));
        var wish =
            new NewOverride(call.Arguments.Required("person"), span.Start, span.End, call.Arguments["layer"], call.Arguments["text"],
                span.Typed)
            { Notes = span.Notes };
        return (await overrides.PlanAsync(rotation, wish, Actor.Of(call), ct)).Plan;
    }

    private async Task<Answer> RemoveAsync(Call call, string named, string id, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(named, ct);
        if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw await chart.NotALeadAsync(rotation, "override", call.Now, ct);
        return await overrides.PlanRemovalAsync(rotation, id, Actor.Of(call), ct);
    }
}
