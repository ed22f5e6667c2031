using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>From the first shift beside somebody on.</summary>
public sealed partial class NewHireTests
{
    private static async Task ShadowsAsync(NewHire hire)
    {
        await hire.PressToldAsync("ben", "End drill");
        // Over after forty minutes: how it went to those who played, what was learned to the channel, and its signature asked of her
        // mentor.
        await hire.HeardAsync(
            "Wed 11 Nov 14:40 ben: DRILL tabletop-1 is over. What was learned is in the channel.",
            "Wed 11 Nov 14:40 ben: Sign off for Eve Moe: Play primary in a tabletop drill? Evidence: tabletop-1: Errors after",
            "Wed 11 Nov 14:40 eve: DRILL tabletop-1: 0 of 2 things on the ideal path asked for.",
            "Wed 11 Nov 14:40 payments: DRILL over after 40 min: Errors after a release (tabletop-1).");
        await hire.NextAsync("Waiting for a signature: Play primary in a tabletop drill.", "Ask Ben Ode");
        await hire.SignAsync("ben", "training sign eve tabletop");
        // More than a day ahead: ana's week and ben's. They are told, and eve is.
        await hire.HeardAsync(
            "Wed 11 Nov 14:40 ana: Eve Moe shadows you: payments, Mon 16 Nov 09:00 - Mon 23 Nov 09:00. Say aloud what you loo",
            "Wed 11 Nov 14:40 ben: Eve Moe shadows you: payments, Mon 23 Nov 09:00 - Mon 30 Nov 09:00. Say aloud what you loo",
            "Wed 11 Nov 14:40 eve: Ben Ode signed: Play primary in a tabletop drill.",
            "Wed 11 Nov 14:40 eve: You shadow Ana Silva: payments, Mon 16 Nov 09:00 - Mon 23 Nov 09:00. Begin in working hour",
            "Wed 11 Nov 14:40 eve: You shadow Ben Ode: payments, Mon 23 Nov 09:00 - Mon 30 Nov 09:00. Begin in working hours.");
        await hire.NextAsync("Next: shadow a shift (0 of 2). Mon 16 Nov 09:00 - Mon 23 Nov 09:00", "beside Ana Silva");
        await hire.MoveAsync("2026-11-16 09:30");
        // Ana's week begins at nine, with eve named as not paged: see the golden file. It is Monday: the week's nudge.
        await hire.HeardAsync(
            "Mon 16 Nov 09:00 ana: You are on call for payments since Mon 09:00, from Cai Wen. Acknowledge by 09:15.",
            "Mon 16 Nov 09:00 eve: Next: shadow a shift (0 of 2). Mon 16 Nov 09:00 - Mon 23 Nov 09:00, beside Ana Silva.",
            "Mon 16 Nov 09:00 payments: @Ana Silva is on call for payments since Mon 09:00, from Cai Wen.");
        // The night of Wednesday: ana is paged, eve is told and never paged.
        await hire.MoveAsync("2026-11-18 02:00");
        await hire.SayAsync("cai", "incident declare checkout payments fail sev1");
        await hire.MoveAsync("2026-11-18 02:01");
        await hire.SayAsync("ana", "ack");
        await hire.MoveAsync("2026-11-18 03:00");
        await hire.SayAsync("ana", "incident resolve checkout-1");
        // Told in the minute in which it opened, asked to look back in the minute in which it was over.
        await hire.HeardAsync(
            "Wed 18 Nov 02:00 eve: sev1: payments fail (checkout-1), since Wed 02:00. Ana Silva is on call. Follow along, and",
            "Wed 18 Nov 03:00 eve: Look back at checkout-1: payments fail. Three questions, for you and your mentor.");
        Assert.DoesNotContain(await hire.Store.ListAsync<Page>(IdRange.All, Ct),
            read => !read.Value.IsDrill && read.Value.Taken.Any(step => step.People.Contains("eve")));
        await hire.SayAsync("eve", "training");
        await hire.PressAsync("eve", "Look back: checkout-1…");
        await hire.SubmitAsync("eve",
            new { incident = "checkout-1", seen = "5xx after a release", clear = "the rollback", instead = "asked sooner" });
        await hire.HeardAsync(
            "Wed 18 Nov 03:00 ben: Eve Moe looked back at checkout-1. Talk it through.");
        await hire.MoveAsync("2026-11-23 10:00");
        // The first week is worked and counts; the second begins.
        await hire.HeardAsync(
            "Mon 23 Nov 09:00 ben: You are on call for payments since Mon 09:00, from Ana Silva. Acknowledge by 09:15.",
            "Mon 23 Nov 09:00 eve: Next: shadow a shift (1 of 2). Mon 23 Nov 09:00 - Mon 30 Nov 09:00, beside Ben Ode.",
            "Mon 23 Nov 09:00 payments: @Ben Ode is on call for payments since Mon 09:00, from Ana Silva.");
        await hire.NextAsync("Next: shadow a shift (1 of 2). Mon 23 Nov 09:00 - Mon 30 Nov 09:00", "beside Ben Ode");
        await hire.MoveAsync("2026-11-30 10:00");
        // Both are worked. Cai's handoff does not name her any more.
        await hire.HeardAsync(
            "Mon 30 Nov 09:00 eve: Next: on call with somebody beside you (0 of 1). Ask Dot Lead, who puts you on call and in");
    }

