using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Works out requests for cover: asked, taken whole or in part, withdrawn. Rights are checked by who calls, save where a request decides.
/// </summary>
public sealed class Covers(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly TrainingGate gate = new(store, schedules);
    private readonly Availability duties = new(store, schedules);

    /// <summary>A request for each shift, and who could take it. Nothing is saved.</summary>
    public async Task<IReadOnlyList<CoverAsk>> AskAsync(
        Rotation rotation, IEnumerable<HeldShift> held, Actor by, string? absence, CancellationToken ct)
    {
        var asks = new List<CoverAsk>();
        foreach (var holding in held)
        {
            var could =
                await gate.QualifiedAsync(rotation,
                    Members.Within(rotation, new Interval(holding.Start, holding.End)).Where(member => member != holding.Person), by.Now,
                    ct);
            var free = await duties.FreeAsync(could, holding.Pieces, ct);
            var request = new CoverRequest(rotation.Id, holding.Layer, holding.Start, holding.End, holding.Person)
            {
                AskedBy = by.Id,
                AskedAt = by.AskedAt,
                Absence = absence,
                Asked = [.. could.Where(
                    member => free.TryGetValue(member, out var time) && Members.Parts(rotation, member, time).Count > 0)],
            };
            asks.Add(
                new CoverAsk(Requests.NewId(), rotation, request,
                    await chart.NamesAsync([.. request.Asked, holding.Person, by.Person], ct))
                {
                    Pieces = holding.Pieces,
                });
        }

        return asks;
    }

    /// <summary>Asks all who could to take some shifts.</summary>
    /// <exception cref="RefusedException">There is nothing to take, or it is asked for already.</exception>
    public async Task<Plan> PlanAsync(IReadOnlyList<(Rotation Rotation, HeldShift Held)> held, Actor by, CancellationToken ct)
    {
        var asks = new List<CoverAsk>();
        foreach (var (rotation, holding) in held)
        {
            await store.MustBeFreeAsync(rotation.Id, new SwapPart(holding.Layer, holding.Start, holding.End, holding.Person), by.Now, ct);
            asks.AddRange(await AskAsync(rotation, [holding], by, null, ct));
        }

        return new Plan(CoverReplies.Preview(asks), CoverReplies.Asked(asks), Changes(asks, by));
    }

    /// <summary>All that is saved when requests are made.</summary>
    public static IReadOnlyList<Change> Changes(IReadOnlyList<CoverAsk> asks, Actor by) =>
    [
        .. asks.Select(ask => Change.Create(ask.Id, ask.Request)),
        .. asks.Select(ask => Change.Audit(Asked(ask.Request, by))),
        .. asks.SelectMany(ask => CoverReplies.Told(ask, by)),
    ];

    /// <summary>That a request was made, for the audit log.</summary>
    public static AuditEntry Asked(CoverRequest request, Actor by) => Audit(by, "oncall cover", request, null);

    /// <summary>What it comes to when somebody takes a request, or a part of it.</summary>
    /// <exception cref="RefusedException">Nothing of it is open any more, or this person cannot take it.</exception>
    public async Task<Plan> PlanTakeAsync(Stored<CoverRequest> read, SpokenSpan? part, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        var rotation = await chart.RotationAsync(request.Rotation, ct);
        var taker = await chart.PersonAsync(by.Id, ct);
        await MustBeAbleAsync(request, taker, by.Now, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var open = request.Open(schedule, by.AskedAt.ToWholeSeconds());
        var taken = part is null ? open : [.. open.Select(span => Spans.Within(span, part.Start, part.End)).OfType<Interval>()];
        var theirs = Members.Parts(rotation, taker.Id, taken);
        if (taken.Any(span => span.End > by.Now) && !theirs.Any(span => span.End > by.Now))
            throw new RefusedException(
                $"You are not in the rosters of {rotation.Id} then. A lead can put you on call: override {rotation.Id} {taker.Id} <span>")
            { Forbidden = true };
        taken = theirs;
        if (open.Count == 0 || !taken.Any(span => span.End > by.Now))
            throw part is null || open.Count == 0
                ? await NothingLeftAsync(request, ct)
                : new RefusedException(
                    $"Nothing of that time is open. See what is: covers {rotation.Id}")
                { Field = "span" };
        if (taker.Leaves < taken[^1].End)
            throw new RefusedException(
                $"You leave on {TimeWords.Day(taker.Until!.Value)}, before that ends. Take a part that ends earlier.")
            { Field = "span" };

        await gate.PassAsync(rotation, [taker.Id], null, by, ct);
        var shown = taken.Select(span => Made(rotation, request, span, by)).ToList();
        var notes = new List<Text>(part?.Notes ?? []);
        foreach (var change in shown)
        {
            notes.AddRange(await duties.DoubleAsync(rotation.Id, change, "You are", [], ct));
            notes.AddRange(await duties.AwayAsync(change, "You are", ct));
        }

        var now = by.Now.ToWholeSeconds();
        var made =
            shown.Where(change => change.End > now).Select(change => change with { Start = Instant.Max(change.Start, now) }).ToList();
        var left = Spans.Minus(open, taken).Where(span => span.End > now).ToList();
        var facts =
            new CoverFacts(rotation, request, by,
                await chart.NamesAsync([request.Person, request.AskedBy, taker.Id], ct))
            {
                Made = made,
                Left = left,
            };
        var changes = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        var done = CoverReplies.Taken(facts, [.. notes.Distinct()]);
        return new Plan(done, done,
        [
            Change.Replace(read, request with
            {
                Taken = [.. request.Taken, .. made.Select(change => new CoverPart(taker.Id, change.Start, change.End, by.Now))],
                State = left.Count == 0 ? RequestState.Accepted : RequestState.Open,
                ClosedAt = left.Count == 0 ? by.Now : null,
            }),
            Change.Upsert(rotation.Id, changes, new RotationChanges([.. changes?.Value.Changes ?? [], .. made])),
            Change.Audit(
                Audit(by, "oncall take", request,
                    string.Join(", ", made.Select(change => $"{change.Layer}: {change.Person} {change.Start}/{change.End}")))),
            .. CoverReplies.TakenTold(facts, read.Id),
        ])
        { AtOnce = true };
    }

    /// <summary>Cover that people have agreed on elsewhere, done at once.</summary>
    /// <param name="insist">Why somebody takes it who is not qualified; null: they do not.</param>
    /// <exception cref="RefusedException">The one is not on call then, or the other cannot take it.</exception>
    public async Task<(Plan Plan, IReadOnlyList<ShiftChange> Made)> PlanAgreedAsync(
        Rotation rotation, IReadOnlyList<HeldShift> held, string takenBy, string? insist, Actor by, CancellationToken ct)
    {
        var taker = await chart.PersonAsync(takenBy, ct);
        var insisted = await gate.PassAsync(rotation, [taker.Id], insist, by, ct);
        if (held[0].Person == taker.Id)
            throw new RefusedException($"{taker.Name} is on call then already. Name somebody else.") { Field = "takenBy" };
        var time = held.Select(holding => new Interval(holding.Start, holding.End)).ToList();
        if (Spans.Minus(time, Members.Parts(rotation, taker.Id, time)).Count > 0)
            throw new RefusedException(
                $"{taker.Name} is not in the rosters of {rotation.Id} then. Put them on call with an override.")
            {
                Field = "takenBy",
            };
        if (taker.Leaves < held.Max(holding => holding.End))
            throw new RefusedException(
                $"{taker.Name} leaves on {TimeWords.Day(taker.Until!.Value)}, before that ends. Name somebody else.")
            { Field = "takenBy" };
        var request = new CoverRequest(rotation.Id, held[0].Layer, held[0].Start, held.Max(holding => holding.End), held[0].Person)
        {
            AskedBy = by.Id,
            AskedAt = by.Now,
        };
        var schedule = await schedules.ForAsync(rotation, ct);
        List<ShiftChange> made = [.. held.SelectMany(
            holding => schedule.Stretches(holding.Layer, holding.Person, new Interval(holding.Start, holding.End))
                .Select(stretch => Made(rotation, request with { Layer = holding.Layer }, stretch, by) with { Person = taker.Id }))];
        var names = await chart.NamesAsync([request.Person, taker.Id], ct);
        var facts = new CoverFacts(rotation, request, by with { Id = taker.Id }, names) { Made = made };
        var changes = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        var done = CoverReplies.Taken(facts, []);
        return (new Plan(done, done,
        [
            Change.Upsert(rotation.Id, changes, new RotationChanges([.. changes?.Value.Changes ?? [], .. made])),
            .. made.Select(
                change => Change.Audit(Audit(by, "oncall cover", request, $"{change.Layer}: {change.Person} {change.Start}/{change.End}"))),
            .. insisted.Changes,
            .. CoverReplies.TakenTold(facts, made[0].Id),
            ChangeReplies.ToPerson(taker.Id, done.Text, rotation.Id, $"cover/{made[0].Id}/taken", by.Now),
        ]), made);
    }

    /// <summary>Takes a request back; what somebody has taken stays theirs.</summary>
    /// <exception cref="RefusedException">It is closed already, or not this person's.</exception>
    public async Task<Plan> PlanWithdrawAsync(Stored<CoverRequest> read, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        var rotation = await chart.RotationAsync(request.Rotation, ct);
        if (request.AskedBy != by.Person && request.Person != by.Person && !await chart.LeadsAsync(by, rotation, ct))
            throw new RefusedException(
                $"Only {await chart.NameAsync(request.Person, ct)} or a lead can withdraw this request.")
            { Forbidden = true };
        if (request.State != RequestState.Open) throw await NothingLeftAsync(request, ct);
        var names = await chart.NamesAsync([.. request.Asked, request.Person, by.Person], ct);
        var reply = CoverReplies.Withdrawn(request, names);
        return new Plan(reply, reply,
            [Change.Replace(read, request with { State = RequestState.Withdrawn, ClosedAt = by.Now }),
                Change.Audit(Audit(by, "oncall cover withdraw", request, null)),
                .. CoverReplies.WithdrawnTold(read.Id, request, names, by.Now)]);
    }

    /// <summary>That somebody who was asked will not.</summary>
    /// <exception cref="RefusedException">They were not asked, or it is closed.</exception>
    public async Task<Plan> PlanDeclineAsync(Stored<CoverRequest> read, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        if (request.State != RequestState.Open) throw await NothingLeftAsync(request, ct);
        if (!request.Asked.Contains(by.Id))
            throw new RefusedException("You were not asked to cover this. Nothing to decline.") { Forbidden = true };
        var reply = new Reply(Text.Bold("You declined.") + " No more reminders. While it is open you can still take it.");
        return new Plan(reply, reply,
            request.Declined.Contains(by.Id)
                ? [] : [Change.Replace(read, request with { Declined = [.. request.Declined, by.Id] }),
                    Change.Audit(Audit(by, "oncall cover decline", request, null))]);
    }

    private async Task MustBeAbleAsync(CoverRequest request, Person taker, Instant now, CancellationToken ct)
    {
        if (request.State != RequestState.Open) throw await NothingLeftAsync(request, ct);
        if (request.End <= now) throw Requests.Closed("request", RequestState.Expired);
        if (taker.Id == request.Person)
            throw new RefusedException("This is your own shift. Somebody else can take it; to keep it, withdraw the request.");
    }

    private async Task<RefusedException> NothingLeftAsync(CoverRequest request, CancellationToken ct) => request switch
    {
        { State: RequestState.Open or RequestState.Accepted, Taken: [.., var last] } =>
            Requests.Closed("request", RequestState.Accepted, await chart.NameAsync(last.Person, ct)),
        { State: RequestState.Open } => Requests.Closed("request", RequestState.Lapsed),
        _ => Requests.Closed("request", request.State),
    };

    private static ShiftChange Made(Rotation rotation, CoverRequest request, Interval span, Actor by) =>
        new(Requests.NewId(), ShiftSource.Cover, request.Layer, span.Start, span.End, by.Id, request.Person)
        {
            DecidedAt = by.Now,
            DecidedBy = by.Id,
            Typed = PhraseReading.Typed(span.Start, span.End, rotation.ZoneAt(span.Start)),
        };

    private static AuditEntry Audit(Actor by, string action, CoverRequest request, string? made) =>
        new(by.Now, by.Id, action, $"rotation/{request.Rotation}", by.Origin)
        {
            Old = $"{request.Layer}: {request.Person} {request.Start}/{request.End}",
            New = made,
        };
}
