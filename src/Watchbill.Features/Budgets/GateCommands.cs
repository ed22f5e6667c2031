using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Asks release gates, and lets single changes through by decision of a lead.</summary>
public sealed class GateCommands(IStore store, Gates gates, OrgChart chart) : ICommands
{
    private readonly OpenWork work = new(store, chart);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("budget", "gate <service> [<change>] [for <reference>]",
            "Whether a change may be released; with a reference the answer is kept", GateAsync)
        {
            Looks = true,
            Reads = new() { { "change", call => ReadChange(call.Arguments.Required("change")) } },
        },
        new("budget", "open <service> for <reference> because <text>", "Let one change ship while the gate is halted; for leads",
            OpenAsync),
        new("budget", "close <service> for <reference>", "Remove such an exception; for leads", CloseAsync),
    ];

    private async Task<Answer> GateAsync(Call call, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        var question = new GateQuestion(ReadChange(call.Arguments["change"] ?? "feature"), call.Arguments["reference"]);
        var view = await gates.AskAsync(service, question, call.Now, ct);
        // Somebody who only wants to know is no release.
        if (question.Reference is not null) await store.SaveAsync([Gates.Answer(view, question, call.Caller.Person, call.Now)], ct);
        var by = view.Gate.Opening is { } opening ? People.Named(opening.By, await chart.NameAsync(opening.By, ct)) : null;
        // Where the budget cannot be read, incidents cannot either.
        var open = view.Gate.Cause == GateCause.NotComputed ? [] : await work.OfServiceAsync(service.Id, ct);
        return GateReplies.Shown(view, question, by, open);
    }

    /// <exception cref="RefusedException">No change is called so; the nearest is named.</exception>
    public static ReleaseKind ReadChange(string text) => ReleaseKinds.Parse(text.ToLowerInvariant()) ?? throw new RefusedException(
        $"No change type '{text}'. Write one of {string.Join(", ", ReleaseKinds.Names)}." +
            (Nearest.To(text, ReleaseKinds.Names) is { } nearest ? $" Did you mean `{nearest}`?" : ""))
    { Field = "change" };

    private async Task<Answer> OpenAsync(Call call, CancellationToken ct)
    {
        var (service, reference) = await ForLeadAsync(call, "open", ct);
        var opening =
            new GateOpening(service.Id, reference, call.Caller.Person, call.Now, call.Arguments.Required("text").Trim().TrimEnd('.'));
        var read = await store.FindAsync<GateOpening>(opening.DocumentId, ct);
        if (read is not null)
            throw new RefusedException(
                $"{reference} already has an exception: {read.Value.Reason}. To remove it: `budget close {service.Id} for {reference}`")
            { Field = "reference" };
        return new Plan(GateReplies.OpenPreview(opening), GateReplies.Opened(opening),
            [Write.Create(opening.DocumentId, opening), .. await SaidAsync(call, service, opening, opened: true, ct)])
        {
            Act = "Open gate",
        };
    }

    private async Task<Answer> CloseAsync(Call call, CancellationToken ct)
    {
        var (service, reference) = await ForLeadAsync(call, "close", ct);
        var read = await store.FindAsync<GateOpening>(GateOpening.IdOf(service.Id, reference), ct)
            ?? throw new RefusedException($"{reference} has no exception for {service.Id}. Nothing to remove.")
            {
                Field = "reference",
                Missing = true,
            };
        return new Plan(GateReplies.ClosePreview(read.Value), GateReplies.Closed(read.Value),
            [Write.Delete(read), .. await SaidAsync(call, service, read.Value, opened: false, ct)])
        { Act = "Close gate" };
    }

    private async Task<(Service Service, string Reference)> ForLeadAsync(Call call, string act, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        await chart.MustLeadAsync(call.Caller, service.Team, $"{act} the gate of {service.Id}", call.Now, ct);
        return (service, call.Arguments.Required("reference"));
    }

    private async Task<IReadOnlyList<Write>> SaidAsync(Call call, Service service, GateOpening opening, bool opened, CancellationToken ct)
    {
        var text = GateReplies.Told(opening, People.Named(call.Caller.Person, await chart.NameAsync(call.Caller.Person, ct)), opened);
        var release = await chart.Leads.ReleaseAsync(service.Team, call.Now, ct);
        return
        [
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, opened ? "budget open" : "budget close", $"gate/{service.Id}",
                    call.Caller.Platform.Name)
                    {
                        New = opened ? opening.Reference : null,
                        Old = opened ? null : opening.Reference,
                        Reason = opened ? opening.Reason : null,
                    }),
            Delivery.Say(
                new Delivery(call.Now, MessageKind.Budget, Address.Team(service.Team), new Reply(text) { Audience = Audience.Everyone }),
                $"gate/{service.Id}/{opening.Reference}/{(opened ? "opened" : "closed")}"),
            .. release == Address.Person(call.Caller.Person) ? [] : new[] { Delivery.Say(
                new Delivery(call.Now, MessageKind.Budget, release, new Reply(text)),
                $"gate/{service.Id}/{opening.Reference}/{(opened ? "opened" : "closed")}/release") },
        ];
    }
}
