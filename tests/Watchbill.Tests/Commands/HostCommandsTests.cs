using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Watchbill.Commands;

public sealed class HostCommandsTests : IDisposable
{
    private readonly Executable executable = new();

    public void Dispose() => executable.Dispose();

    [Theory]
    [InlineData("Urls is 'nonsense'", "--Urls=nonsense")]
    [InlineData("Urls is 'http://example.com:80'", "--Urls", "http://example.com:80")]
    [InlineData("Prometheus:Url is not valid", "--Prometheus:Url=prom")]
    [InlineData("Heartbeat:Url is 'file:///etc'", "--Heartbeat:Url=file:///etc")]
    [InlineData("Api:Tokens:0:Secret has 5 characters: it needs 16 or more.", "--Api:Tokens:0:Name=ci", "--Api:Tokens:0:Secret=12345",
        "--Api:Tokens:0:Scope=read")]
    [InlineData("Api:Tokens:0:Secret is missing", "--Api:Tokens:0:Name=ci", "--Api:Tokens:0:Scope=read")]
    [InlineData("Api:Tokens:0:Name is missing", "--Api:Tokens:0:Secret=1234567890123456", "--Api:Tokens:0:Scope=read")]
    [InlineData("Did you mean 'write'?", "--Api:Tokens:0:Name=ci", "--Api:Tokens:0:Secret=1234567890123456", "--Api:Tokens:0:Scope=wriet")]
    [InlineData("Api:Tokens:0:PerMinute is 'many'", "--Api:Tokens:0:Name=ci", "--Api:Tokens:0:Secret=1234567890123456",
        "--Api:Tokens:0:Scope=read", "--Api:Tokens:0:PerMinute=many")]
    [InlineData("Storage:Provider", "--Storage:Provider=postgres")]
    [InlineData("Storage:Path is empty", "--Storage:Path=")]
    [InlineData("There is no 'bakup' here. Did you mean 'backup'?", "bakup")]
    [InlineData("There is no '--nmae' here. Did you mean '--name'?", "token", "create", "--scope", "read", "--name", "x", "--nmae")]
    [InlineData("Option '--scope' is required.", "token", "create", "--name", "x")]
    [InlineData("There is no backup", "restore", "nothing.db")]
    public async Task A_wrong_configuration_or_command_ends_in_one_sentence(string says, params string[] args)
    {
        var ran = await executable.RunAsync(args);
        Assert.Equal(2, ran.Code);
        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Split('\n'));
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("DataAnnotation", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_not_json_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(executable.Folder, "appsettings.json"), "{ \"Urls\": ",
            TestContext.Current.CancellationToken);
        var ran = await executable.RunAsync("check");
        Assert.Equal(2, ran.Code);
        Assert.Contains("appsettings.json", ran.Error, StringComparison.Ordinal);
        Assert.Contains("LineNumber", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("people: [{id: ana, name: Ana}]\norganization: Example\nteams: [{id: t, lead: nia, members: [ana]}]",
        "watchbill.yaml line 3: teams.t.lead: there is no person 'nia'")]
    [InlineData("people: [{id: ana, name: Ana}]\norganization: Example",
        "watchbill.yaml would be applied at the next start: 2 changes.")]
    [InlineData(null, "watchbill.yaml' cannot be read. Set Organization:File to a file that is there and readable.")]
    public async Task Before_the_first_start_check_reads_the_organisation_file_and_makes_no_database(string? yaml, string says)
    {
        if (yaml is not null)
            await File.WriteAllTextAsync(Path.Combine(executable.Folder, "watchbill.yaml"), yaml, TestContext.Current.CancellationToken);
        var ran = await executable.RunAsync("check", "--Organization:File=watchbill.yaml");
        Assert.Equal(1, ran.Code);
        Assert.StartsWith($"There is no database {executable.Database}: the host makes one when it starts.\n", ran.Error,
            StringComparison.Ordinal);
        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(executable.Database));
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var ran = await executable.RunAsync($"--Urls=http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal(2, ran.Code);
        Assert.Contains("already in use. Stop what listens there, or set Urls to another port.", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(executable.Logged.All, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_lists_the_commands()
    {
        var ran = await executable.RunAsync("--help");
        Assert.Equal(0, ran.Code);
        Assert.All(["serve", "check", "token", "backup", "restore", "export"],
            command => Assert.Contains($"  {command} ", ran.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_host_a_token_is_made_in_the_file_and_opens_the_api_later()
    {
        var made = await executable.RunAsync("token", "create", "--name", "ci", "--scope", "admin");
        Assert.Equal(0, made.Code);
        var again = await executable.RunAsync("token", "create", "--name", "ci", "--scope", "admin");
        Assert.Equal("There is a token 'ci' already. Take another name.", again.Error);

        await using var host = await executable.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, made.Output.Split('\n')[0]));
    }

    [Fact]
    public async Task A_running_host_does_what_commands_ask_and_restore_refuses()
    {
        await using var host = await executable.StartAsync();
        var made = await executable.RunAsync("token", "create", "--name", "ci", "--scope", "admin");
        Assert.Equal((0, ""), (made.Code, made.Error));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host, made.Output.Split('\n')[0]));

        Assert.Equal(0, (await executable.RunAsync("check")).Code);
        var backup = await executable.RunAsync("backup");
        Assert.StartsWith("Written: ", backup.Output, StringComparison.Ordinal);
        var file = backup.Output["Written: ".Length..];
        Assert.True(File.Exists(file));

        var refused = await executable.RunAsync("restore", file);
        Assert.Equal(2, refused.Code);
        Assert.Contains("is running: stop it first", refused.Error, StringComparison.Ordinal);

        await host.StopAsync(TestContext.Current.CancellationToken);
        await host.DisposeAsync();
        Assert.False(File.Exists(executable.Database + ".host"));
        Assert.Equal(0, (await executable.RunAsync("restore", file)).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_writes_what_is_kept_about_a_person_with_and_without_a_host(bool running)
    {
        // The sample organisation is applied by a start.
        await using var host = await executable.StartAsync();
        if (!running) await host.StopAsync(TestContext.Current.CancellationToken);
        if (!running) await host.DisposeAsync();
        var ran = await executable.RunAsync("export", "--person", "ana");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var export = System.Text.Json.JsonDocument.Parse(ran.Output).RootElement;
        Assert.Equal("ana", export.GetProperty("person").GetString());
        Assert.Equal("person", export.GetProperty("documents")[0].GetProperty("kind").GetString());
        var refused = await executable.RunAsync("export", "--person", "nobody");
        Assert.NotEqual(0, refused.Code);
        Assert.Equal("Nothing is kept about 'nobody'. Give the id of a person, as the organisation file has it.", refused.Error);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    public async Task Control_answers_nobody_without_the_key(string? header)
    {
        await using var host = await executable.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
        using var request =
            new HttpRequestMessage(HttpMethod.Post,
                "/control/token")
            {
                Content = new StringContent("{\"name\":\"x\",\"scope\":\"admin\",\"expires\":\"1d\"}", null, "application/json"),
            };
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Control_answers_no_request_that_came_through_a_proxy()
    {
        await using var host = await executable.StartAsync();
        var key = host.Services.GetRequiredService<ControlFile>().Read()!;
        using var http = new HttpClient { BaseAddress = new Uri(key.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/control/running", null, TestContext.Current.CancellationToken)).StatusCode);
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.Forbidden,
            (await http.PostAsync("/control/running", null, TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<HttpStatusCode> AskAsync(WebApplication host, string token)
    {
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await http.GetAsync("/api/v1/audit", TestContext.Current.CancellationToken)).StatusCode;
    }
}
