namespace Watchbill.OrganizationFiles;

/// <summary>Where the organisation comes from.</summary>
internal sealed class OrganizationOptions
{
    /// <summary>The organisation file, relative to the content root. Without it: the sample in Development, else what is stored.</summary>
    public string? File { get; init; }
}
