using System.Security.Cryptography;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Whom somebody wants on call: one span or several, which are one decision and are taken back as one.</summary>
/// <param name="Layer">Null: the first layer.</param>
public sealed record NewOverride(IReadOnlyList<OverrideSpan> Spans, string? Layer = null, string? Reason = null)
{
    /// <summary>Why a lead insists on somebody who is not qualified; null: nobody does.</summary>
    public string? Insist { get; init; }

    /// <summary>What the reader of the preview may not expect.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];
}

/// <summary>Somebody on call from start (included) to end (not included).</summary>
/// <param name="Typed">The local times that were typed; null where instants were given.</param>
public sealed record OverrideSpan(string Person, Instant Start, Instant End, TypedSpan? Typed = null);

/// <summary>Works out overrides and their removal: the rule behind the command and the API. Rights are checked by who calls.</summary>
public sealed class Overrides(IStore store, Schedules schedules, OrgChart chart)
{
    private static readonly Duration MaxSpan = Duration.FromDays(366);

    private readonly Availability duties = new(store, schedules);
    private readonly TrainingGate gate = new(store, schedules);
    private readonly RestWarnings rest = new(store, schedules);
    private readonly Covers covers = new(store, schedules, chart);

    /// <summary>What the override comes to. A start in the past is now.</summary>
    /// <exception cref="RefusedException">A name is unknown, the person has left by then, or a span is empty, over, longer than a
    /// year, or overlaps another one.</exception>
    public async Task<(Plan Plan, IReadOnlyList<ShiftChange> Made)> PlanAsync(
        Rotation rotation, NewOverride wish, Actor by, CancellationToken ct)
    {
        var layer = LayerOf(rotation, wish.Layer, Instant.Max(wish.Spans.Min(span => span.Start), by.Now));
        var (id, made, notes) = (NewId(), new List<ShiftChange>(), new List<Text>());
        var (parts, shown) = (new List<OverrideFacts>(), new List<OverrideFacts>());
        var schedule = await schedules.ForAsync(rotation, ct);
        var paged = !rotation.Layers.Any(one => one.Id == layer && one.Shadow);
        var told = (await store.FindAsync<HandoffState>(rotation.Id, ct))?.Value.Holders;
        foreach (var span in wish.Spans.OrderBy(span => span.Start))
        {
            var person = await chart.PersonAsync(span.Person, ct);
            // What was shown stays as it was shown; what is done starts no earlier than now.
            var from = Instant.Max(span.Start.ToWholeSeconds(), by.AskedAt.ToWholeSeconds());
            var change = Made(person, span, layer, by) with { Id = id, Reason = wish.Reason };
            if (made.Count > 0 && made[^1].End > change.Start) throw await OverlapAsync(made[^1], change, ct);
            made.Add(change);
            var who = person.Id == by.Person ? "You are" : $"{person.Name} is";
            var away = await duties.AwayAsync(change, who, ct);
            parts.Add((await FactsAsync(change, schedule.Between(from, change.End, layer), by, ct)) with
            {
                IsAway = away.Count > 0,
                IsHandedOver = paged && told is not null && told.TryGetValue(layer, out var holder) && holder != person.Id,
            });
            shown.Add(parts[^1] with { Made = change with { Start = from } });
            notes.AddRange([.. away, .. await duties.DoubleAsync(rotation.Id, shown[^1].Made, who, [], ct),
                .. await rest.OfAsync(rotation, shown[^1].Made, shown[^1].Before, [], by.Person, "confirm", by.AskedAt, ct)]);
        }

        var insisted = await gate.PassAsync(rotation, paged ? made.Select(change => change.Person) : [], wish.Insist, by, ct);
        var read = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        return (new Plan(OverrideListReplies.Preview(rotation, shown, [.. insisted.Notes, .. wish.Notes, .. notes.Distinct()]),
            OverrideListReplies.Done(rotation, parts),
        [
            Write.Upsert(rotation.Id, read, new RotationChanges([.. read?.Value.Changes ?? [], .. made])),
            Write.Audit(
                Audit(by, "oncall override", rotation,
                    string.Join(", ", parts.Select(part => Ids(part.Before, part.Made.Start, part.Made.End))), Ids(made)) with
                {
                    Reason = wish.Reason,
                }),
            .. insisted.Changes,
            .. OverrideListReplies.Said(rotation, parts, by.Now),
        ])
        { Act = "Confirm override" }, made);
    }

