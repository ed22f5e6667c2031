using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// Who may take a shift is who is in the roster at that time. Ana, ben and cai by the week; from Monday 30 November 2026 dot has cai's
/// place. Ben has the weeks of 23 November and 7 December; it is Friday 20 November.
/// </summary>
public sealed class MembershipTests
{
    private const string Later = "mon 7 dec 10:00 to 12:00";
    private const string Sooner = "tue 24 nov 10:00 to 12:00";

    private static readonly Instant Monday = Cases.At("2026-11-30T09:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Later, "ana dot")]
    [InlineData(Sooner, "ana cai")]
    public async Task Those_are_asked_who_are_in_the_roster_then(string span, string asked)
    {
        var bot = await Bot.WithAsync(Changed);
        await bot.ConfirmAsync("ben", $"cover payments {span}");
        Assert.Equal(asked.Split(' '), (await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct))[0].Value.Asked);
    }

    [Theory]
    [InlineData(Later, "cai", false)]
    [InlineData(Later, "dot", true)]
    [InlineData(Sooner, "cai", true)]
    [InlineData(Sooner, "dot", false)]
    public async Task Only_they_take_it(string span, string taker, bool may)
    {
        var bot = await Bot.WithAsync(Changed);
        await bot.ConfirmAsync("ben", $"cover payments {span}");
        var id = (await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct))[0].Id;
        Assert.StartsWith(may ? "You cover for Ben Ode:" : "You are not in the rosters of payments then",
            await bot.PressAsync(taker, "cover-take", id),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_span_over_a_change_of_the_roster_everybody_takes_their_part()
    {
        var primary = Changed.Layers[0];
        var versions = NewLayerVersion.Apply([primary.Versions[0]], primary.Versions[^1], Cases.At("2026-11-25T09:00:00Z"));
        var bot = await Bot.WithAsync(Changed with { Layers = [primary with { Versions = versions }] });
        await bot.ConfirmAsync("ben", "cover payments mon 23 nov 4:00 to mon 30 nov 4:00");
        var id = (await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct))[0].Id;
        await bot.PressAsync("cai", "cover-take", id);
        await bot.PressAsync("dot", "cover-take", id);
        Assert.Equal([("cai", Cases.At("2026-11-23T09:00:00Z"), Cases.At("2026-11-25T09:00:00Z")),
                ("dot", Cases.At("2026-11-25T09:00:00Z"), Monday)],
            (await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes
                .Select(made => (made.Person, made.Start, made.End)));
    }

    [Theory]
    [InlineData(Later, "cai", false)]
    [InlineData(Later, "dot", true)]
    [InlineData(Sooner, "cai", true)]
    [InlineData(Sooner, "dot", false)]
    public async Task Only_with_them_it_is_swapped(string span, string with, bool may)
    {
        var bot = await Bot.WithAsync(Changed);
        var said = await bot.SayAsync("ben", $"swap payments {span} with {with}");
        Assert.Equal(may, !said.Contains("is not in the rosters of payments then", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_given_back_is_taken_by_somebody_of_its_roster()
    {
        var (bot, chart, by) = await AgreedAsync();
        var swap = new SwapRequest("payments", Part("cai", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"), "ana")
        {
            Returned = Part("ana", "2026-12-01T09:00:00Z", "2026-12-02T09:00:00Z"),
            AskedBy = by.Id,
            AskedAt = by.Now,
        };
        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            new Swaps(bot.Store, new Schedules(bot.Store), chart).PlanAgreedAsync(Changed, swap, by, Ct));
        Assert.Equal("Cai Wen is not in the rosters of payments then. Ask a lead to override it.", refused.Message);
    }

    [Fact]
    public async Task What_was_agreed_elsewhere_is_held_to_it_too()
    {
        var (bot, chart, by) = await AgreedAsync();
        var schedules = new Schedules(bot.Store);
        var held =
            HeldShift.Within((await schedules.FindAsync("payments", Ct))!, "ben",
                new Interval(Cases.At("2026-12-07T10:00:00Z"), Cases.At("2026-12-07T12:00:00Z")));
        var covers = new CoverTakes(bot.Store, schedules, chart);
        Assert.Single((await covers.PlanAgreedAsync(Changed, held, "dot", null, by, Ct)).Made);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => covers.PlanAgreedAsync(Changed, held, "cai", null, by, Ct));
        Assert.StartsWith("Cai Wen is not in the rosters of payments then", refused.Message, StringComparison.Ordinal);
        var swap = new SwapRequest("payments", Part("ben", "2026-12-07T10:00:00Z", "2026-12-07T12:00:00Z"), "cai")
        {
            AskedBy = by.Id,
            AskedAt = by.Now,
        };
        refused =
            await Assert.ThrowsAsync<RefusedException>(() => new Swaps(bot.Store, schedules, chart).PlanAgreedAsync(Changed, swap, by, Ct));
        Assert.Equal("person", refused.Field);
    }

    [Fact]
    public async Task Who_has_left_the_roster_since_is_reminded_of_nothing_and_accepts_nothing()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("ben", "cover payments mon 14 dec 10:00 to 12:00");
        await bot.ConfirmAsync("ana", "swap payments 7 dec with cai");
        Assert.NotNull(await WaitingAsync("cai"));
        var stored = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        var primary = Payments.Layers[0];
        IReadOnlyList<LayerVersion> versions = [primary.Versions[0],
            primary.Versions[0] with { From = Monday, Members = ["ana", "ben", "dot"] }];
        await bot.Store.SaveAsync([Write.Replace(stored, Payments with { Layers = [primary with { Versions = versions }] })], Ct);

        Assert.Null(await WaitingAsync("cai"));
        var swap = (await bot.Store.ListAsync<SwapRequest>(IdRange.All, Ct))[0].Id;
        Assert.StartsWith("Cai Wen is not in the rosters of payments then", await bot.PressAsync("cai", "swap-accept", swap),
            StringComparison.Ordinal);
        await new SwapAndCoverJob(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store))
            .RunAsync(Cases.At("2026-12-13T16:00:00Z"), Jobs.Changes.None, Ct);
        Assert.Equal([Address.Person("ana")], (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
            .Where(delivery => delivery.Value.Kind == MessageKind.Reminder).Select(delivery => delivery.Value.To));

        async Task<Reply?> WaitingAsync(string person)
        {
            var covers = new CoverCommands(bot.Store, new Covers(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store)),
                new Schedules(bot.Store), new OrgChart(bot.Store));
            var call =
                new Call(new Caller(person, Platforms.Slack, null), new Arguments(new Dictionary<string, string>()), bot.Clock.Now,
                    bot.Clock.Now);
            return await covers.Home[0].RunAsync(call, Ct);
        }
    }

    private static Rotation Changed { get; } = Payments with
    {
        Layers = [Payments.Layers[0] with
        {
            Versions =
                NewLayerVersion.Apply(Payments.Layers[0].Versions, Payments.Layers[0].Versions[0] with { Members = ["ana", "ben", "dot"] },
                    Monday),
        }],
    };

    private static SwapPart Part(string person, string start, string end) => new("primary", Cases.At(start), Cases.At(end), person);

    private static async Task<(Bot Bot, OrgChart Chart, Actor By)> AgreedAsync()
    {
        var bot = await Bot.WithAsync(Changed);
        return (bot, new OrgChart(bot.Store), new Actor("token:t", "api", bot.Clock.Now, bot.Clock.Now));
    }
}
