using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Says what the next start would make of the configured file, and takes down that it may retire more than a third of something.
/// </summary>
internal sealed class NextStartCheck(OrganizationFile organization, OrganizationSource source, IClock clock)
{
    private const int Shown = 20;

    /// <param name="allowRetire">Whether whoever asks means what it would retire.</param>
    /// <returns>What is in the way of a start with the file, and what else there is to say; both empty: nothing.</returns>
    public async Task<(IReadOnlyList<string> Wrong, IReadOnlyList<string> Said)> RunAsync(bool allowRetire, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        try
        {
            if (ApplyOrganizationAtStart.Read(source, (await organization.CurrentAsync(ct))?.Value, now) is not { } file) return ([], []);
            var result = await organization.ApplyAsync(file, dryRun: true, ApplyOrigin.Start, now, ct);
            if (result.Errors.Count > 0) return ([.. result.Errors.Select(error => $"{error}")], []);
            IReadOnlyList<string> said =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"{file.Name} would be applied at the next start: {result.Changes.Count} changes."),
                .. result.Warnings.Take(Shown).Select(warning => Line(file, warning)),
            ];
            if (result.Alarm is not { } alarm) return ([], said);
            if (!allowRetire)
                return ([$"{file.Name} would retire {alarm}, so the next start refuses it. A file that is cut off looks like this. "
                    + "If it is meant: check --allow-retire"], said);
            await organization.AllowRetireAsync(file, now, ct);
            return ([], [.. said, $"The next start may retire {alarm}, with this file as it is now."]);
        }
        catch (RefusedException unreadable)
        {
            return ([unreadable.Message], []);
        }
    }

    private static string Line(FileText file, FileWarning warning) =>
        $"{file.Name} line {warning.Line}: {(warning.Key.Length > 0 ? $"{warning.Key}: " : "")}{warning.Text}";
}