    private static async Task GoesOnCallWithBenBesideHerAsync(NewHire hire)
    {
        await hire.NextAsync("Next: on call with somebody beside you (0 of 1).", "Ask Dot Lead, who puts you on call and insists.");
        const string Week = "override payments eve 14 dec 9:00 to 21 dec 9:00";
        Assert.StartsWith("Eve Moe is not qualified for payments. Missing of first-time-on-call: 1 reverse shadow shift, sign-off by "
            + "mentor and lead.", await hire.SayAsync("dot", Week), StringComparison.Ordinal);
        await hire.SayAsync("dot", $"{Week} insist because Ben sits beside her");
        await hire.PressAsync("dot", "Confirm override");
        // Who gives the week away, who takes it, and the channel.
        await hire.HeardAsync(
            "Mon 30 Nov 10:00 ben: Eve Moe is on call instead of you: payments, Mon 14 Dec 09:00 - Mon 21 Dec 09:00. By Dot L",
            "Mon 30 Nov 10:00 eve: You are on call for payments, Mon 14 Dec 09:00 - Mon 21 Dec 09:00. By Dot Lead: Ben sits b",
            "Mon 30 Nov 10:00 payments: Eve Moe is on call for payments, instead of Ben Ode, Mon 14 Dec 09:00 - Mon 21 Dec 09");
        await hire.NextAsync("Next: on call with somebody beside you (0 of 1). Mon 14 Dec 09:00 - Mon 21 Dec 09:00", "Ben Ode beside you");
        await hire.MoveAsync("2026-12-14 09:05");
        await hire.SayAsync("eve", "ack");
        // Nudged on both Mondays, reminded a day ahead; at nine ben hears that he sits beside her, and the handoff names dot's reason.
        await hire.HeardAsync(
            "Mon 7 Dec 09:00 eve: Next: on call with somebody beside you (0 of 1). Mon 14 Dec 09:00 - Mon 21 Dec 09:00, Ben O",
            "Sun 13 Dec 09:00 eve: You go on call Mon 09:00 for payments, until Mon 21 Dec 09:00, instead of Ben Ode.",
            "Mon 14 Dec 09:00 ben: You sit beside Eve Moe on their reverse shadow shift of payments. They are paged and decid",
            "Mon 14 Dec 09:00 eve: Next: on call with somebody beside you (0 of 1). Mon 14 Dec 09:00 - Mon 21 Dec 09:00, Ben ",
            "Mon 14 Dec 09:00 eve: You are on call for payments since Mon 09:00, from Ana Silva. Acknowledge by 09:15.",
            "Mon 14 Dec 09:00 payments: @Eve Moe is on call for payments since Mon 09:00, from Ana Silva.");
        await hire.NextAsync("Next: on call with somebody beside you (0 of 1).", "Ben Ode beside you");
        await hire.MoveAsync("2026-12-21 09:00");
        // The week is over in this very instant, and counts.
        await hire.HeardAsync(
            "Mon 21 Dec 09:00 cai: You are on call for payments since Mon 09:00, from Eve Moe. Acknowledge by 09:15.",
            "Mon 21 Dec 09:00 eve: Everything is done. Ask Ben Ode (mentor) and Dot Lead (lead) to sign.",
            "Mon 21 Dec 09:00 payments: @Cai Wen is on call for payments since Mon 09:00, from Eve Moe.");
    }