    private static ShiftChange Made(Person person, OverrideSpan span, string layer, Actor by)
    {
        var (start, end) =
            (Instant.Max(span.Start.ToWholeSeconds(), Instant.Max(by.AskedAt.ToWholeSeconds(), by.Now.ToWholeSeconds())),
                span.End.ToWholeSeconds());
        if (span.End <= span.Start)
            throw new RefusedException(
                $"The end, {span.End}, is not after the start, {span.Start}. Give an end that is later.")
            { Field = "end" };
        if (end <= start)
            throw new RefusedException(
                $"The end, {span.End}, is past, so there is nothing left to override. Give an end that is still to come.")
            {
                Field = "end",
            };
        if (end - start > MaxSpan)
            throw new RefusedException(
                "That is longer than a year. Change the roster in the organisation file instead.")
            { Field = "end" };
        if (person.Leaves < end)
            throw new RefusedException(
                $"{People.Named(person)} leaves on {TimeWords.Day(person.Until!.Value)}, before the override ends. "
                    + $"Name somebody else, or an earlier end.")
            {
                Field = "person",
            };
        return new ShiftChange("", ShiftSource.Override, layer, start, end, person.Id, null)
        {
            DecidedAt = by.Now,
            DecidedBy = by.Id,
            Typed = span.Typed,
        };
    }

    private async Task<RefusedException> OverlapAsync(ShiftChange one, ShiftChange other, CancellationToken ct) =>
        new((Text)$"The times of {await chart.WhoAsync(one.Person, ct)} and {await chart.WhoAsync(other.Person, ct)} overlap in the list. "
            + "Name one person for each time.")
        {
            Field = "span",
        };

    /// <summary>Those that can be removed, by start: the spans of each have one id.</summary>
    public async Task<IReadOnlyList<IGrouping<string, ShiftChange>>> RemovableAsync(Rotation rotation, Instant now, CancellationToken ct) =>
        [.. ((await store.FindAsync<RotationChanges>(rotation.Id, ct))?.Value.Changes ?? [])
            .Where(change => change.Kind == ShiftSource.Override && change.End > now)
            .OrderBy(change => change.Start).GroupBy(change => change.Id)];

    /// <summary>What it comes to when an override is taken back, all of its spans. The part that was worked already stays.</summary>
    /// <exception cref="RefusedException">There is no such override, or it is over.</exception>
    public async Task<Plan> PlanRemovalAsync(Rotation rotation, string id, Actor by, CancellationToken ct)
    {
        var read = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        var found = (read?.Value.Changes ?? []).Where(change => change.Id == id && change.Kind == ShiftSource.Override)
            .OrderBy(change => change.Start).ToList();
        if (read is null || found.Count == 0)
            throw new RefusedException($"No override `{id}` in {rotation.Id}. See its overrides: changes {rotation.Id}")
            {
                Field = "override",
                Missing = true,
            };
        var now = by.Now.ToWholeSeconds();
        if (found[^1].End <= now)
            throw new RefusedException(
                $"This override is over: what was worked stays.")
            { Field = "override" };

        // Begun: what was worked stays, the rest goes.
        var worked = found.Where(change => change.Start < now)
            .Select(change => change.End <= now ? change : change with { End = now, Typed = null });
        var without = new RotationChanges([.. read.Value.Changes.Except(found), .. worked]);
        var then = await new Schedules(new StoreOverlay(store, [Write.Replace(read, without)])).ForAsync(rotation, ct);
        var asked = by.AskedAt.ToWholeSeconds();
        var parts = new List<OverrideFacts>();
        foreach (var change in found.Where(change => change.End > asked).Select(change => change with
        {
            Start = Instant.Max(change.Start, asked),
        })) parts.Add(await FactsAsync(change, then.Between(change.Start, change.End, change.Layer), by, ct));
        var again = await new CoverReopenings(store, covers).OfAsync(then, found[0].Layer,
            [.. parts.Select(part => new Interval(part.Made.Start, part.Made.End))], null, by, ct);
        var (preview, done) = (OverrideListReplies.RemovalPreview(rotation, parts), OverrideListReplies.Removed(rotation, parts));
        return new Plan(preview with { Text = Text.Lines([preview.Text, .. CoverReplies.Again(again, would: true)]) },
            done with { Text = Text.Lines([done.Text, .. CoverReplies.Again(again, would: false)]) },
        [
            Write.Replace(read, without),
            Write.Audit(Audit(by, "oncall override remove", rotation, Ids(found), null)),
            .. CoverReopenings.Changes(again, by),
            .. OverrideListReplies.RemovalSaid(rotation, parts, by.Now),
        ])
        { Act = "Remove override" };
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
            $"No layer `{named}` in {rotation.Id}. " +
                (nearest is null ? $"It has {string.Join(", ", layers)}." : $"Did you mean `{nearest}`?"))
        { Field = "layer" };
    }

    private static AuditEntry Audit(Actor by, string action, Rotation rotation, string? old, string? made) =>
        new(by.Now, by.Id, action, $"rotation/{rotation.Id}", by.Origin) { Old = old, New = made };

    private static string Ids(IReadOnlyList<Shift> before, Instant start, Instant end) => string.Join(", ", before.Select(shift =>
        $"{shift.Layer}: {shift.Person ?? "nobody"} {Instant.Max(shift.Start, start)}/{Instant.Min(shift.End, end)}"));

    private static string Ids(IEnumerable<ShiftChange> changes) =>
        string.Join(", ", changes.Select(change => $"{change.Layer}: {change.Person} {change.Start}/{change.End}"));

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
}
