using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Eve from her first day on Monday 2 November 2026 to her first shift alone and the lapse a year later. Ben has the week of 2 November,
/// cai of the 9th, ana of the 16th, ben of the 23rd, cai of the 30th, ana of 7 December, ben of the 14th, cai of the 21st, ana of the
/// 28th, ben of 4 January. Dot leads. Times are Lisbon's.
/// </summary>
public sealed partial class NewHireTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_day_to_the_first_shift_alone_and_a_lapse_a_year_later()
    {
        await using var hire = await NewHire.AtAsync("2026-11-02 09:30");
        await BeginsAsync(hire);
        await PrerequisitesAsync(hire);
        await FoundationsAsync(hire);
        await PractisesAsync(hire);
        await ShadowsAsync(hire);
        await GoesOnCallWithBenBesideHerAsync(hire);
        await IsSignedOffAsync(hire);
        await WorksAloneAsync(hire);
        await LapsesAsync(hire);
        Golden.Matches("training/new-hire", hire.Transcript);
    }

    private static async Task BeginsAsync(NewHire hire)
    {
        // Nobody has begun her training: whom to ask.
        await hire.NextAsync("You are in no training.", "Ask Dot Lead to begin it: `training start eve payments`");
        // The gate is shut from the first minute.
        Assert.StartsWith("Eve Moe is not qualified for payments. Missing: first-time-on-call, not started.",
            await hire.SayAsync("dot", "override payments eve tomorrow 9-17"), StringComparison.Ordinal);
        await hire.SayAsync("dot", "training start @eve payments mentor @ben");
        await hire.PressAsync("dot", "Start training");
        // At once: her mentor, and herself with what is first.
        await hire.HeardAsync(
            "Mon 2 Nov 09:30 ben: You are the mentor of Eve Moe for payments.",
            "Mon 2 Nov 09:30 eve: Your training for payments has begun.");
    }

    private static async Task PrerequisitesAsync(NewHire hire)
    {
        await hire.NextAsync("Next: Know what being on call means here (terms).", "Dot Lead signs it.");
        await hire.PressAsync("eve", "Mark done: terms");
        // Pressed again, typed again: Dot is not asked again.
        Assert.StartsWith("Know what being on call means here waits for Dot Lead to sign it, since",
            await hire.SayAsync("eve", "training done terms"), StringComparison.Ordinal);
        await hire.NextAsync("Next: Have access to everything (access).", "Ben Ode signs it.");
        await hire.SignAsync("dot", "training sign eve terms");
        await hire.SayAsync("eve", "training done access");
        await hire.SignAsync("ben", "training sign eve access");
        // Seen, not claimed: a verified contact method and a page drill.
        await hire.NextAsync("Next: Have a contact method that wakes you (contact).", "Add it with `contact add`");
        Assert.StartsWith("You cannot mark 'contact' yourself.", await hire.SayAsync("eve", "training done contact"),
            StringComparison.Ordinal);
        var ntfy = new Contact("ntfy", "eve-topic") { SentAt = hire.Now };
        await hire.Store.SaveAsync([Write.Put("eve", Paging.Contacts.None with { Methods = [ntfy] })], Ct);
        await hire.NextAsync("Next: Have a contact method that wakes you (contact).", "verify it with the code");
        await hire.Store.SaveAsync([Write.Put("eve", Paging.Contacts.None with { Methods = [ntfy with { VerifiedAt = hire.Now }] })], Ct);
        await hire.NextAsync("Next: Answer a page drill (page-drill).", "Press Page me as a drill");
        await hire.PressAsync("eve", "Page me as a drill");
        await hire.NextAsync("Next: Answer a page drill (page-drill).", "acknowledge from it when it rings");
        await hire.SayAsync("eve", "ack");
        await hire.NextAsync("Next: Describe the architecture, components and dependencies (architecture).", "Ben Ode signs it.");
        // Two items, each asks its signer once, and she hears of each signature; the third is seen and asks nobody. The drill comes by chat
        // at once; by ntfy it would a minute later, when she had acknowledged.
        await hire.HeardAsync(
            "Mon 2 Nov 09:30 ben: Sign off for Eve Moe: Have access to everything? No evidence was asked for.",
            "Mon 2 Nov 09:30 dot: Sign off for Eve Moe: Know what being on call means here? No evidence was asked for.",
            "Mon 2 Nov 09:30 eve: Ben Ode signed: Have access to everything.",
            "Mon 2 Nov 09:30 eve: DRILL: acknowledge this page; nothing is broken. @Eve Moe, you are paged directly. Since 09",
            "Mon 2 Nov 09:30 eve: Dot Lead signed: Know what being on call means here.");
    }

    private static async Task FoundationsAsync(NewHire hire)
    {
        await hire.MoveAsync("2026-11-03 10:00");
        Assert.StartsWith("What shows it?", await hire.SayAsync("eve", "training done architecture"), StringComparison.Ordinal);
        await hire.SayAsync("eve", "training done architecture because drawn from memory");
        await hire.SayAsync("ben", "training send-back eve architecture because the cache is missing");
        // Failed: what is next is the same item, with what has to be better.
        await hire.NextAsync("Next: Describe the architecture", "Sent back by Ben Ode: the cache is missing");
        await hire.SayAsync("eve", "training done architecture because drawn again with the cache");
        await hire.SignAsync("ben", "training sign eve architecture");
        await hire.NextAsync("Next: Read the runbooks of the last ten pages (runbooks).", "Ben Ode signs it.");
        await hire.SayAsync("eve", "training done runbooks because fixed the second step of checkout-5xx");
        await hire.SignAsync("ben", "training sign eve runbooks");
        await hire.NextAsync("Next: Read three postmortems (incidents).", "Ben Ode signs it.");
        await hire.MoveAsync("2026-11-06 16:00");
        await hire.SayAsync("eve", "training done incidents because notes in the wiki");
        // Ben is asked for the architecture twice, since it was sent back between; once for each of the others.
        await hire.HeardAsync(
            "Tue 3 Nov 10:00 ben: Sign off for Eve Moe: Describe the architecture, components and dependencies? Evidence: dra",
            "Tue 3 Nov 10:00 ben: Sign off for Eve Moe: Describe the architecture, components and dependencies? Evidence: dra",
            "Tue 3 Nov 10:00 ben: Sign off for Eve Moe: Read the runbooks of the last ten pages? Evidence: fixed the second s",
            "Tue 3 Nov 10:00 eve: Ben Ode signed: Describe the architecture, components and dependencies.",
            "Tue 3 Nov 10:00 eve: Ben Ode signed: Read the runbooks of the last ten pages.",
            "Tue 3 Nov 10:00 eve: Sent back: Describe the architecture, components and dependencies. Ben Ode: the cache is mi",
            "Fri 6 Nov 16:00 ben: Sign off for Eve Moe: Read three postmortems? Evidence: notes in the wiki");
        // Over the weekend it waits; on Monday at nine ben hears so, and eve one thing to do.
        await hire.MoveAsync("2026-11-09 10:00");
        await hire.HeardAsync(
            "Mon 9 Nov 09:00 ben: 1 item waits for your signature:",
            "Mon 9 Nov 09:00 eve: Next: Administer production jobs (production-jobs). Be able to: list, start, stop, restart ");
        await hire.SignAsync("ben", "training sign eve incidents");
    }

    private static async Task PractisesAsync(NewHire hire)
    {
        await hire.NextAsync("Next: Administer production jobs (production-jobs).", "Ben Ode signs it.");
        foreach (var item in BuiltInPrograms.All[0].Stages[2].Items.Where(item => item.Id != "tabletop"))
        {
            await hire.SayAsync("eve", $"training done {item.Id} because done in staging");
            await hire.SignAsync("ben", $"training sign eve {item.Id}");
        }

        await hire.NextAsync("Next: Play primary in a tabletop drill (tabletop). Your mentor starts one", "Ben Ode signs it.");
        // Seven items, each asked once and signed once; no nudge, since this week has had its own.
        await hire.HeardAsync(
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Administer production jobs? Evidence: done in staging",
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Block or rate-limit unwanted traffic? Evidence: done in staging",
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Bring up additional serving capacity? Evidence: done in staging",
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Drain traffic away from a cluster? Evidence: done in staging",
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Roll back a bad push? Evidence: done in staging",
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Understand debugging information? Evidence: done in staging",
            "Mon 9 Nov 10:00 ben: Sign off for Eve Moe: Use the monitoring systems? Evidence: done in staging",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Administer production jobs.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Block or rate-limit unwanted traffic.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Bring up additional serving capacity.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Drain traffic away from a cluster.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Read three postmortems.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Roll back a bad push.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Understand debugging information.",
            "Mon 9 Nov 10:00 eve: Ben Ode signed: Use the monitoring systems.");
        await hire.MoveAsync("2026-11-11 14:00");
        await hire.SayAsync("ben", "training drill bad-push payments primary eve");
        await hire.PressAsync("ben", "Start drill");
        // The script to the game master alone, the board to the channel.
        await hire.HeardAsync(
            "Wed 11 Nov 14:00 ben: DRILL tabletop-1, part 1 of 4: read aloud.",
            "Wed 11 Nov 14:00 payments: DRILL: Errors after a release (tabletop-1, payments, part 1 of 4)");
        await hire.MoveAsync("2026-11-11 14:40");
    }
}
