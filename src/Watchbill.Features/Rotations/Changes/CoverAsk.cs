using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>A request that is about to be made, with its id and the names of everybody in it.</summary>
public sealed record CoverAsk(string Id, Rotation Rotation, CoverRequest Request, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Who hears of it where nobody is free, the lead, else an admin: <c>Dora is told</c>.</summary>
    public required Text Told { get; init; }

    /// <summary>What it would do to the rest of those who are asked, by person.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Text>> Warnings { get; init; }

    /// <summary>The times in it that are really held, in order: several where the layer is covered by windows.</summary>
    public required IReadOnlyList<Interval> Pieces { get; init; }
}
