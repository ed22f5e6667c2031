using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>One line of the difference between what is stored and a file.</summary>
/// <param name="Kind">A word such as <c>person</c> or <c>rotation</c>.</param>
/// <param name="Change"><c>create</c>, <c>change</c>, <c>retire</c>, <c>restore</c>, <c>rename</c>, or <c>kept</c> for what the file says
/// and the store overrules.</param>
/// <param name="Detail">What changes: <c>members of primary ana, ben → ana, ben, cai from Mon 23 Nov 09:00</c>.</param>
public sealed record OrganizationEdit(string Kind, string Id, string Change, string Detail);

/// <summary>What came of a file: its difference, or what is wrong with it.</summary>
/// <param name="Changes">Empty where there are errors.</param>
public sealed record OrganizationResult(IReadOnlyList<OrganizationEdit> Changes, IReadOnlyList<FileError> Errors, bool DryRun)
{
    /// <summary>Those whose next shift it moves, and so are told.</summary>
    public IReadOnlyList<MovedShift> Told { get; init; } = [];

    /// <summary>What is possible in the file and probably not meant.</summary>
    public IReadOnlyList<FileWarning> Warnings { get; init; } = [];

    /// <summary>What it would retire of more than a third, which nobody has allowed; null: nothing.</summary>
    public string? Alarm { get; init; }

    public bool Applied => Errors.Count == 0 && !DryRun;
}
