using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What was worked stays paid by whom it was worked for, whatever becomes of rotations, turns and people afterwards.</summary>
public sealed class PayHistoryTests
{
    private const string Callouts = "{id: standard, effective: 2026-01-01, callout: {per: hour, rate: 60}}";
    private const string Shifts = "{id: standard, effective: 2026-01-01, standby: {per: shift, rate: 100}}";

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
