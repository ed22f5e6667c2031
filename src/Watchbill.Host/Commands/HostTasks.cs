using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>What the commands do with a database: by the running host, or, where there is none, by the command itself.</summary>
internal sealed class HostTasks(IServiceProvider services, DatabaseFile database, IClock clock)
{
    public async Task<CommandResult> CheckAsync(CheckRequest request, CancellationToken ct)
    {
        // A running host has passed this already.
        services.GetService<IStartupValidator>()?.Validate();
        if (request.Platform is { } platform) return await CheckAsync(platform, request.Manifest, ct);
        var findings = database.Check();
        var isConfigured = services.GetRequiredService<OrganizationSource>().IsConfigured;
        if (findings.Count > 0)
        {
            // Of a file that waits for the first start it is said, too, what is wrong with it.
            if (database.IsThere || !isConfigured) return new(StartFailures.Failed, string.Join('\n', findings));
            var (unreadable, first) = await BeforeTheFirstStart().RunAsync(request.AllowRetire, ct);
            return new(StartFailures.Failed, string.Join('\n', [.. findings, .. unreadable, .. first]));
        }

        var inOrder = $"The settings, the database {database.Path} and its audit chain are in order.";
        if (!isConfigured) return new(0, inOrder);
        // Asked for only here: it opens the file.
        var (wrong, said) = await services.GetRequiredService<NextStartCheck>().RunAsync(request.AllowRetire, ct);
        return wrong.Count == 0
            ? new(0, string.Join('\n', [inOrder, .. said]))
            : new(StartFailures.Failed, string.Join('\n', [.. wrong, .. said]));
    }

    private NextStartCheck BeforeTheFirstStart() => ActivatorUtilities.CreateInstance<NextStartCheck>(services,
        ActivatorUtilities.CreateInstance<OrganizationFile>(services, new NothingStored()));

    private async Task<CommandResult> CheckAsync(string platform, string? manifest, CancellationToken ct)
    {
        var checks = services.GetServices<PlatformCheck>().ToList();
        if (checks.Find(one => one.Platform.Name == platform) is not { } check)
            return new(StartFailures.Failed,
                $"There is no check for '{platform}'. There is one for: {string.Join(", ", checks.Select(one => one.Platform))}.");
        var found = await check.RunAsync(manifest, ct);
        return new(found.Any(finding => finding.IsWrong) ? StartFailures.Failed : 0,
            string.Join('\n', found.Select(finding => finding.Sentence)));
    }

    /// <summary>Into the folder that the settings of this command name.</summary>
    public BackupRequest BackupHere() => new(database.Backups);

    public CommandResult Backup(BackupRequest request) =>
        new(0, $"Written: {database.Backup(request.Directory ?? database.Backups, clock.GetCurrentInstant())}");

    public CommandResult Restore(string backup)
    {
        var replaced = database.Restore(Path.GetFullPath(backup), clock.GetCurrentInstant());
        return new(0, $"Restored {database.Path}." + (replaced is null ? "" : $" What was there before is {replaced}.")
            + " Messages are paused: start the host, which says what is missing, and let them go on with 'watchbill resume' in the chat.");
    }

    /// <param name="progress">Told how many documents are written.</param>
    public CommandResult ExportAll(string file, Action<long> progress)
    {
        var tally = database.Export(file, clock.GetCurrentInstant(), progress);
        return new(0, $"Written: {file}, {tally.Documents} documents of {tally.Kinds().Count} kinds.");
    }

    /// <param name="progress">Told how many documents are read.</param>
    public CommandResult Import(string file, Action<long> progress)
    {
        var (tally, kind, replaced) = database.Import(Path.GetFullPath(file), clock.GetCurrentInstant(), progress);
        return new(0,
            $"{database.Path} is {kind.Title}'s and has all {tally.Documents} documents of {tally.Kinds().Count} kinds, counted and " +
            $"compared "
                + "by their hashes." + (replaced is null ? "" : $" What was there before is {replaced}."));
    }

    public async Task<CommandResult> ExportAsync(ExportRequest request, CancellationToken ct)
    {
        var found = await services.GetRequiredService<PersonalData>().OfAsync(request.Person, ct);
        if (found.Count == 0)
            return new(StartFailures.Failed,
                $"Nothing is kept about '{request.Person}'. Give the id of a person, as the organisation file has it.");
        var now = clock.GetCurrentInstant();
        // Somebody has looked at all that is kept about a person: that is kept, too.
        await services.GetRequiredService<IStore>()
            .SaveAsync([Write.Audit(new AuditEntry(now, "watchbill", "watchbill export", $"person/{request.Person}", "host"))], ct);
        return new(0, PersonalExport.Write(request.Person, now, found));
    }

    public async Task<CommandResult> TokenAsync(TokenRequest request, CancellationToken ct)
    {
        // Asked for only here: it opens the file, which the other tasks do in their own way.
        var token = await services.GetRequiredService<ApiTokenIssue>().CreateAsync(request, "watchbill", clock.GetCurrentInstant(), ct);
        var until = InstantPattern.General.Format(token.Expires);
        return new(0,
            $"{token.Text}\n\nIt is shown this once. '{request.Name}' may {request.Scope} until {until}; send it as "
                + "'Authorization: Bearer <token>'.");
    }
}

/// <summary>Where a backup goes: the folder that the command was configured with; null: the host's own.</summary>
internal sealed record BackupRequest(string? Directory);

/// <param name="AllowRetire">Whether the next start may retire more than a third of the people, teams or rotations.</param>
internal sealed record CheckRequest(bool AllowRetire)
{
    /// <summary>The platform that is looked at instead; null: none.</summary>
    public string? Platform { get; init; }

    /// <summary>The manifest that the platform was given; null: nobody named it.</summary>
    public string? Manifest { get; init; }
}

/// <summary>Whose data somebody wants.</summary>
internal sealed record ExportRequest(string Person);

/// <summary>Where to write everything, as the command's own folder has it.</summary>
internal sealed record ExportAllRequest(string File);
