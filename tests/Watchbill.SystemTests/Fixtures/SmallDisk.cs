using System.Diagnostics;

namespace Watchbill.Fixtures;

/// <summary>A disk of four megabytes, in memory, mounted on a folder until it is disposed.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    private string Ballast => Path.Combine(folder, "ballast");

    public static async Task<SmallDisk> MountAsync(string folder, CancellationToken ct)
    {
        Needs.Allowed(Environment.UserName == "root" && Needs.OnPath("mount") is not null,
            "Only root can mount a small disk; a full one was not tried.");
        using var mount = Process.Start("mount", ["-t", "tmpfs", "-o", "size=4m", "watchbill-test", folder]);
        await mount.WaitForExitAsync(ct);
        Needs.Allowed(mount.ExitCode == 0, "This machine lets nobody mount a small disk; a full one was not tried.");
        return new SmallDisk(folder);
    }

    /// <summary>Takes what room there is.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true) file.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazily: a host that the test left behind lets go when it is ended.
        using var unmount = Process.Start("umount", ["-l", folder]);
        await unmount.WaitForExitAsync();
    }
}