    private static async Task IsSignedOffAsync(NewHire hire)
    {
        await hire.NextAsync("Everything is done.", "Ask Ben Ode (mentor) and Dot Lead (lead) to sign.");
        Assert.StartsWith("Nobody signs their own qualification.", await hire.SayAsync("eve", "training sign eve"),
            StringComparison.Ordinal);
        await hire.SignAsync("ben", "training sign eve");
        await hire.NextAsync("Everything is done.", "Ask Dot Lead (lead) to sign.");
        // Not yet: one of two has signed.
        Assert.StartsWith("Eve Moe is not qualified for payments. Missing of first-time-on-call: sign-off by lead.",
            await hire.SayAsync("dot", "override payments eve 4 jan 9:00 to 11 jan 9:00"), StringComparison.Ordinal);
        await hire.SignAsync("dot", "training sign eve");
        // Ben's signature asks dot; dot's is the second of two people.
        await hire.HeardAsync(
            "Mon 21 Dec 09:00 dot: Sign Eve Moe's qualification for payments? Everything is done and the mentor signed.",
            "Mon 21 Dec 09:00 eve: You are qualified for payments. Ben Ode is the backup of your first shift.");
    }

    private static async Task WorksAloneAsync(NewHire hire)
    {
        await hire.NextAsync("Next: the first shift alone.", "Ask Dot Lead to put you on call.");
        // The gate is open.
        await hire.SayAsync("dot", "override payments eve 4 jan 9:00 to 11 jan 9:00");
        await hire.PressAsync("dot", "Confirm override");
        await hire.NextAsync("Next: the first shift alone, Mon 4 Jan 09:00 - Mon 11 Jan 09:00.", "Backup: Ben Ode.");
        await hire.MoveAsync("2027-01-04 09:05");
        await hire.SayAsync("eve", "ack");
        // No nudges any more. Ben is the backup, by name in the channel's handoff and in hers.
        await hire.HeardAsync(
            "Mon 21 Dec 09:00 ben: Eve Moe is on call instead of you: payments, Mon 4 Jan 09:00 - Mon 11 Jan 09:00. By Dot Le",
            "Mon 21 Dec 09:00 eve: You are on call for payments, Mon 4 Jan 09:00 - Mon 11 Jan 09:00. By Dot Lead.",
            "Mon 21 Dec 09:00 payments: Eve Moe is on call for payments, instead of Ben Ode, Mon 4 Jan 09:00 - Mon 11 Jan 09:",
            "Sun 3 Jan 09:00 eve: You go on call Mon 09:00 for payments, until Mon 11 Jan 09:00, instead of Ben Ode.",
            "Mon 4 Jan 09:00 ben: You are the backup of Eve Moe on their first payments shift. You are not paged; they may ca",
            "Mon 4 Jan 09:00 eve: You are on call for payments since Mon 09:00, from Ana Silva. Acknowledge by 09:15.",
            "Mon 4 Jan 09:00 payments: @Eve Moe is on call for payments since Mon 09:00, from Ana Silva.");
        await hire.NextAsync("Next: the first shift alone", "Backup: Ben Ode.");
        await hire.MoveAsync("2027-01-11 09:30");
        // Hers is over at nine.
        await hire.HeardAsync(
            "Mon 11 Jan 09:00 cai: You are on call for payments since Mon 09:00, from Eve Moe. Acknowledge by 09:15.",
            "Mon 11 Jan 09:00 payments: @Cai Wen is on call for payments since Mon 09:00, from Eve Moe.");
    }

