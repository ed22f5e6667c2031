using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>What the commands do with a database: by the running host, or, where there is none, by the command itself.</summary>
internal sealed class HostTasks(IServiceProvider services, StorageFiles files, IClock clock)
{
    public CommandResult Check()
    {
        // A running host has passed this already.
        services.GetService<IStartupValidator>()?.Validate();
        var findings = SqliteCheck.Run(files.Database);
        return findings.Count == 0
            ? new(0, $"The settings, the database {files.Database} and its audit chain are in order.")
            : new(StartFailures.Failed, string.Join('\n', findings));
    }

    /// <summary>Into the folder that the settings of this command name.</summary>
    public BackupRequest BackupHere() => new(files.Backups);

    public CommandResult Backup(BackupRequest request)
    {
        var written = SqliteBackup.Write(files.Database, request.Directory ?? files.Backups, clock.GetCurrentInstant());
        return new(0, $"Written: {written}");
    }

    public CommandResult Restore(string backup)
    {
        var replaced = SqliteRestore.From(Path.GetFullPath(backup), files.Database, clock.GetCurrentInstant());
        return new(0, $"Restored {files.Database}." + (replaced is null ? "" : $" What was there before is {replaced}.")
            + " Messages are paused: start the host, which says what is missing, and let them go on with 'watchbill resume' in the chat.");
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
            .SaveAsync([Change.Audit(new AuditEntry(now, "watchbill", "watchbill export", $"person/{request.Person}", "host"))], ct);
        return new(0, PersonalExport.Write(request.Person, now, found));
    }

    public async Task<CommandResult> TokenAsync(TokenRequest request, CancellationToken ct)
    {
        // Asked for only here: it opens the file, which the other tasks do in their own way.
        var token = await services.GetRequiredService<TokenIssue>().CreateAsync(request, "watchbill", clock.GetCurrentInstant(), ct);
        var until = InstantPattern.General.Format(token.Expires);
        return new(0,
            $"{token.Text}\n\nIt is shown this once. '{request.Name}' may {request.Scope} until {until}; send it as "
                + "'Authorization: Bearer <token>'.");
    }
}

/// <summary>Where a backup goes: the folder that the command was configured with; null: the host's own.</summary>
internal sealed record BackupRequest(string? Directory);

/// <summary>Whose data somebody wants.</summary>
internal sealed record ExportRequest(string Person);
