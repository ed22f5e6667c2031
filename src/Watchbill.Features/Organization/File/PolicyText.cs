namespace Watchbill.Organization;

/// <summary>A checked policy or program of the file, kept as it was written until the feature it belongs to reads it.</summary>
/// <param name="Section">The key of the file: <c>budgetPolicies</c>, <c>compensation</c>, <c>training</c>.</param>
/// <param name="Version">What tells versions of one id apart, such as the day from which it holds; empty where there is one only.</param>
public sealed record PolicyText(string Section, string Id, string Version, string Json)
{
    public bool Retired { get; init; }

    /// <summary><c>compensation/standard/2026-01-01</c>.</summary>
    public string DocumentId => Version.Length == 0 ? $"{Section}/{Id}" : $"{Section}/{Id}/{Version}";
}
