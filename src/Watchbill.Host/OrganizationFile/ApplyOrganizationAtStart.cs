using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Applies the organisation file before anything answers, where its content has changed since it was applied last.</summary>
internal sealed partial class ApplyOrganizationAtStart(
    OrganizationFile organization, OrganizationSource source, IClock clock, ILogger<ApplyOrganizationAtStart> log) : IHostedService
{
    /// <exception cref="RefusedException">There is no such file, or something in it is wrong: each thing on a line of its own.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var current = (await organization.CurrentAsync(ct))?.Value;
        if (Read(source, current, now) is { } file) await ApplyAsync(file, now, ct);
        // The sample never takes the place of an organisation that somebody has applied.
        else if (source.Sample && (current is null || current.Name == AppliedFile.Sample)
            && (Sample() is var sample && !IsUnchanged(sample, null, current)))
            await ApplyAsync(FileReader.Read(AppliedFile.Sample, sample, null, now.InUtc().Date), now, ct);
        else if (source.File is null && current is null) NoFile(log);
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>The sample organisation, as it is embedded.</summary>
    public static byte[] Sample()
    {
        using var stream = typeof(ApplyOrganizationAtStart).Assembly.GetManifestResourceStream("watchbill.yaml")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private async Task ApplyAsync(FileText file, Instant now, CancellationToken ct)
    {
        var result = await organization.ApplyAsync(file, dryRun: false, ApplyOrigin.Start, now, ct);
        if (result.Errors.Count > 0) throw new RefusedException(string.Join('\n', result.Errors));
    }

    private static bool IsUnchanged(byte[] bytes, string? folder, AppliedFile? current) =>
        current?.StartHash == FileReader.Hash(bytes)
        && current.StartIncludes.All(
            include =>
                folder is not null && FileReader.TryBytes(folder, include.Key) is { } calendar
                    && FileReader.Hash(calendar) == include.Value);

    /// <summary>The configured file as the next start would read it; null: none is configured, or the start would leave it alone.</summary>
    /// <exception cref="RefusedException">There is no such file.</exception>
    public static FileText? Read(OrganizationSource source, AppliedFile? current, Instant now)
    {
        if (source.File is not { } path) return null;
        var (bytes, folder) = (Bytes(path), Path.GetDirectoryName(path));
        return IsUnchanged(bytes, folder, current) ? null : FileReader.Read(Path.GetFileName(path), bytes, folder, now.InUtc().Date);
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"The organisation file '{path}' cannot be read. Set Organization:File to a file that is there and readable.");
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "No organisation yet: set Organization:File to a watchbill.yaml, or send one to PUT /api/v1/organization.")]
    private static partial void NoFile(ILogger logger);
}

/// <summary>
/// Where the organisation comes from at a start: a file by its full path, else the sample where <paramref name="Sample"/> allows it.
/// </summary>
internal sealed record OrganizationSource(string? File, bool Sample)
{
    public bool IsConfigured => File is not null;
}
