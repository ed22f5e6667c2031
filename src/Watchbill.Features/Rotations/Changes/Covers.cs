using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Works out requests for cover: asked, withdrawn, declined. Rights are checked by who calls, save where a request decides.
/// </summary>
public sealed class Covers(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly TrainingGate gate = new(store, schedules);
    private readonly Availability duties = new(store, schedules);
    private readonly RestWarnings rest = new(store, schedules);

    /// <summary>A request for each shift, and who could take it. Nothing is saved.</summary>
    public async Task<IReadOnlyList<CoverAsk>> AskAsync(
        Rotation rotation, IEnumerable<HeldShift> held, Actor by, string? absence, CancellationToken ct)
    {
        var asks = new List<CoverAsk>();
        var told = await chart.Leads.ResponsibleAsync(rotation, by.Now, ct) is not { Kind: AddressKind.Person, Id: var lead }
            ? "an admin is told"
            : lead == by.Person ? "you lead it: put somebody on call"
            : (Text)$"{People.Named(lead, await chart.NameAsync(lead, ct))} is told";
        foreach (var holding in held)
        {
            var could =
                await gate.QualifiedAsync(rotation,
                    Members.Within(rotation, new Interval(holding.Start, holding.End)).Where(member => member != holding.Person), by.Now,
                    ct);
            var free = await duties.FreeAsync(could, holding.Pieces, ct);
            var request = new CoverRequest(rotation.Id, holding.Layer, holding.Start, holding.End, holding.Person)
            {
                AskedBy = by.Id,
                AskedAt = by.AskedAt,
                Absence = absence,
                Asked = [.. could.Where(
                    member => free.TryGetValue(member, out var time) && Members.Parts(rotation, member, time).Count > 0)],
            };
            asks.Add(
                new CoverAsk(Requests.NewId(), rotation, request,
                    await chart.NamesAsync([.. request.Asked, holding.Person, by.Person], ct))
                {
                    Told = told,
                    Pieces = holding.Pieces,
                    Warnings = await rest.OfAskedAsync(rotation, request, holding.Pieces, by.AskedAt, ct),
                });
        }

        return asks;
    }

    /// <summary>Asks all who could to take some shifts.</summary>
    /// <exception cref="RefusedException">There is nothing to take, or it is asked for already.</exception>
    public async Task<Plan> PlanAsync(IReadOnlyList<(Rotation Rotation, HeldShift Held)> held, Actor by, CancellationToken ct)
    {
        var asks = new List<CoverAsk>();
        foreach (var (rotation, holding) in held)
        {
            await store.MustBeFreeAsync(rotation.Id, new SwapPart(holding.Layer, holding.Start, holding.End, holding.Person), by.Now, ct);
            asks.AddRange(await AskAsync(rotation, [holding], by, null, ct));
        }

        return new Plan(CoverReplies.Preview(asks), CoverReplies.Asked(asks), Changes(asks, by)) { Act = "Confirm request" };
    }

    /// <summary>All that is saved when requests are made.</summary>
    public static IReadOnlyList<Write> Changes(IReadOnlyList<CoverAsk> asks, Actor by) =>
    [
        .. asks.Select(ask => Write.Create(ask.Id, ask.Request)),
        .. asks.Select(ask => Write.Audit(Asked(ask.Request, by))),
        .. asks.SelectMany(ask => CoverReplies.Told(ask, by)),
    ];

    /// <summary>That a request was made, for the audit log.</summary>
    public static AuditEntry Asked(CoverRequest request, Actor by) => Audit(by, "oncall cover", request, null);

    /// <summary>Takes a request back; what somebody has taken stays theirs.</summary>
    /// <exception cref="RefusedException">It is closed already, or not this person's.</exception>
    public async Task<Plan> PlanWithdrawAsync(Stored<CoverRequest> read, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        var rotation = await chart.RotationAsync(request.Rotation, ct);
        if (request.AskedBy != by.Person && request.Person != by.Person && !await chart.LeadsAsync(by, rotation, ct))
            throw new RefusedException(
                $"Only {await chart.WhoAsync(request.Person, ct)} or a lead can withdraw this request.")
            { Forbidden = true };
        if (request.State != RequestState.Open) throw await chart.NothingLeftAsync(request, ct);
        var names = await chart.NamesAsync([.. request.Asked, request.Person, by.Person], ct);
        var reply = CoverReplies.Withdrawn(request, names);
        return new Plan(reply, reply,
            [Write.Replace(read, request with { State = RequestState.Withdrawn, ClosedAt = by.Now }),
                Write.Audit(Audit(by, "oncall cover withdraw", request, null)),
                .. CoverReplies.WithdrawnTold(read.Id, request, names, by.Now)]);
    }

    /// <summary>That somebody who was asked will not.</summary>
    /// <exception cref="RefusedException">They were not asked, or it is closed.</exception>
    public async Task<Plan> PlanDeclineAsync(Stored<CoverRequest> read, Actor by, CancellationToken ct)
    {
        var request = read.Value;
        if (request.State != RequestState.Open) throw await chart.NothingLeftAsync(request, ct);
        if (!request.Asked.Contains(by.Id))
            throw new RefusedException("You were not asked to cover this. Nothing to decline.") { Forbidden = true };
        var reply = new Reply(Text.Bold("You declined.") + " No more reminders. While it is open you can still take it.");
        return new Plan(reply, reply,
            request.Declined.Contains(by.Id)
                ? [] : [Write.Replace(read, request with { Declined = [.. request.Declined, by.Id] }),
                    Write.Audit(Audit(by, "oncall cover decline", request, null))]);
    }

    internal static AuditEntry Audit(Actor by, string action, CoverRequest request, string? made) =>
        new(by.Now, by.Id, action, $"rotation/{request.Rotation}", by.Origin)
        {
            Old = $"{request.Layer}: {request.Person} {request.Start}/{request.End}",
            New = made,
        };
}