    private static async Task LapsesAsync(NewHire hire)
    {
        // A shift each quarter; the second handoff names no backup.
        foreach (var week in new[] { "5 apr 9:00 to 12 apr 9:00", "5 jul 9:00 to 12 jul 9:00", "27 sep 9:00 to 4 oct 9:00" })
        {
            await hire.SayAsync("dot", $"override payments eve {week}");
            await hire.PressAsync("dot", "Confirm override");
        }

        await hire.MoveAsync("2027-10-04 09:30");
        // For each: three told of the override, a reminder, the handoff to her and, a week later, from her. Between them lie 84 and 77
        // days:
        // within 14 of a lapse, but a shift begins before it, so nothing is said of that.
        await hire.HeardAsync(
            "Mon 11 Jan 09:30 ana: Eve Moe is on call instead of you: payments, Mon 27 Sep 2027 09:00 - Mon 4 Oct 2027 09:00.",
            "Mon 11 Jan 09:30 ana: Eve Moe is on call instead of you: payments, Mon 5 Jul 09:00 - Mon 12 Jul 2027 09:00. By D",
            "Mon 11 Jan 09:30 cai: Eve Moe is on call instead of you: payments, Mon 5 Apr 09:00 - Mon 12 Apr 09:00. By Dot Le",
            "Mon 11 Jan 09:30 eve: You are on call for payments, Mon 27 Sep 2027 09:00 - Mon 4 Oct 2027 09:00. By Dot Lead.",
            "Mon 11 Jan 09:30 eve: You are on call for payments, Mon 5 Apr 09:00 - Mon 12 Apr 09:00. By Dot Lead.",
            "Mon 11 Jan 09:30 eve: You are on call for payments, Mon 5 Jul 09:00 - Mon 12 Jul 2027 09:00. By Dot Lead.",
            "Mon 11 Jan 09:30 payments: Eve Moe is on call for payments, instead of Ana Silva, Mon 27 Sep 2027 09:00 - Mon 4 ",
            "Mon 11 Jan 09:30 payments: Eve Moe is on call for payments, instead of Ana Silva, Mon 5 Jul 09:00 - Mon 12 Jul 2",
            "Mon 11 Jan 09:30 payments: Eve Moe is on call for payments, instead of Cai Wen, Mon 5 Apr 09:00 - Mon 12 Apr 09:",
            "Sun 4 Apr 09:00 eve: You go on call Mon 09:00 for payments, until Mon 12 Apr 09:00, instead of Cai Wen.",
            "Mon 5 Apr 09:00 eve: You are on call for payments since Mon 09:00, from Ben Ode. Acknowledge by 09:15.",
            "Mon 5 Apr 09:00 payments: @Eve Moe is on call for payments since Mon 09:00, from Ben Ode.",
            "Mon 12 Apr 09:00 ana: You are on call for payments since Mon 09:00, from Eve Moe. Acknowledge by 09:15.",
            "Mon 12 Apr 09:00 payments: @Ana Silva is on call for payments since Mon 09:00, from Eve Moe.",
            "Sun 4 Jul 09:00 eve: You go on call Mon 09:00 for payments, until Mon 12 Jul 09:00, instead of Ana Silva.",
            "Mon 5 Jul 09:00 eve: You are on call for payments since Mon 09:00, from Cai Wen. Acknowledge by 09:15.",
            "Mon 5 Jul 09:00 payments: @Eve Moe is on call for payments since Mon 09:00, from Cai Wen.",
            "Mon 12 Jul 09:00 ben: You are on call for payments since Mon 09:00, from Eve Moe. Acknowledge by 09:15.",
            "Mon 12 Jul 09:00 payments: @Ben Ode is on call for payments since Mon 09:00, from Eve Moe.",
            "Sun 26 Sep 09:00 eve: You go on call Mon 09:00 for payments, until Mon 4 Oct 09:00, instead of Ana Silva.",
            "Mon 27 Sep 09:00 eve: You are on call for payments since Mon 09:00, from Cai Wen. Acknowledge by 09:15.",
            "Mon 27 Sep 09:00 payments: @Eve Moe is on call for payments since Mon 09:00, from Cai Wen.",
            "Mon 4 Oct 09:00 ben: You are on call for payments since Mon 09:00, from Eve Moe. Acknowledge by 09:15.",
            "Mon 4 Oct 09:00 payments: @Ben Ode is on call for payments since Mon 09:00, from Eve Moe.");
        // The last ended on Monday 4 October 2027, 09:00 of summer; 90 days, longer than two rounds of three weeks, end on Sunday 2 January
        // 2028, 08:00. Fourteen days before that is Sunday 19 December.
        await hire.MoveAsync("2027-11-15 09:30");
        await hire.SayAsync("cai", "incident declare checkout cards fail sev2");
        await hire.SayAsync("cai", "incident resolve checkout-2");
        await hire.MoveAsync("2027-12-18 09:30");
        // Fifteen days ahead: nothing.
        await hire.HeardAsync();
        await hire.MoveAsync("2027-12-19 09:30");
        await hire.HeardAsync(
            "Sun 19 Dec 09:00 eve: Your qualification for payments lapses Sun 2 Jan. You have had no shift for a long time. T");
        await hire.MoveAsync("2028-01-01 09:30");
        // Warned once.
        await hire.HeardAsync();
        await hire.MoveAsync("2028-01-02 09:30");
        // Herself and her lead, once.
        await hire.HeardAsync(
            "Sun 2 Jan 09:00 dot: Eve Moe's qualification for payments has lapsed. The roster stays as it is. A refresher, si",
            "Sun 2 Jan 09:00 eve: Your qualification for payments has lapsed. The roster stays as it is; new shifts need a re");
        await hire.NextAsync("Next: the refresher.", "Ask Ben Ode or Dot Lead what has changed since, and to sign it.");
        // The refresher is short: what changed since, by name.
        await hire.NextAsync("Next: the refresher.", "1 incident since your last shift: checkout-2.");
        const string Week = "override payments eve 10 jan 9:00 to 17 jan 9:00";
        Assert.StartsWith("Eve Moe is not qualified for payments. Their first-time-on-call lapsed on Sun 2 Jan: too long without a shift.",
            await hire.SayAsync("dot", Week), StringComparison.Ordinal);
        Assert.StartsWith("Nobody signs their own qualification.", await hire.SayAsync("eve", "training sign eve"),
            StringComparison.Ordinal);
        await hire.SignAsync("ben", "training sign eve");
        await hire.SayAsync("dot", Week);
        await hire.PressAsync("dot", "Confirm override");
        await hire.HeardAsync(
            "Sun 2 Jan 09:30 ana: Eve Moe is on call instead of you: payments, Mon 10 Jan 09:00 - Mon 17 Jan 09:00. By Dot Le",
            "Sun 2 Jan 09:30 eve: You are on call for payments, Mon 10 Jan 09:00 - Mon 17 Jan 09:00. By Dot Lead.",
            "Sun 2 Jan 09:30 eve: You are qualified for payments again. Ben Ode signed the refresher.",
            "Sun 2 Jan 09:30 payments: Eve Moe is on call for payments, instead of Ana Silva, Mon 10 Jan 09:00 - Mon 17 Jan 0");
        await hire.NextAsync("Next: on call, Mon 10 Jan 09:00 - Mon 17 Jan 09:00.", "");
    }
}
