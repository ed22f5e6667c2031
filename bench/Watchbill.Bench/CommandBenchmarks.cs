using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Http;
using Watchbill.Slack;

namespace Watchbill.Chat;

/// <summary>
/// What <c>/oncall now payments</c> costs without the HTTP around it: from the bytes of the form to the bytes of the answer.
/// </summary>
[MemoryDiagnoser]
public class CommandBenchmarks
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Load.Body);

    private string folder = "";
    private WebApplication app = null!;
    private SlackHandler handler = null!;
    private CommandRouter router = null!;
    private SlackAnswers answers = null!;
    private Answered answered = null!;

    [GlobalSetup]
    public async Task ComposeAsync()
    {
        folder = Directory.CreateTempSubdirectory("watchbill-bench").FullName;
        var database = Path.Combine(folder, "small.db");
        await Fleet.WriteAsync(database, rotations: 10, people: 20, shifts: 0);
        app = BenchHost.Compose(database, "http://127.0.0.1:0");
        handler = app.Services.GetRequiredService<SlackHandler>();
        router = app.Services.GetRequiredService<CommandRouter>();
        answers = app.Services.GetRequiredService<SlackAnswers>();
        var now = SystemClock.Instance.GetCurrentInstant();
        answered = new Answered(await RouterAsync(), Reader: null, new Dictionary<string, string>(), now);
    }

    [GlobalCleanup]
    public async Task CleanAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public async Task<int> WholeAsync()
    {
        var form = StrictForm.Read(Body)!;
        var answer = await handler.CommandAsync(SlackCommand.Read(form.GetValueOrDefault)!, CancellationToken.None);
        return JsonSerializer.SerializeToUtf8Bytes(answer).Length;
    }

    [Benchmark]
    public Task<Reply> RouterAsync() =>
        router.AskAsync("oncall now payments", new Caller("p0000", SlackPlatform.Id, "C0BENCH"), CancellationToken.None);

    [Benchmark]
    public int Rendered() => answers.Pages(answered, new SlackPlace("U00000")).Count;
}
