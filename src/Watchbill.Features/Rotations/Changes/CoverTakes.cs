using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Works out who takes cover: a request, whole or in part, or what people have agreed on elsewhere.</summary>
public sealed class CoverTakes(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly TrainingGate gate = new(store, schedules);
    private readonly Availability duties = new(store, schedules);
    private readonly RestWarnings rest = new(store, schedules);

    /// <summary>What it comes to when somebody takes a request, or a part of it.</summary>
    /// <exception cref="RefusedException">Nothing of it is open any more, or this person cannot take it.</exception>
    public async Task<Plan> PlanTakeAsync(Stored<CoverRequest> read, SpokenSpan? part, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        var rotation = await chart.RotationAsync(request.Rotation, ct);
        var taker = await chart.PersonAsync(by.Id, ct);
        await MustBeAbleAsync(request, taker, by.Now, ct);
        await gate.PassAsync(rotation, [taker.Id], null, by, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var open = request.Open(schedule, by.AskedAt.ToWholeSeconds());
        var taken = part is null ? open : [.. open.Select(span => Spans.Within(span, part.Start, part.End)).OfType<Interval>()];
        var theirs = Members.Parts(rotation, taker.Id, taken);
        if (taken.Any(span => span.End > by.Now) && !theirs.Any(span => span.End > by.Now))
            throw new RefusedException(
                $"You are not in the rosters of {rotation.Id} then. A lead can put you on call: `override {rotation.Id} {taker.Id} <span>`")
            { Forbidden = true };
        taken = theirs;
        if (open.Count == 0 || !taken.Any(span => span.End > by.Now))
            throw part is null || open.Count == 0
                ? await chart.NothingLeftAsync(request, ct)
                : new RefusedException(
                    $"Nothing of that time is open. See what is: `covers {rotation.Id}`")
                { Field = "span" };
        if (taker.Leaves < taken[^1].End)
            throw new RefusedException(
                $"You leave on {TimeWords.Day(taker.Until!.Value)}, before that ends. Take a part that ends earlier.")
            { Field = "span" };

        var shown = taken.Select(span => Made(rotation, request, span, by)).ToList();
        var (notes, away) = (new List<Text>(part?.Notes ?? []), new List<Text>());
        foreach (var change in shown)
        {
            notes.AddRange(await duties.DoubleAsync(rotation.Id, change, "You are", [], ct));
            away.AddRange(await duties.AwayAsync(change, "You are", ct));
            notes.AddRange(await rest.OfAsync(
                rotation, change, schedule.Between(change.Start, change.End, change.Layer), [], taker.Id, may: null, by.AskedAt, ct));
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
                Warnings = left.Count == 0 ? new Dictionary<string, IReadOnlyList<Text>>()
                    : await rest.OfAskedAsync(rotation, request, left, by.Now, ct),
            };
        var changes = await store.FindAsync<RotationChanges>(rotation.Id, ct);
        notes.AddRange(away);
        var done = CoverReplies.Taken(facts, [.. notes.Distinct()]);
        return new Plan(away.Count == 0 ? done : CoverReplies.TakeThoughAway(away[0]), done,
        [
            Write.Replace(read, request with
            {
                Taken = [.. request.Taken, .. made.Select(change => new CoverPart(taker.Id, change.Start, change.End, by.Now))],
                State = left.Count == 0 ? RequestState.Accepted : RequestState.Open,
                ClosedAt = left.Count == 0 ? by.Now : null,
            }),
            Write.Upsert(rotation.Id, changes, new RotationChanges([.. changes?.Value.Changes ?? [], .. made])),
            Write.Audit(
                Covers.Audit(by, "oncall take", request,
                    string.Join(", ", made.Select(change => $"{change.Layer}: {change.Person} {change.Start}/{change.End}")))),
            .. CoverReplies.TakenTold(facts, read.Id),
        ])
        { AtOnce = away.Count == 0, Act = "Take it" };
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
            throw new RefusedException($"{People.Named(taker)} is on call then already. Name somebody else.") { Field = "takenBy" };
        var time = held.Select(holding => new Interval(holding.Start, holding.End)).ToList();
        if (Spans.Minus(time, Members.Parts(rotation, taker.Id, time)).Count > 0)
            throw new RefusedException(
                $"{People.Named(taker)} is not in the rosters of {rotation.Id} then. Put them on call with an override.")
            {
                Field = "takenBy",
            };
        if (taker.Leaves < held.Max(holding => holding.End))
            throw new RefusedException(
                $"{People.Named(taker)} leaves on {TimeWords.Day(taker.Until!.Value)}, before that ends. Name somebody else.")
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
            Write.Upsert(rotation.Id, changes, new RotationChanges([.. changes?.Value.Changes ?? [], .. made])),
            .. made.Select(
                change =>
                    Write.Audit(
                        Covers.Audit(by, "oncall cover", request, $"{change.Layer}: {change.Person} {change.Start}/{change.End}"))),
            .. insisted.Changes,
            .. CoverReplies.TakenTold(facts, made[0].Id),
            ChangeReplies.ToPerson(taker.Id, done.Text, rotation.Id, $"cover/{made[0].Id}/taken", by.Now),
        ]), made);
    }

    private async Task MustBeAbleAsync(CoverRequest request, Person taker, Instant now, CancellationToken ct)
    {
        if (request.State != RequestState.Open) throw await chart.NothingLeftAsync(request, ct);
        if (request.End <= now) throw Requests.Closed("request", RequestState.Expired);
        if (taker.Id == request.Person)
            throw new RefusedException("This is your own shift. Somebody else can take it; to keep it, withdraw the request.");
    }

    private static ShiftChange Made(Rotation rotation, CoverRequest request, Interval span, Actor by) =>
        new(Requests.NewId(), ShiftSource.Cover, request.Layer, span.Start, span.End, by.Id, request.Person)
        {
            DecidedAt = by.Now,
            DecidedBy = by.Id,
            Typed = TimePhrases.Typed(span.Start, span.End, rotation.ZoneAt(span.Start)),
        };
}
