using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>Lets messages go on after a backup was put back, once somebody has looked.</summary>
public sealed class ResumeCommands(IStore store) : ICommands
{
    private readonly OrgChart chart = new(store);

    public IReadOnlyList<Verb> Verbs =>
        [new("watchbill", "resume", "Let messages go on after a backup was restored; for admins", ResumeAsync)];

    private async Task<Answer> ResumeAsync(Call call, CancellationToken ct)
    {
        if (!await chart.IsAdminAsync(call.Caller, call.Now, ct))
            throw await chart.NotAnAdminAsync("let messages go on after a restore", call.Now, ct);
        if (await store.FindAsync<Restored>(Restored.Id, ct) is not { } read)
            throw new RefusedException("Messages are not paused, so there is nothing to resume. They pause when a backup is restored.");
        var waiting = await store.ListAsync<Delivery>(new IdRange(null, Delivery.IdOf(call.Now, "\uffff"), 1), ct);
        return new Plan(ResumeReplies.Preview(read.Value, waiting is [var oldest] ? oldest.Value.Due : null),
            ResumeReplies.Done(read.Value),
        [
            Write.Delete(read),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "watchbill resume", $"restored/{Restored.Id}", call.Caller.Platform.Name)),
        ])
        { Act = "Resume messages" };
    }
}
