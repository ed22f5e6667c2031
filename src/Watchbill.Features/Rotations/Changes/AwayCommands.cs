using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Rotations;

/// <summary>Says when people are away. Only they and their leads see it listed; others see that a place is vacant.</summary>
public sealed class AwayCommands(AbsencePlans absences, RotationPicker picker, Schedules schedules, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "away [<span>]", "Say when you are away; without times, see when you are",
            (call, ct) => AwayAsync(call, call.Caller.Person, null, ct)),
        new("oncall", "sick [<span>]", "You are away, today without times", (call, ct) => AwayAsync(call, call.Caller.Person, "today", ct)),
        new("oncall", "away remove [<absence>]", "Remove an absence; without one, choose which", RemoveAsync),
        new("oncall", "absent <person> [<span>]", "Say that somebody of your team is away; for leads", AbsentAsync),
        new("oncall", "absent remove <person> [<absence>]", "Remove an absence of somebody in your team; for leads", RemoveAsync),
        new("oncall", "absences [<rotation>] [in <period>]", "Who is away; four weeks without a period; for leads", AbsencesAsync)
        {
            Looks = true,
            Kinds = ArgumentKinds.OnCall,
        },
    ];

    private async Task<Answer> AbsentAsync(Call call, CancellationToken ct) => await AwayAsync(call, await OtherAsync(call, ct), null, ct);

    /// <param name="otherwise">The span where none is said; null: absences are listed then.</param>
    private async Task<Answer> AwayAsync(Call call, string id, string? otherwise, CancellationToken ct)
    {
        var person = await chart.PersonAsync(id, ct);
        if ((call.Arguments["span"] ?? otherwise) is not { } said) return await ListAsync(call, person, ct);
        var span = TimePhrases.Span(said, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));
        return (await absences.PlanAsync(person, span, Actor.Of(call), ct)).Plan;
    }

    private async Task<Answer> RemoveAsync(Call call, CancellationToken ct)
    {
        var id = call.Arguments["person"] is null ? call.Caller.Person : await OtherAsync(call, ct);
        var person = await chart.PersonAsync(id, ct);
        return call.Arguments["absence"] is { } absence
            ? await absences.PlanRemovalAsync(person, absence, Actor.Of(call), ct)
            : await ListAsync(call, person, ct);
    }

    // Each with a button that previews its removal.
    private async Task<Answer> ListAsync(Call call, Person person, CancellationToken ct) =>
        AwayReplies.List(person.Id == call.Caller.Person ? null : person, await absences.OfAsync(person.Id, call.Now, ct),
            await chart.ZoneAsync(call.Caller.Person, ct));

    // Of the rosters that the caller may ask about, those people for whom they may also enter it.
    private async Task<Answer> AbsencesAsync(Call call, CancellationToken ct)
    {
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var span = TimePhrases.Period(call.Arguments["period"] ?? "next 28 days", call.AskedAt, zone);
        var named = call.Arguments["rotation"] is { } typed && NamedThings.IdOf(typed) is not NamedThings.Everything and var id ? id : null;
        var rotations = named is null ? await picker.AllAsync(ct) : (await picker.NamedAsync(named, call.Now, ct)).Rotations;
        var led = await absences.LedAsync(call.Caller, call.Now, ct);
        var people =
            rotations.SelectMany(rotation => rotation.Layers).SelectMany(layer => layer.MembersFrom(call.Now)).Distinct()
                .Where(led.Contains).ToList();
        if (people.Count == 0)
            throw new RefusedException(
                $"{(named is null ? "You lead no roster" : $"You lead nobody in {named}")}, and who is away is shown to themselves and " +
                    "their leads alone. Yours: away. Shifts that nobody has: covers")
            {
                Forbidden = true,
            };
        var away = new List<(string Person, Absence Absence)>();
        foreach (var person in people)
            away.AddRange((await schedules.AwayAsync(person, span.Start, span.End, ct)).Select(absence => (person, absence)));
        return AwayReplies.OfRosters(named, span, people.Count, away, await chart.NamesAsync(away.Select(absent => absent.Person), ct));
    }

    private async Task<string> OtherAsync(Call call, CancellationToken ct)
    {
        var person = await chart.PersonAsync(call.Arguments.Required("person"), ct);
        if (await absences.MayAsync(call.Caller, person.Id, call.Now, ct)) return person.Id;
        throw new RefusedException($"Only {People.Named(person)} and the leads of their teams can see and enter when they are away.")
        {
            Field = "person",
            Forbidden = true,
        };
    }
}
