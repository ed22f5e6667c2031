using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Commands;

/// <summary>The commands of the executable, with a running host and without one.</summary>
public sealed class ExecutableTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 360_000)]
    public async Task A_backup_comes_back_and_messages_wait_until_an_admin_lets_them_go_on()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        var backup = Says(await host.RunAsync(Ct, "backup"), "Written: ")["Written: ".Length..];
        await OverrideAsync(host, "made after the backup");

        var refused = await host.RunAsync(Ct, "restore", backup);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Matches(@"^The host at http://127\.0\.0\.1:\d+ \(process \d+\) is running: stop it first, then restore\.$", refused.Error);
        Assert.Contains("made after the backup", await AuditAsync(host));
        await host.StopAsync();

        Says(await host.RunAsync(Ct, "restore", backup), $"Restored {host.Database}. What was there before is {host.Database}.replaced-");
        await host.StartAsync(Ct);
        Assert.Matches(
            @"A backup was restored: what was saved from [0-9TZ:-]+ to [0-9TZ:-]+ is missing\. "
                + @"Messages are paused until an admin says 'watchbill resume' in the chat\.",
            await SaysAsync(host));
        Assert.DoesNotContain("made after the backup", await AuditAsync(host));

        await OverrideAsync(host, "made while paused");
        await Task.Delay(1500, Ct);
        Assert.DoesNotContain(await MessagesAsync(host), WhilePaused);
        Assert.Equal("Only admins can let messages go on after a restore. Ask Ana Silva.",
            (await host.SayAsync("ben", "watchbill resume", Ct)).Text);
        var preview = await host.SayAsync("ana", "watchbill resume", Ct);
        Assert.Contains("Redo what is missing, then resume", preview.Text, StringComparison.Ordinal);
        Assert.StartsWith("Messages are sent", (await host.PressAsync("ana", preview["Confirm"], Ct)).Text, StringComparison.Ordinal);
        for (var tries = 0; tries < 50 && !(await MessagesAsync(host)).Any(message => WhilePaused(message)); tries++)
            await Task.Delay(100, Ct);
        Assert.Contains(await MessagesAsync(host), WhilePaused);
        Assert.StartsWith("Messages are not paused", (await host.SayAsync("ana", "watchbill resume", Ct)).Text, StringComparison.Ordinal);

        // The sample's own reminders may be among them, by the time of day.
        static bool WhilePaused(string message) => message.Contains("made while paused", StringComparison.Ordinal);
    }

    [Fact(Timeout = 360_000)]
    public async Task A_busy_port_ends_the_start_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var host = new Host();
        for (var start = 0; start < 3; start++)
        {
            var ran = await host.RunAsync(Ct, $"--Urls=http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
            Assert.Equal(2, ran.Code);
            Assert.EndsWith("already in use. Stop what listens there, or set Urls to another port.", ran.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", ran.Output + ran.Error, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 360_000)]
    public async Task Told_to_stop_while_changes_are_saved_it_ends_without_a_stack_trace()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        using var over = new CancellationTokenSource();
        var saving = Enumerable.Range(0, 4).Select(_ => SaveUntilAsync(host, over.Token)).ToList();
        await Task.Delay(500, Ct);
        var ended = await host.StopAsync();
        await over.CancelAsync();
        await Task.WhenAll(saving);
        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("Exception", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    private static async Task SaveUntilAsync(Host host, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var answer = await PostOverrideAsync(host, "while it stops");
            }
            catch (HttpRequestException)
            {
                // It listens no more.
                return;
            }
        }
    }

    [Fact(Timeout = 360_000)]
    public async Task Check_backup_and_tokens_work_with_a_host_and_without()
    {
        await using var host = new Host();
        Assert.Equal((1, $"There is no database {host.Database}: the host makes one when it starts."),
            Failed(await host.RunAsync(Ct, "check")));
        await host.StartAsync(Ct);
        var running = await TokenAsync(host, "running");
        Assert.Equal(HttpStatusCode.OK, await WithAsync(host, running));
        Says(await host.RunAsync(Ct, "check"), $"The settings, the database {host.Database} and its audit chain are in order.");
        Says(await host.RunAsync(Ct, "backup"), "Written: ");
        await host.KillAsync();

        Says(await host.RunAsync(Ct, "check"), $"The settings, the database {host.Database} and its audit chain are in order.");
        var alone = await TokenAsync(host, "alone");
        await Task.Delay(1000, Ct);
        var backup = Says(await host.RunAsync(Ct, "backup"), "Written: ")["Written: ".Length..];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(backup));
        await host.StartAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, await WithAsync(host, running));
        Assert.Equal(HttpStatusCode.OK, await WithAsync(host, alone));
    }

    [Theory(Timeout = 180_000)]
    [InlineData("restore nowhere.db", "There is no backup ")]
    [InlineData("chek", "There is no 'chek' here. Did you mean 'check'?")]
    [InlineData("token create --name x --scope reed", "'reed'")]
    [InlineData("--Urls=nonsense", "Urls is 'nonsense': it is an address to listen on")]
    [InlineData("--Storage:Provider=postgres",
        "Storage:Provider is neither 'sqlite' nor 'litedb', the stores of this release (PostgreSQL comes later): set it to one of them, " +
        "or take it out.")]
    [InlineData("--Organization:File=nowhere.yaml", "nowhere.yaml")]
    public async Task What_cannot_be_done_is_said_in_one_sentence_with_a_code(string command, string sentence)
    {
        await using var host = new Host();
        var ran = await host.RunAsync(Ct, command.Split(' '));
        Assert.NotEqual(0, ran.Code);
        Assert.Contains(sentence, Assert.Single(ran.Error.Split('\n'), line => !line.Contains("info:", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    private static string Says(Ran ran, string begin)
    {
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.StartsWith(begin, ran.Output, StringComparison.Ordinal);
        return ran.Output;
    }

    private static (int Code, string Error) Failed(Ran ran) => (ran.Code, ran.Error);

    private static async Task<string> SaysAsync(Host host)
    {
        for (var tries = 0; tries < 50 && !host.Error.Contains("restored", StringComparison.Ordinal); tries++) await Task.Delay(50, Ct);
        return host.Output + host.Error;
    }

    private static async Task<string> TokenAsync(Host host, string name) =>
        Says(await host.RunAsync(Ct, "token", "create", "--name", name, "--scope", "read"), "").Split('\n')[0];

    private static async Task<HttpStatusCode> WithAsync(Host host, string token)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(new Uri(host.Url, "/api/v1/oncall?rotation=payments"), Ct);
        return response.StatusCode;
    }

    private static async Task OverrideAsync(Host host, string reason)
    {
        using var response = await PostOverrideAsync(host, reason);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PostOverrideAsync(Host host, string reason)
    {
        var start = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(2);
        var body =
            JsonContent.Create(
                new
                {
                    person = "ben",
                    start = InstantPattern.General.Format(start),
                    end = InstantPattern.General.Format(start + Duration.FromHours(1)),
                    reason
                });
        return host.SendAsync(HttpMethod.Post, "/api/v1/rotations/payments/overrides", body, Ct);
    }

    private static async Task<IReadOnlyList<string>> AuditAsync(Host host) =>
        [.. (await host.ReadAsync<IReadOnlyList<AuditRow>>("/api/v1/audit", Ct)).Select(row => row.Reason).OfType<string>()];

    private static async Task<IReadOnlyList<string>> MessagesAsync(Host host) =>
        [.. (await host.ReadAsync<IReadOnlyList<MessageRow>>("/api/v1/messages", Ct)).Where(message => message.SaidAt is not null)
            .Select(message => message.Text)];

    private sealed record AuditRow(string? Reason);

    private sealed record MessageRow(string Text, string? SaidAt);
}
