using System.Security.Cryptography;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Whom somebody wants on call, from start (included) to end (not included).</summary>
/// <param name="Layer">Null: the first layer.</param>
/// <param name="Typed">The local times that were typed; null where instants were given.</param>
public sealed record NewOverride(
    string Person, Instant Start, Instant End, string? Layer = null, string? Reason = null, TypedSpan? Typed = null)
{
    /// <summary>What the reader of the preview may not expect.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];
}

/// <summary>Works out overrides and their removal: the rule behind the command and the API. Rights are checked by who calls.</summary>
public sealed class Overrides(IStore store, Schedules schedules, OrgChart chart)
{
    private static readonly Duration Longest = Duration.FromDays(366);

    private readonly Availability duties = new(store, schedules);

    /// <summary>What the override comes to. A start in the past is now.</summary>
    /// <exception cref="RefusedException">A name is unknown, the person has left by then, or the span is empty, over or longer than a
    /// year.</exception>
    public async Task<(Plan Plan, ShiftChange Made)> PlanAsync(Rotation rotation, NewOverride wish, Actor by, CancellationToken ct)
    {
        var person = await chart.PersonAsync(wish.Person, ct);
        var layer = LayerOf(rotation, wish.Layer, Instant.Max(wish.Start, by.Now));
        // What was shown stays as it was shown; what is done starts no earlier than now.
        var shown = Instant.Max(Whole(wish.Start), Whole(by.AskedAt));
        var start = Instant.Max(shown, Whole(by.Now));
        var end = Whole(wish.End);
        if (wish.End <= wish.Start)
            throw new RefusedException(
                $"The end, {wish.End}, is not after the start, {wish.Start}. Give an end that is later.")
            { Field = "end" };
        if (end <= start)
            throw new RefusedException(
                $"The end, {wish.End}, is past, so there is nothing left to override. Give an end that is still to come.")
            {
                Field = "end",
            };
        if (end - start > Longest)
            throw new RefusedException(
                $"From {start} to {end} is longer than a year. Change the roster in the organisation file instead.")
            { Field = "end" };
        if (person.Leaves < end)
            throw new RefusedException(
                $"{person.Name} leaves on {person.Until:uuuu-MM-dd}, before the override ends. Choose somebody else, or an earlier end.")
            {
                Field = "person",
            };

        var made = new ShiftChange(NewId(), ShiftSource.Override, layer, start, end, person.Id, null)
        {
            DecidedAt = by.Now,
            DecidedBy = by.Id,
            Reason = wish.Reason,
            Typed = wish.Typed,
        };
        var read = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        var before = (await schedules.ForAsync(rotation, ct)).Between(shown, end, layer);
        var away = await duties.AwayAsync(made, person.Name, ct);
        var facts = (await FactsAsync(made, before, by, ct)) with { IsAway = away.Count > 0 };
        var preview = facts with { Made = made with { Start = shown } };
        var notes = await duties.DoubleAsync(rotation.Id, preview.Made, person.Name, [], ct);
        return (new Plan(OverrideReplies.Preview(rotation, preview, [.. wish.Notes, .. away, .. notes]),
            OverrideReplies.Done(rotation, facts),
        [
            Change.Upsert(rotation.Id, read, new RotationChanges([.. read?.Value.Changes ?? [], made])),
            Change.Audit(
                Audit(by, "oncall override", rotation, Ids(before, start, end), $"{layer}: {person.Id} {start}/{end}") with
                {
                    Reason = wish.Reason,
                }),
            .. OverrideReplies.Said(rotation, facts, by.Now),
        ]), made);
    }

    /// <summary>What it comes to when an override is taken back. The part that was worked already stays.</summary>
    /// <exception cref="RefusedException">There is no such override, or it is over.</exception>
    public async Task<Plan> PlanRemovalAsync(Rotation rotation, string id, Actor by, CancellationToken ct)
    {
        var read = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        var found = read?.Value.Changes.FirstOrDefault(change => change.Id == id && change.Kind == ShiftSource.Override);
        if (read is null || found is null)
            throw new RefusedException($"{rotation.Id} has no override '{id}'. See its overrides with: changes {rotation.Id}")
            {
                Field = "override",
                Missing = true,
            };
        var now = Whole(by.Now);
        if (found.End <= now)
            throw new RefusedException(
                $"The override '{id}' ended {found.End}; what was worked is not changed any more.")
            { Field = "override" };

        // Begun: what was worked stays, the rest goes.
        IEnumerable<ShiftChange> worked = found.Start < now ? [found with { End = now, Typed = null }] : [];
        var without = new RotationChanges([.. read.Value.Changes.Where(change => change != found), .. worked]);
        var shown = found with { Start = Instant.Max(found.Start, Whole(by.AskedAt)) };
        var then = await new Schedules(new StoreOverlay(store, [Change.Replace(read, without)])).ForAsync(rotation, ct);
        var facts = await FactsAsync(shown, then.Between(shown.Start, shown.End, shown.Layer), by, ct);
        return new Plan(OverrideReplies.RemovalPreview(rotation, facts), OverrideReplies.Removed(rotation, facts),
        [
            Change.Replace(read, without),
            Change.Audit(Audit(by, "oncall override remove", rotation, $"{found.Layer}: {found.Person} {found.Start}/{found.End}", null)),
            .. OverrideReplies.RemovalSaid(rotation, facts, by.Now),
        ]);
    }

    private async Task<OverrideFacts> FactsAsync(ShiftChange made, IReadOnlyList<Shift> before, Actor by, CancellationToken ct)
    {
        var names = new Dictionary<string, string>();
        foreach (var person in before.Select(shift => shift.Person).Append(made.Person).Append(by.Person).OfType<string>().Distinct())
            names[person] = await chart.NameAsync(person, ct);
        return new OverrideFacts(made, before, by, names);
    }

    /// <summary>The layer that a change names; without one the first.</summary>
    /// <param name="at">When the change starts: a layer that is removed by then takes none.</param>
    /// <exception cref="RefusedException">There is no such layer.</exception>
    public static string LayerOf(Rotation rotation, string? named, Instant at)
    {
        var layers = rotation.Layers.Where(layer => !layer.IsRemoved(at)).Select(layer => layer.Id).ToList();
        if (named is null) return layers[0];
        if (layers.Contains(named)) return named;
        var nearest = Nearest.To(named, layers);
        throw new RefusedException(
            $"{rotation.Id} has no layer '{named}'. " +
                (nearest is null ? $"It has {string.Join(", ", layers)}." : $"Did you mean '{nearest}'?"))
        { Field = "layer" };
    }

    private static AuditEntry Audit(Actor by, string action, Rotation rotation, string? old, string? made) =>
        new(by.Now, by.Id, action, $"rotation/{rotation.Id}", by.Origin) { Old = old, New = made };

    private static string Ids(IReadOnlyList<Shift> before, Instant start, Instant end) => string.Join(", ", before.Select(shift =>
        $"{shift.Layer}: {shift.Person ?? "nobody"} {Instant.Max(shift.Start, start)}/{Instant.Min(shift.End, end)}"));

    private static Instant Whole(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}
