using NodaTime;

namespace Watchbill.Rotations;

/// <summary>What becomes another in the versions of a rotation: <c>members of primary</c>, before and after.</summary>
/// <param name="Before">Null: there was nothing.</param>
public sealed record VersionDetail(string What, IReadOnlyList<string>? Before, IReadOnlyList<string> After, Instant From)
{
    /// <summary>Whether the values are ids of people.</summary>
    public bool People { get; init; }

    /// <summary>In words: <c>members of primary ana → ana, ben</c>.</summary>
    /// <param name="names">By id; ids without one are said as they are.</param>
    public string Said(IReadOnlyDictionary<string, string> names)
    {
        string List(IReadOnlyList<string> values) =>
            values.Count == 0
                ? "none" : string.Join(", ", People ? values.Select(value => names.GetValueOrDefault(value, value)) : values);
        if (Before is not null) return $"{What} {List(Before)} → {List(After)}";
        return People ? $"{What} {List(After)}" : What;
    }
}
