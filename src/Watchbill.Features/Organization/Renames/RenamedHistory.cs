using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>
/// Takes what stands under an old id along to the new one, kind by kind: a new kind whose id or content names a person, team, domain,
/// service or
/// rotation gets a line here. The audit log keeps the old ids.
/// </summary>
internal sealed class RenamedHistory(IStore store, Renames renames)
{
    private readonly RenamedWords words = new(renames);

    public async Task MoveAsync(Difference difference, CancellationToken ct)
    {
        // The file's own rotations are renamed as they are compared; these it does not name.
        await MoveAsync<Rotation>(difference, (_, rotation) => rotation.InChat, (id, _) => id, renames.In, ct);
        await MoveAsync<RotationChanges>(difference, (_, _) => true, Rotation, renames.In, ct);
        await MoveAsync<Absences>(difference, (id, _) => renames.Renamed("people", id), (id, _) => renames.Person(id), one => one, ct);
        await MoveAsync<Recorded>(difference, OfRenamed, Rotation, one => one, ct);
        await MoveAsync<HandoffState>(difference, (_, _) => true, Rotation, renames.In, ct);
        await MoveAsync<HandoffNotes>(difference, (_, _) => true, Rotation, renames.In, ct);
        await MoveAsync<Reminded>(difference, (_, _) => true, Rotation, renames.In, ct);
        await MoveAsync<Handoff>(difference, (_, _) => true, (_, handoff) => Handoff.IdOf(handoff.Rotation, handoff.At), renames.In, ct);
        await MoveAsync<WorkedShift>(difference, (_, worked) => Differs(worked, renames.In(worked)),
            (_, worked) => WorkedShift.IdOf(worked.Rotation, worked.Shift.Start, worked.Shift.Layer), renames.In, ct);
        await MoveAsync<Delivery>(difference, (_, _) => true, (id, _) => words.Cause(id), words.In, ct);
        await MoveAsync<Message>(difference, (_, _) => true, (id, _) => words.Cause(id), words.In, ct);
        await MoveAsync<Posted>(difference, (_, posted) => words.In(posted) != posted, (_, posted) => posted.DocumentId, words.In, ct);
        await MoveAsync<Pending>(difference, (_, _) => true, (id, _) => id, words.In, ct);
        await MoveAsync<Shared>(difference, (_, _) => true, (id, _) => id, words.In, ct);
        await MoveAsync<ApiToken>(difference, (_, _) => true, (id, _) => id, renames.In, ct);
        await MoveAsync<ChatLink>(difference, (_, link) => renames.Renamed("people", link.Person),
            (id, link) => ChatLinks.IdOf(id.Split('/')[0], link.Person), renames.In, ct);
        await MoveAsync<FeedKey>(difference, (id, _) => renames.Renamed("people", FeedKey.PersonOf(id)),
            (id, _) => FeedKey.PrefixOf(renames.Person(FeedKey.PersonOf(id))) + id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..],
            one => one, ct);
        await MoveAsync<FeedState>(difference, (_, _) => true, (id, _) => Feed(id), renames.In, ct);
        await MoveAsync<SwapRequest>(difference, (_, _) => true, (id, _) => id, renames.In, ct);
        await MoveAsync<CoverRequest>(difference, (_, _) => true, (id, _) => id, renames.In, ct);
        await MoveAsync<Incident>(difference, (_, incident) => renames.Concern(incident), Service, renames.In, ct);
        await MoveAsync<IncidentVersion>(difference, (_, version) => renames.Concern(version.Incident), Service,
            version => new IncidentVersion(renames.In(version.Incident)), ct);
        await MoveAsync<OpenIncident>(difference, (id, one) => Service(id, one) != id, Service, one => one, ct);
        await MoveAsync<Postmortem>(difference, (_, _) => true, Service, renames.In, ct);
        await MoveAsync<RunbookUses>(difference, (_, _) => true, Service, renames.In, ct);
        await MoveAsync<BudgetCorrection>(difference, (_, row) => renames.Budget(row) != row, (_, row) => row.DocumentId,
            one => renames.Budget(one), ct);
        await MoveAsync<BucketDay>(difference, (_, day) => renames.Renamed("services", day.Service),
            (_, day) => BucketDay.IdOf(day.Service, day.Slo, day.Day, day.Source), one => renames.Budget(one), ct);
        await MoveAsync<LevelReached>(difference, (_, reached) => renames.Renamed("services", reached.Service),
            (_, reached) => reached.DocumentId, one => renames.Budget(one), ct);
        await MoveAsync<GateAnswer>(difference, (_, answer) => renames.Budget(answer) != answer,
            (id, answer) => answer.Service + id[id.IndexOf('/', StringComparison.Ordinal)..], one => renames.Budget(one), ct);
        await MoveAsync<GateOpening>(difference, (_, opening) => renames.Budget(opening) != opening, (_, opening) => opening.DocumentId,
            one => renames.Budget(one), ct);
        await MoveAsync<KpiFigure>(difference, (_, figure) => renames.Budget(figure) != figure, (id, _) => id, one => renames.Budget(one),
            ct);
        await MoveAsync<TimeEntry>(difference, (_, entry) => renames.In(entry) != entry, (_, entry) => entry.Id, renames.In, ct);
        await MoveAsync<EngagementHistory>(difference, (_, _) => true, (_, history) => history.Service, renames.In, ct);
        await MoveAsync<Correction>(difference, (_, correction) => renames.In(correction) != correction, (_, correction) => correction.Id,
            renames.In, ct);
    }

    private string Feed(string id) => id.Split('/') is [var kind, var of] ? $"{kind}/{renames.New(kind, of)}" : id;

    // The id of everything about an incident begins with its service.
    private string Service<T>(string id, T value) =>
        id.Split('/', 2) is [var service, .. var rest] ? string.Join('/', [renames.New("services", service), .. rest]) : id;

    private bool OfRenamed<T>(string id, T value) => renames.Renamed("rotations", id);

    private string Rotation<T>(string id, T value) => renames.New("rotations", id);

    private async Task MoveAsync<T>(
        Difference difference, Func<string, T, bool> concerns, Func<string, T, string> idOf, Func<T, T> rename,
        CancellationToken ct) where T : class
    {
        await foreach (var page in store.PagesAsync<T>(ct))
        {
            foreach (var read in page.Where(read => concerns(read.Id, read.Value)))
            {
                var value = rename(read.Value);
                var id = idOf(read.Id, value);
                if (id == read.Id) difference.Write(Change.Replace(read, value));
                else
                {
                    difference.Write(Change.Delete(read));
                    difference.Write(Change.Create(id, value));
                }
            }
        }
    }

    private static bool Differs(WorkedShift a, WorkedShift b) =>
        a.Rotation != b.Rotation || a.Shift != b.Shift || a.Team != b.Team || a.Domain != b.Domain || !a.Services.SequenceEqual(b.Services);
}
