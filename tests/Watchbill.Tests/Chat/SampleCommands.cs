using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>A slice of the bot for tests of the chat core: a look-up, a change, a button, a refusal.</summary>
public sealed class SampleCommands(IStore store) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "now [<rotation>] [at <when>]", "Who is on call", NowAsync),
        new("oncall", "override <rotation> <person> <span> [because <text>]", "Put somebody else on call", OverrideAsync),
        new("oncall", "swap <shift> with <person>", "Trade a shift",
            (_, _) => throw new RefusedException("You have no shift then.") { Field = "shift", DidYouMean = "swap tue with ben" }),
        new("oncall", "handoff <rotation>", "The next handoff", (call, _) => Say($"Handoff of {call.Arguments["rotation"]}")),
        new("oncall", "handoff note <text>", "A note for who comes next", (call, _) => Say($"Noted: {call.Arguments["text"]}")),
        new("budget", "status <service>", "What is left of a budget",
            (call, _) => Say($"Budget of {call.Arguments["service"]}")) { Looks = true },
        new("pay", "me", "What you are owed", (_, _) => Say("Nothing.")),
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("ack", (call, value, _) => Say($"{call.Caller.Person} acknowledged {value}")),
        new("take", (call, value, ct) => PlanAsync(value, call.Caller.Person, call, ct)),
    ];

    private static Task<Answer> Say(Text text) => Task.FromResult<Answer>(new Reply(text));

    private static async Task<Answer> NowAsync(Call call, CancellationToken ct)
    {
        await Task.CompletedTask;
        var at = call.Arguments["when"] is { } when ? TimePhrases.When(when, call.AskedAt, DateTimeZone.Utc).At : call.Now;
        return new Reply($"{call.Arguments["rotation"] ?? "everything"} at {at}, for {call.Caller.Person}")
        {
            Shareable = true,
            Actions = [Buttons.Running("Next", "next")],
        };
    }

    private Task<Answer> OverrideAsync(Call call, CancellationToken ct) =>
        PlanAsync(call.Arguments.Required("rotation"), call.Arguments.Required("person"), call, ct);

    /// <summary>Replaces who holds the place; the preview names whom.</summary>
    private async Task<Answer> PlanAsync(string rotation, string person, Call call, CancellationToken ct)
    {
        if (person == "nobody") throw new RefusedException("No person `nobody`.") { Field = "person" };
        var read = await store.FindAsync<Message>(rotation, ct);
        var span = call.Arguments["span"] is { } typed ? TimePhrases.Span(typed, call.AskedAt, DateTimeZone.Utc) : null;
        var message = new Message(call.Now, call.Now, MessageKind.Change, rotation, Address.Person(person), new Reply(person));
        Text until = span is null ? Text.Empty : $" until {span.End}";
        return new Plan(
            new Reply($"{person} instead of {read?.Value.To.Id ?? "nobody"}{until}?"),
            new Reply($"{person} is on call."),
            [Write.Upsert(rotation, read, message),
                Write.Audit(
                    new AuditEntry(call.Now, call.Caller.Person, "oncall override", $"rotation/{rotation}", call.Caller.Platform.Name))]);
    }
}
