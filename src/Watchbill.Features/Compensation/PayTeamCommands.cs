using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Compensation;

/// <summary>What managers see of the pay of those they manage, and decide about it. Said to them alone.</summary>
public sealed class PayTeamCommands(
    PayDecisions decisions, ManagedPay managed, PayRights rights, PayWords words, OrgChart chart) : ICommands
{
    public IReadOnlyList<PressHandler> Presses =>
    [
        new("pay-approve", (call, value, ct) => ButtonValue.Read(ButtonSubject.Team, value).Ids is [var team, var month, var seen]
            ? ApproveSeenAsync(call, team, month, seen, ct) : throw ButtonValue.NotUnderstood()),
    ];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("pay", "team [<team>] [<period>]", "What those you manage are owed, and what waits for you; last month", TeamAsync)
        { Looks = true },
        new("pay", "lines <person> [<period>]",
            "Somebody's month line by line, and how to correct it; for their manager",
            LinesAsync) { Looks = true, Reads = words.Months },
        new("pay", "approve <person> [<period>]", "Approve somebody's month; for their manager; last month", ApproveAsync)
        { Reads = words.Months },
        new("pay", "adjust <person> <period> <amount> [<currency>] because <text>",
            "Add an amount to somebody's month, or take one off; for their manager",
            AdjustAsync) { Reads = new() { { "period", AdjustmentAsync } } },
        new("pay", "export <team> [<period>]", "Hand the approved months of a team to payroll; for its manager; last month",
            (call, ct) => CloseAsync(call, PayState.Exported, ct)) { Reads = words.Months },
        new("pay", "lock <team> [<period>]", "Lock the exported months of a team; for its manager; last month",
            (call, ct) => CloseAsync(call, PayState.Locked, ct)) { Reads = words.Months },
    ];

    private async Task<Answer> TeamAsync(Call call, CancellationToken ct)
    {
        PayRights.MustBeKnown(call.Caller);
        var (team, month) = await words.TeamAndMonthAsync(
            call.Arguments["team"], call.Arguments["period"], call.Caller.Person, call.AskedAt, ct);
        return await ShowAsync(call, team, month, ct);
    }

    private async Task<Reply> ShowAsync(Call call, Team? team, LocalDate month, CancellationToken ct)
    {
        var found = await managed.OfAsync(call.Caller.Person, team, month, call.Now, ct);
        if (found.Count == 0 && (await rights.PeopleOfAsync(call.Caller.Person, month, ct)).Count == 0)
            throw new RefusedException(
                "Only managers see the pay of others, of the days they managed. For yours: `pay me`.")
            { Forbidden = true };
        return PayTeamReplies.Team(team?.Id, month, found, Seen(found));
    }

    private async Task<Answer> LinesAsync(Call call, CancellationToken ct)
    {
        var person = await chart.AnybodyAsync(call.Arguments.Required("person"), ct);
        var month = await words.MonthAsync(call.Arguments["period"], "last month", call.Caller.Person, call.AskedAt, ct);
        await rights.MustAsync(PayAct.See, call.Caller, person.Id, month, call.Now, ct);
        return PayTeamReplies.Lines(await managed.OneAsync(call.Caller.Person, person.Id, month, call.Now, ct));
    }

    private async Task<Answer> ApproveAsync(Call call, CancellationToken ct)
    {
        var person = await chart.AnybodyAsync(call.Arguments.Required("person"), ct);
        var month = await words.MonthAsync(call.Arguments["period"], "last month", call.Caller.Person, call.AskedAt, ct);
        await rights.MustAsync(PayAct.Approve, call.Caller, person.Id, month, call.Now, ct);
        var found = await managed.OneAsync(call.Caller.Person, person.Id, month, call.Now, ct);
        if (found.Month is { Lines.Count: 0, TimeOff.Earned: 0 }) return PayTeamReplies.Lines(found);
        var plan = await decisions.PlanAsync(person, month, PayState.Approved, Actor.Of(call), ct);
        return plan with { Preview = new Reply(Text.Lines([plan.Preview.Text, .. PayTeamReplies.Waiting(found)])) };
    }

    // What was looked at is approved in one press; where it has changed since, it is shown again instead.
    private async Task<Answer> ApproveSeenAsync(Call call, string team, string period, string seen, CancellationToken ct)
    {
        PayRights.MustBeKnown(call.Caller);
        var of = team == PayTeamReplies.AllTeams ? null : await chart.TeamAsync(team, ct);
        var month = await words.MonthAsync(period, "", call.Caller.Person, call.AskedAt, ct);
        var found = await managed.OfAsync(call.Caller.Person, of, month, call.Now, ct);
        if (Seen(found) != seen)
        {
            var now = await ShowAsync(call, of, month, ct);
            return now with
            {
                Text = Text.Lines(Text.Bold("Something changed since you looked.") + " Nothing was approved; this is what it comes to now.",
                    now.Text),
            };
        }

        return (await TogetherAsync(
            found.Where(one => one.CanBeApprovedWithOthers).Select(one => one.Month.Person), month, PayState.Approved, call, ct)) with
        {
            AtOnce = true,
        };
    }

    private async Task<(LocalDate Month, Money Amount)> AdjustmentAsync(Call call, CancellationToken ct)
    {
        var period = call.Arguments.Required("period");
        var sum = $"{call.Arguments["amount"] ?? "1"} {call.Arguments["currency"]}".TrimEnd();
        if (!await IsMonthAsync(period, call, ct))
        {
            // Typed, a month may be two words, and the currency one of its own: the amount is what is last without it.
            var said = $"{period} {sum}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var last = said.Length > 2 && said[^1].Length == 3 && said[^1].All(char.IsAsciiLetter) ? 2 : 1;
            (period, sum) = (string.Join(' ', said[..^last]), string.Join(' ', said[^last..]));
        }

        var wrong = new Refusals();
        var month = await wrong.TryAsync(token => words.MonthAsync(period, "", call.Caller.Person, call.AskedAt, token), ct);
        var amount = await wrong.TryAsync(async token => await words.MoneyAsync(sum, token) is var typed && typed.Amount != 0 ? typed
            : throw new RefusedException("An adjustment of 0 changes nothing.") { Field = "amount" }, ct);
        wrong.ThrowIfAny();
        return (month, amount!);
    }

    private async Task<bool> IsMonthAsync(string text, Call call, CancellationToken ct)
    {
        try
        {
            await words.MonthAsync(text, "", call.Caller.Person, call.AskedAt, ct);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private async Task<Answer> AdjustAsync(Call call, CancellationToken ct)
    {
        var person = await chart.AnybodyAsync(call.Arguments.Required("person"), ct);
        var (month, amount) = await AdjustmentAsync(call, ct);
        await rights.MustAsync(PayAct.Adjust, call.Caller, person.Id, month, call.Now, ct);
        return await decisions.PlanAdjustmentAsync(person, month, amount, call.Arguments.Required("text"), Actor.Of(call), ct);
    }

    private async Task<Answer> CloseAsync(Call call, PayState to, CancellationToken ct)
    {
        PayRights.MustBeKnown(call.Caller);
        var named = call.Arguments.Required("team");
        var team = await words.FindTeamAsync(named, ct) ?? await chart.TeamAsync(named, ct);
        var month = await words.MonthAsync(call.Arguments["period"], "last month", call.Caller.Person, call.AskedAt, ct);
        var found = (await managed.OfAsync(call.Caller.Person, team, month, call.Now, ct)).Where(one => one.MayApprove).ToList();
        if (found.Count == 0) throw await NothingAsync(call, team, month, to, ct);
        var ready = found.Where(one => PayRecord.WhyNot(one.Month.State, to) is null).ToList();
        if (ready.Count == 0)
            throw new RefusedException(PayTeamReplies.NotReady(found.Select(one => one.Month), month, to)) { Contested = true };
        var plan = await TogetherAsync(ready.Select(one => one.Month.Person), month, to, call, ct);
        var left = PayTeamReplies.LeftOut([.. found.Except(ready).Where(one => one.Month.State < to).Select(one => one.Month)]);
        plan = plan with { Preview = new Reply(Text.Lines([plan.Preview.Text, .. left])) };
        return to != PayState.Exported ? plan
            : plan with { Done = PayTeamReplies.Exported(new Reply(Text.Lines([plan.Done.Text, .. left])), team.Id, month, ready) };
    }

    // Of a month with nothing in it that is said to its manager alone.
    private async Task<RefusedException> NothingAsync(Call call, Team team, LocalDate month, PayState to, CancellationToken ct)
    {
        var (does, name) = (to == PayState.Exported ? "export" : "lock", PayRecord.MonthText(month));
        if (!await rights.ManagesAsync(call.Caller.Person, team.Id, call.Now, ct))
            return new RefusedException($"Only its manager can {does} {team.Id}.") { Forbidden = true };
        if (await managed.OwedAsync(team, month, call.Now, ct) is not [var first, ..])
            return new RefusedException($"Nothing to {does} for {team.Id}, {name}: nobody is owed anything for it.") { Contested = true };
        var names = await chart.NamesAsync(await rights.WhoAsync(PayAct.Close, first, month, call.Now, ct), ct);
        return new RefusedException(
            $"Whoever manages {team.Id} on the last day of {name} can {does} it: {string.Join(", ", names.Values)}.")
        { Forbidden = true };
    }

    private async Task<Plan> TogetherAsync(IEnumerable<string> people, LocalDate month, PayState to, Call call, CancellationToken ct)
    {
        var plans = new List<Plan>();
        foreach (var id in people)
        {
            await rights.MustAsync(PayAct.Approve, call.Caller, id, month, call.Now, ct);
            plans.Add(await decisions.PlanAsync(await chart.AnybodyAsync(id, ct), month, to, Actor.Of(call), ct));
        }

        if (plans.Count == 0) throw new RefusedException("Nothing of it waits for you.") { Contested = true };
        return new Plan(new Reply(Text.Lines(plans.Select(plan => plan.Preview.Text))),
            new Reply(Text.Lines(plans.Select(plan => plan.Done.Text))),
            [.. plans.SelectMany(plan => plan.Writes)])
        { Act = PayReplies.Act(to) };
    }

    // Who would be approved with how much, so that a press approves what was looked at.
    private static string Seen(IEnumerable<ManagedMonth> found) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', found.Where(one => one.CanBeApprovedWithOthers).Select(one =>
            $"{one.Month.Person} {one.Month.State} {string.Join(' ', one.Month.Totals)}")))))[..12];
}
