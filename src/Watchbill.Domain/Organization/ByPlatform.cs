namespace Watchbill.Organization;

/// <summary>
/// One id for each chat platform that has one, in the order of their names: a person's accounts, a team's channels, a rotation's groups.
/// </summary>
public sealed class ByPlatform : IEquatable<ByPlatform>
{
    private ByPlatform(IReadOnlyList<(PlatformId Platform, string Id)> all) => All = all;

    public static ByPlatform None { get; } = new([]);

    public IReadOnlyList<(PlatformId Platform, string Id)> All { get; }

    /// <summary>The id on a platform; null: there is none.</summary>
    public string? this[PlatformId platform]
    {
        get
        {
            foreach (var (known, id) in All)
            {
                if (known == platform) return id;
            }

            return null;
        }
    }

    public static ByPlatform Of(PlatformId platform, string id) => new([(platform, id)]);

    /// <summary>The same with this id on the platform, instead of another one or none.</summary>
    public ByPlatform With(PlatformId platform, string id) => new(
        [.. Without(platform).All.Append((Platform: platform, Id: id)).OrderBy(one => one.Platform.Name, StringComparer.Ordinal)]);

    /// <summary>The same with no id on the platforms.</summary>
    public ByPlatform Without(params IEnumerable<PlatformId> platforms) => new([.. All.Where(one => !platforms.Contains(one.Platform))]);

    public bool Equals(ByPlatform? other) => other is not null && All.SequenceEqual(other.All);

    public override bool Equals(object? obj) => Equals(obj as ByPlatform);

    public override int GetHashCode() => All.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(", ", All.Select(one => $"{one.Platform} {one.Id}"));
}
