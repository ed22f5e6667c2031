using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Works out that a taken cover is given back: by its taker before it starts, by a lead until it is over.</summary>
public sealed class CoverReturns(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly Covers covers = new(store, schedules, chart);

    /// <summary>The covers that somebody took and can still give back, by start, each with its rotation.</summary>
    public async Task<IReadOnlyList<(string Rotation, ShiftChange Cover)>> OfAsync(string person, Instant now, CancellationToken ct)
    {
        var taken = new List<(string Rotation, ShiftChange Cover)>();
        foreach (var rotation in await schedules.NamingAsync([person], ct))
        {
            if (await store.FindAsync<RotationChanges>(rotation.Id, ct) is not { } read) continue;
            taken.AddRange(read.Value.Changes
                .Where(change => change.Kind == ShiftSource.Cover && change.Person == person && change.Start > now)
                .Select(change => (rotation.Id, change)));
        }

        return [.. taken.OrderBy(one => one.Cover.Start)];
    }

    /// <param name="rotation">Where it is; null: it is looked for in all.</param>
    /// <param name="id">The cover's, or that of the request of which it is the only part that can be given back.</param>
    /// <exception cref="RefusedException">There is no such cover, it is over, or it is not for this person to give back.</exception>
    public async Task<Plan> PlanAsync(string? rotation, string id, Actor by, CancellationToken ct)
    {
        var now = by.Now.ToWholeSeconds();
        var (read, found) = await FindAsync(rotation, id, now, ct);
        var of = await chart.RotationAsync(read.Id, ct);
        if (found.End <= now)
            throw new RefusedException($"This cover is over: what was worked stays.")
            {
                Field = "change",
            };
        await MustBeAllowedAsync(of, found, by, ct);

        // Begun: what was worked stays, the rest goes.
        IEnumerable<ShiftChange> worked = found.Start < now ? [found with { End = now, Typed = null }] : [];
        var without = new RotationChanges([.. read.Value.Changes.Where(change => change != found), .. worked]);
        var returned = found with { Start = Instant.Max(found.Start, by.AskedAt.ToWholeSeconds()) };
        var then = await new Schedules(new StoreOverlay(store, [Write.Replace(read, without)])).ForAsync(of, ct);
        var pieces = then.Between(returned.Start, returned.End, returned.Layer);
        var again = await new CoverReopenings(store, covers).OfAsync(then, returned.Layer,
            [new Interval(returned.Start, returned.End)], by.Person == found.Person ? found.Person : null, by, ct);
        var asks = await AsksAsync(of, then, returned, again, by, ct);
        var names = await chart.NamesAsync(
            [.. pieces.Select(piece => piece.Person), .. asks.SelectMany(ask => ask.Request.Asked), found.Person, found.Instead, by.Person],
            ct);
        var facts = new ReturnFacts(of, returned, pieces, by, names) { Asks = asks, Again = again };
        return new Plan(ReturnReplies.Preview(facts), ReturnReplies.Done(facts),
        [
            Write.Replace(read, without),
            .. CoverReopenings.Changes(again, by),
            Write.Audit(new AuditEntry(by.Now, by.Id, "oncall cover return", $"rotation/{of.Id}", by.Origin)
            {
                Old = $"{found.Layer}: {found.Person} {found.Start}/{found.End}",
            }),
            .. ReturnReplies.Told(facts),
            .. Covers.Changes(asks, by),
        ])
        { Act = "Hand back cover" };
    }

    private async Task<(Stored<RotationChanges> Read, ShiftChange Found)> FindAsync(
        string? rotation, string id, Instant now, CancellationToken ct)
    {
        IReadOnlyList<Stored<RotationChanges>> all = rotation is null ? await store.ListAsync<RotationChanges>(IdRange.All, ct)
            : await store.FindAsync<RotationChanges>(rotation, ct) is { } one ? [one] : [];
        foreach (var read in all)
        {
            if (read.Value.Changes.FirstOrDefault(change => change.Kind == ShiftSource.Cover
                && change.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found) return (read, found);
        }

        if (await OfRequestAsync(all, id, now, ct) is { } taken) return taken;
        throw new RefusedException($"No cover `{id}`. See those of a rotation, for example: changes payments")
        {
            Field = "change",
            Missing = true,
        };
    }

    // Whoever asked for cover knows the id of the request.
    private async Task<(Stored<RotationChanges> Read, ShiftChange Found)?> OfRequestAsync(
        IReadOnlyList<Stored<RotationChanges>> all, string id, Instant now, CancellationToken ct)
    {
        if ((await store.FindAsync<CoverRequest>(id.ToLowerInvariant(), ct))?.Value is not { } request
            || all.FirstOrDefault(read => read.Id == request.Rotation) is not { } read) return null;
        var taken = read.Value.Changes.Where(change => change.Kind == ShiftSource.Cover && change.End > now
            && change.Layer == request.Layer && change.Instead == request.Person
            && request.Taken.Any(part => part.Person == change.Person && part.Start == change.Start && part.End == change.End)).ToList();
        return taken switch
        {
            [] => null,
            [var only] => (read, only),
            _ => throw new RefusedException($"Several parts of it are taken. Choose one: changes {read.Id}") { Field = "change" },
        };
    }

    private async Task MustBeAllowedAsync(Rotation rotation, ShiftChange found, Actor by, CancellationToken ct)
    {
        // What a token may change is checked by who calls.
        if (by.Person is null) return;
        var begun = found.Start <= by.AskedAt;
        if (found.Person == by.Person && !begun || await chart.LeadsAsync(by, rotation, ct)) return;
        var leads = (await chart.NamesAsync(await chart.Leads.OfAsync(rotation, by.Now, ct), ct)).Values;
        var ask = $"Ask {(leads.Any() ? string.Join(" or ", leads) : "an admin")}.";
        throw new RefusedException(found.Person == by.Person
            ? $"It has begun: only leads of {rotation.Id} can hand it back. {ask}"
            : $"Only {await chart.WhoAsync(found.Person, ct)} and leads of {rotation.Id} can hand this back. {ask}")
        {
            Forbidden = true,
        };
    }

    // Whoever is missing in the time looks for somebody, unless a request of theirs for it is open.
    private async Task<IReadOnlyList<CoverAsk>> AsksAsync(
        Rotation rotation, Schedule then, ShiftChange returned, IReadOnlyList<CoverAgain> again, Actor by, CancellationToken ct)
    {
        if (returned.Instead is not { } holder) return [];
        var vacant =
            then.Between(returned.Start, returned.End, returned.Layer).Where(piece => piece.Person is null && piece.Instead == holder)
                .Select(piece => new Interval(piece.Start, piece.End)).ToList();
        if (vacant.Count == 0) return [];
        var open = (await store.OpenCoversAsync(ct)).Select(request => request.Value)
            .Concat(again.Select(one => one.Ask.Request))
            .Where(request => request.Rotation == rotation.Id && request.Layer == returned.Layer && request.Person == holder)
            .Select(request => new Interval(request.Start, request.End)).ToList();
        var absence = (await store.FindAsync<Absences>(holder, ct))?.Value.Items
            .FirstOrDefault(away => away.Start < returned.End && away.End > returned.Start)?.Id;
        var held = HeldShift.Within(then, holder, new Interval(returned.Start, returned.End))
            .Where(holding => holding.Layer == returned.Layer)
            .SelectMany(holding => holding.Without(open))
            .Where(holding => holding.Pieces.Any(piece => vacant.Exists(empty => empty.Start < piece.End && empty.End > piece.Start)));
        return await covers.AskAsync(rotation, held, by, absence, ct);
    }
}
