using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Watchbill.Commands;

/// <summary>Commands beside a host, whatever it is configured for and wherever it listens.</summary>
public sealed class RunningHostTests : IDisposable
{
    private readonly Executable executable = new()
    {
        Settings =
        [
            "--Slack:SigningSecret=0123456789abcdef0123456789abcdef", "--Slack:BotToken=xoxb-1-2-3", "--Slack:TeamId=T0WATCH",
            "--Slack:ApiBaseUrl=http://127.0.0.1:9/api/",
        ],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => executable.Dispose();

    [Fact]
    public async Task With_a_chat_platform_configured_every_command_reaches_the_running_host()
    {
        await using var host = await executable.StartAsync();

        Assert.Equal((0, ""), Ended(await executable.RunAsync("check")));
        Assert.Equal((0, ""), Ended(await executable.RunAsync("token", "create", "--name", "ci", "--scope", "read")));
        Assert.Equal((0, ""), Ended(await executable.RunAsync("export", "--person", "ana")));
        var backup = await executable.RunAsync("backup");
        Assert.Equal((0, ""), Ended(backup));
        var refused = await executable.RunAsync("restore", backup.Output["Written: ".Length..]);
        Assert.Contains("is running: stop it first, then restore.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_chat_platform_configured_a_stopped_host_is_restored()
    {
        string backup;
        await using (await executable.StartAsync()) backup = (await executable.RunAsync("backup")).Output["Written: ".Length..];

        Assert.Equal((0, ""), Ended(await executable.RunAsync("restore", backup)));
    }

    [Fact]
    public async Task A_backup_goes_to_the_folder_that_its_command_names()
    {
        await using var host = await executable.StartAsync();
        var elsewhere = Path.Combine(executable.Folder, "elsewhere");

        var backup = await executable.RunAsync("backup", $"--Backup:Directory={elsewhere}");

        Assert.Equal((0, ""), Ended(backup));
        Assert.Equal([backup.Output["Written: ".Length..]], Directory.GetFiles(elsewhere));
    }

    [Fact]
    public async Task A_host_that_serves_https_alone_is_reached_whatever_name_its_certificate_has()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=oncall.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate =
            request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + TimeSpan.FromDays(50 * 365));
        var file = Path.Combine(executable.Folder, "oncall.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "secret"), Ct);
        await using var host = await executable.StartAsync("--Urls=https://127.0.0.1:0", $"--Kestrel:Certificates:Default:Path={file}",
            "--Kestrel:Certificates:Default:Password=secret");

        Assert.Equal((0, ""), Ended(await executable.RunAsync("check")));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "localhost")]
    [InlineData("http://[::]:0", "localhost")]
    [InlineData("http://*:0", "localhost")]
    [InlineData("http://127.0.0.2:0", "127.0.0.2")]
    public async Task A_host_is_reached_at_whatever_address_it_serves(string serves, string asked)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6 || !serves.Contains("[::]", StringComparison.Ordinal), "This machine has no IPv6.");
        await using var host = await executable.StartAsync($"--Urls={serves}");

        Assert.Equal(asked, new Uri(new ControlFile(executable.Database).Read()!.Url).Host);
        Assert.Equal((0, ""), Ended(await executable.RunAsync("check")));
    }

    [Theory]
    [InlineData("10.77.0.1", "10.77.0.1", 200)]
    [InlineData("::ffff:10.77.0.1", "10.77.0.1", 200)]
    [InlineData("127.0.0.1", "127.0.0.2", 200)]
    [InlineData("10.77.0.9", "10.77.0.1", 403)]
    [InlineData(null, "10.77.0.1", 403)]
    public async Task Only_this_machine_is_answered_whatever_address_the_host_has(string? peer, string own, int status)
    {
        var key = new ControlKey(new ControlFile(executable.Database), TimeProvider.System, NullLogger<ControlKey>.Instance);
        Directory.CreateDirectory(Path.GetDirectoryName(executable.Database)!);
        key.Open($"http://{own}:5080");
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        http.Connection.LocalIpAddress = IPAddress.Parse(own);
        http.Request.Headers.Authorization = $"Bearer {new ControlFile(executable.Database).Read()!.Key}";

        var answer =
            await new ControlFilter(key).InvokeAsync(EndpointFilterInvocationContext.Create(http), _ => new(Results.StatusCode(200)));

        Assert.Equal(status, Assert.IsAssignableFrom<IStatusCodeHttpResult>(answer).StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=odd")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task What_is_not_json_is_refused_and_is_no_fault_of_ours(string? type)
    {
        await using var host = await executable.StartAsync();
        var control = host.Services.GetRequiredService<ControlFile>().Read()!;
        using var http = new HttpClient { BaseAddress = new Uri(control.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", control.Key);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"name":"x","scope":"admin","expires":"1d"}"""));
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await http.PostAsync("/control/token", content, Ct);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    private static (int Code, string Error) Ended(Ran ran) => (ran.Code, ran.Error);
}
