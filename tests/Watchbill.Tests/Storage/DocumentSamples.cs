using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Storage;

/// <summary>
/// One full document of each stored kind: what its golden file holds. A new kind gets a line here and a file beside the others.
/// </summary>
internal static class DocumentSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);
    private static readonly TypedSpan Typed =
        new(new LocalDateTime(2026, 11, 16, 9, 0), new LocalDateTime(2026, 11, 23, 9, 0, 30), "Europe/Lisbon");

    public static IReadOnlyList<object> All { get; } =
    [
        new AuditRow(
            new AuditEntry(At, "ana", "oncall override", "changes/payments", "local") { Old = "ben", New = "cai", Reason = "Ben is ill" },
            new string('0', 64), "70e0c3a9c6d4f7a8c1b2e3d4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e"),
        new Restored(At, Later),
        new OrganizationSettings("Example", "Europe/Lisbon", "EUR") { Executives = ["eve"] },
        new Person("ana", "Ana Silva")
        {
            Email = "ana@example.com", TimeZone = "Europe/Lisbon", Holidays = "PT",
            Accounts = Platforms.OnSlack("U0ANA").With(Platforms.Teams, "6f1c"), Admin = true,
            Until = new LocalDate(2026, 11, 30), Retired = true, RenamedTo = "anna",
        },
        new Team("payments", "Payments")
        {
            Domain = "ordering", Lead = "ana", Manager = "eve", Members = ["ana", "ben"], Sre = true, CostCenter = "4711",
            Channels = Platforms.OnSlack("C0PAY").With(Platforms.Teams, "19:abc"), Retired = true, RenamedTo = "cash",
        },
        new Domain("ordering", "Ordering")
        {
            Lead = "ana", Manager = "eve", Accountable = "ana", Line = "shop", Channels = Platforms.OnTeams("19:def"), Retired = true,
            RenamedTo = "shop",
        },
        new Service("checkout", "payments")
        {
            Accountable = "ana", AlsoTold = ["sre-core"], Retired = true, RenamedTo = "till", Policy = "strict",
            RevenuePerHour = new Money(12000.50m, "EUR"),
            Slos = [new Slo("availability", 99.95m)
            {
                Sla = 99.5m,
                Window = new BudgetWindow(BudgetWindowUnit.Rolling, 28),
                Kind = SloKind.Requests,
                Signal = "errors",
                Good = "ok",
                Total = "all",
                Earlier = [new EarlierObjective(99.9m, new LocalDate(2026, 7, 1))],
            }],
            Runbooks = [new Runbook("HighErrorRate", "https://runbooks.example.com/checkout")],
            Engagement = new Engagement(EngagementModel.YouBuildSreRun)
            {
                By = "sre-core", Entry = 3, Exit = new ExitCondition(2, 4),
                Price = new EngagementPrice(new Money(95, "EUR"), PriceUnit.Hour), Sres = ["eve"],
            },
        },
        new HolidayCalendar("PT", [new LocalDate(2026, 12, 25), new LocalDate(2027, 1, 1)]) { Retired = true },
        new PolicyText("compensation", "standard", "2026-01-01", """{"id":"standard","effective":"2026-01-01"}""") { Retired = true },
        new AppliedFile("watchbill.yaml", "people: []\n", new string('a', 64))
        {
            StartHash = new string('b', 64), StartIncludes = new Dictionary<string, string> { ["holidays-gb.ics"] = new string('c', 64) },
        },
        Rotation(),
        new RotationChanges(
        [
            new ShiftChange("c1", ShiftSource.Override, "primary", At, Later, "cai", null)
            {
                DecidedAt = At,
                DecidedBy = "ana",
                Reason = "Ben is ill",
                Typed = Typed,
            },
            new ShiftChange("c2", ShiftSource.Swap, "primary", At, Later, "ana", "ben")
            {
                DecidedAt = At.PlusNanoseconds(123_456_700),
                DecidedBy = "ben",
            },
        ]),
        new Absences([new Absence("a1", At, Later, At) { Typed = Typed }]),
        new SwapRequest("payments", new SwapPart("primary", At, Later, "ana"), "ben")
        {
            Returned = new SwapPart("secondary", Later, Later + Duration.FromDays(7), "ben"), AskedBy = "eve", AskedAt = At,
            State = RequestState.Declined, ClosedAt = Later,
        },
        new CoverRequest("payments", "primary", At, Later, "ana")
        {
            AskedBy = "eve", AskedAt = At, Absence = "a1", Asked = ["ben", "cai"], Declined = ["ben"],
            Taken = [new CoverPart("cai", At, Later, At)],
            RemindedAt = At, EscalatedAt = Later, State = RequestState.Accepted, ClosedAt = Later,
        },
        new Correction("payments", "primary", At, Later, "cai", "Ben was ill") { DecidedAt = Later, DecidedBy = "ana" },
        new WorkedShift("payments",
            new Shift("primary", -3, At, Later, null, ShiftSource.Cover, "ben") { Reason = "Ben is away", Change = "c1" }, Later)
        {
            Shadow = true, Team = "payments", Domain = "ordering", Services = ["checkout"],
        },
        new Recorded(At, Later),
        new HandoffState(At, new Dictionary<string, string?> { ["primary"] = "ana", ["secondary"] = null }),
        new Handoff("payments", At,
            [new LayerHandover("primary", "ana", "ben"), new LayerHandover("shadow", null, "cai") { Shadow = true }])
        {
            Missed = 2, Notes = [new HandoffNote("ana", At, "A migration runs.")], Acknowledged = [new Acknowledgement("ben", Later)],
            EscalatedAt = Later,
        },
        new HandoffNotes([new HandoffNote("ana", At, "A migration runs.")]),
        Incident(),
        new IncidentVersion(Incident() with { Version = 1 }),
        new OpenIncident(At, Later),
        new UnknownAlert("DiskFull", At),
        new RunbookUses(
            [new RunbookUse("HighErrorRate", "https://runbooks.example.com/checkout", At)
            {
                Helped = [3, 12],
                ReviewedAt = Later,
                ReviewedBy = "ana",
            }]),
        new Postmortem("checkout", 12, "ana", new LocalDate(2026, 11, 23))
        {
            Share = 34.5m, AskedAt = At, Published = Later, Link = "https://wiki.example.com/checkout-12",
            Actions = [new PostmortemAction(1, "Roll out to one region first.", "ben", ActionPriority.P0,
                new LocalDate(2026, 11, 30)) { DoneAt = Later }],
        },
        new BudgetCorrection("1c0ffe", "checkout", "availability", CorrectionKind.Maintenance, At, Later)
        {
            Reason = "Moving the database",
            By = "ana",
            At = At,
            UndoneBy = "eve",
            UndoneAt = Later,
        },
        new BucketDay("checkout", "latency", new LocalDate(2026, 11, 16), "prometheus",
            [new Bucket(At, 9_990.5m, 10_000) { Coverage = 0.75m }]),
        new LevelReached("checkout", "availability", At)
        {
            Levels = [new ReachedLevel("incident > 20%", At)
            {
                Do = [PolicyAction.Halt, PolicyAction.TellChannel],
                Incident = "checkout-12",
                Value = 34.5m,
                Rearmed = Later,
            }],
        },
        new BudgetTrouble("checkout",
            [new BudgetLeft("availability", SloKind.Time, new BudgetWindow(BudgetWindowUnit.Quarter, 0), 3974.4m, 4200m)]),
        new GateAnswer("checkout", ChangeKind.Fix, "SHOP-1431", false, "availability has used its budget.", At)
        {
            By = "token:deploy",
            Cause = GateCause.BudgetUsed,
        },
        new KpiFigure("customer-satisfaction", "2026-Q4", 91.5m, "%") { By = "eve", At = At },
        new Compensation.TimeEntry("ana", Compensation.TimeEntryKind.Support, At, Later, "token:clock", Later)
        {
            Rotation = "payments",
            Team = "search",
            Note = "A migration",
        },
        new GateOpening("checkout", "SHOP-1431", "ana", At, "It turns the broken page off"),
        new Delivery(At, MessageKind.Handoff, Address.Team("payments"), Said())
        {
            Rotation = "payments", NotBefore = Later, LeasedBy = "host-1", Failures = 2, Unknown = 1, Card = "incident/checkout/12",
            IsEdit = true,
        },
        new Posted("incident/checkout/12", Address.Team("payments"),
            ["slack C0PAY 1637053200.000100", "local 2026-11-16T09:00:00Z/incident/checkout-12/1/payments"], At),
        new Message(At, At + Duration.FromMilliseconds(80), MessageKind.Reminder, "payments", Address.Admins,
            new Reply("It is yours tomorrow.")),
        new Reminded([new Reminder("primary", 46, "ben", Later)]),
        new Reported(At),
        new GroupState(["ana", "ben"])
        {
            Done = ["ana"],
            Unlinked = ["ben"],
            Failures = 2,
            NotBefore = Later,
            FailureTold = true,
            Refusal = "There is no such group.",
            Kept = true,
        },
        new FeedKey(At),
        new FeedState(At,
            [new FeedEvent("payments", new Shift("primary", 46, At, Later, "ben", ShiftSource.Swap, "ana") { Change = "c1" }, 2,
                At) { Cancelled = true }]),
        new ApiToken("deploy", "70e0c3a9c6d4f7a8c1b2e3d4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e", [Scope.Gate, Scope.Read])
        {
            Services = ["checkout"], Teams = ["payments"], Expires = Later, PerMinute = 60, MadeBy = "ana",
        },
        new Pending("ana", new Request("oncall override", new Dictionary<string, string> { ["person"] = "ben" }), At,
            At + Duration.FromMinutes(15), "ben?")
        {
            Platform = Platforms.Slack,
            Conversation = "C0PAY",
        },
        new Seen(At, "1637053200.000100") { Todo = "{}" },
        new ChatLink("ana", "U0ANA", At) { Ended = Later },
        new ZoneRules("TZDB: 2026c (mapping: 1)", At, [new KnownZone("Europe/Lisbon", [new ZoneStep(null, 0), new ZoneStep(Later, 3600)])]),
        Engagement(),
        new Shared(new Request("take", new Dictionary<string, string>()) { Pressed = "payments" }, At),
    ];

    private static EngagementHistory Engagement()
    {
        var sre = new Engagement(EngagementModel.YouBuildSreRun)
        {
            By = "sre-core",
            Entry = 3,
            Exit = new ExitCondition(2, 4),
            Price = new EngagementPrice(new Money(95, "EUR"), PriceUnit.Hour),
            Sres = ["eve"],
        };
        return new EngagementHistory("checkout")
        {
            Changes = [new EngagementChange(sre, Watchbill.Engagements.Engagement.YouBuildYouRun, Later)
            {
                DecidedBy = "eve",
                DecidedAt = At,
                Reason = "two quarters are gone",
                Handback = 1,
            }],
            Handbacks =
            [
                new Handback(1, sre, Watchbill.Engagements.Engagement.YouBuildYouRun, At, At)
                {
                    ProposedBy = "watchbill", Reason = "two quarters are gone",
                    Evidence = new SloPeriods("availability", [new PeriodResult(At, Later, true), new PeriodResult(At, Later, null)]),
                    State = HandbackState.Confirmed, DecidedBy = "eve", DecidedAt = At, Answer = "not yet", EffectiveAt = Later,
                    Reinstatement = 3, MetAt = Later,
                },
            ],
            Review = new ReadinessReview("sre-core", new Agreement(3, new ExitCondition(2, 4)), "ana", At)
            {
                Items = [new ReviewItem("runbooks", "Every alert has a runbook", ReviewSide.Owner)
                {
                    SignedBy = "ana",
                    SignedAt = Later,
                    Note = "seen",
                }, new ReviewItem("drill", "A failure was drilled", ReviewSide.Sre)],
            },
            FileSaid = "you-build-ops-run, not you-build-you-run",
        };
    }

    private static Rotation Rotation()
    {
        var turn = new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);
        var window = new CoverageWindow(Weekdays.Monday | Weekdays.Friday, new LocalTime(9, 0), new LocalTime(17, 30));
        return new Rotation("payments", RotationKind.Triage, "ordering")
        {
            Layers =
            [
                new Layer(
                    "primary")
                    {
                        Versions = [new LayerVersion(null, turn, Coverage.Always, ["ana", "ben"]),
                            new LayerVersion(At, turn, Coverage.Always, ["ben"]) { Offset = -1, Seam = new(new KeptTurn(44, 0)) }],
                    },
                new Layer("night")
                {
                    Level = "primary",
                    Shadow = true,
                    Versions = [new LayerVersion(null, turn, Coverage.Always, []) { Removed = true }],
                },
            ],
            Promises = [new Promise(null, turn, new Coverage { Windows = [window], HolidaysOff = "PT" })],
            Escalation = [new EscalationStep("primary", Duration.Zero), new EscalationStep("lead", Duration.FromMinutes(15))],
            Response = Duration.FromMinutes(5),
            Groups = Platforms.OnSlack("S0PAY"),
            Topic = true,
            Requires = "first-time-on-call",
            Pay = "standard",
            InChat = true,
            Retired = true,
            RenamedTo = "pay",
        };
    }

    private static Incident Incident() => new("checkout", 12, "Payments fail", Severity.Sev2, At, Later)
    {
        Version = 2,
        Impact = 0.25m,
        Cause = Cause.Release,
        Release = "2026.47",
        NoticedBy = NoticedBy.Monitoring,
        Detected = At,
        Acknowledged = At,
        Mitigated = Later,
        Responders = [new Responder("ana", At, Later), new Responder("ben", At, null)],
        Notes = [new IncidentNote("ana", At, "Rolled back.")],
        Links = ["https://wiki.example.com/checkout-12"],
        Alerts = [new IncidentAlert("HighErrorRate", "2c5bc972e2b9ed7b", At, Later), new IncidentAlert("HighErrorRate", "9d01", At, null)],
        Voided = "A test of the alerts.",
        TakenOver = true,
        By = "ana",
        At = Later,
    };

    private static Reply Said()
    {
        Text text = $"{new Mention("ana", "Ana Silva")} takes over from Ben & Cai at {At}, until {Later:date} {Later:time}.";
        return new Reply(text)
        {
            Fields = [new Field("Open incidents", "none"), new Field("Notes", Text.Empty)],
            Table = new Table(["Layer", "Person"], [["primary", "Ana Silva"], [$"{"second"}{"ary"}", "Ben"]]),
            Chart = new Chart("Budget", ["Mon", "Tue"], [99.95m, 100m], "%"),
            Actions = [new Button("Acknowledge", "handoff-ack", "payments/2026-11-16T09:00:00Z") { Style = ButtonStyle.Primary }],
            Form = new Form("override", "Override", [new FormField("person", "Person")
            {
                Value = "cai", Hint = "Who takes it", Optional = true, Multiline = true, Options = [new FormOption("cai", "Cai Wen")],
                Error = "Is away",
            }]),
            Audience = Audience.Everyone,
            Shareable = true,
        };
    }
}
