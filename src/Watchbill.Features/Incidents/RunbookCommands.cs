using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Which runbooks help, and which were read lately. The list of them stands in the organisation file; this is kept beside it.
/// </summary>
public sealed class RunbookCommands(IStore store, OrgChart chart) : ICommands
{

    public IReadOnlyList<Verb> Verbs =>
    [
        new("incident", "runbooks <service>", "The runbooks of a service, most helpful first", ListAsync) { Looks = true },
        new("incident", "runbook reviewed <service> <alert>", "Mark the runbooks for an alert as reviewed", ReviewedAsync),
    ];

    public IReadOnlyList<PressHandler> Presses => [new("runbook-helped", HelpedAsync)];

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        var uses = (await store.FindAsync<RunbookUses>(service.Id, ct))?.Value ?? RunbookUses.None;
        return RunbookReplies.Listed(service.Id, uses.Ordered(service.Runbooks), uses);
    }

    private async Task<Answer> ReviewedAsync(Call call, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        var named = call.Arguments.Required("alert");
        var reviewed = service.Runbooks.Where(runbook => runbook.Alert.Equals(named, StringComparison.OrdinalIgnoreCase)).ToList();
        if (reviewed.Count == 0)
        {
            var nearest = Nearest.To(named, service.Runbooks.Select(runbook => runbook.Alert));
            throw new RefusedException(
                $"{service.Id} has no runbook for '{named}'. " +
                    (nearest is null ? $"See all: `incident runbooks {service.Id}`" : $"Did you mean `{nearest}`?"))
            {
                Field = "alert",
                Missing = true,
            };
        }

        var read = await store.FindAsync<RunbookUses>(service.Id, ct);
        var uses = reviewed.Aggregate(read?.Value ?? RunbookUses.None, (all, runbook) => all.Review(runbook, call.Caller.Person, call.Now));
        return new Plan(RunbookReplies.Reviewed(service.Id, reviewed[0].Alert, done: false),
            RunbookReplies.Reviewed(service.Id, reviewed[0].Alert, done: true),
        [
            Write.Upsert(service.Id, read, uses),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "incident runbook reviewed", $"service/{service.Id}",
                    call.Caller.Platform.Name) { New = reviewed[0].Alert }),
        ])
        { Act = "Mark as reviewed" };
    }

    private async Task<Answer> HelpedAsync(Call call, string value, CancellationToken ct)
    {
        var ids = ButtonValue.Read(ButtonSubject.Runbook, value).Ids;
        var service = ids is [var id, _, _] ? await chart.FindServiceAsync(id, ct) : null;
        var runbook = service?.Runbooks.FirstOrDefault(one => RunbookReplies.KeyOf(one) == ids[2]);
        if (service is null || runbook is null || !int.TryParse(ids[1], out var number))
            throw new RefusedException("This runbook is no longer in the organisation file. Nothing changed.") { Missing = true };
        var read = await store.FindAsync<RunbookUses>(service.Id, ct);
        var thanks = RunbookReplies.Thanks(runbook, $"{service.Id}-{number}");
        return new Plan(thanks, thanks,
            [Write.Upsert(service.Id, read, (read?.Value ?? RunbookUses.None).Help(runbook, number, call.Now))])
        { AtOnce = true };
    }
}
