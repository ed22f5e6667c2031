using NodaTime;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Engagements.EngagementBot;

namespace Watchbill.Engagements;

/// <summary>November 2026 until Friday 20, 10:00. Sre-core's weeks begin on Wednesdays at noon; its price is 95 EUR an hour.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task Standby_and_callouts_of_sres_are_paid_by_the_team_that_owns_the_service()
    {
        var bot = await NewAsync();
        await bot.Store.SaveAsync(
        [
            // 4 to 11 November, 168 h, of checkout alone; 11 to 18 November, 168 h, of checkout and another service: 84 h.
            Worked("2026-11-04T12:00:00Z", "2026-11-11T12:00:00Z", "checkout"),
            Worked("2026-11-11T12:00:00Z", "2026-11-18T12:00:00Z", "checkout", "other"),
            // October's week runs into November: 84 h of it from midnight of the 1st to noon of the 4th.
            Worked("2026-10-28T12:00:00Z", "2026-11-04T12:00:00Z", "checkout"),
            // Hugo, an SRE, worked 1 h 30 on it; ana, a developer, counts nowhere; what was taken back neither.
            Write.Create("checkout/000001", Incident("hugo", "2026-11-12T10:00:00Z", "2026-11-12T11:30:00Z")),
            Write.Create("checkout/000002", Incident("ana", "2026-11-12T10:00:00Z", "2026-11-12T14:00:00Z")),
            Write.Create("checkout/000003",
                Incident("hugo", "2026-11-13T10:00:00Z", "2026-11-13T14:00:00Z") with { Voided = "false alarm" }),
        ], Roster.Ct);
        // 84 + 168 + 84 = 336 h of standby and 1.5 h of callouts: 337.5 x 95 = 32,062.50 EUR.
        Golden.Matches("engagement/cost", await bot.SayAsync("dot", "engagement cost payments"));
        Assert.Equal(
            "No SREs were on call for a service of sre-core Sun 1 - Fri 20 Nov.\n[Share]",
            await bot.SayAsync("dot", "engagement cost sre-core"));
    }

    [Fact]
    public async Task Work_after_a_hand_back_is_not_paid()
    {
        var bot = await NewAsync();
        var change = new EngagementDecision(Engagement.YouBuildYouRun, Engagement.YouBuildYouRun, Cases.At("2026-11-05T12:00:00Z"))
        {
            DecidedBy = "lea",
            DecidedAt = Cases.At("2026-11-05T12:00:00Z"),
        };
        await bot.Store.SaveAsync(
            [Worked("2026-11-04T12:00:00Z", "2026-11-11T12:00:00Z", "checkout"),
                Write.Create("checkout", new EngagementHistory("checkout").With(change))], Roster.Ct);
        // One day of the week: 24 x 95 = 2,280.
        Assert.StartsWith("SREs worked 24 h for all teams, 2,280.00 EUR, Sun 1 - Fri 20 Nov.",
            await bot.SayAsync("dot", "engagement cost in november"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callouts_of_somebody_who_was_on_call_for_sres_and_has_left_them_since_count()
    {
        var bot = await NewAsync();
        var team = (await bot.Store.FindAsync<Team>("sre-core", Roster.Ct))!;
        await bot.Store.SaveAsync(
        [
            Write.Replace(team, team.Value with { Lead = "ada", Members = ["hugo"] }),
            Worked("2026-11-04T12:00:00Z", "2026-11-11T12:00:00Z", "checkout"), // lea's
            Write.Create("checkout/000001", Incident("lea", "2026-11-05T10:00:00Z", "2026-11-05T11:00:00Z")),
        ], Roster.Ct);
        // 168 h of standby and 1 h of callouts: 169 x 95 = 16,055.
        Assert.StartsWith("SREs worked 169 h for all teams, 16,055.00 EUR, Sun 1 - Fri 20 Nov.",
            await bot.SayAsync("dot", "engagement cost in november"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shadow_costs_nothing()
    {
        var bot = await NewAsync();
        var shadow =
            new WorkedShift("sre-core",
                new Shift("shadow", 1, Cases.At("2026-11-04T12:00:00Z"), Cases.At("2026-11-11T12:00:00Z"), "hugo", ShiftSource.Turn),
                Friday)
            { Team = "sre-core", Services = ["checkout"], Shadow = true };
        await bot.Store.SaveAsync(
            [Worked("2026-11-04T12:00:00Z", "2026-11-05T12:00:00Z", "checkout"),
                Write.Create(WorkedShift.IdOf("sre-core", shadow.Shift.Start, "shadow"), shadow)], Roster.Ct);
        // Lea's day: 24 x 95 = 2,280.
        Assert.StartsWith("SREs worked 24 h for all teams, 2,280.00 EUR, Sun 1 - Fri 20 Nov.",
            await bot.SayAsync("dot", "engagement cost in november"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vacant_week_that_is_corrected_to_somebody_is_paid()
    {
        var bot = await NewAsync();
        var vacant = new Shift("primary", 1, Cases.At("2026-11-04T12:00:00Z"), Cases.At("2026-11-11T12:00:00Z"), null, ShiftSource.Turn)
        {
            Instead = "lea",
            Reason = "lea is away",
        };
        var correction = new ShiftCorrection("sre-core", "primary", vacant.Start, vacant.End, "hugo", "Hugo stood in")
        {
            DecidedAt = Friday,
            DecidedBy = "lea",
        };
        await bot.Store.SaveAsync(
        [
            Write.Create(WorkedShift.IdOf("sre-core", vacant.Start, "primary"),
                new WorkedShift("sre-core", vacant, vacant.End) { Team = "sre-core", Services = ["checkout"] }),
            Write.Create(correction.Id, correction),
        ], Roster.Ct);
        // 168 h x 95 = 15,960.
        Assert.StartsWith("SREs worked 168 h for all teams, 15,960.00 EUR, Sun 1 - Fri 20 Nov.",
            await bot.SayAsync("dot", "engagement cost in november"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_of_sres_that_was_approved_costs_what_the_two_teams_agreed_on()
    {
        var bot = await NewAsync();
        var elsewhere = (await bot.Store.FindAsync<Service>("search", Roster.Ct))!;
        await bot.Store.SaveAsync(
        [
            Entry("hugo", "2026-11-05T10:00:00Z", "2026-11-05T12:00:00Z"), Entry("lea", "2026-11-06T10:00:00Z", "2026-11-06T10:30:00Z"),
            // Half of it is October's. A developer's costs nobody anything, and standby is for a rotation.
            Entry("hugo", "2026-10-31T23:00:00Z", "2026-11-01T01:00:00Z"), Entry("ana", "2026-11-05T10:00:00Z", "2026-11-05T12:00:00Z"),
            // Nobody has decided about it, or it was rejected.
            Entry("hugo", "2026-11-08T10:00:00Z", "2026-11-08T12:00:00Z", null),
            Entry("hugo", "2026-11-09T10:00:00Z", "2026-11-09T12:00:00Z", false),
            Write.Create("s",
                new TimeEntry("hugo", TimeEntryKind.Standby, Cases.At("2026-11-07T10:00:00Z"), Cases.At("2026-11-07T12:00:00Z"), "lea",
                    Friday) { Rotation = "sre-core", Team = "payments" }),
        ], Roster.Ct);
        // 2 + 0.5 + 1 = 3.5 h at 95 EUR, checkout's price and the only one between the two: 332.50.
        Golden.Matches("engagement/cost-support", await bot.SayAsync("dot", "engagement cost payments in november"));
        // A second price, of search: nobody agreed which one support has.
        await bot.Store.SaveAsync(
            [Write.Replace(elsewhere,
                elsewhere.Value with { Engagement = new Engagement(EngagementModel.YouBuildSreRun)
                {
                    By = "sre-core",
                    Price = new EngagementPrice(new Compensation.Money(80, "EUR"), PriceUnit.Hour),
                } })], Roster.Ct);
        Assert.StartsWith("SREs worked 3.5 h for payments, 0.00 EUR, Sun 1 - Fri 20 Nov.",
            await bot.SayAsync("dot", "engagement cost payments in november"), StringComparison.Ordinal);

        static Write Entry(string person, string start, string end, bool? approved = true) =>
            Write.Create($"{person}/{start}",
                new TimeEntry(person, TimeEntryKind.Support, Cases.At(start), Cases.At(end), "lea", Friday)
                {
                    Team = "payments",
                    Decision = approved is { } decided ? new EntryDecision(decided, "eve", Friday, null) : null,
                });
    }

    [Theory]
    [InlineData(null, true, EngagementModel.YouBuildYouRun)]
    [InlineData("98.9", true, EngagementModel.YouBuildOpsRun)]
    [InlineData("99", true, EngagementModel.YouBuildYouRun)]
    [InlineData("99.94", true, EngagementModel.YouBuildYouRun)]
    [InlineData("99.95", true, EngagementModel.YouBuildYouAndSreRun)]
    [InlineData("99.99", true, EngagementModel.YouBuildSreRun)]
    [InlineData("99.99", false, EngagementModel.YouBuildYouRun)] // nobody there to run it
    public void The_target_asks_for_a_model(string? target, bool sre, EngagementModel advised) => Assert.Equal(advised, ModelAdvice.For(
        new ModelFacts(target is null ? null : decimal.Parse(target, System.Globalization.CultureInfo.InvariantCulture), "payments")
        {
            Developers = 3,
            Sre = sre ? ("sre-core", 2) : null,
            Runbooks = 0,
            Incidents = 0,
            HoursAMonth = 730,
        }));

    [Fact]
    public async Task Models_stand_side_by_side_with_the_facts_of_the_service()
    {
        var bot = await NewAsync();
        var service = (await bot.Store.FindAsync<Service>("checkout", Roster.Ct))!;
        await bot.Store.SaveAsync(
        [
            Write.Replace(service,
                service.Value with
                {
                    Slos = [new Budgets.Slo("availability", 99.95m), new Budgets.Slo("latency", 99m)],
                    Runbooks = [new Runbook("HighErrorRate", "https://runbooks.example.com/checkout")],
                }),
            Write.Create("checkout/000001", Incident("hugo", "2026-11-12T10:00:00Z", "2026-11-12T10:30:00Z")),
            Write.Create("checkout/000002", Incident("hugo", "2026-11-13T10:00:00Z", "2026-11-13T12:00:00Z")),
            Write.Create("checkout/000003", Incident("hugo", "2026-11-14T10:00:00Z", "2026-11-14T10:10:00Z")),
            Write.Create("checkout/000004", Incident("hugo", "2026-06-14T10:00:00Z", "2026-06-14T12:10:00Z")), // too long ago
        ], Roster.Ct);
        // 10, 30 and 120 min: the median is 30. A month is 8,766 h / 12, and by the
        // calendar's mean year 24 x 365.2425 / 12 = 730.5 h; x 95 = 69,397.5.
        Golden.Matches("engagement/advise", await bot.SayAsync("ana", "engagement advise checkout"));
        var search = (await bot.SayAsync("ana", "engagement advise search")).Split('\n');
        Assert.Equal("Recommended for search: payments alone, as it is.", search[0]);
        Assert.Contains("It has no SLO;", string.Join('\n', search), StringComparison.Ordinal);
    }

    private static Write Worked(string from, string to, params string[] services) => Write.Create(
        WorkedShift.IdOf("sre-core", Cases.At(from), "primary"),
        new WorkedShift("sre-core", new Shift("primary", 1, Cases.At(from), Cases.At(to), "lea", ShiftSource.Turn), Cases.At(to))
        {
            Team = "sre-core",
            Services = services,
        });

    private static Incident Incident(string person, string start, string end) =>
        new("checkout", 1, "Payments fail", Severity.Sev2, Cases.At(start), Cases.At(end))
        {
            Responders = [new Responder(person, Cases.At(start), Cases.At(end))],
            By = person,
            At = Cases.At(end),
        };
}
