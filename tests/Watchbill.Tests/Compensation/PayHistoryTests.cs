using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What was worked stays paid by whom it was worked for, whatever becomes of rotations, turns and people afterwards.</summary>
public sealed class PayHistoryTests
{
    private const string Callouts = "{id: standard, effective: 2026-01-01, callout: {per: hour, rate: 60}}";
    private const string Shifts = "{id: standard, effective: 2026-01-01, standby: {per: shift, rate: 100}}";

    [Fact]
    public async Task A_callout_is_paid_by_a_rotation_that_was_retired_since_and_not_by_one_that_was_retired_before()
    {
        var file = Files.OfBen(Callouts);
        var bot = await WithAsync(file, "2026-06-01T00:00:00Z");
        await CalledAsync(bot, "ana", "checkout-1", "2026-06-10");
        Assert.Equal(120, await bot.AmountAsync("ana", "2026-06"));
        await bot.AtAsync("2026-07-05T12:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        await bot.ApplyAsync(WithoutRotations(file));
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
        await bot.AtAsync("2026-07-06T12:00:00Z");
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
        await CalledAsync(bot, "ana", "checkout-2", "2026-07-10");
        Assert.Equal(0, await bot.AmountAsync("ana", "2026-07"));
    }

    [Fact]
    public async Task On_call_twice_a_callout_is_paid_by_the_rotation_that_answers_for_the_service()
    {
        var bot = await WithAsync(Files.OfBen(Callouts)
            .Replace("teams: [", "teams: [{id: search, lead: lea, manager: mia, members: [ben]}, ", StringComparison.Ordinal)
            .Replace("services: [", "services: [{id: find, team: search}, ", StringComparison.Ordinal)
            .Replace("rotations:\n", """
                rotations:
                  - id: alpha
                    kind: team
                    team: search
                    turn: {every: 1 week, from: 2026-06-01, at: "00:00"}
                    layers: [{id: primary, members: [ben]}]
                    pay: cheap

                """, StringComparison.Ordinal) + "\n  - {id: cheap, effective: 2026-01-01, callout: {per: hour, rate: 10}}",
            "2026-06-01T00:00:00Z");
        await CalledAsync(bot, "ben", "checkout-1", "2026-06-10");
        await CalledAsync(bot, "ben", "find-1", "2026-06-11");
        Assert.Equal([("payments", 120m), ("alpha", 20m)],
            (await bot.MonthAsync("ben", "2026-06")).Lines.Where(line => line.Kind == PayKind.Callout)
                .Select(line => (line.Rotation, line.Amount.Amount)));
    }

    [Fact]
    public async Task Whoever_comes_back_to_an_incident_in_another_month_has_its_fee_once()
    {
        var bot = await WithAsync(Files.OfBen("{id: standard, effective: 2026-01-01, callout: {per: callout, fee: 20}}"),
            "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-10T08:00:00Z");
        await bot.SayAsync("ben", "incident declare checkout \"it is slow\" sev2");
        foreach (var (step, at) in new[] { ("ack", "06-10T09"), ("leave", "06-10T10"), ("ack", "07-15T09"), ("leave", "07-15T10") })
        {
            await bot.AtAsync($"2026-{at}:00:00Z");
            await bot.SayAsync("ben", $"incident {step} checkout-1");
        }

        Assert.Equal((20m, 0m), (await bot.AmountAsync("ben", "2026-06"), await bot.AmountAsync("ben", "2026-07")));
        var july = Assert.Single((await bot.MonthAsync("ben", "2026-07")).Lines);
        Assert.Equal(("checkout-1", 1m), (july.Incident, july.Hours));
    }

    // Weeks from 1 and 8 June, and from the 15th on weeks that are counted from there.
    [Fact]
    public async Task Turns_of_one_number_before_and_after_an_edit_are_two_shifts()
    {
        var bot = await WithAsync(Files.OfBen(Shifts), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-10T12:00:00Z");
        await bot.ApplyAsync(Files.OfBen(Shifts).Replace("from: 2026-06-01", "from: 2026-06-15", StringComparison.Ordinal));
        await bot.AtAsync("2026-07-10T12:00:00Z");
        Assert.Equal(["0 100", "1 100", "0@2 100", "1@2 100", "2@2 100"], (await bot.MonthAsync("ben", "2026-06")).Lines
            .Select(line => Cases.Invariant($"{line.Shift!["payments/primary/".Length..]} {line.Amount.Amount:0}")));
    }

    [Fact]
    public async Task A_turn_that_goes_on_over_an_edit_is_one_shift()
    {
        var bot = await WithAsync(Files.OfBen(Shifts), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-10T12:00:00Z");
        // Weeks from Wednesdays on: the turn from Monday, 8 June, is kept until one begins.
        await bot.ApplyAsync(Files.OfBen(Shifts).Replace("from: 2026-06-01", "from: 2026-06-03", StringComparison.Ordinal));
        await bot.AtAsync("2026-07-10T12:00:00Z");
        Assert.Equal([(168m, 100m), (216m, 100m), (168m, 100m), (168m, 100m)],
            (await bot.MonthAsync("ben", "2026-06")).Lines.Select(line => (line.Hours, line.Amount.Amount)));
    }

    [Fact]
    public void What_an_earlier_release_took_for_one_shift_is_adjusted_by_what_is_missing()
    {
        static PayLine Line(string shift) => new(PayKind.Standby, new(2026, 6, 1), default, default, 168, new Money(100, "EUR"))
        { Rotation = "payments", Shift = shift };
        var found = PayDifference.Of(new(2026, 6, 1), [Line("payments/primary/0")],
            [Line("payments/primary/0"), Line("payments/primary/0@2")], [], new(2026, 7, 1));
        Assert.Equal(100, Assert.Single(found).Amount.Amount);
    }

    [Fact]
    public async Task Whoever_leaves_has_the_allowance_of_that_month_and_their_share_goes_to_those_who_stay()
    {
        var file = Files.Payments.Replace("callout: {", "allowance: {amount: 50, per: month, to: team}\n    callout: {",
            StringComparison.Ordinal);
        var bot = await WithAsync(file.Replace("{id: ben, name: Ben}", "{id: ben, name: Ben, until: 2026-06-10}", StringComparison.Ordinal),
            "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-08-02T00:00:00Z");
        Assert.Equal((25m, 25m), (await AllowanceAsync(bot, "ana", "2026-06"), await AllowanceAsync(bot, "ben", "2026-06")));
        Assert.Equal((50m, 0m), (await AllowanceAsync(bot, "ana", "2026-07"), await AllowanceAsync(bot, "ben", "2026-07")));
    }

    [Fact]
    public async Task A_rotation_that_is_retired_earns_its_last_allowance_that_month()
    {
        var file = Files.Payments.Replace("callout: {", "allowance: {amount: 50, per: month, to: person}\n    callout: {",
            StringComparison.Ordinal);
        var bot = await WithAsync(file, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-20T12:00:00Z");
        await bot.ApplyAsync(WithoutRotations(file));
        await bot.AtAsync("2026-06-20T12:01:00Z");
        await bot.AtAsync("2026-08-02T00:00:00Z");
        Assert.Equal((50m, 0m), (await AllowanceAsync(bot, "ana", "2026-06"), await AllowanceAsync(bot, "ana", "2026-07")));
    }

    [Fact]
    public async Task The_allowance_of_a_team_is_shared_once_over_all_layers()
    {
        var bot = await WithAsync(Files.Payments
            .Replace("callout: {", "allowance: {amount: 60, per: month, to: team}\n    callout: {", StringComparison.Ordinal)
            .Replace("members: [ana, ben]}]\n    pay", "members: [ana, ben]}, {id: secondary, members: [ben, lea]}]\n    pay",
                StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        foreach (var id in new[] { "ana", "ben", "lea" }) Assert.Equal((id, 20m), (id, await AllowanceAsync(bot, id, "2026-06")));
    }

    [Fact]
    public async Task Whoever_is_forgotten_leaves_the_amounts_without_the_words()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        static PayLine Adjusted(string by, string reason) =>
            new(PayKind.Adjustment, new(2026, 6, 1), default, default, 0, new Money(5, "EUR")) { By = by, Reason = reason };
        var record = new PayRecord("ana", new(2026, 6, 1))
        {
            Mistakes = [new PayMistake(default, "I was in hospital")],
            Fixed = new FixedMonth("Ana Silva", "Etc/UTC", null, [Adjusted("ben", "her broken leg"), Adjusted("watchbill", "anew")],
                TimeOffBalance.None, []),
        };
        await bot.Store.SaveAsync([Write.Create(record.Id, record)], Ct);
        var person = (await bot.Store.FindAsync<Organization.Person>("ana", Ct))!;
        await bot.Store.SaveAsync(await new Forgetting(bot.Store, StoredKinds.All).ChangesAsync(person, Ct), Ct);
        var left = (await bot.Store.FindAsync<PayRecord>(record.Id, Ct))!.Value;
        Assert.Equal(("", "ana"), (Assert.Single(left.Mistakes).Text, left.Fixed!.Name));
        Assert.Equal([("", 5m), ("anew", 5m)], left.Fixed.Lines.Select(line => (line.Reason, line.Amount.Amount)));
    }

    private static async Task<decimal> AllowanceAsync(PayBot bot, string person, string month) =>
        (await bot.MonthAsync(person, month)).Lines.Where(line => line.Kind == PayKind.Allowance).Sum(line => line.Amount.Amount);

    // Two hours of work.
    private static async Task CalledAsync(PayBot bot, string person, string incident, string day)
    {
        await bot.AtAsync($"{day}T08:00:00Z");
        await bot.SayAsync(person, $"incident declare {incident.Split('-')[0]} \"it is slow\" sev2");
        await bot.SayAsync(person, $"incident ack {incident}");
        await bot.AtAsync($"{day}T10:00:00Z");
        await bot.SayAsync(person, $"incident resolve {incident}");
    }

    private static string WithoutRotations(string file)
    {
        var from = file.IndexOf("rotations:", StringComparison.Ordinal);
        return file.Remove(from, file.IndexOf("compensation:", StringComparison.Ordinal) - from);
    }
}
