using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Storage;

/// <summary>
/// What can be wrong with a disk or a file: one clear sentence and an exit code, and nothing is lost. Inherited for each embedded store.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public abstract class BrokenDiskTests
{
    private const int Misconfigured = 2;
    private static readonly Instant First = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(2);

    protected abstract string Provider { get; }

    /// <summary>Makes the file one that a newer version wrote.</summary>
    protected abstract void MakeNewer(byte[] file);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 360_000)]
    public async Task A_full_disk_refuses_a_change_keeps_the_others_and_goes_on_once_there_is_room()
    {
        await using var host = NewHost();
        await using var disk = await SmallDisk.MountAsync(Directory.CreateDirectory(Path.Combine(host.Folder, "data")).FullName, Ct);
        await host.StartAsync(Ct, "/health/live");
        Assert.Equal(HttpStatusCode.Created, (await OverrideAsync(host, 1)).Status);
        disk.Fill();
        var kept = new List<int> { 1 };
        (HttpStatusCode Status, string Words) answer;
        var slot = 2;
        for (; (answer = await OverrideAsync(host, slot)).Status == HttpStatusCode.Created; slot++) kept.Add(slot);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("The database could not do this, and nothing was saved", answer.Words, StringComparison.Ordinal);
        Assert.Contains("is on call", (await host.SayAsync("ana", "now payments", Ct)).Text, StringComparison.Ordinal);
        await CannotSaveAsync(host);

        disk.Free();
        Assert.Equal(HttpStatusCode.Created, (await OverrideAsync(host, slot)).Status);
        kept.Add(slot);
        await host.KillAsync();
        disk.Fill();
        await host.StartAsync(Ct, "/health/live");
        Assert.Contains("is on call", (await host.SayAsync("ana", "now payments", Ct)).Text, StringComparison.Ordinal);
        using (var ready = await host.GetAsync("/health/ready", Ct)) Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        disk.Free();
        await HasAsync(host, kept);
    }

    [Fact(Timeout = 360_000)]
    public async Task A_disk_that_turns_read_only_under_a_running_host_is_not_ready_and_goes_on_answering()
    {
        await using var host = NewHost();
        await using var disk = await FailingDisk.MountAsync(Directory.CreateDirectory(Path.Combine(host.Folder, "data")).FullName, Ct);
        await host.StartAsync(Ct, "/health/live");
        Assert.Equal(HttpStatusCode.Created, (await OverrideAsync(host, 1)).Status);
        disk.Fail();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await OverrideAsync(host, 2)).Status);
        await CannotSaveAsync(host);
        Assert.Contains("is on call", (await host.SayAsync("ana", "now payments", Ct)).Text, StringComparison.Ordinal);
        await host.KillAsync();
    }

    [Fact(Timeout = 180_000)]
    public async Task A_new_database_on_a_full_disk_ends_the_start_in_one_sentence()
    {
        await using var host = NewHost();
        await using var disk = await SmallDisk.MountAsync(Directory.CreateDirectory(Path.Combine(host.Folder, "data")).FullName, Ct);
        disk.Fill();
        OneSentence(await host.RunAsync(Ct), host.Database);
    }

    [Fact(Timeout = 360_000)]
    public async Task A_file_or_a_folder_that_may_not_be_written_ends_the_start_in_one_sentence()
    {
        // Nothing is read-only to root: the host runs as nobody then.
        var root = Environment.UserName == "root";
        Needs.Met(!root || Needs.OnPath("setpriv") is not null,
            "There is no setpriv to start the host as somebody else than root; a read-only file was not tried.");
        await using var host = NewHost(root ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []);
        var data = Directory.CreateDirectory(Path.Combine(host.Folder, "data")).FullName;
        File.SetUnixFileMode(host.Folder, Everybody(write: true));
        File.SetUnixFileMode(data, Everybody(write: true));
        await host.StartAsync(Ct);
        await OverrideAsync(host, 1);
        await host.StopAsync();

        File.SetUnixFileMode(host.Database, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        OneSentence(await host.RunAsync(Ct),
            $"The database {host.Database} is read-only: let this user write the file and its folder, or set Storage:Path to another " +
                $"place.");
        File.SetUnixFileMode(host.Database, Everybody(write: true) & ~UnixFileMode.UserExecute);

        File.SetUnixFileMode(data, Everybody(write: false));
        OneSentence(await host.RunAsync(Ct), host.Database);

        File.SetUnixFileMode(data, Everybody(write: true));
        await host.StartAsync(Ct);
        await HasAsync(host, [1]);
    }

    [Fact(Timeout = 360_000)]
    public async Task A_file_of_a_newer_version_is_named_and_left_alone()
    {
        await using var host = NewHost();
        await host.StartAsync(Ct);
        await OverrideAsync(host, 1);
        await host.StopAsync();
        var original = await File.ReadAllBytesAsync(host.Database, Ct);
        var newer = original.ToArray();
        MakeNewer(newer);
        await File.WriteAllBytesAsync(host.Database, newer, Ct);

        OneSentence(await host.RunAsync(Ct),
            $"The database {host.Database} was written by a newer version of Watchbill (schema 99, this one knows 1): start that " +
                $"version, or restore a backup made by this one.");
        Assert.Equal(newer, await File.ReadAllBytesAsync(host.Database, Ct));
        await File.WriteAllBytesAsync(host.Database, original, Ct);
        await host.StartAsync(Ct);
        await HasAsync(host, [1]);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("These are my notes about the rota, and they are no database at all. There is more of it than a header has.")]
    [InlineData("short")]
    public async Task A_file_that_is_no_database_is_named_and_left_alone(string text)
    {
        await using var host = NewHost();
        Directory.CreateDirectory(Path.GetDirectoryName(host.Database)!);
        await File.WriteAllTextAsync(host.Database, text, Ct);
        OneSentence(await host.RunAsync(Ct),
            $"The file {host.Database} is not a Watchbill database, or its beginning is damaged: restore a backup with "
                + "'watchbill restore', set Storage:Path to another place, or move the file away to begin a new one.");
        Assert.Equal(text, await File.ReadAllTextAsync(host.Database, Ct));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_second_host_on_the_same_file_ends_and_the_first_goes_on()
    {
        await using var host = NewHost();
        await host.StartAsync(Ct);
        OneSentence(await host.RunAsync(Ct),
            $"The database {host.Database} is in use by another Watchbill host: stop that one first, or set Storage:Path to another file.");
        Assert.Equal(HttpStatusCode.Created, (await OverrideAsync(host, 1)).Status);
        await HasAsync(host, [1]);
    }

    private Host NewHost(IReadOnlyList<string>? wrapper = null) =>
        new() { Wrapper = wrapper ?? [], Settings = { ["Storage__Provider"] = Provider } };

    private static void OneSentence(Ran ran, string words)
    {
        Assert.Equal(Misconfigured, ran.Code);
        var said = ran.Error.Split('\n').Where(line => !line.Contains("info:", StringComparison.Ordinal)).ToList();
        Assert.Contains(words, Assert.Single(said), StringComparison.Ordinal);
    }

    private static UnixFileMode Everybody(bool write) =>
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherExecute
        | (write ? UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite : 0);

    private static string At(int slot) => InstantPattern.General.Format(First + Duration.FromHours(slot));

    private static async Task<(HttpStatusCode Status, string Words)> OverrideAsync(Host host, int slot)
    {
        var body =
            JsonContent.Create(new { person = "ben", start = At(slot), end = At(slot + 1), layer = "primary", reason = $"change {slot}" });
        using var response = await host.SendAsync(HttpMethod.Post, "/api/v1/rotations/payments/overrides", body, Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private static async Task CannotSaveAsync(Host host)
    {
        using var ready = await host.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("reads, but cannot save", await ready.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static async Task HasAsync(Host host, IReadOnlyList<int> slots)
    {
        // A host that was started on a full disk is found by commands soon after there is room.
        var check = await host.RunAsync(Ct, "check");
        for (var again = 0; check.Code != 0 && again < 10; again++) check = await host.RunAsync(Ct, "check");
        Assert.True(check.Code == 0, check.Error);
        var audit = await host.ReadAsync<IReadOnlyList<AuditRow>>("/api/v1/audit", Ct);
        Assert.Equal(slots.Select(slot => $"change {slot}"), audit.Where(row => row.Action == "oncall override").Select(row => row.Reason));
    }

    private sealed record AuditRow(string Action, string? Reason);
}

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SqliteBrokenDiskTests : BrokenDiskTests
{
    protected override string Provider => "sqlite";

    // Bytes 60 to 63 of a database's header are its user_version.
    protected override void MakeNewer(byte[] file) => BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(60), 99);
}

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LiteBrokenDiskTests : BrokenDiskTests
{
    protected override string Provider => "litedb";

    // The lower half of the number that LiteDB keeps for its user, at byte 76 of the header.
    protected override void MakeNewer(byte[] file) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(76), 99);
}
