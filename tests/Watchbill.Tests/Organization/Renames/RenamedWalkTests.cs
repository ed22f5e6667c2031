using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>
/// Lived through: on Friday 20 November, in the middle of ben's week, ben becomes benedict, rotation payments becomes pay and team payments
/// becomes cash. Nobody is handed over, nothing is lost, and what was said stays found.
/// </summary>
public sealed class RenamedWalkTests
{
    private const string Renamed = """
        people: [{id: ana, name: Ana}, {id: benedict, was: ben, name: Ben}, {id: cai, name: Cai}, {id: dora, name: Dora}]
        teams: [{id: cash, was: payments, lead: ana, members: [ana, benedict, cai]}]
        services: [{id: checkout, team: cash}]
        rotations:
          - id: pay
            was: payments
            kind: team
            team: cash
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, benedict]}]
        """;

    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");

    private readonly Applying file = new();
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Renamed_in_mid_shift_who_schedule_and_records_agree()
    {
        file.Now = Cases.At("2026-11-10T10:00:00Z");
        await file.ApplyAsync(Applying.Small);
        await RunAsync(file.Now);
        // Monday 16 November: ana hands over to ben.
        await RunAsync(Monday - Duration.FromDays(7));
        file.Now = Friday;
        await file.Store.SaveAsync(
        [
            Write.Create("payments", new HandoffNotes([new HandoffNote("ben", Friday, "A migration runs.")])),
            Write.Create("p",
                new Pending("ben",
                    new Request("oncall override", new Dictionary<string, string> { ["rotation"] = "payments", ["person"] = "ben" }),
                    Friday, Friday, "") { Platform = Platforms.Slack }),
            Write.Create("t",
                new ApiToken("deploy", "", [Scope.Read]) { Teams = ["payments"], Services = ["checkout"], Expires = Monday }),
        ], Ct);
        var said = await file.CountAsync<Delivery>();

        Assert.Empty((await file.ApplyAsync(Renamed)).Told);
        await RunAsync(Friday + Duration.FromMinutes(1));
        // Nothing is handed over by a rename, and the unacknowledged handoff is still known.
        Assert.Equal(said, await file.CountAsync<Delivery>());
        Assert.Equal("benedict", (await file.FindAsync<HandoffState>("pay"))!.Holders["primary"]);
        Assert.Null(await file.FindAsync<HandoffState>("payments"));
        var handoff = (await file.FindAsync<Handoff>("pay/2026-11-16T09:00:00Z"))!;
        Assert.Equal(("pay", "ana", "benedict"), (handoff.Rotation, handoff.Layers[0].Outgoing, handoff.Layers[0].Incoming));
        var delivery = (await file.FindAsync<Delivery>("2026-11-16T09:00:00Z/handoff/pay/benedict"))!;
        Assert.Equal(("pay", "benedict", "pay/2026-11-16T09:00:00Z"), (delivery.Rotation, delivery.To.Id, delivery.Reply.Actions[0].Value));
        Assert.Equal("cash", (await file.FindAsync<Delivery>("2026-11-16T09:00:00Z/handoff/pay"))!.To.Id);
        Assert.Equal("benedict", (await file.FindAsync<HandoffNotes>("pay"))!.Notes[0].Person);
        var pending = (await file.FindAsync<Pending>("p"))!;
        Assert.Equal(("benedict", "pay", "benedict"),
            (pending.Author, pending.Request.Arguments["rotation"], pending.Request.Arguments["person"]));
        Assert.Equal(["cash"], (await file.FindAsync<ApiToken>("t"))!.Teams);

        await RunAsync(Monday + Duration.FromMinutes(1));
        var worked = (await file.Store.ListAsync<WorkedShift>(IdRange.All, Ct)).Select(stored => stored.Value).ToList();
        // The turn that ran when the rotation was first seen, and the whole week of the
        // rename: one row each, no cut, all under the new ids.
        Assert.Equal(
            ["pay cash ana 2026-11-10T10:00:00Z/2026-11-16T09:00:00Z", "pay cash benedict 2026-11-16T09:00:00Z/2026-11-23T09:00:00Z"],
            worked.Select(row => $"{row.Rotation} {row.Team} {row.Shift.Person} {row.Shift.Start}/{row.Shift.End}"));
        Assert.Equal(Monday, (await file.FindAsync<Recorded>("pay"))!.Through);
        Assert.Equal("ana", (await file.FindAsync<HandoffState>("pay"))!.Holders["primary"]);
        Assert.NotNull(await file.FindAsync<Handoff>("pay/2026-11-23T09:00:00Z"));

        var schedules = new Schedules(file.Store);
        var schedule = (await schedules.FindAsync("pay", Ct))!;
        for (var at = Cases.At("2026-11-10T12:00:00Z"); at < Monday + Duration.FromDays(14); at += Duration.FromHours(12))
        {
            var piece =
                Assert.Single(await new WorkedShifts(file.Store).BetweenAsync(schedule, at, at + Duration.FromSeconds(1), file.Now, Ct));
            Assert.Equal(schedule.At("primary", at)!.Person, piece.Person);
        }
    }

