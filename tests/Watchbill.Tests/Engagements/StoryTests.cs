using System.Text.Json;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>
/// Two quarters of a service that SREs run: an alert burns its budget, the gate halts, a second quarter is used up,
/// the service goes back to its team and may be taken over again. The same script is lived in the local chat and in
/// Slack, with machines at the API beside it. Every number is worked out by hand:
/// <para>
/// Quarters in Lisbon, which leaves summer time on 25 October 2026 and enters it on 28 March 2027:
/// Q4 2026, 30 September 23:00 UTC to 1 January 00:00 UTC: 92 d + 1 h = 2209 h = 7,952,400 s; of it 0.05 % = 3976.2 s = 1 h 6 min 16.2 s.
/// Q1 2027, to 31 March 23:00 UTC: 90 d - 1 h = 2159 h = 7,772,400 s; 0.05 % = 3886.2 s = 1 h 4 min 46.2 s.
/// </para>
/// <para> The alert has an impact of 0.5, so a second of it takes half a second. It begins on Tuesday 17 November 2026 at
/// 10:00:00 and reaches 20 % (795.24 s) after 1590.48 s, 10:26:30.48; half (1988.1 s) after 3976.2 s, 11:06:16.2; three
/// quarters (2982.15 s) after 5964.3 s, 11:39:24.3; all of it after 7952.4 s, 12:12:32.4. </para>
/// </summary>
public sealed partial class StoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("local")]
    [InlineData("slack")]
    public async Task A_service_that_sres_run_burns_its_budget_twice_and_goes_back_to_its_team(string door)
    {
        await using var world = await StoryWorld.StartAsync(door);
        await AnAlertBurnsAsync(world);
        await TheGateHaltsAsync(world);
        await TheNextQuarterBeginsAsync(world);
        await ASecondQuarterIsUsedUpAsync(world);
        await ItIsHandedBackAsync(world);
        await ItMayBeTakenOverAgainAsync(world);
    }

    private static async Task AnAlertBurnsAsync(StoryWorld world)
    {
        Assert.Equal("", await world.AtAsync("2026-11-17T09:59:00Z"));
        await BudgetAsync(world, consumed: "0", remaining: "3976.2", percent: "0", "ok", "open");
        // sre-core hands over on Wednesdays at 12:00, turn 0 on 7 January 2026; 17 November is 314 days on, turn 44, the first of two
        // members: lea.
        Assert.Contains(" is on call for sre-core", await world.SayAsync("ben", "now checkout"), StringComparison.Ordinal);

        // Alertmanager waits 30 s for others of the group and tells it at 10:02; what counts is when it began. 120 s x 0.5 = 60 s, 60 /
        // 3976.2 = 1.508978 %.
        await world.AtAsync("2026-11-17T10:02:00Z");
        Assert.Equal("checkout-1",
            Assert.Single((await world.AlertAsync("2026-11-17T10:00:00Z", null)).GetProperty("incidents").EnumerateArray()).GetString());
        await BudgetAsync(world, "60", "3916.2", "1.508978", "ok", "open");
        // Who builds it, who runs it and who is told, too, hear of the alert; it burns 60 s of the last hour where 3600 s x 0.05 % = 1.8 s
        // are allowed: 33.33 times.
        var said = await world.AtAsync("2026-11-17T10:02:00Z");
        foreach (var team in new[] { "payments", "sre-core", "support" })
        {
            Assert.Contains(
                $"team:{team}: sev2: Half of all payments fail (checkout-1), since Tue 17 Nov 2026 10:00. Noticed by monitoring.",
                said, StringComparison.Ordinal);
            // 3914.4 s / 0.5 = 7828.8 s, as budget status says it.
            Assert.Contains(
                $"team:{team}: checkout: the quarter's budget is gone in 2 h while the incident is open (burn rate 33x).\n" +
                    "1 h 5 min of 1 h 6 min left this quarter.", said, StringComparison.Ordinal);
        }

        Assert.Contains("checkout-1", await world.SayAsync("lea", "incident ack checkout"), StringComparison.Ordinal);
        // While something is down budgets are looked at each minute. 1560 s: 780 s, 19.62 %. A minute on: 810 s, 20.371209 % of the
        // budget by one incident, so a postmortem is to be written, and nobody is asked while it goes on.
        Assert.DoesNotContain("postmortem", await world.AtAsync("2026-11-17T10:26:00Z"), StringComparison.Ordinal);
        Assert.DoesNotContain("postmortem", await world.AtAsync("2026-11-17T10:27:00Z"), StringComparison.Ordinal);

        // 4200 s: 2100 s, 1876.2 s = 31 min 16.2 s left, 47.185756 %.
        said = await world.AtAsync("2026-11-17T11:10:00Z");
        Assert.Contains(
            "team:payments: checkout: 47 % of the budget left. 31 min of 1 h 6 min left this quarter.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("postmortem", said, StringComparison.Ordinal);
        await BudgetAsync(world, "2100", "1876.2", "52.814245", "ok", "open");
        // 6300 s: 3150 s, 826.2 s = 13 min 46.2 s left, 20.778633 %: below a quarter, a warning; the lead hears of it, too.
        said = await world.AtAsync("2026-11-17T11:45:00Z");
        Assert.Contains(
            "person:ana: checkout: 21 % of the budget left. 14 min of 1 h 6 min left this quarter.",
            said, StringComparison.Ordinal);
        await BudgetAsync(world, "3150", "826.2", "79.221367", "warning", "open");
        await SaysAsync(world, "ben", "budget status checkout",
            "checkout: 14 min left (21 %), releases open. 53 min spent of 1 h 6 min this quarter (availability 99.95 %).",
            "Half of all payments fail: 53 min (79 %), still open",
            // 826.2 s / 0.5 = 1652.4 s, 27 min 32.4 s from 11:45 on.
            "The budget is gone today 12:12");
        // 7952 s: 3976 s. 0.2 s are left, and the gate is open.
        Assert.DoesNotContain("overspent", await world.AtAsync("2026-11-17T12:12:32Z"), StringComparison.Ordinal);
        await BudgetAsync(world, "3976", "0.2", "99.99497", "warning", "open");
    }

    private static async Task TheGateHaltsAsync(StoryWorld world)
    {
        // 7953 s: 3976.5 s, 0.3 s over. It was used up at 12:12:32.4, which is told in whole seconds. The gate looks at the numbers, so it
        // is halted from this second on.
        Assert.Equal("", await world.AtAsync("2026-11-17T12:12:33Z"));
        var budget = await BudgetAsync(world, "3976.5", "-0.3", "100.007545", "exhausted", "halted");
        Assert.Equal("2026-11-17T12:12:32Z", budget.GetProperty("exhaustedAt").GetString());
        // The next look is a minute after the last, at 8012 s: 4006 s = 1 h 6 min 46 s, 29.8 s over.
        var said = await world.AtAsync("2026-11-17T12:13:32Z");
        foreach (var to in new[] { "team:payments", "team:sre-core", "person:ana" })
            Assert.Contains(
                $"{to}: checkout overspent its budget by 29.8 s. Releases are halted. Why: `budget gate checkout`\n" +
                    "1 h 7 min spent of 1 h 6 min this quarter.", said, StringComparison.Ordinal);

        // 8100 s: 4050 s = 1 h 7 min 30 s, 73.8 s over. It was told, so nothing is said.
        Assert.Equal("", await world.AtAsync("2026-11-17T12:15:00Z"));
        var gate = await world.GetAsync("gates/checkout?change=feature&reference=SHOP-7");
        Assert.Equal(
            ("halted", "availability is overspent by 1 min 14 s: 1 h 8 min spent of 1 h 6 min this quarter.", "2027-01-01T00:00:00Z"),
            (Text(gate, "decision"), Text(gate, "reason"), Text(gate, "until")));
        Assert.Contains(
            "When the next quarter begins with a full budget. Until then: p0, security or reliability may ship.", Text(gate, "opens"),
            StringComparison.Ordinal);
        await SaysAsync(world, "ben", "budget gate checkout",
            "Halted: checkout features. Availability is overspent by 1 min 14 s: 1 h 8 min spent of 1 h 6 min this quarter.");
        await SaysAsync(world, "ben", "budget status checkout",
            "checkout: overspent by 1 min 14 s, releases halted. 1 h 8 min spent of 1 h 6 min this quarter (availability 99.95 %).");

        // A security fix passes; of two features one, because the lead says so.
        Assert.Equal("open", Text(await world.GetAsync("gates/checkout?change=security&reference=CVE-9"), "decision"));
        await SaysAsync(world, "ben", "budget open checkout for SHOP-7 because it turns the broken page off",
            "Only leads of payments can open the gate of checkout. Ask ");
        await SaysAsync(world, "ana", "budget open checkout for SHOP-7 because it turns the broken page off",
            "SHOP-7 may ship to checkout.");
        gate = await world.GetAsync("gates/checkout?change=feature&reference=SHOP-7");
        Assert.Equal(
            ("open",
                "exception for SHOP-7 by ana: it turns the broken page off, though availability is overspent by 1 min 14 s: 1 h 8 min " +
                "spent " +
                    "of 1 h 6 min this quarter."), (Text(gate, "decision"), Text(gate, "reason")));
        Assert.Equal("halted", Text(await world.GetAsync("gates/checkout?change=feature&reference=SHOP-8"), "decision"));
        var kept =
            (await world.Store.ListAsync<GateAnswer>(IdRange.All, Ct))
                .Select(answer => $"{answer.Value.Reference} {answer.Value.Change} {(answer.Value.Open ? "open" : "halted")}");
        Assert.Equal(["CVE-9 Security open", "SHOP-7 Feature halted", "SHOP-7 Feature open", "SHOP-8 Feature halted"],
            kept.Order(StringComparer.Ordinal));

        // It ended at 12:20, as we hear at 12:21. 8400 s: 4200 s, 223.8 s = 3 min 43.8 s over, 105.628490 %. The callout ends when it is
        // known to be over.
        await world.AtAsync("2026-11-17T12:21:00Z");
        await world.AlertAsync("2026-11-17T10:00:00Z", "2026-11-17T12:20:00Z");
        await BudgetAsync(world, "4200", "-223.8", "105.62849", "exhausted", "halted");
        var responder = Assert.Single((await world.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Responders);
        Assert.Equal(new Responder("lea", Cases.At("2026-11-17T10:02:00Z"), Cases.At("2026-11-17T12:21:00Z")), responder);
        // It is over: a postmortem is asked for, once, with what it used in the end; the lead writes it within five working days.
        said = await world.AtAsync("2026-11-17T12:22:00Z");
        Assert.Contains(
            "person:ana: Write the postmortem of checkout-1 by Tue 24 Nov (Half of all payments fail). It alone used 106 % of a budget.",
            said, StringComparison.Ordinal);
        Assert.Contains("team:payments: Ana Silva writes the postmortem of checkout-1", said, StringComparison.Ordinal);
        await SaysAsync(world, "ana", "incident postmortem action checkout-1 ben p0 due 2027-03-01 to drop the old payment page",
            "P0 for Ben Ode, due Mon 1 Mar: drop the old payment page (checkout-1, action 1).");
    }

    private static async Task TheNextQuarterBeginsAsync(StoryWorld world)
    {
        await world.AtAsync("2026-12-31T23:59:59Z");
        await BudgetAsync(world, "4200", "-223.8", "105.62849", "exhausted", "halted");
        // A full budget again, one exhausted quarter of four: nothing to propose, and nothing to say.
        Assert.Equal("", await world.AtAsync("2027-01-01T00:00:00Z"));
        await BudgetAsync(world, "0", "3886.2", "0", "ok", "open");
        Assert.Equal("open", Text(await world.GetAsync("gates/checkout?change=feature&reference=SHOP-8"), "decision"));
        await SaysAsync(world, "ben", "budget status checkout",
            "checkout: 1 h 5 min left (100 %), releases open. 0 s spent of 1 h 5 min this quarter (availability 99.95 %).");
    }

    private static async Task<JsonElement> BudgetAsync(
        StoryWorld world, string consumed, string remaining, string percent, string state, string gate)
    {
        var budget = await world.GetAsync("budgets/checkout");
        var amounts = budget.GetProperty("budget");
        Assert.Equal(
            (consumed, remaining, percent, state, gate),
            (amounts.GetProperty("consumed").GetRawText(), amounts.GetProperty("remaining").GetRawText(),
                budget.GetProperty("consumedPercent").GetRawText(), Text(budget, "state"), Text(budget.GetProperty("gate"), "decision")));
        return budget;
    }

    private static async Task SaysAsync(StoryWorld world, string person, string text, params string[] words)
    {
        // Slack's marks for what is bold are not part of the words.
        var shown = (await world.SayAsync(person, text)).Replace("*", "", StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, shown, StringComparison.Ordinal));
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();
}
