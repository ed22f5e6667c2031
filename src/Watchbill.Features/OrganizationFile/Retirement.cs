using System.Globalization;

namespace Watchbill.OrganizationFiles;

/// <summary>What a file no longer names of a section, of how many that it has.</summary>
internal sealed record Retirement(string Section, IReadOnlyList<string> Ids, int Of)
{
    private const int Named = 5;

    /// <summary>So many that the file is more likely cut off than meant. A third may leave in a re-organisation.</summary>
    public bool IsAlarming => Section is "people" or "teams" or "rotations" && 3 * Ids.Count > Of;

    /// <summary>Why a file is not applied, and what to do where it is meant.</summary>
    public static string Refusal(IEnumerable<Retirement> retired, ApplyOrigin by) =>
        $"would retire {string.Join(" and ", retired)}. A file that is cut off looks like this. If it is meant, "
            + (by.AtStart
                ? "allow it with 'check --allow-retire' and start again."
                : "send it with allowRetire=true; dryRun=true shows all that it changes.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ids.Count} of {Of} {Section}")
        + $" ({string.Join(", ", Ids.Take(Named))}{(Ids.Count > Named ? ", …" : "")})";
}
