using NodaTime;
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
        new("oncall", "override <rotation> <person> <span> [layer <layer>] [insist because <insist>] [because <text>]",
            "Put somebody on call for a while, or several by a list; for leads",
            OverrideAsync)
        {
            Also = "override payments ben mon 9-17; ben tue 9-17; cai wed 9-17",
            Reads = new() { { "span", SpansAsync }, { "layer", (call, ct) => LayerAsync(chart, call, ct) } },
        },
        new("oncall", "override remove <rotation> <override>", "Remove an override; for leads",
            (call, ct) => RemoveAsync(call, call.Arguments.Required("rotation"), call.Arguments.Required("override"), ct))
        { ChoicesAsync = RemovableAsync },
    ];

    // Once the rotation is known: nobody knows the id of an override.
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>> RemovableAsync(Call call, CancellationToken ct)
    {
        var choices = new Dictionary<string, IReadOnlyList<FormOption>>();
        if (call.Arguments["rotation"] is not { } named || await chart.FindRotationAsync(named, ct) is not { } rotation) return choices;
        var found = await overrides.RemovableAsync(rotation, call.Now, ct);
        if (found.Count == 0) throw new RefusedException($"{rotation.Id} has no override to remove.") { Missing = true };
        var names = await chart.NamesAsync(found.SelectMany(spans => spans).Select(span => span.Person), ct);
        var reader = new Reader(await chart.ZoneAsync(call.Caller.Person, ct), call.Now);
        choices["override"] = [.. found.Select(spans => new FormOption(spans.Key, OverrideListReplies.Choice([.. spans], names, reader)))];
        return choices;
    }

    private async Task<Answer> OverrideAsync(Call call, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw await chart.NotALeadAsync(rotation, "override", call.Now, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var (spans, notes) = await SpansAsync(call, schedule.TurnAfter(call.Now), ct);
        var wish = new NewOverride(spans, call.Arguments["layer"], call.Arguments["text"] ?? call.Arguments["insist"])
        {
            Insist = call.Arguments["insist"],
            Notes = notes,
        };
        return await call.OrInsistAsync(Verbs[0], async () => (await overrides.PlanAsync(rotation, wish, Actor.Of(call), ct)).Plan);
    }

    private Task SpansAsync(Call call, CancellationToken ct) => SpansAsync(call, nextTurn: null, ct);

    private async Task<(List<OverrideSpan> Spans, List<Text> Notes)> SpansAsync(Call call, Interval? nextTurn, CancellationToken ct)
    {
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var (spans, notes) = (new List<OverrideSpan>(), new List<Text>());
        var dated = false;
        foreach (var (person, times) in Parts(call.Arguments["person"] ?? "", call.Arguments.Required("span")))
        {
            var undated = TimePhrases.SaysNoDay(times, call.AskedAt, zone);
            if (dated && undated)
                throw new RefusedException($"On which day? '{person} {times}' names none. For example: ; {person} sat {times}")
                {
                    Field = "span",
                };
            dated |= !undated;
            var span = TimePhrases.Span(times, call.AskedAt, zone, nextTurn);
            spans.Add(new OverrideSpan(person == "me" ? call.Caller.Person : person, span.Start, span.End, span.Typed));
            notes.AddRange(span.Notes);
        }

        return (spans, notes);
    }

    /// <summary>Reads the layer where it is of a rotation that is there: else that one is what is wrong.</summary>
    internal static async Task LayerAsync(OrgChart chart, Call call, CancellationToken ct)
    {
        if (call.Arguments["rotation"] is { } named && await chart.FindRotationAsync(named, ct) is { } rotation)
            Overrides.LayerOf(rotation, call.Arguments["layer"], call.Now);
    }

    // "ben mon 8:00 to 16:00; cai mon 16:00 to 24:00": each next one names its person first.
    private static IEnumerable<(string Person, string Times)> Parts(string person, string span)
    {
        var parts = span.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        yield return (person, parts.Length == 0 ? span : parts[0]);
        foreach (var part in parts.Skip(1))
        {
            yield return part.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var next, var times]
                ? (next, times)
                : throw new RefusedException($"When? '{part}' has no time. For example: ; cai mon 8:00 to 16:00")
                {
                    Field = "span",
                };
        }
    }

    private async Task<Answer> RemoveAsync(Call call, string named, string id, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(named, ct);
        if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw await chart.NotALeadAsync(rotation, "override", call.Now, ct);
        return await overrides.PlanRemovalAsync(rotation, id, Actor.Of(call), ct);
    }
}
