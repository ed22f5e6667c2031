using System.Diagnostics;

namespace Watchbill.Fixtures;

/// <summary>A disk, mounted on a folder until it is disposed, whose file system turns read-only when asked to, as broken ones do.</summary>
public sealed class FailingDisk : IAsyncDisposable
{
    private const string NotTried = "a disk that turns read-only under a running host was not tried.";

    private readonly string folder;
    private readonly string image;
    private string fault = "";

    private FailingDisk(string folder, string image) => (this.folder, this.image) = (folder, image);

    public static async Task<FailingDisk> MountAsync(string folder, CancellationToken ct)
    {
        Needs.Allowed(Environment.UserName == "root" && Needs.OnPath("mkfs.ext4") is not null,
            $"Only root can mount a disk of ext4; {NotTried}");
        var disk = new FailingDisk(folder, $"{folder}.img");
        await using (var file = File.Create(disk.image)) file.SetLength(32 << 20);
        Needs.Allowed(
            await RanAsync("mkfs.ext4", "-q", disk.image) && await RanAsync("mount", "-o", "loop,errors=remount-ro", disk.image, folder),
            $"This machine lets nobody mount a disk of ext4; {NotTried}");
        var device = (await File.ReadAllLinesAsync("/proc/mounts", ct)).Select(line => line.Split(' '))
            .First(mount => mount[1] == folder)[0];
        disk.fault = $"/sys/fs/ext4/{Path.GetFileName(device)}/trigger_fs_error";
        if (File.Exists(disk.fault)) return disk;
        await disk.DisposeAsync();
        Needs.Allowed(false, $"The file system of this machine does not fail when it is asked to; {NotTried}");
        return disk;

        async Task<bool> RanAsync(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0;
        }
    }

    /// <summary>The file system finds that it is broken: nothing is written any more, to files that are open neither.</summary>
    public void Fail() => File.WriteAllText(fault, "a test\n");

    public async ValueTask DisposeAsync()
    {
        // Lazily: a host that the test left behind lets go when it is ended.
        using var unmount = Process.Start("umount", ["-l", folder]);
        await unmount.WaitForExitAsync();
        File.Delete(image);
    }
}
