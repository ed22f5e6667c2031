using Watchbill.Fixtures;

namespace Watchbill.Commands;

/// <summary>What a newcomer sees who starts the host with no configuration at all.</summary>
public sealed class FirstStartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Without_configuration_it_says_in_three_lines_what_to_try_and_the_chat_answers()
    {
        await using var host = new Host();
        foreach (var key in host.Settings.Keys.Except(["ASPNETCORE_ENVIRONMENT", "Urls"]).ToList()) host.Settings.Remove(key);
        await host.StartAsync(Ct);
        for (var tries = 0; tries < 50 && host.Output.Split('\n').Length < 4; tries++) await Task.Delay(50, Ct);

        var url = host.Url.ToString().TrimEnd('/');
        string[] lines =
        [
            $"Watchbill is ready. Open {url} and type: oncall now payments",
            "The API needs a token: dotnet run --project src/Watchbill.Host -- token create --name me --scope read",
            $"Then: curl -H \"Authorization: Bearer <token>\" \"{url}/api/v1/oncall?rotation=payments\" (all of it: {url}/openapi/v1.json)",
        ];
        Assert.Equal(lines, host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
        Assert.Matches("^(Ana Silva|Ben Ode|Cai Wen) is on call for payments until ",
            (await host.SayAsync("ana", "oncall now payments", Ct)).Text);
        Assert.True(File.Exists(Path.Combine(host.Folder, "data", "watchbill.db")));
    }
}
