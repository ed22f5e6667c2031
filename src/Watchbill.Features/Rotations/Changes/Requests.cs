using System.Security.Cryptography;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// What requests for swaps and covers have in common: their ids, those that are open, and that a shift is asked for once.
/// </summary>
public static class Requests
{
    /// <summary>Short enough to be typed.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    public static async Task<IReadOnlyList<Stored<SwapRequest>>> OpenSwapsAsync(this IStore store, CancellationToken ct) =>
        [.. (await store.ListAsync<SwapRequest>(IdRange.All, ct)).Where(stored => stored.Value.State == RequestState.Open)];

    public static async Task<IReadOnlyList<Stored<CoverRequest>>> OpenCoversAsync(this IStore store, CancellationToken ct) =>
        [.. (await store.ListAsync<CoverRequest>(IdRange.All, ct)).Where(stored => stored.Value.State == RequestState.Open)];

    /// <exception cref="RefusedException">A swap or cover of some of this time is asked for already.</exception>
    public static async Task MustBeFreeAsync(this IStore store, string rotation, SwapPart part, Instant now, CancellationToken ct)
    {
        bool Overlaps(string of, string layer, string person, Instant start, Instant end) =>
            of == rotation && layer == part.Layer && person == part.Person && start < part.End && end > part.Start;

        if ((await store.OpenSwapsAsync(ct)).FirstOrDefault(open => open.Value.Expires > now && open.Value.Given is var given
            && Overlaps(open.Value.Rotation, given.Layer, given.Person, given.Start, given.End)) is { } swap)
            throw Twice("swap", swap.Id, rotation);
        if ((await store.OpenCoversAsync(ct)).FirstOrDefault(open => open.Value is var asked && asked.End > now
            && Overlaps(asked.Rotation, asked.Layer, asked.Person, asked.Start, asked.End)) is { } cover)
            throw Twice("cover", cover.Id, rotation);
    }

    /// <summary>Why a request cannot be answered any more.</summary>
    public static RefusedException Closed(string what, RequestState state, string? by = null) => new(state switch
    {
        RequestState.Accepted when by is not null => $"{by} took this already. Nothing to do.",
        RequestState.Accepted => $"This {what} was accepted already. Nothing to do.",
        RequestState.Declined => $"This {what} was declined. Ask somebody else, or ask again.",
        RequestState.Withdrawn => $"This {what} was withdrawn. Nothing changed.",
        RequestState.Lapsed => $"This {what} was cancelled: its person is no longer on call then. Nothing changed.",
        _ => $"This {what} has expired. Nothing changed. A lead can still put somebody on call.",
    });

    /// <summary>Why nothing of a request for cover can be taken any more.</summary>
    public static async Task<RefusedException> NothingLeftAsync(this OrgChart chart, CoverRequest request, CancellationToken ct) =>
        request switch
        {
            { State: RequestState.Open or RequestState.Accepted, Taken: [.., var last] } =>
                Closed("request", RequestState.Accepted, await chart.NameAsync(last.Person, ct)),
            { State: RequestState.Open } => Closed("request", RequestState.Lapsed),
            _ => Closed("request", request.State),
        };

    private static RefusedException Twice(string what, string id, string rotation) =>
        new($"A {what} for some of that time in {rotation} is open already. Withdraw it first: `{what} withdraw {id}`");
}
