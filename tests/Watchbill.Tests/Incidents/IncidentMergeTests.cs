using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Two incidents that are one. It is Friday 20 November 2026, 10:00 in Lisbon.</summary>
public sealed class IncidentMergeTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notes_responders_and_links_of_both_are_in_one_and_the_other_leads_there()
    {
        var bot = await TwoAsync();
        Golden.Matches("incident/merge-preview", await bot.SayAsync("out", "incident merge checkout-2 into checkout-1"));
        Assert.Equal("checkout-2 is merged into checkout-1. Both names lead there.",
            await bot.ConfirmAsync("out", "incident merge checkout-2 into checkout-1"));
        var (into, merged) = (await IncidentAsync(bot, 1), await IncidentAsync(bot, 2));
        Assert.Equal(["rolled back", "cards, too"], into.Notes.Select(note => note.Text));
        // Ana was at both: her callout is one.
        Assert.Equal([("ana", null), ("ben", (Instant?)null)], into.Responders.Select(responder => (responder.Person, responder.End)));
        Assert.Equal(("checkout-1", false, false), (merged.MergedInto, merged.Open, merged.Counts));
        Assert.Equal((Severity.Sev1, true), (into.Severity, into.Open));
        Assert.Empty(merged.Responders.Concat<object>(merged.Notes));
        // As they were before, both are kept.
        Assert.Equal(2,
            (await bot.Store.FindAsync<IncidentVersion>(IncidentVersion.DocumentId(merged with { Version = merged.Version - 1 }), Ct))!
                .Value.Incident.Responders.Count);
        Assert.Equal(["checkout/000001"], (await bot.Store.ListAsync<OpenIncident>(IdRange.All, Ct)).Select(open => open.Id));

        Golden.Matches("incident/merge-shown", await bot.SayAsync("ana", "incident show checkout-2"));
        Assert.Equal("Note added to checkout-1.", await bot.SayAsync("ana", "incident note checkout-2 it leads here"));
        Assert.Equal("checkout-2 and checkout-1 are already one incident.",
            await bot.SayAsync("ana", "incident merge checkout-2 into checkout-1"));
        var said = await bot.SaidAsync();
        Assert.Contains("team:payments: Out Sider merged checkout-2 into checkout-1", said, StringComparison.Ordinal);
        Assert.Contains("team:payments, anew: Merged into checkout-1: cards fail (checkout-2).", said, StringComparison.Ordinal);
    }

    /// <summary>A merge says that two are one, and not that anything was worse: it never changes what a budget has lost.</summary>
    [Theory]
    [InlineData("10:00", "10:20", "1", "10:10", "10:40", "1", 40 * 60)] // They overlap.
    [InlineData("10:00", "10:10", "1", "10:30", "10:40", "1", 20 * 60)] // Between them nothing was broken.
    [InlineData("10:00", "11:00", "0.1", "10:30", "10:40", "1", (50 * 6) + 600)] // Each counts with its own impact.
    [InlineData("10:00", null, "0.1", "10:30", "10:40", "1", (110 * 6) + 600)] // The first goes on until noon.
    [InlineData("10:00", "10:10", null, "10:30", null, "0.5", 90 * 30)] // Nobody said how bad the first was.
    public void Time_counts_once_and_as_before(string start, string? end, string? impact, string start2, string? end2, string? impact2,
        int seconds)
    {
        var one = Spending.Incident(1, At(start), end is null ? null : At(end), Number(impact));
        var two = Spending.Incident(2, At(start2), end2 is null ? null : At(end2), Number(impact2));
        foreach (var (from, into) in new[] { (one, two), (two, one) })
        {
            var (merged, leading) = from.Merge(into, At("11:30"));
            foreach (var incidents in new Incident[][] { [one, two], [merged, leading], [leading] })
            {
                var pieces =
                    Downtime.In(new Interval(At("09:00"), At("12:00")), "availability", BudgetFacts.None with { Incidents = incidents });
                Assert.Equal(seconds, pieces.Sum(piece => piece.Bad));
                if (incidents.Contains(leading)) Assert.All(pieces, piece => Assert.Equal(into.Id, piece.Cause));
            }

            Assert.Equal(At("10:00"), leading.Began);
            Assert.Null(IncidentRules.Fault(leading, At("12:00")));
        }
    }

    /// <summary>An impact that is said after the merge is said of the whole, and what counts is shown.</summary>
    [Theory]
    [InlineData(null, null, "100%", 1200)]
    [InlineData(1.0, 1.0, "10%", 120)]
    [InlineData(0.1, 1.0, "100%", 1200)]
    [InlineData(0.1, 1.0, "10%", 120)]
    public async Task An_impact_that_is_said_later_counts_for_all_its_times(double? first, double? second, string said, int seconds)
    {
        var bot = await IncidentCommandTests.BotAsync();
        var one = Spending.Incident(1, At("08:00"), At("08:10"), (decimal?)first);
        var two = Spending.Incident(2, At("08:30"), At("08:40"), (decimal?)second);
        await bot.Store.SaveAsync([Write.Create("checkout/000001", one), Write.Create("checkout/000002", two)], Ct);
        await bot.ConfirmAsync("ana", "incident merge checkout-1 into checkout-2");
        Assert.Equal(first != second,
            (await bot.SayAsync("ana", "incident show checkout-2")).Contains("also counts, impact 10 %", StringComparison.Ordinal));
        await bot.ConfirmAsync("ana", $"incident update checkout-2 impact {said}");
        var pieces = Downtime.In(new Interval(At("07:00"), At("09:00")), "availability",
            BudgetFacts.None with { Incidents = [await IncidentAsync(bot, 2)] });
        Assert.Equal(seconds, pieces.Sum(piece => piece.Bad));
        Assert.Contains("also counts\n", await bot.SayAsync("ana", "incident show checkout-2"), StringComparison.Ordinal);
    }

    /// <summary>What began at eight is found by whoever asks about that hour, though what goes on began later.</summary>
    [Fact]
    public async Task It_is_found_from_the_first_of_its_times_on()
    {
        var bot = await IncidentCommandTests.BotAsync();
        var (one, two) = (Spending.Incident(1, At("08:00"), At("08:10")), Spending.Incident(2, At("08:30"), At("08:40")));
        await bot.Store.SaveAsync([Write.Create("checkout/000001", one), Write.Create("checkout/000002", two)], Ct);
        await bot.ConfirmAsync("ana", "incident merge checkout-1 into checkout-2");
        var found = await bot.Incidents.BetweenAsync("checkout", At("08:00"), At("08:20"), Ct);
        Assert.Contains(found, incident => incident.Id == "checkout-2");
    }

    /// <summary>What is taken back of the whole is taken back of every time: that of the severity counts, or none.</summary>
    [Fact]
    public void An_impact_that_is_taken_back_counts_for_none_of_its_times()
    {
        var one = Spending.Incident(1, At("08:00"), At("08:10"), 0.1m);
        var merged = one.Merge(Spending.Incident(2, At("08:30"), At("08:40"), 1), At("09:00")).Into;
        var back = merged.WithoutImpact().Weighed(merged, Severities.Default);
        Assert.Equal((1, 1), (back.Impact!.Value, back.Merged[0].Impact!.Value));
        var alert = merged with { Alerts = [new("Errors", "a", At("08:00"), At("08:10"))] };
        Assert.Equal((null, null), (alert.WithoutImpact().Impact, alert.WithoutImpact().Merged[0].Impact));
    }

    /// <summary>What goes on and hurts nobody costs no more because the other one was worse, after a later edit neither.</summary>
    [Fact]
    public void The_impact_of_the_milder_severity_stays()
    {
        var mild = Spending.Incident(1, At("10:00"), null, 0) with { Severity = Severity.Sev4, ImpactOf = Severity.Sev4 };
        var worse = Spending.Incident(2, At("10:00"), At("10:10"), 1) with { Severity = Severity.Sev1, ImpactOf = Severity.Sev1 };
        var leading = worse.Merge(mild, At("11:30")).Into;
        Assert.Equal((Severity.Sev1, 0m), (leading.Severity, leading.Impact));
        Assert.Equal(0m, leading.Weighed(leading, Severities.Default).Impact);
    }

    [Fact]
    public void Alerts_of_the_merged_one_go_on_in_the_other()
    {
        Alert Firing(string name, Instant? end) => new(name, name, At("10:00"), end) { Title = name };
        var (errors, slow) = (Alerts.Open("checkout", 1, Firing("Errors", null), "token:a", At("10:00")),
            Alerts.Open("checkout", 2, Firing("Slow", null), "token:a", At("10:01")));
        var (from, into) = slow.Merge(errors, At("10:05"));
        Assert.Equal(into, Alerts.Home([from, into], Firing("Slow", At("10:10"))));
        into = into.With(Firing("Slow", At("10:10")), At("10:10"));
        Assert.True(into.Open);
        Assert.Equal(At("10:20"), into.With(Firing("Errors", At("10:20")), At("10:20")).End);
    }

    [Fact]
    public async Task A_button_beside_what_was_declared_twice_merges_it()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        var declared = await bot.AskAsync("ben", "incident declare checkout \"cards fail\" sev2");
        Assert.Contains("Already open: checkout-1 (sev2: payments fail), since today 10:00. The same problem? "
            + "`incident merge checkout-2 into checkout-1`. To add to it: `incident note checkout-1 <text>`",
            Written.Of(declared, Bot.Lisbon, bot.Clock.Now), StringComparison.Ordinal);
        var button = declared.Actions.Single(one => one.Label == "Merge into checkout-1");
        await bot.PressAsync("ben", button.Action, button.Value);
        Assert.Equal("checkout-1", (await IncidentAsync(bot, 2)).MergedInto);
    }

    [Fact]
    public async Task The_postmortem_of_the_merged_one_is_that_of_both()
    {
        var bot = await TwoAsync();
        await bot.ConfirmAsync("ana", "incident postmortem checkout-2 by ana");
        await bot.ConfirmAsync("ana", "incident postmortem action checkout-2 ben p0 due 31 dec to test it");
        await bot.ConfirmAsync("ana", "incident merge checkout-2 into checkout-1");
        var kept = Assert.Single(await bot.Store.ListAsync<Postmortem>(IdRange.All, Ct)).Value;
        Assert.Equal(("checkout-1", "test it"), (kept.Id, Assert.Single(kept.Actions).Text));
    }

    [Theory]
    [InlineData("incident merge checkout-1 into checkout-1", "checkout-1 and checkout-1 are already one incident.")]
    [InlineData("incident merge checkout-3 into checkout-1", "checkout-3 is marked as a false alarm")]
    [InlineData("incident merge search-1 into checkout-1", "search-1 and checkout-1 belong to two services")]
    [InlineData("incident merge checkout-9 into checkout-1", "No incident `checkout-9`.")]
    public async Task What_cannot_be_one_is_refused(string text, string refusal)
    {
        var bot = await TwoAsync();
        await bot.Store.SaveAsync(
        [
            Write.Create("checkout/000003", Spending.Incident(3, At("08:00"), At("09:00")) with { Voided = "a drill" }),
            Write.Create("search", new Organization.Service("search", "payments")),
            Write.Create("search/000001", Spending.Incident(1, At("08:00"), At("09:00")) with { Service = "search" }),
        ], Ct);
        Assert.StartsWith(refusal, await bot.SayAsync("ana", text), StringComparison.Ordinal);
    }

    private static async Task<Bot> TwoAsync()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        await bot.SayAsync("ana", "incident ack checkout-1");
        bot.Clock.Now += Minute;
        await bot.SayAsync("ana", "incident note checkout-1 rolled back");
        await bot.SayAsync("ben", "incident declare checkout \"cards fail\" sev1");
        await bot.SayAsync("ben", "incident ack checkout-2");
        bot.Clock.Now += Minute;
        await bot.SayAsync("ana", "incident ack checkout-2");
        await bot.SayAsync("ben", "incident note checkout-2 cards, too");
        bot.Clock.Now += Minute;
        return bot;
    }

    private static async Task<Incident> IncidentAsync(Bot bot, int number) =>
        (await bot.Store.FindAsync<Incident>(Incident.DocumentId("checkout", number), Ct))!.Value;

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Instant At(string time) => Cases.At($"2026-11-20T{time}:00Z");
}
