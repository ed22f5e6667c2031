using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Finds somebody who takes a shift, or a part of it: all who could are asked, the first who takes it has it.</summary>
public sealed class CoverCommands(IStore store, Covers covers, Schedules schedules, OrgChart chart) : ICommands
{
    private readonly CoverTakes takes = new(store, schedules, chart);
    private readonly TrainingGate gate = new(store, schedules);
    private readonly CoverReturns returns = new(store, schedules, chart);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "cover <rotation> <span>", "Ask all who could to take your shifts in a span", AskAsync),
        new("oncall", "cover me <span>", "Ask who can take all your shifts in a time, in every rotation", AskForAllAsync),
        new("oncall", "cover withdraw <request>", "Withdraw your request",
            (call, ct) => WithdrawAsync(call, call.Arguments.Required("request"), ct))
        { AtOnce = true },
        new("oncall", "cover return [<change>]", "Give a cover back that you took, before it starts; for leads at any time", ReturnAsync),
        new("oncall", "covers [<rotation>]", "Open cover requests", ListAsync) { Looks = true },
        new("oncall", "take <request> [<span>]", "Cover a shift, or a part of it",
            async (call, ct) => await TakeAsync(call, call.Arguments.Required("request"), ct))
        {
            AtOnce = true,
            FormAsync = async (call, ct) => (await FormAsync(call, call.Arguments.Required("request"), ct)).Form!,
        },
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("cover-take", async (call, id, ct) => await TakeAsync(call, id, ct)),
        new("cover-part", async (call, id, ct) => await FormAsync(call, id, ct)),
        new("cover-no", (call, id, ct) => SaveAsync(call, id, covers.PlanDeclineAsync, ct)),
        new("cover-withdraw", (call, id, ct) => WithdrawAsync(call, id, ct)),
        new("cover-return", async (call, value, ct) => ButtonValue.Read(ButtonSubject.Rotation, value).Ids is [var rotation, var change]
            ? await returns.PlanAsync(rotation, change, Actor.Of(call), ct) : throw ButtonValue.NotUnderstood()),
    ];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Waiting, TakeableAsync), new(HomePlace.Waiting, OwnAsync)];

    /// <summary>What looks for somebody and this person was asked for and has not said no to; null: nothing.</summary>
    private Task<Reply?> TakeableAsync(Call call, CancellationToken ct) =>
        AtHomeAsync(call, request => request.Asked.Contains(call.Caller.Person), one => one.CouldTake.Contains(call.Caller.Person),
            CoverListReplies.Takeable, ct);

    /// <summary>What this person asked for, or others for them, and is still open; null: nothing.</summary>
    private Task<Reply?> OwnAsync(Call call, CancellationToken ct) =>
        AtHomeAsync(call, request => CoverReplies.Concerned(request).Contains(call.Caller.Person), _ => true,
            (open, names, zone) => CoverListReplies.LookedFor(open, call.Caller.Person, names, zone), ct);

    private async Task<Reply?> AtHomeAsync(
        Call call, Func<CoverRequest, bool> concerns, Func<OpenCover, bool> isShown,
        Func<IReadOnlyList<OpenCover>, IReadOnlyDictionary<string, string>, DateTimeZone, Reply> say, CancellationToken ct)
    {
        var open = (await OpenAsync(call.Now, concerns, ct)).Where(isShown).OrderBy(one => one.Open[0].Start).ToList();
        return open.Count == 0
            ? null
            : say(open, await chart.NamesAsync(open.Select(one => one.Request.Person), ct), await chart.ZoneAsync(call.Caller.Person, ct));
    }

    private async Task<IReadOnlyList<OpenCover>> OpenAsync(Instant now, Func<CoverRequest, bool> concerns, CancellationToken ct)
    {
        var found = new List<OpenCover>();
        foreach (var stored in (await store.OpenCoversAsync(ct)).Where(stored => concerns(stored.Value)))
        {
            if (await schedules.FindAsync(stored.Value.Rotation, ct) is { } schedule
                && stored.Value.Open(schedule, now) is { Count: > 0 } open)
                found.Add(new OpenCover(stored.Id, stored.Value, open) { CouldTake = stored.Value.CouldTake(schedule.Rotation, open) });
        }

        return found;
    }

    private async Task<Answer> AskAsync(Call call, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var span = await SpanAsync(call, schedule.TurnAfter(call.Now), ct);
        var interval = new Interval(span.Start, span.End);
        var held = HeldShift.Within(schedule, call.Caller.Person, interval);
        // A lead who holds nothing asks for everybody who does.
        if (held.Count == 0 && await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            held = [.. schedule.Between(interval.Start, interval.End).Select(piece => piece.Person ?? piece.Instead).OfType<string>()
                .Distinct().SelectMany(person => HeldShift.Within(schedule, person, interval)).OrderBy(holding => holding.Start)];
        if (held.Count == 0)
            throw new RefusedException(
                $"You are not on call for {rotation.Id} then. See your shifts: `when me on {rotation.Id}`")
            {
                Field = "span",
            };
        return WithNotes(await covers.PlanAsync([.. held.Select(holding => (rotation, holding))], Actor.Of(call), ct), span);
    }

    private async Task<Answer> AskForAllAsync(Call call, CancellationToken ct)
    {
        var span = await SpanAsync(call, null, ct);
        var held = new List<(Rotation, HeldShift)>();
        foreach (var rotation in await schedules.NamingAsync([call.Caller.Person], ct))
        {
            held.AddRange(
                HeldShift.Within(await schedules.ForAsync(rotation, ct), call.Caller.Person, new Interval(span.Start, span.End))
                    .Select(holding => (rotation, holding)));
        }

        if (held.Count == 0)
            throw new RefusedException(
                "You are not on call then. See your shifts: me")
            { Field = "span" };
        return WithNotes(await covers.PlanAsync(held, Actor.Of(call), ct), span);
    }

    private static Plan WithNotes(Plan plan, SpokenSpan span) =>
        plan with { Preview = plan.Preview with { Text = Text.Lines([plan.Preview.Text, .. span.Notes]) } };

    private async Task<SpokenSpan> SpanAsync(Call call, Interval? nextTurn, CancellationToken ct) =>
        TimePhrases.Span(call.Arguments.Required("span"), call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct), nextTurn);

    private async Task<Answer> TakeAsync(Call call, string id, CancellationToken ct)
    {
        var part = call.Arguments["span"] is null ? null : await SpanAsync(call, null, ct);
        return await takes.PlanTakeAsync(await ReadAsync(id, ct), part, Actor.Of(call), ct);
    }

    private async Task<string> ShiftAsync(CoverRequest request, Call call, CancellationToken ct) =>
        $"{ChangeReplies.Which(request.Rotation, request.Layer)}, "
            + TimeWords.Span(request.Start, request.End, new Reader(await chart.ZoneAsync(call.Caller.Person, ct), call.Now));

    private async Task<Reply> FormAsync(Call call, string id, CancellationToken ct)
    {
        var request = (await ReadAsync(id, ct)).Value;
        return new Reply(Text.Bold($"Which part of {Text.Span(request.Start, request.End)} do you take?"))
        {
            Form =
                new Form("oncall take", "Take part of a shift",
                    [new FormField("request", "Shift") { Value = id, Options = [new(id, await ShiftAsync(request, call, ct))] },
                        new FormField("span", "Times")
                        {
                            Hint = CoverReplies.Example(request.Start, request.End, await chart.ZoneAsync(call.Caller.Person, ct)),
                            Kind = FieldKind.Span,
                        }]),
        };
    }

    private async Task<Answer> ReturnAsync(Call call, CancellationToken ct)
    {
        if (call.Arguments["change"] is { } change) return await returns.PlanAsync(null, change, Actor.Of(call), ct);
        var taken = await returns.OfAsync(call.Caller.Person, call.Now, ct);
        return ReturnReplies.Choice(taken, await chart.NamesAsync(taken.Select(one => one.Cover.Instead), ct),
            await chart.ZoneAsync(call.Caller.Person, ct));
    }

    private Task<Answer> WithdrawAsync(Call call, string id, CancellationToken ct) => SaveAsync(call, id, covers.PlanWithdrawAsync, ct);

    private async Task<Answer> SaveAsync(
        Call call, string id, Func<Stored<CoverRequest>, Actor, CancellationToken, Task<Plan>> planAsync, CancellationToken ct) =>
        (await planAsync(await ReadAsync(id, ct), Actor.Of(call), ct)) with { AtOnce = true };

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var only = call.Arguments["rotation"] is { } named ? (await chart.RotationAsync(named, ct)).Id : null;
        var requests = await OpenAsync(call.Now, request => (only ?? request.Rotation) == request.Rotation, ct);
        if (requests.Count == 0)
        {
            return new Reply(Text.Bold(only is null ? "No open cover requests." : $"No open cover requests for {only}."))
            {
                Note = $"Take over somebody's shift when they offer it with `swap` or `cover`, "
                    + $"or ask a lead for an `override`.",
            };
        }

        var names = await chart.NamesAsync(requests.Select(one => one.Request.Person), ct);
        var takeable = await TakeableByAsync(call.Caller.Person, requests, call.Now, ct);
        return CoverListReplies.Listed(requests, takeable, call.Caller.Person, names, await chart.ZoneAsync(call.Caller.Person, ct));
    }

    // Whoever is in no roster then, or not qualified, would be refused; whoever is away said so.
    private async Task<IReadOnlyList<OpenCover>> TakeableByAsync(
        string person, IReadOnlyList<OpenCover> requests, Instant now, CancellationToken ct)
    {
        var takeable = new List<OpenCover>();
        var away = ((await store.FindAsync<Absences>(person, ct))?.Value.Items ?? [])
            .Select(absence => new Interval(absence.Start, absence.End)).ToList();
        foreach (var one in requests.Where(one => one.Request.Person != person))
        {
            var rotation = await chart.RotationAsync(one.Request.Rotation, ct);
            if (Spans.Minus(Members.Parts(rotation, person, one.Open), away).Count > 0
                && (await gate.QualifiedAsync(rotation, [person], now, ct)).Count > 0)
                takeable.Add(one);
        }

        return takeable;
    }

    private async Task<Stored<CoverRequest>> ReadAsync(string id, CancellationToken ct) =>
        await store.FindAsync<CoverRequest>(id.ToLowerInvariant(), ct)
            ?? throw new RefusedException($"No request `{id}`. See those that are open: `covers`")
            {
                Field = "request",
                Missing = true,
            };
}
