using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// Only a part of a swap or cover lapses. Payments turns weekly on Mondays at nine: ben has 23 November 2026, cai 30, ana 7 December.
/// </summary>
public sealed class PartLapseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_part_is_taken_out_both_are_told_once_and_the_rest_holds()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "swap payments 23 nov with cai for 30 nov");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.PressAsync("cai", "Accept");
        await RosterAsync(bot, "2026-11-26T09:00:00Z", "ana", "dot", "cai");
        await LapseAsync(bot);
        await LapseAsync(bot);
        // Ben's week goes to dot on Thursday: cai has it from Monday to Thursday by the swap, and ben still has cai's next week.
        var changes = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes;
        Assert.Equal(["cai 2026-11-23T09:00:00Z/2026-11-26T09:00:00Z", "ben 2026-11-30T09:00:00Z/2026-12-07T09:00:00Z"],
            changes.Select(change => $"{change.Person} {change.Start}/{change.End}"));
        Assert.Equal(
            string.Join('\n',
                "person:ben: Swap cancelled: you are no longer on call Thu 26 Nov 09:00 - Mon 30 Nov 09:00 (payments), so Cai Wen does not "
                    + "take it.\nCai Wen still has Mon 09:00 - Thu 09:00.\nSee who is on call: `schedule payments`",
                "person:cai: Swap cancelled: Ben Ode is no longer on call Thu 26 Nov 09:00 - Mon 30 Nov 09:00 (payments), so you do not "
                    + "take it.\nYou still have Mon 09:00 - Thu 09:00.\nSee who is on call: `schedule payments`"),
            await SaidAsync(bot));
    }

    [Fact]
    public async Task The_other_half_stays_where_it_has_begun()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ana", "swap payments 7 dec with ben for 23 nov");
        await bot.PressAsync("ben", "Accept");
        bot.Clock.Now = Cases.At("2026-11-24T09:00:00Z");
        await RosterAsync(bot, "2026-12-07T09:00:00Z", "dot", "ben", "cai");
        await LapseAsync(bot);
        var change = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.Equal(("ana", Cases.At("2026-11-23T09:00:00Z")), (change.Person, change.Start));
        Assert.DoesNotContain("other half", await SaidAsync(bot), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_in_the_middle_leaves_two()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.Store.SaveAsync(
            [Write.Put("payments",
                new RotationChanges(
                    [Decided(ShiftSource.Cover, "c", "2026-11-23T09:00:00Z", "2026-11-30T09:00:00Z", "ana", "ben",
                        "2026-11-20T09:00:00Z")]))], Ct);
        await RosterAsync(bot, "2026-11-25T09:00:00Z", "ana", "dot", "cai");
        await RosterAsync(bot, "2026-11-26T09:00:00Z", "ana", "ben", "cai");
        await LapseAsync(bot);
        var changes = (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes;
        Assert.Equal(["2026-11-23T09:00:00Z/2026-11-25T09:00:00Z", "2026-11-26T09:00:00Z/2026-11-30T09:00:00Z"],
            changes.Select(change => $"{change.Start}/{change.End}"));
        Assert.Equal(2, changes.Select(change => change.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_somebody_else_has_within_a_shift_is_not_traded_and_does_not_lapse()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.Store.SaveAsync(
            [Write.Put("payments",
                new RotationChanges([Override("o", "2026-11-25T09:00:00Z", "2026-11-26T09:00:00Z", "dot", "2026-11-20T09:00:00Z")]))], Ct);
        await bot.ConfirmAsync("ben", "swap payments 23 nov with cai");
        await bot.PressAsync("cai", "Accept");
        await LapseAsync(bot);
        Assert.Equal(["dot", "cai", "cai"],
            (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes.Select(change => change.Person));
        Assert.Equal("", await SaidAsync(bot));
        Assert.Equal(["cai", "dot", "cai"],
            (await new Schedules(bot.Store).FindAsync("payments", Ct))!
                .Between(Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-30T09:00:00Z")).Select(shift => shift.Person));
    }

    // The roster from an instant on, with ben's, dot's or nobody's place second, as a lead decides it at once.
    private static async Task RosterAsync(Bot bot, string from, params string[] members)
    {
        var rotation = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        var versions = rotation.Value.Layers[0].Versions;
        var changed =
            rotation.Value with
            {
                Layers = [rotation.Value.Layers[0] with
                {
                    Versions = [.. versions, versions[0] with { From = Cases.At(from), Members = members }],
                }],
            };
        await bot.Store.SaveAsync([Write.Replace(rotation, changed)], Ct);
    }

    private static async Task LapseAsync(Bot bot) => await new ChangeLapseJob(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store),
        new DueRotations(bot.Store, NullLogger<DueRotations>.Instance)).RunAsync(bot.Clock.Now, Ct);

    private static async Task<string> SaidAsync(Bot bot) => string.Join('\n', (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
        .Where(one => one.Id.Contains("lapse/", StringComparison.Ordinal)).Select(one => $"{one.Value.To}: {Bot.Plain(one.Value.Reply)}"));
}
