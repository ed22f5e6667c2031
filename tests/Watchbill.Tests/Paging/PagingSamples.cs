using NodaTime;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class PagingSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 30, 2, 58);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 30, 3, 3);

    public static IReadOnlyList<object> All { get; } =
    [
        new Page("checkout", 12, Urgency.High, At)
        {
            State = PageState.Acknowledged,
            Rotation = "payments",
            Beside = ["sre"],
            Person = "dot",
            Declared = true,
            Steps = [new EscalationStep("primary", Duration.Zero), new EscalationStep("lead", Duration.FromMinutes(5))],
            Repeat = 1,
            AckTimeout = Duration.FromMinutes(30),
            Round = 2,
            FirstRound = 2,
            Next = 1,
            Due = Later,
            Held = true,
            Over = true,
            By = "ana",
            AcknowledgedAt = Later,
            Also = ["ben"],
            Taken = [new TakenStep(1, 0, "primary", At, Later, ["ana"])
            {
                Also = ["ana"],
                Incoming = true,
                Missed = true,
                Unreached = true,
            }],
            Calls = [new PageCall(0, "ana", "chat", At)
            {
                Outcome = CallOutcome.Failed,
                Rule = Duration.FromMinutes(1),
                Message = "2026-11-30T02:58:00Z/~/page/checkout/000012/00001/person:ana",
                Reason = "no account",
            }],
            Events = [new PageEvent(At, PageEventKind.Snoozed) { Person = "ana", To = "payments", Until = Later }],
            Shown = "Open",
            Reach = "Accepted 1",
            Said = 3,
        },
        new OpenPage(At),
        new Contacts([new Contact("ntfy", "ana-7Kx2Q9")
        {
            Code = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            SentAt = At,
            Tries = 1,
            Next = "ana-new",
            VerifiedAt = At,
            StoppedAt = Later,
        }])
        {
            Sent = new Dictionary<string, Instant> { ["webhook"] = At },
            High = [new NotificationRule("chat", Duration.Zero), new NotificationRule("ntfy", Duration.FromMinutes(1))],
            Low = [new NotificationRule("chat", Duration.Zero)],
        },
        new PagedLately([At])
        {
            ListedAt = Later,
            List = "2026-11-30T03:03:00Z/pages/ana/ntfy/1",
            Pages = 1,
            Newest = ["sev1 checkout-12: payments fail"],
        },
        new AnswerKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
    ];
}
