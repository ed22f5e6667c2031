using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Watchbill.Commands;

/// <summary>Where a running host is asked, and the key that proves that the asker may read its files.</summary>
internal sealed record ControlAddress(string Url, int Pid, string Key);

/// <summary>The file beside the database by which commands find the host that has it open. Only its owner can read it.</summary>
internal sealed class ControlFile(string database)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string path = database + ".host";

    public ControlAddress Write(string url)
    {
        var address = new ControlAddress(url, Environment.ProcessId, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        // Under another name first: a reader sees the whole file or none, and never one whose mode is still open.
        var fresh = $"{path}.{Environment.ProcessId}";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, options)) JsonSerializer.Serialize(file, address);
        File.Move(fresh, path, overwrite: true);
        return address;
    }

    /// <summary>Null where no host is running: there is no file, or its host was killed.</summary>
    public ControlAddress? Read()
    {
        try
        {
            var address = JsonSerializer.Deserialize<ControlAddress>(File.ReadAllText(path));
            if (address is null) return null;
            using var host = Process.GetProcessById(address.Pid);
            return address;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Removes what this process wrote; a successor's file stays.</summary>
    public void Remove(ControlAddress mine)
    {
        if (Read() == mine) File.Delete(path);
    }
}
