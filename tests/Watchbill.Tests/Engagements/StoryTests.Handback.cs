using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Engagements;

public sealed partial class StoryTests
{
    private static async Task ASecondQuarterIsUsedUpAsync(StoryWorld world)
    {
        // Tuesday 9 February 2027: everything is down from 10:00 on, declared by a person, each second counts in full.
        await world.AtAsync("2027-02-09T10:01:00Z");
        await SaysAsync(world, "hugo", "incident declare checkout \"All payments fail\" sev1 release 2027.6 started 10:00", "checkout-2");
        await BudgetAsync(world, "60", "3826.2", "1.543925", "ok", "open");
        // 3886 s: 0.2 s are left.
        Assert.DoesNotContain("hand", await world.AtAsync("2027-02-09T11:04:46Z"), StringComparison.Ordinal);
        await BudgetAsync(world, "3886", "0.2", "99.994854", "warning", "open");
        // The next look, at 3946 s: the second of the last four quarters is used up, and cannot get better. It is proposed then, not on the
        // hour; executives hear of the budget alone.
        var said = await world.AtAsync("2027-02-09T11:05:46Z");
        Assert.Contains("person:eve: checkout overspent its budget in 2 of the last 4 periods.", said,
            StringComparison.Ordinal);
        foreach (var to in new[] { "person:ana", "person:lea", "team:payments", "team:sre-core" })
        {
            Assert.Contains(
                $"{to}: Hand checkout back to payments? Its availability budget was overspent in 2 of the last 4 periods; "
                + """
                the agreement says 2 of 4. Proposed by Watchbill; one SRE lead decides.
                Takeover is possible again after 1 full period within budget.
                When                              Budget
                Wed 1 Apr 2026 - Tue 30 Jun 2026  within budget
                Wed 1 Jul 2026 - Wed 30 Sep 2026  within budget
                Thu 1 Oct 2026 - Thu 31 Dec 2026  exhausted
                Fri 1 Jan 2027 - Wed 31 Mar 2027  exhausted
                """, said, StringComparison.Ordinal);
        }

        // 4200 s until 11:10: 313.8 s = 5 min 13.8 s over.
        Assert.Equal("", await world.AtAsync("2027-02-09T11:10:00Z"));
        await SaysAsync(world, "hugo", "incident resolve checkout", "checkout-2");
        await BudgetAsync(world, "4200", "-313.8", "108.074726", "exhausted", "halted");
        await SaysAsync(world, "ben", "budget status checkout",
            "overspent by 5 min, releases halted. 1 h 10 min spent of 1 h 5 min this quarter",
            "1 of 1 incident, 100 % of what was spent");
    }

