using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Works out swaps: offered, accepted, and agreed already. Rights are checked by who calls.</summary>
public sealed class Swaps(IStore store, Schedules schedules, OrgChart chart)
{
    private const string Back = "-back";

    private readonly SwapTakers takers = new(store, schedules, chart);
    private readonly Availability duties = new(store, schedules);
    private readonly RestWarnings rest = new(store, schedules);

    /// <summary>Offers a shift to somebody. Nothing changes before they accept.</summary>
    /// <exception cref="RefusedException">The other one is not in the rotation, is the same person, or leaves; or it is asked for
    /// already.</exception>
    public async Task<Plan> PlanRequestAsync(Rotation rotation, SwapRequest wish, Actor by, CancellationToken ct)
    {
        var insisted = await takers.PassAsync(rotation, wish, by, ct);
        await store.MustBeFreeAsync(rotation.Id, wish.Given, by.Now, ct);
        var facts = await FactsAsync(rotation, wish, by, ct);
        facts = facts with
        {
            Notes = [.. insisted.Notes, .. await NotesAsync(facts, by.Person, "confirm", null, ct)],
            Theirs = await NotesAsync(facts, wish.With, "accept", wish.With, ct),
        };
        var id = Requests.NewId();
        return new Plan(SwapReplies.Preview(facts), SwapReplies.Asked(facts, id),
        [
            Write.Create(id, wish),
            Write.Audit(Audit(by, "oncall swap", rotation, null, Said(wish))),
            .. insisted.Changes,
            .. SwapReplies.Told(facts, id),
        ])
        { Act = "Confirm offer" };
    }

