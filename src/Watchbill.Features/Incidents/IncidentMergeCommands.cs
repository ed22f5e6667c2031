using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Makes one incident of two that are the same outage. Anybody may, as nothing is lost by it: it is previewed and confirmed.
/// </summary>
public sealed class IncidentMergeCommands(IStore store, IncidentQueries queries) : ICommands
{
    private static readonly Duration Recent = Duration.FromDays(7);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("incident", "merge <incident> into <other>", "Two incidents are one: the first becomes part of the other",
            (call, ct) => MergeAsync(call, call.Arguments.Required("incident"), call.Arguments.Required("other"), ct))
        { ChoicesAsync = (_, ct) => ChoicesAsync(ct) },
    ];

    public IReadOnlyList<PressHandler> Presses => [new("incident-merge", PressedAsync)];

    private async Task<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>> ChoicesAsync(CancellationToken ct)
    {
        var all = (await store.ListAsync<Incident>(IdRange.All, ct)).Select(stored => stored.Value).Where(one => one.Counts).ToList();
        var known = all.Select(one => one.At).DefaultIfEmpty().Max();
        IReadOnlyList<FormOption> options = [.. all.Where(one => one.Open || one.End > known - Recent)
            .OrderByDescending(one => one.Start).Select(one => new FormOption(one.Id, Buttons.Cut($"{one.Id}: {one.Title}", 74)))];
        return new Dictionary<string, IReadOnlyList<FormOption>> { ["incident"] = options, ["other"] = options };
    }

    private Task<Answer> PressedAsync(Call call, string value, CancellationToken ct) =>
        ButtonValue.Read(ButtonSubject.Incident, value).Ids is [var service, var from, var into]
            ? MergeAsync(call, $"{service}-{from}", $"{service}-{into}", ct) : throw ButtonValue.NotUnderstood();

    private async Task<Answer> MergeAsync(Call call, string from, string into, CancellationToken ct)
    {
        var (merged, leading) = (await queries.FindAsync(from, ct), await queries.FindAsync(into, ct));
        var by = Actor.Of(call);
        by = by with { Now = by.Now.ToWholeSeconds() };
        if (merged.Id == leading.Id)
            throw new RefusedException($"{from.Trim()} and {into.Trim()} are already one incident.") { Field = "other" };
        foreach (var one in new[] { merged.Value, leading.Value }.Where(one => one.Voided is not null))
            throw new RefusedException(
                $"{one.Id} is marked as a false alarm, so it cannot be merged. If it was not one: `incident unvoid {one.Id}`");
        if (merged.Value.Service != leading.Value.Service)
            throw new RefusedException(
                $"{merged.Value.Id} and {leading.Value.Id} belong to two services, which burn two budgets, so they stay two. " +
                $"To connect them: `incident note {leading.Value.Id} see {merged.Value.Id}`")
            { Field = "other" };

        var (part, whole) = merged.Value.Merge(leading.Value, by.Now);
        var reopens = whole.Open && !leading.Value.Open;
        return new Plan(IncidentMergeReplies.Preview(merged.Value, whole, reopens), IncidentMergeReplies.Done(part),
        [
            .. await queries.ChangeAsync(leading, whole, "incident merge", by, ct),
            .. await queries.ChangeAsync(merged, part, "incident merge", by, ct),
            .. await PostmortemAsync(part, whole, by, ct),
        ])
        { Act = "Merge incidents" };
    }

    // One outage has one postmortem: its actions are those of both.
    private async Task<IReadOnlyList<Write>> PostmortemAsync(Incident from, Incident into, Actor by, CancellationToken ct)
    {
        if (await store.FindAsync<Postmortem>(Incident.DocumentId(from.Service, from.Number), ct) is not { } read) return [];
        var kept = await store.FindAsync<Postmortem>(Incident.DocumentId(into.Service, into.Number), ct);
        var first = kept?.Value.Actions.Select(action => action.Number).DefaultIfEmpty(0).Max() ?? 0;
        var postmortem = kept is null
            ? read.Value with { Number = into.Number }
            : kept.Value with
            {
                Actions = [.. kept.Value.Actions,
                    .. read.Value.Actions.Select((action, i) => action with { Number = first + i + 1 })],
            };
        return
        [
            Write.Delete(read),
            Write.Upsert(Incident.DocumentId(into.Service, into.Number), kept, postmortem),
            Write.Audit(new AuditEntry(by.Now, by.Id, "incident merge", $"incident/{into.Id}", by.Origin)
            {
                New = $"postmortem of {from.Id}",
            }),
        ];
    }
}
