namespace Watchbill.Slack;

/// <summary>What <see cref="ParityTests"/> says and presses, everywhere alike.</summary>
internal static class ParityScript
{
    /// <summary>
    /// One line each, on Friday 20 November 2026 at 10:00 in Lisbon; ana is on call for payments until Monday, ben after her. <c>ana:
    /// words</c>; <c>ana [Label]</c> presses a button of the answer before, <c>ben &lt;[Label]</c> one of the message sent to him
    /// last, <c>ana {name=value; …}</c> fills in the form that is open; <c>(look)</c> and <c>(handoff)</c> run the handoff job,
    /// <c>(page)</c> that of pages, <c>(week)</c> that of the question on Fridays. Every verb of the bot stands here.
    /// </summary>
    public const string Lines =
        $"{Shifts}\n{ParityEngagements.Lines}\n{ParityPaging.Lines}\n" +
        $"{ParityPay.Lines}\n{ParityTraining.Lines}\n{ParityHealth.Lines}\n{Leave}";

    private const string Leave =
        """
        ana: forget ben
        ana: resume
        """;

    private const string Shifts =
        """
        (look)
        ana: now payments
        ana [Share]
        ana: override payments
        ana {person=ben; span=sometime}
        ana: nwo payments
        ana [now payments]
        ana: now nowhere
        ana: next payments
        ana [Share]
        ana: when ben on payments
        ana: schedule payments next 14 days
        ana: me
        ana: escalation payments
        ana: advise payments
        ana: help
        ana [Who is on call?]
        ana: help all
        ana: help swap
        ana: link
        ana: link payments
        ana: unlink payments
        ben: settings
        ana: override payments ben for 2h because of the <b>dentist</b> & co
        ana [Cancel]
        ana: override payments ben for 2h
        ana [Confirm]
        ben: override payments ben for 2h
        ana: changes payments
        ana [Remove]
        ana [Cancel]
        ana: override remove payments {override}
        ana [Confirm]
        ana: swaps
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ben: swaps
        ben <[Decline]
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ana [Withdraw]
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ana: swap withdraw {swap}
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ana: swap withdraw {swap}
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ben: swap decline {swap}
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ben: swap decline {swap}
        ana: swap payments fri 18:00 with ben
        ana [Confirm]
        ben: swaps
        ben [Accept]
        ana: swap payments 28 dec with ben
        ana [Confirm]
        ben: swap accept {swap}
        ana: cover payments 8 dec 09:00 to 9 dec 09:00
        ana [Confirm]
        ben <[Take part…]
        ben <[Decline]
        ana: covers payments
        ana: cover withdraw {cover}
        ana: cover payments 8 dec 09:00 to 9 dec 09:00
        ana [Confirm]
        ana: cover withdraw {cover}
        ana: cover me 8 dec 09:00 to 9 dec 09:00
        ana [Confirm]
        ana [Withdraw]
        ana: cover payments 8 dec 09:00 to 9 dec 09:00
        ana [Confirm]
        ben <[Take part…]
        ben {span=8 dec 10:00 to 8 dec 12:00}
        ben: take {cover} 8 dec 12:00 to 8 dec 13:00
        ben <[Take shift]
        ben: changes payments
        ben [Hand back]
        ben [Cancel]
        ben: cover return {override}
        ben [Confirm]
        ana: away
        ana: away 5 jan 09:00 to 6 jan 09:00
        ana [Confirm]
        ana: away
        ana [Remove]
        ana [Cancel]
        ana: sick
        ana [Cancel]
        ana: away remove {absence}
        ana [Confirm]
        ana: absent ben 7 jan 09:00 to 8 jan 09:00
        ana [Confirm]
        ana: absences payments
        ana: absent remove ben {absence}
        ana [Confirm]
        ana: correct payments 18 nov 10:00 ben because he stood in
        ana: note payments <!channel> card retries & queues *up*
        ana [Confirm]
        ana: handoff payments
        ben: ack payments
        ana: page payments what is <this> sev3
        ana: ack page-1
        (handoff)
        ben <[Take it]
        ben <[Acknowledge]
        ben: ack payments
        ana: ack
        ana: calendar payments
        ana: calendar reset
        ana [Confirm]
        ana: create payments-night
        ana {owner=payments; members=ana, ben}
        ana [Confirm]
        ana: create payments-day owner payments members ana,ben every 1d from 2027-01-04 at 09:00 zone Europe/Lisbon
        ana [Cancel]
        ana: edit payments-night
        ana {at=10:00}
        ana [Cancel]
        ana: edit payments-night at 10:00
        ana [Confirm]
        ana: retire payments-night
        ana [Confirm]
        ana: incident declare checkout payments <b>fail</b> sev2
        ben [Acknowledge]
        ben: incident ack checkout-2
        ben: incident note checkout-2 rolled back
        ben: incident leave checkout-2
        ana: page ben cards fail <too> sev3
        (page)
        ben <[Escalate page]
        ben <[Acknowledge]
        ana: ack page-2
        ben: snooze page-2 30 min
        ben: giveback page-2
        ben: ack page-2
        ben [Give back page]
        ana: escalate page-2
        ana: forward page-2 to payments
        ana: incident resolve page-2
        ana: page door nobody opens <it> sev2
        (page)
        kim <[Forward to door]
        ana: incident resolve door
        ana: incident update checkout-2 severity sev1 start 8:55
        ana [Confirm]
        ana: incident worked checkout-2 ben today 9:00 to 9:30
        ana [Confirm]
        ana: incident show checkout-2
        ana [Resolve]
        ana [Reopen incident]
        ana: incident resolve checkout-2
        ana: incident reopen checkout-2
        ana: incident resolve checkout-2
        ana: incident list checkout
        ana: incident void checkout-2 because a drill
        ana [Confirm]
        ana: incident unvoid checkout-2
        ana [Confirm]
        ana: incident declare checkout cards fail sev3
        ana: incident declare checkout cards are slow sev3
        ana [Merge into checkout-3]
        ana [Cancel]
        ana: incident merge checkout-4 into checkout-3
        ana [Confirm]
        ana: incident show checkout-1
        ana [Mark runbook helpful]
        ana: incident runbooks checkout
        ana: incident runbook reviewed checkout HighErrorRate
        ana [Confirm]
        ana: incident postmortem checkout-1
        ana [Confirm]
        ana: incident postmortem action checkout-1 ben p0 due 31 dec to test it
        ana [Confirm]
        ana: incident postmortem list
        ana: incident postmortem checkout-1
        ana [Mark done: test it]
        ana: incident postmortem done checkout-1 1
        ana: incident postmortem publish checkout-1
        ana [Confirm]
        ana: budget status
        ana: budget status checkout
        ana [How is this computed?]
        ana: budget report payments
        ana: budget gate checkout security for SHOP-1
        ana: budget open checkout for SHOP-1 because it <helps> & heals
        ana [Confirm]
        ana: budget close checkout for SHOP-1
        ana [Confirm]
        ana: budget correct checkout 2 nov 2026 10:00 to 11:00 as downtime because users could not pay
        ana [Confirm]
        ana: budget corrections checkout
        ana [Undo correction]
        ana [Cancel]
        ana: budget undo checkout {correction}
        ana [Confirm]
        ana: budget maintenance checkout 8 dec 09:00 to 8 dec 10:00 because the database moves
        ana [Confirm]
        ana: report kpi
        ana: report kpi set customer-satisfaction 92% 2026-Q4
        ana [Confirm]
        ana: report value this quarter
        ana: engagement show ledger
        ana: engagement advise checkout
        ana: audit rotation/payments
        """;
}