    /// <summary>What it comes to when the other one accepts.</summary>
    /// <exception cref="RefusedException">It is answered or over, is somebody else's to answer, or somebody no longer holds their
    /// shift.</exception>
    public async Task<Plan> PlanAcceptAsync(Stored<SwapRequest> read, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        var rotation = await chart.RotationAsync(request.Rotation, ct);
        if (request.With != by.Person)
            throw new RefusedException(
                $"Only {await chart.WhoAsync(request.With, ct)} can accept this swap.")
            { Forbidden = true };
        if (request.State != RequestState.Open) throw Requests.Closed("swap", request.State);
        if (request.Expires <= by.Now) throw Requests.Closed("swap", RequestState.Expired);
        await takers.MustStillPassAsync(rotation, request, by, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        foreach (var part in Parts(request))
        {
            if (!schedule.Between(Instant.Max(part.Start, by.Now), part.End, part.Layer).Any(piece => piece.IsOf(part.Person)))
                throw new RefusedException(
                    $"{await chart.WhoAsync(part.Person, ct)} is no longer on call " +
                    $"for {ChangeReplies.Which(rotation.Id, part.Layer)} then. " +
                        "Nothing changed. Agree on another swap.");
        }

        var facts = await FactsAsync(rotation, request, by, ct);
        var done = facts.Begun(by.Now.ToWholeSeconds()) with { Notes = await NotesAsync(facts, by.Person, null, null, ct) };
        var away = await AwayAsync(facts, by.Id, ct);
        var reply = SwapReplies.Accepted(done);
        return new Plan(away.Count == 0 ? reply : CoverReplies.TakeThoughAway(away[0]), reply,
        [
            Write.Replace(read, request with { State = RequestState.Accepted, ClosedAt = by.Now }),
            .. await MadeAsync(done, "oncall swap accept", ct),
            .. SwapReplies.AcceptedTold(done, read.Id),
        ])
        { AtOnce = away.Count == 0, Act = "Take it" };
    }

    /// <summary>A swap that people have agreed on elsewhere, done at once.</summary>
    /// <exception cref="RefusedException">It is not possible, or somebody does not hold their shift.</exception>
    public async Task<(Plan Plan, IReadOnlyList<ShiftChange> Made)> PlanAgreedAsync(
        Rotation rotation, SwapRequest agreed, Actor by, CancellationToken ct)
    {
        await chart.PersonAsync(agreed.Given.Person, ct);
        var insisted = await takers.PassAsync(rotation, agreed, by, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        foreach (var part in Parts(agreed))
        {
            if (part.End <= by.Now)
                throw new RefusedException(
                    $"The end, {part.End}, is past, so there is nothing left to swap. Correct the past with corrections.")
                {
                    Field = "end",
                };
            if (!schedule.Between(Instant.Max(part.Start, by.Now), part.End, part.Layer).Any(piece => piece.IsOf(part.Person)))
                throw new RefusedException(
                    $"{part.Person} holds nothing of {rotation.Id} ({part.Layer}) from {part.Start} to {part.End}. See the shifts " +
                        $"of {rotation.Id}.")
                { Field = "person" };
        }

        var facts = await FactsAsync(rotation, agreed, by, ct);
        facts = facts with { Notes = await NotesAsync(facts, by.Person, "confirm", null, ct) };
        var plan = new Plan(SwapReplies.Preview(facts), SwapReplies.Accepted(facts),
        [
            .. insisted.Changes,
            .. await MadeAsync(facts, "oncall swap", ct),
            .. SwapReplies.AcceptedTold(facts, facts.Changes[0].Made.Id),
        ]);
        return (plan, [.. facts.Changes.Select(change => change.Made)]);
    }

    /// <summary>Closes a request and tells the other one.</summary>
    /// <exception cref="RefusedException">It is answered already, or not this person's to close.</exception>
    public async Task<Plan> PlanCloseAsync(Stored<SwapRequest> read, RequestState state, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        var rotation = await chart.RotationAsync(request.Rotation, ct);
        var mayClose = state == RequestState.Declined ? request.With == by.Person
            : request.AskedBy == by.Person || request.Given.Person == by.Person || await chart.LeadsAsync(by, rotation, ct);
        if (!mayClose)
        {
            var (who, what) = state == RequestState.Declined ? (request.With, "decline") : (request.AskedBy, "withdraw");
            throw new RefusedException($"Only {await chart.WhoAsync(who, ct)} can {what} this swap.") { Forbidden = true };
        }

        if (request.State != RequestState.Open) throw Requests.Closed("swap", request.State);
        var facts = await FactsAsync(rotation, request, by, ct);
        var reply = SwapReplies.Closed(facts, state);
        return new Plan(reply, reply,
        [
            Write.Replace(read, request with { State = state, ClosedAt = by.Now }),
            Write.Audit(
                Audit(by, state == RequestState.Declined ? "oncall swap decline" : "oncall swap withdraw", rotation, Said(request), null)),
            .. SwapReplies.ClosedTold(facts, read.Id, state),
        ]);
    }

    /// <summary>What it comes to when nobody answered in time, or the shift is no longer its person's; null: neither is so.</summary>
    public async Task<IReadOnlyList<Write>?> EndedAsync(Stored<SwapRequest> read, Instant now, CancellationToken ct)
    {
        var request = read.Value;
        if (await schedules.FindAsync(request.Rotation, ct) is not { } schedule)
            return [Write.Replace(read, request with { State = RequestState.Lapsed, ClosedAt = now })];
        var held =
            schedule.Between(Instant.Max(request.Given.Start, now), request.Given.End, request.Given.Layer)
                .Any(piece => piece.IsOf(request.Given.Person));
        if (request.Expires > now && held) return null;
        var state = request.Expires <= now ? RequestState.Expired : RequestState.Lapsed;
        var facts = await FactsAsync(schedule.Rotation, request, new Actor("watchbill", "job", now, now), ct);
        return [Write.Replace(read, request with { State = state, ClosedAt = now }), .. SwapReplies.ClosedTold(facts, read.Id, state)];
    }

    public static IEnumerable<SwapPart> Parts(SwapRequest request) =>
        request.Returned is { } returned ? [request.Given, returned] : [request.Given];

    /// <summary>Whether two changes are what one swap came to.</summary>
    public static bool IsOtherHalf(ShiftChange one, ShiftChange other) => one.Id == $"{other.Id}{Back}" || other.Id == $"{one.Id}{Back}";

    private async Task<SwapFacts> FactsAsync(Rotation rotation, SwapRequest request, Actor by, CancellationToken ct)
    {
        var schedule = await schedules.ForAsync(rotation, ct);
        var id = Requests.NewId();
        var made = Parts(request).SelectMany((part, i) => Held(schedule, part, by)
            .Select(
                (held,
                    n) =>
                        Made(rotation, held, part == request.Given ? request.With : request.Given.Person,
                            n > 0 ? Requests.NewId() : i == 0 ? id : id + Back, by))).ToList();
        var before = made.Select(change => (change, schedule.Between(change.Start, change.End, change.Layer))).ToList();
        var names =
            await chart.NamesAsync(
                before.SelectMany(change => change.Item2).Select(shift => shift.Person)
                    .Concat([request.With, request.Given.Person, request.AskedBy, by.Person]), ct);
        return new SwapFacts(rotation, request, by, names) { Changes = before };
    }

    // What whoever does it may not expect: of everybody who takes a shift, or of one of them alone.
    private async Task<IReadOnlyList<Text>> NotesAsync(
        SwapFacts facts, string? reader, string? may, string? only, CancellationToken ct)
    {
        var (notes, made) = (new List<Text>(), facts.Changes.Select(change => change.Made).ToList());
        foreach (var (change, held) in facts.Changes.Where(one => (only ?? one.Made.Person) == one.Made.Person))
        {
            var who = change.Person == reader ? "You are" : $"{facts.Names[change.Person]} is";
            notes.AddRange(await duties.DoubleAsync(facts.Rotation.Id, change, who, made, ct));
            notes.AddRange(await duties.AwayAsync(change, who, ct));
            notes.AddRange(await rest.OfAsync(facts.Rotation, change, held, made, reader, may, facts.By.AskedAt, ct));
        }

        return [.. notes.Distinct()];
    }

    // What they say they are away in, of what they would take.
    private async Task<IReadOnlyList<Text>> AwayAsync(SwapFacts facts, string person, CancellationToken ct)
    {
        var away = new List<Text>();
        foreach (var (change, _) in facts.Changes.Where(one => one.Made.Person == person))
            away.AddRange(await duties.AwayAsync(change, "You are", ct));
        return away;
    }

    // What somebody else has in the middle of it is not traded. Where nothing is held, the answer says so elsewhere.
    private static IEnumerable<SwapPart> Held(Schedule schedule, SwapPart part, Actor by)
    {
        var start = Instant.Max(part.Start, by.AskedAt.ToWholeSeconds());
        var stretches = start < part.End ? schedule.Stretches(part.Layer, part.Person, new Interval(start, part.End)) : [];
        return stretches.Count == 0 ? [part] : stretches.Select(stretch => part with { Start = stretch.Start, End = stretch.End });
    }

    // What was shown stays as it was shown: from when it was asked. What is done starts no earlier than now.
    private static ShiftChange Made(Rotation rotation, SwapPart part, string person, string id, Actor by)
    {
        var start = Instant.Max(part.Start, by.AskedAt.ToWholeSeconds());
        return new ShiftChange(id, ShiftSource.Swap, part.Layer, start, part.End, person, part.Person)
        {
            DecidedAt = by.Now,
            DecidedBy = by.Id,
            Typed = TimePhrases.Typed(start, part.End, rotation.ZoneAt(start)),
        };
    }

    private async Task<IEnumerable<Write>> MadeAsync(SwapFacts facts, string action, CancellationToken ct)
    {
        var read = await store.FindAsync<RotationChanges>(facts.Rotation.Id, ct);
        return
        [
            Write.Upsert(facts.Rotation.Id, read,
                new RotationChanges([.. read?.Value.Changes ?? [], .. facts.Changes.Select(change => change.Made)])),
            Write.Audit(Audit(facts.By, action, facts.Rotation, string.Join(", ", Parts(facts.Request).Select(Line)),
                string.Join(", ",
                    facts.Changes.Select(change => $"{change.Made.Layer}: {change.Made.Person} {change.Made.Start}/{change.Made.End}")))),
        ];
    }

    private static string Said(SwapRequest request) => $"{string.Join(", ", Parts(request).Select(Line))} with {request.With}";

    private static string Line(SwapPart part) => $"{part.Layer}: {part.Person} {part.Start}/{part.End}";

    private static AuditEntry Audit(Actor by, string action, Rotation rotation, string? old, string? made) =>
        new(by.Now, by.Id, action, $"rotation/{rotation.Id}", by.Origin) { Old = old, New = made };
}
