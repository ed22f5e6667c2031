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
        if (source.File is { } path) await ApplyAsync(Path.GetFileName(path), Bytes(path), Path.GetDirectoryName(path), current, now, ct);
        // The sample never takes the place of an organisation that somebody has applied.
        else if (source.Sample && (current is null || current.Name == AppliedFile.Sample))
            await ApplyAsync(AppliedFile.Sample, Sample(), null, current, now, ct);
        else if (current is null) NoFile(log);
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

    private async Task ApplyAsync(string name, byte[] bytes, string? folder, AppliedFile? current, Instant now, CancellationToken ct)
    {
        if (IsUnchanged(bytes, folder, current)) return;
        var result =
            await organization.ApplyAsync(FileReader.Read(name, bytes, folder, now.InUtc().Date), dryRun: false, ApplyOrigin.Start, now,
                ct);
        if (result.Errors.Count > 0) throw new RefusedException(string.Join('\n', result.Errors));
    }

    private static bool IsUnchanged(byte[] bytes, string? folder, AppliedFile? current) =>
        current?.StartHash == FileReader.Hash(bytes)
        && current.StartIncludes.All(
            include =>
                folder is not null && FileReader.TryBytes(folder, include.Key) is { } calendar
                    && FileReader.Hash(calendar) == include.Value);

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
internal sealed record OrganizationSource(string? File, bool Sample);