    [Fact]
    public async Task What_was_decided_about_a_service_goes_with_its_new_names()
    {
        await file.ApplyAsync(Applying.Small);
        var sre = new Engagement(EngagementModel.YouBuildSreRun) { By = "payments", Sres = ["ben"] };
        var review =
            new ReadinessReview("payments", Agreement.Default, "ben",
                Friday)
            { Items = [new("drill", "Drilled", ReviewSide.Sre) { SignedBy = "ben" }] };
        var history = new EngagementHistory("checkout") { Review = review }
            .With(new Handback(1, sre, Engagement.YouBuildYouRun, Friday, Friday) { ProposedBy = "ben" }.Decline("ben", Friday, null))
            .With(new EngagementDecision(Engagement.YouBuildYouRun, sre, Friday) { DecidedBy = "ben", DecidedAt = Friday });
        var asks = new Reply("Hand it back?") { Actions = [new Button("Hand back", "handback-confirm", "checkout/1")] };
        await file.Store.SaveAsync(
            [Write.Create("checkout", history),
                Delivery.Say(new Delivery(Friday, MessageKind.Engagement, Address.Person("ben"), asks), "engagement/checkout/person/ben")],
                    Ct);
        await file.ApplyAsync(
            Renamed.Replace("{id: checkout, team: cash}", "{id: till, was: checkout, team: cash}", StringComparison.Ordinal));

        Assert.Null(await file.FindAsync<EngagementHistory>("checkout"));
        var (moved, text) =
            ((await file.FindAsync<EngagementHistory>("till"))!,
                System.Text.Encoding.UTF8.GetString(Documents.Serialize((await file.FindAsync<EngagementHistory>("till"))!)));
        Assert.Equal(("till", "cash", "benedict"),
            (moved.Service, moved.At(Engagement.YouBuildYouRun, Friday).By, moved.Changes[0].DecidedBy));
        foreach (var old in new[] { "\"ben\"", "\"payments\"", "\"checkout\"" }) Assert.DoesNotContain(old, text, StringComparison.Ordinal);
        Assert.Equal("till/1",
            Assert
                .Single(await file.Store.ListAsync<Delivery>(IdRange.All, Ct),
                    one => one.Value.Kind == MessageKind.Engagement).Value.Reply.Actions[0].Value);
    }

    [Fact]
    public async Task Worked_shifts_keep_the_team_domain_and_services_of_their_day()
    {
        const string before = "domains: [{id: shop, lead: ana}, {id: bank, lead: ana}]\n";
        await file.ApplyAsync(
            before + Applying.Small.Replace("{id: payments, lead", "{id: payments, domain: shop, lead", StringComparison.Ordinal));
        await RunAsync(Friday);
        await RunAsync(Monday);
        // Payments moves to another domain, and checkout to another team.
        file.Now = Monday + Duration.FromDays(1);
        await file.ApplyAsync(
            before +
                Applying.Small
                    .Replace("[{id: payments, lead", "[{id: cards, lead: ana, members: [ana]}, {id: payments, domain: bank, lead",
                        StringComparison.Ordinal)
                    .Replace("{id: checkout, team: payments}", "{id: checkout, team: cards}, {id: ledger, team: payments}",
                        StringComparison.Ordinal));
        await RunAsync(Monday + Duration.FromDays(7));
        Assert.Equal(["payments shop checkout", "payments bank ledger"],
            (await file.Store.ListAsync<WorkedShift>(IdRange.All, Ct))
                .Select(row => $"{row.Value.Team} {row.Value.Domain} {string.Join(',', row.Value.Services)}"));
    }

    private async Task RunAsync(Instant now)
    {
        var schedules = new Schedules(file.Store);
        await new RecorderJob(file.Store, schedules, new DueRotations(file.Store, NullLogger<DueRotations>.Instance), Some.HostClock)
            .RunAsync(now, Ct);
        await new HandoffJob(file.Store, schedules, new DueRotations(file.Store, NullLogger<DueRotations>.Instance),
            new OpenWork(file.Store, new OrgChart(file.Store)), Some.HostClock)
            .RunAsync(now, Ct);
    }
}