    private static async Task ItIsHandedBackAsync(StoryWorld world)
    {
        await world.AtAsync("2027-02-09T12:00:00Z");
        var proposal = Proposal((await world.Store.FindAsync<EngagementHistory>("checkout", Ct))!.Value.Handbacks[0].Id);
        // payments is promised Mon-Fri 9-17 alone. From the boundary, Monday 15 February 09:00, four weeks lack four nights and a weekend
        // each: 20 times, three of them named.
        var refused = await world.PressAsync("lea", proposal, "Hand back");
        Assert.StartsWith(
            "payments covers less than checkout has now. Missing hours: Mon 15 Feb 17:00 - Tue 16 Feb 09:00",
            refused, StringComparison.Ordinal);
        Assert.Contains("and 17 more times in four weeks.", refused, StringComparison.Ordinal);
        Assert.Equal("You may not confirm a hand-back of checkout. Ask Lea Novak.",
            await world.PressAsync("ana", proposal, "Hand back"));
        // Around the clock from now on; the same button does it.
        await world.Store.SaveAsync([Write.Put("payments", StoryWorld.Payments(Coverage.Always))], Ct);
        await world.AtAsync("2027-02-09T12:05:00Z");
        Assert.Contains(
            "Until then sre-core runs checkout; payments builds it.",
            await world.PressAsync("lea", proposal, "Hand back"), StringComparison.Ordinal);
        Assert.Contains("Decided by Lea Novak.", await world.SaidAsync(), StringComparison.Ordinal);

        // From Wednesday 10 February 12:00 sre-core is hugo's (turn 57); payments is ana's from Monday on: 58 weeks after 5 January 2026,
        // the first of two.
        await AnswersAsync(world, "2027-02-09T12:05:00Z", "sre-core lea");
        await AnswersAsync(world, "2027-02-15T08:59:59Z", "sre-core hugo");
        await AnswersAsync(world, "2027-02-15T09:00:00Z", "payments ana");
        await AnswersAsync(world, "2026-11-17T10:00:00Z", "sre-core lea");
        await SaysAsync(world, "ben", "now checkout", " is on call for sre-core");
        await SaysAsync(world, "ben", "now checkout at 2027-02-15 10:00", ", payments");

        // At the boundary something is wrong, too: the message has what goes on, then
        // budgets, then what is left to do, then what comes next.
        await world.AtAsync("2027-02-15T08:55:00Z");
        await SaysAsync(world, "lea", "incident declare checkout \"Slow receipts\" sev4 impact 0.01", "checkout-3");
        await world.AtAsync("2027-02-15T09:00:00Z");
        await SaysAsync(world, "ben", "now checkout", " is on call for payments");
        var handoff =
            Assert
                .Single(world.Heard,
                    message => message is { Kind: MessageKind.Handoff, Rotation: "payments", To.Kind: AddressKind.Person }).Reply;
        Assert.Equal(["Open incidents", "Budgets in trouble", "Open postmortem actions", "Next handoff"],
            handoff.Fields.Select(field => field.Name));
        // 4200 s, and 300 s x 0.01 = 3 s: 316.8 s = 5 min 16.8 s over.
        Assert.Equal("checkout availability: overspent by 5 min: 1 h 10 min spent of 1 h 5 min this quarter",
            handoff.Fields[1].Value.ToString());
        Assert.Equal("checkout-1: drop the old payment page (P0, Ben Ode, due Mon 1 Mar)", handoff.Fields[2].Value.ToString());
        await SaysAsync(world, "ana", "incident resolve checkout-3", "checkout-3");
    }

    private static async Task ItMayBeTakenOverAgainAsync(StoryWorld world)
    {
        // The quarter of the hand-back ends on 1 April, used up. The next one, to 1 July
        // 00:00 in Lisbon, 30 June 23:00 UTC, is within budget.
        Assert.DoesNotContain("take checkout over", await world.AtAsync("2027-03-31T23:00:00Z"), StringComparison.Ordinal);
        Assert.DoesNotContain("take checkout over", await world.AtAsync("2027-06-30T22:59:59Z"), StringComparison.Ordinal);
        var said = await world.AtAsync("2027-06-30T23:00:00Z");
        foreach (var to in new[] { "person:ana", "person:lea", "team:payments", "team:sre-core" })
            Assert.Contains(
                $"{to}: sre-core can take checkout over again: 1 full period within budget. Start: "
                    + "`engagement review start checkout`", said,
                StringComparison.Ordinal);
        Assert.DoesNotContain("take checkout over", await world.AtAsync("2027-07-01T00:00:00Z"), StringComparison.Ordinal);

        await SaysAsync(world, "ben", "engagement show checkout", "payments builds and runs checkout.",
            "Takeover is possible again since today.");
        var shown = await world.GetAsync("engagements/checkout");
        Assert.Contains("\"2027-02-15T09:00:00Z\"", shown.GetRawText(), StringComparison.Ordinal);
    }

    private static Delivery Proposal(int id) => new(default, MessageKind.Engagement, Address.Person("lea"), new Reply("")
    {
        Actions = [new Button("Hand back", "handback-confirm", $"checkout/{id}")],
    });

    private static async Task AnswersAsync(StoryWorld world, string at, string expected)
    {
        var answers = (await world.GetAsync($"oncall?service=checkout&at={at}")).GetProperty("rotations").EnumerateArray()
            .Select(one => $"{Text(one, "rotation")} {Text(one.GetProperty("people")[0], "person")}");
        Assert.Equal(expected, string.Join(", ", answers));
    }
}
