using System.Text.Json;

namespace Watchbill.Commands;

public sealed class ControlFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("watchbill-").FullName;

    private string Database => Path.Combine(folder, "watchbill.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Only_its_owner_can_read_it()
    {
        new ControlFile(Database).Write("http://localhost:5080");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database + ".host"));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void What_was_written_is_read_and_each_run_has_its_own_key()
    {
        var file = new ControlFile(Database);
        var first = file.Write("http://localhost:5080");
        Assert.Equal(first, file.Read());
        var second = file.Write("http://localhost:5080");
        Assert.NotEqual(first.Key, second.Key);
        file.Remove(first);
        Assert.Equal(second, file.Read());
        file.Remove(second);
        Assert.Null(file.Read());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    public void A_file_that_is_missing_or_broken_means_that_no_host_runs(string? text)
    {
        if (text is not null) File.WriteAllText(Database + ".host", text);
        Assert.Null(new ControlFile(Database).Read());
    }

    [Fact]
    public void The_file_of_a_host_that_was_killed_is_stale()
    {
        File.WriteAllText(Database + ".host", JsonSerializer.Serialize(new ControlAddress("http://localhost:1", int.MaxValue, "key")));
        Assert.Null(new ControlFile(Database).Read());
    }

    [Fact]
    public async Task A_process_number_that_somebody_else_has_by_now_is_stale_too()
    {
        // Port 1 of this machine: nobody listens there.
        var answer =
            await ControlClient.AskAsync(new("http://127.0.0.1:1", Environment.ProcessId, "key"), "check", new { },
                TestContext.Current.CancellationToken);
        Assert.Null(answer);
    }
}
