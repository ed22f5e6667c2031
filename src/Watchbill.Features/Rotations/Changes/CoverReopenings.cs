using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A request for cover that is open again, as it is asked again: the time that was freed, and who could take it now.</summary>
public sealed record CoverAgain(Stored<CoverRequest> Read, CoverAsk Ask)
{
    /// <summary>Who gave their cover of it back, and so is not asked again; null: nobody did.</summary>
    public string? Returned { get; init; }
}

/// <summary>
/// Opens requests for cover again that were settled by a change which is taken back: their person holds the time once more, or is still
/// missing in it.
/// </summary>
internal sealed class CoverReopenings(IStore store, Covers covers)
{
    /// <param name="then">Who holds what without the change.</param>
    /// <param name="freed">The time that the change took.</param>
    /// <param name="returned">Who gives their cover back, and is not asked again; null: nobody does.</param>
    public async Task<IReadOnlyList<CoverAgain>> OfAsync(
        Schedule then, string layer, IReadOnlyList<Interval> freed, string? returned, Actor by, CancellationToken ct)
    {
        var rotation = then.Rotation;
        var all = (await store.ListAsync<CoverRequest>(IdRange.All, ct))
            .Where(read => read.Value.Rotation == rotation.Id && read.Value.Layer == layer).ToList();
        var asked = all.Where(read => read.Value.State == RequestState.Open).Select(read => read.Value).ToList();
        var found = new List<CoverAgain>();
        foreach (var read in all.Where(read => read.Value.State is RequestState.Accepted or RequestState.Lapsed)
            .OrderByDescending(read => read.Value.AskedAt))
        {
            var request = read.Value;
            var open = (request with { State = RequestState.Open }).Open(then, by.AskedAt.ToWholeSeconds());
            // Whoever is back from the absence that raised it needs nobody any more.
            if (request.Absence is not null)
                open = [.. open.Where(span => then.Between(span.Start, span.End, layer).Any(piece => piece.Person is null))];
            var again = freed.SelectMany(one => open.Select(span => Spans.Within(span, one.Start, one.End))).OfType<Interval>().ToList();
            if (again.Count == 0 || asked.Exists(other => other.Person == request.Person
                && again.Exists(span => span.Start < other.End && span.End > other.Start))) continue;
            var held = new HeldShift(layer, request.Person, [.. again.OrderBy(span => span.Start)]);
            var ask = (await covers.AskAsync(rotation, [held], by, request.Absence, ct))[0];
            ask = ask with { Id = read.Id, Request = ask.Request with { Asked = [.. ask.Request.Asked.Where(one => one != returned)] } };
            asked.Add(ask.Request);
            found.Add(new CoverAgain(read, ask) { Returned = returned });
        }

        return found;
    }

    /// <summary>All that is saved when they are open again.</summary>
    public static IReadOnlyList<Write> Changes(IReadOnlyList<CoverAgain> again, Actor by) =>
    [
        .. again.Select(one => Write.Replace(one.Read, one.Read.Value with
        {
            State = RequestState.Open,
            ClosedAt = null,
            AskedAt = by.AskedAt,
            EscalatedAt = null,
            Asked = [.. one.Read.Value.Asked.Union(one.Ask.Request.Asked)],
            Declined = [.. one.Read.Value.Declined.Append(one.Returned).OfType<string>().Distinct()],
        })),
        .. again.Select(one => Write.Audit(Covers.Asked(one.Ask.Request, by))),
        .. again.SelectMany(one => CoverReplies.AskedAgain(one, by.Now)),
    ];
}
