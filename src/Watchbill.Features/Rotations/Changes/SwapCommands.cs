using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Trades shifts between two people: one offers, the other accepts.</summary>
public sealed class SwapCommands(IStore store, Swaps swaps, Schedules schedules, OrgChart chart) : ICommands
{
    private const int MaxButtons = 5;

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "swap <rotation> <when> with <person> [for <theirs>] [insist because <insist>]",
            "Offer your shift to somebody, for one of theirs or for nothing", AskAsync),
        new("oncall", "swap accept <request>", "Accept a swap that was offered to you",
            async (call, ct) => await AcceptAsync(call, call.Arguments.Required("request"), ct))
        { AtOnce = true },
        new("oncall", "swap decline <request>", "Decline a swap",
            (call, ct) => CloseAsync(call, call.Arguments.Required("request"), RequestState.Declined, ct))
        { AtOnce = true },
        new("oncall", "swap withdraw <request>", "Withdraw your offer",
            (call, ct) => CloseAsync(call, call.Arguments.Required("request"), RequestState.Withdrawn, ct))
        { AtOnce = true },
        new("oncall", "swaps", "Offers that wait for an answer: from you and to you", ListAsync) { Looks = true },
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("swap-accept", async (call, id, ct) => await AcceptAsync(call, id, ct)),
        new("swap-decline", (call, id, ct) => CloseAsync(call, id, RequestState.Declined, ct)),
        new("swap-withdraw", (call, id, ct) => CloseAsync(call, id, RequestState.Withdrawn, ct)),
    ];

    public IReadOnlyList<HomePart> Home =>
    [
        new(HomePlace.Waiting, (call, ct) => AtHomeAsync(call, swap => swap.With == call.Caller.Person, SwapReplies.Offered, ct)),
        new(HomePlace.Waiting,
            (call,
                ct) =>
                    AtHomeAsync(call, swap => swap.AskedBy == call.Caller.Person || swap.Given.Person == call.Caller.Person,
                        SwapReplies.Unanswered, ct)),
    ];

    private async Task<Reply?> AtHomeAsync(
        Call call, Func<SwapRequest, bool> concerns,
        Func<IReadOnlyList<Stored<SwapRequest>>, IReadOnlyDictionary<string, string>, DateTimeZone, Reply> say, CancellationToken ct)
    {
        var open =
            (await store.OpenSwapsAsync(ct)).Where(swap => swap.Value.Expires > call.Now && concerns(swap.Value))
                .OrderBy(swap => swap.Value.Expires).ToList();
        return open.Count == 0
            ? null
            : say(open, await chart.NamesAsync(open.SelectMany(swap => new[] { swap.Value.Given.Person, swap.Value.With }), ct),
                await chart.ZoneAsync(call.Caller.Person, ct));
    }

    private async Task<Answer> AskAsync(Call call, CancellationToken ct)
    {
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        var with = await chart.PersonAsync(call.Arguments.Required("person"), ct);
        if (with.Id == call.Caller.Person)
            throw new RefusedException("You cannot swap with yourself. Name somebody else.") { Field = "person" };
        var schedule = await schedules.ForAsync(rotation, ct);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var now = call.AskedAt.ToWholeSeconds();
        var turn = schedule.TurnAfter(now);
        var when = ShiftPhrase.Read(call.Arguments.Required("when"), "when", call.AskedAt, zone, turn);
        var (person, whose) = await WhoseAsync(schedule, when, call, ct);
        var given = ShiftPhrase.Find(schedule, person, whose, when, "when", now, zone);
        SwapPart? returned = null;
        if (call.Arguments["theirs"] is { } theirs)
        {
            var then = ShiftPhrase.Read(theirs, "theirs", call.AskedAt, zone, turn);
            returned = Part(ShiftPhrase.Find(schedule, with.Id, with.Name, then, "theirs", now, zone), then);
        }

        var wish = new SwapRequest(rotation.Id, Part(given, when), with.Id)
        {
            Returned = returned,
            AskedBy = call.Caller.Person,
            AskedAt = call.AskedAt,
            Insist = call.Arguments["insist"],
        };
        Task<Plan> PlanAsync() => swaps.PlanRequestAsync(rotation, wish, Actor.Of(call), ct);
        return await chart.LeadsAsync(call.Caller, rotation, call.Now, ct) ? await call.OrInsistAsync(Verbs[0], PlanAsync)
            : await PlanAsync();

        // "Tomorrow 18:00 to 22:00" is those hours of a shift; a moment, a day, a week or the next turn names the whole.
        SwapPart Part(HeldShift held, (Instant Start, Instant End) said)
        {
            var names = said.End - said.Start <= Duration.FromSeconds(1) || (IsMidnight(said.Start) && IsMidnight(said.End))
                || (said.Start == turn.Start && said.End == turn.End);
            return new(held.Layer, Instant.Max(names ? held.Start : Instant.Max(held.Start, said.Start), now),
                names ? held.End : Instant.Min(held.End, said.End), held.Person);
        }

        bool IsMidnight(Instant at) => at.InZone(zone).TimeOfDay == LocalTime.Midnight;
    }

    // A lead who holds no shift then offers that of whoever has the first layer.
    private async Task<(string Person, string? Whose)> WhoseAsync(
        Schedule schedule, (Instant Start, Instant End) when, Call call, CancellationToken ct)
    {
        var caller = call.Caller.Person;
        if (HeldShift.Touching(schedule, caller, new Interval(when.Start, when.End)).Any(held => held.End > call.Now))
            return (caller, null);
        if (!await chart.LeadsAsync(call.Caller, schedule.Rotation, call.Now, ct)) return (caller, null);
        var pieces =
            schedule.Between(when.Start, when.End, schedule.Rotation.Layers[0].Id)
                .Where(piece => (piece.Person ?? piece.Instead) is not null).ToList();
        var piece = pieces.Find(one => one.Start >= when.Start) ?? pieces.FirstOrDefault();
        return (piece?.Person ?? piece?.Instead) is { } holder ? (holder, await chart.NameAsync(holder, ct)) : (caller, null);
    }

    private async Task<Answer> AcceptAsync(Call call, string id, CancellationToken ct) =>
        await swaps.PlanAcceptAsync(await ReadAsync(id, ct), Actor.Of(call), ct);

    private async Task<Answer> CloseAsync(Call call, string id, RequestState state, CancellationToken ct) =>
        (await swaps.PlanCloseAsync(await ReadAsync(id, ct), state, Actor.Of(call), ct)) with { AtOnce = true };

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var me = call.Caller.Person;
        var open =
            (await store.OpenSwapsAsync(ct))
                .Where(
                    swap =>
                        swap.Value.Expires > call.Now
                            && (swap.Value.With == me || swap.Value.Given.Person == me || swap.Value.AskedBy == me)).ToList();
        if (open.Count == 0)
            return new Reply(Text.Bold("No offers waiting.") + $" For example: `swap payments mon with ben`");
        var names = await chart.NamesAsync(open.SelectMany(swap => new[] { swap.Value.Given.Person, swap.Value.With }), ct);
        var zone = await chart.ZoneAsync(me, ct);
        return new Reply(Text.Bold(open.Count == 1 && open[0].Value.With != me
            ? (Text)$"1 offer waiting for {names.Named(open[0].Value.With)}"
            : open.Count == 1 ? "1 offer waiting for you" : $"{open.Count} offers waiting"))
        {
            Table =
                new Table(["Who", "Offered to", "When", "Rotation", "In return"], [.. open.Select(swap => (IReadOnlyList<Text>)
                [
                    $"{names.Named(swap.Value.Given.Person)}", $"{names.Named(swap.Value.With)}",
                    Text.Span(swap.Value.Given.Start, swap.Value.Given.End), swap.Value.Rotation,
                    swap.Value.Returned is { } returned ? Text.Span(returned.Start, returned.End) : "nothing",
                ])]),
            Actions =
            [
                .. SwapReplies.Each([.. open.Where(swap => swap.Value.With == me).Take(MaxButtons)], zone,
                    ("Accept", "swap-accept", ButtonStyle.Plain), ("Decline", "swap-decline", ButtonStyle.Plain)),
                .. SwapReplies.Each([.. open.Where(swap => swap.Value.With != me).Take(MaxButtons)], zone,
                    ("Withdraw offer", "swap-withdraw", ButtonStyle.Plain)),
            ],
        };
    }

    private async Task<Stored<SwapRequest>> ReadAsync(string id, CancellationToken ct) =>
        await store.FindAsync<SwapRequest>(id.ToLowerInvariant(), ct)
            ?? throw new RefusedException($"No swap `{id}`. See those that wait: swaps")
            {
                Field = "request",
                Missing = true,
            };
}
