using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Reading;

namespace Watchbill.Rotations;

/// <summary>Looks at who is on call: now, next, in a span, or for one person.</summary>
public sealed class OnCallCommands(RotationPicker picker, OnCallBoard board, Schedules schedules, WorkedShifts worked, OrgChart chart)
    : ICommands
{
    private const int MaxShifts = 5;
    private static readonly Duration AwayAhead = Duration.FromDays(28);
    private static readonly Duration Ahead = Duration.FromDays(366);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "now [<rotation>] [at <when>]", "Who is on call", NowAsync)
        { Looks = true, Kinds = ArgumentKinds.OnCall },
        new("oncall", "next [<rotation>]", "Who is on call next", NextAsync)
        { Looks = true, Kinds = ArgumentKinds.OnCall },
        new("oncall", "when [<person>] [on <rotation>] [at <when>] [in <period>]", "Somebody's next shifts; yours without a name",
            WhenAsync) { Looks = true, Kinds = ArgumentKinds.OnCall },
        new("oncall", "schedule <rotation> [<period>]", "The shifts of a rotation; four weeks without a period",
            ScheduleAsync) { Looks = true, Kinds = ArgumentKinds.OnCall },
        new("oncall", "me [at <when>] [in <period>]", "Your shifts now and next",
            async (call, ct) => await ShiftsAsync(call.Caller.Person, null, call, ct)) { Looks = true },
        new("oncall", "escalation [<rotation>]", "Who is turned to, and after how long", EscalationAsync)
        { Looks = true, Kinds = ArgumentKinds.OnCall },
    ];

    public IReadOnlyList<HomePart> Home =>
    [
        new(HomePlace.Now, async (call, ct) => RotationReplies.AtHome((await BoardAsync(call, call.Now, ct)).Board)),
        new(HomePlace.Shifts,
            async (
                call,
                ct) =>
                    ShiftReplies.AtHome(await FindAsync(call.Caller.Person, null, (call.Now, call.Now + Ahead), MaxShifts, call, ct),
                        call.Now)),
    ];

    private async Task<Answer> NowAsync(Call call, CancellationToken ct)
    {
        var at =
            call.Arguments["when"] is { } when ? TimePhrases.When(when, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct)) : null;
        var (chosen, board) = await BoardAsync(call, at?.At ?? call.Now, ct);
        var reply = RotationReplies.Now(board, at, await WhichAsync(call, board, ct)).About(chosen);
        // Some of several are the reader's own: the others are a press away.
        return call.Arguments["rotation"] is not null || board.Count == await schedules.CountAsync(ct) ? reply : reply with
        {
            Actions = [.. reply.Actions, Buttons.Running("Show all rotations",
                call.Arguments["when"] is { } then ? $"now {NamedThings.Everything} at {then}" : $"now {NamedThings.Everything}")],
        };
    }

    private async Task<Answer> NextAsync(Call call, CancellationToken ct)
    {
        var (chosen, board) = await BoardAsync(call, call.Now, ct);
        return RotationReplies.Next(board).About(chosen);
    }

    private async Task<Answer> WhenAsync(Call call, CancellationToken ct)
    {
        var named = call.Arguments["person"];
        var person = named is null or "me" ? call.Caller.Person : (await chart.PersonAsync(named, ct)).Id;
        return await ShiftsAsync(person, call.Arguments["rotation"], call, ct);
    }

    private async Task<Answer> ScheduleAsync(Call call, CancellationToken ct)
    {
        var rotation = await picker.OneAsync(call.Arguments.Required("rotation"), call.Now, ct);
        var schedule = await schedules.ForAsync(rotation, ct);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var span = call.Arguments["period"] is { } period
            ? TimePhrases.Period(period, call.AskedAt, zone, schedule.TurnAfter(call.Now))
            : TimePhrases.Period("next 28 days", call.AskedAt, zone);
        var shifts = await worked.BetweenAsync(schedule, span.Start, span.End, call.Now, ct);
        var gaps = schedule.Gaps(Instant.Max(span.Start, call.Now), Instant.Max(span.End, call.Now));
        var named = call.Arguments["period"] is null ? "next 4 weeks" : null;
        return ScheduleReplies.Of(rotation, span, named, shifts, gaps, await NamesAsync(shifts, gaps, ct), zone);
    }

    private async Task<Answer> EscalationAsync(Call call, CancellationToken ct)
    {
        var (chosen, rotations) = await BoardAsync(call, call.Now, ct);
        var leads = new Dictionary<string, string>();
        foreach (var rotation in rotations.Select(shown => shown.Rotation))
        {
            if (await chart.Leads.OfAsync(rotation, call.Now, ct) is [var lead, ..]) leads[rotation.Id] = lead;
        }

        return RotationReplies.Escalation(rotations, leads, await chart.NamesAsync(leads.Values, ct)).About(chosen);
    }

    private async Task<Reply> ShiftsAsync(string person, string? on, Call call, CancellationToken ct)
    {
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        (string Id, string Name)? other = person == call.Caller.Person ? null : (person, await chart.NameAsync(person, ct));
        if (call.Arguments["period"] is { } period)
        {
            if (call.Arguments["when"] is not null)
                throw new RefusedException("Say a time or a period, not both: `me at fri 18:00`, or `me in december`.")
                {
                    Field = "period",
                };
            var span = TimePhrases.Period(period, call.AskedAt, zone);
            MustBeAhead(span.End, "period", call);
            var first = Instant.Max(call.Now, span.Start);
            return ShiftReplies.In(other, await FindAsync(person, on, (first, span.End), int.MaxValue, call, ct), span, on)
                .With(await schedules.AwayAsync(person, span.Start, span.End, ct));
        }

        var at = call.Arguments["when"] is { } when ? TimePhrases.When(when, call.AskedAt, zone) : null;
        if (at is not null) MustBeAhead(at.EndOfDay ?? at.At, "when", call);
        var from = Instant.Max(call.Now, at?.At ?? call.Now);
        var found = await FindAsync(person, on, (from, from + Ahead), MaxShifts + 1, call, ct);
        var said = ShiftReplies.Of(other, [.. found.Take(MaxShifts)], from, at, on);
        return (found.Count > MaxShifts ? said with { Note = ShiftReplies.More(other?.Id) } : said)
            .With(await schedules.AwayAsync(person, from, at is null ? from + AwayAhead : at.EndOfDay ?? at.At + Duration.Epsilon, ct));
    }

    private static void MustBeAhead(Instant end, string field, Call call)
    {
        // "now" is said in whole seconds.
        if (end >= call.Now - Duration.FromSeconds(1)) return;
        throw new RefusedException($"'{call.Arguments[field]}' is past. See who was on call then: `schedule <rotation> last week`")
        {
            Field = field,
        };
    }

    private async Task<IReadOnlyList<(Rotation Rotation, Shift Shift)>> FindAsync(
        string person, string? on, (Instant From, Instant To) span, int most, Call call, CancellationToken ct)
    {
        var rotations = on is null ? await schedules.NamingAsync([person], ct) : (await picker.NamedAsync(on, call.Now, ct)).Rotations;
        var found = new List<(Rotation Rotation, Shift Shift)>();
        foreach (var rotation in rotations)
        {
            var schedule = await schedules.ForAsync(rotation, ct);
            if (schedule.Mentions(person))
                found.AddRange(
                    Unbroken.Of(schedule.Between(span.From, span.From + Ahead), span.From + Ahead)
                        .Where(shift => shift.Person == person && shift.Start < span.To).Take(most).Select(shift => (rotation, shift)));
        }

        return [.. found.OrderBy(entry => entry.Shift.Start).Take(most)];
    }

    private async Task<(RespondingRotations Chosen, IReadOnlyList<RotationOnCall> Board)> BoardAsync(
        Call call, Instant at, CancellationToken ct)
    {
        var chosen =
            call.Arguments["rotation"] is { } named
                ? await picker.NamedAsync(named, at, ct) : new RespondingRotations(await picker.OfAsync(call.Caller, at, ct));
        var shown = new List<RotationOnCall>();
        foreach (var rotation in chosen.Rotations) shown.Add(await board.UnbrokenAsync(rotation, at, call.Now, ct));
        return (chosen, shown);
    }

    /// <summary>Which of the rotations are shown, where several are.</summary>
    private async Task<string> WhichAsync(Call call, IReadOnlyList<RotationOnCall> shown, CancellationToken ct)
    {
        if (shown.Count < 2) return "";
        if (call.Arguments["rotation"] is { } typed && NamedThings.IdOf(typed) is not NamedThings.Everything and var named)
            return $"{shown.Count} rotations of {named}";
        var all = await schedules.CountAsync(ct);
        if (all == shown.Count) return $"all {all} rotations";
        return await picker.IsOfConversationAsync(call.Caller, ct)
            ? $"{shown.Count} of {all} rotations, those of this channel" : $"your {shown.Count} of {all} rotations";
    }

    private Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IEnumerable<Shift> shifts, IEnumerable<Gap> gaps, CancellationToken ct) =>
        chart.NamesAsync(shifts.SelectMany(shift => new[] { shift.Person, shift.Instead })
            .Concat(gaps.Select(gap => Vacancy.Read(gap.Reason)?.Person)), ct);
}
