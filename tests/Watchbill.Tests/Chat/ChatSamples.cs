using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class ChatSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        new Delivery(At, MessageKind.Handoff, Address.Team("payments"), Said())
        {
            Rotation = "payments", By = "ben", NotBefore = Later, LeasedBy = "host-1", Failures = 2, Unknown = 1,
            Card = "incident/checkout/12",
            IsEdit = true, BegunAt = Later, Begun = ["slack C0PAY 0"], Why = "it answered 503",
            Method = "ntfy",
            Notice = new Notice(NoticeKind.Page, "ana", "You are primary for payments.")
            {
                Title = "sev1 checkout: payments fail", Code = "482113", Page = "checkout-12", Round = 1, Step = 2, High = true,
                Link = "https://watchbill.example.com/answer/a.b",
            },
        },
        new Posted("incident/checkout/12", Address.Team("payments"),
            [Platforms.Place("slack C0PAY 1637053200.000100"),
                Platforms.Place("local 2026-11-16T09:00:00Z/incident/checkout-12/1/payments")], At),
        new Message(At, At + Duration.FromMilliseconds(80), MessageKind.Reminder, "payments", Address.Admins,
            new Reply("It is yours tomorrow."))
        {
            BegunAt = At + Duration.FromMilliseconds(20),
            Why = "it answered 503",
        },
        new Unreached(Address.Person("cai"), "cai has no Slack account.", At, Later, ["ana"]),
        new Pending("ana", new Request("oncall override", new Dictionary<string, string> { ["person"] = "ben" }), At,
            At + Duration.FromMinutes(15), "ben?")
        {
            Platform = Platforms.Slack,
            Conversation = "C0PAY",
        },
        new Shared(new Request("take", new Dictionary<string, string>()) { Pressed = "payments" }, At),
        new InboxItem(At, "1637053200.000100") { Todo = new UnknownPayload("{}") },
        new ChatLink("ana", "U0ANA", At) { Ended = Later },
    ];

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
