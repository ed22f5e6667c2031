using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;

namespace Watchbill.Metrics;

public sealed class PrometheusTests : IAsyncLifetime
{
    private const string Query = """sum(increase(requests_total{code!~"5.."}[5m]))""";
    private static readonly Duration Step = Duration.FromMinutes(5);

    private FakePrometheus fake = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => fake = await FakePrometheus.StartAsync();

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    [Fact]
    public async Task A_query_goes_as_a_form_with_its_span_in_seconds()
    {
        fake.Body = FakePrometheus.Matrix("");
        await ReadAsync();
        var (path, authorization, form) = Assert.Single(fake.Asked);
        Assert.Equal("/api/v1/query_range", path);
        Assert.Null(authorization);
        // 2026-11-20T09:05:00Z and T10:00:00Z.
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["query"] = Query,
                ["start"] = "1795165500",
                ["end"] = "1795168800",
                ["step"] = "300",
                ["timeout"] = "20s",
            }, form);
    }

    [Theory]
    [InlineData("""[1795165500,"335.54"],[1795165800.0,"0"]""", "09:05=335.54 09:10=0")]
    [InlineData("""[1795165500,"1e+06"],[1795165799.999,"2.5e-1"]""", "09:05=1000000 09:09=0.25")]
    [InlineData("""[1795165500,"NaN"],[1795165800,"+Inf"],[1795166100,"-Inf"],[1795166400,"7"]""", "09:20=7")]
    [InlineData("""[1795165500,"1e300"],[1795165800,"7"]""", "09:10=7")]
    [InlineData("", "")]
    public async Task Numbers_are_text_and_what_is_no_number_is_no_value(string values, string expected)
    {
        fake.Body = FakePrometheus.Matrix(values, ""","infos":["metric might not be a counter"]""");
        Assert.Equal(expected, Said(await ReadAsync()));
    }

    [Fact]
    public async Task An_empty_result_is_no_value_and_not_zero()
    {
        fake.Body = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
        Assert.Empty(await ReadAsync());
    }

    [Theory]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"1:4: parse error:\n unexpected end"}""",
        "the query is refused: 1:4: parse error: unexpected end")]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"exceeded maximum resolution of 11,000 points per timeseries."}""",
        "the query is refused: exceeded maximum resolution of 11,000 points per timeseries.")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"many-to-many matching not allowed"}""",
        "the query is refused: many-to-many matching not allowed")]
    [InlineData(503, """{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}""",
        "the query takes too long: query timed out in expression evaluation")]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1e999,"1"]]}]}}""",
        "the answer holds something else than instants and numbers.")]
    [InlineData(200, """{"status":"success","data":null}""", "the answer is a thing without a type, not values over time.")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1795162761.592,"1"]}]}}""",
        "the answer is a vector, not values over time.")]
    [InlineData(200, """{"status":"success","data":{"resultType":"scalar","result":[1795162761.599,"1"]}}""",
        "the answer is a scalar, not values over time.")]
    [InlineData(200, """{"status":"success","data":{"resultType":"string","result":[1795162761.599,"abc"]}}""",
        "the answer is a string, not values over time.")]
    [InlineData(200,
        """
        {"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[]},{"metric":{"a":"2"},"values":[]}]}}
        """,
        "the query answers 2 series. Put sum(…) around it.")]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1795162761,1]]}]}}""",
        "the answer holds something else than instants and numbers.")]
    [InlineData(200,
        """
        {"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[]}]},"warnings":["store 10.0.0.7 is down"]}
        """,
        "the answer may be incomplete: store 10.0.0.7 is down")]
    public async Task What_is_wrong_with_a_query_or_its_answer_is_said_and_concerns_no_other_query(int status, string body, string sentence)
    {
        (fake.Status, fake.Body) = (status, body);
        var failure = await Assert.ThrowsAsync<MetricsException>(() => ReadAsync());
        Assert.Equal((sentence, false), (failure.Message, failure.Unreachable));
    }

    [Theory]
    [InlineData(503, """{"status":"error","errorType":"unavailable","error":"starting up"}""", "it answered 503: starting up")]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1795165500,"\ud800"]]}]}}""",
        "it answered 200 and nothing that can be read.")]
    [InlineData(503, "Service Unavailable", "it answered 503 and nothing that can be read.")]
    [InlineData(401, "{}", "it answered 401: it says no more.")]
    [InlineData(302, "{}", "it answered 302: it says no more.")]
    [InlineData(200, "<html>", "it answered 200 and nothing that can be read.")]
    [InlineData(200, "[]", "it answered 200: it says no more.")]
    public async Task An_answer_of_somebody_else_or_none_concerns_every_query(int status, string body, string sentence)
    {
        (fake.Status, fake.Body, fake.Location) = (status, body, status == 302 ? "http://127.0.0.1:1/" : null);
        var failure = await Assert.ThrowsAsync<MetricsException>(() => ReadAsync());
        Assert.Equal((sentence, true), (failure.Message, failure.Unreachable));
    }

    [Fact]
    public async Task One_that_is_down_or_too_slow_is_told_without_its_address_or_password()
    {
        fake.Held = new TaskCompletionSource().Task;
        var slow = await Assert.ThrowsAsync<MetricsException>(() => ReadAsync(patience: TimeSpan.FromMilliseconds(50)));
        Assert.Equal(("it did not answer within 25 seconds.", true), (slow.Message, slow.Unreachable));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(ct: stopped.Token));
        var down = await Assert.ThrowsAsync<MetricsException>(() => ReadAsync("http://bot:hunter2@127.0.0.1:1/"));
        Assert.Equal(("it cannot be reached.", true), (down.Message, down.Unreachable));
    }

    [Fact]
    public async Task Name_and_password_go_in_a_header_and_a_path_before_the_api()
    {
        fake.Body = FakePrometheus.Matrix("");
        await ReadAsync(fake.Url.Replace("http://", "http://bot:h%40t@", StringComparison.Ordinal) + "/prometheus/");
        var (path, authorization, _) = Assert.Single(fake.Asked);
        // base64 of bot:h@t
        Assert.Equal(("/prometheus/api/v1/query_range", "Basic Ym90OmhAdA=="), (path, authorization));
    }

    [Fact]
    public async Task More_steps_than_it_answers_are_never_asked_for()
    {
        using var services = Services(fake.Url);
        var first = Cases.At("2026-11-20T00:00:00Z");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => services.GetRequiredService<IMetrics>().ReadAsync(Query, first, first + (Prometheus.MaxSteps * Step), Step, Ct));
        Assert.Empty(fake.Asked);
    }

    [Theory]
    [InlineData("ftp://bot:hunter2@prometheus")]
    [InlineData("prometheus:9090")]
    [InlineData("http://prometheus/?x=hunter2")]
    [InlineData("not an address hunter2")]
    public void An_address_that_cannot_answer_stops_the_start_and_is_not_repeated(string url)
    {
        using var services = Services(url);
        var wrong = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<PrometheusOptions>>().Value);
        Assert.Contains("Prometheus:Url", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_nothing_is_asked()
    {
        using var services = Services("");
        Assert.Null(services.GetService<IMetrics>());
        Assert.DoesNotContain(services.GetServices<Jobs.IJob>(), job => job is MetricsJob);
    }

    private async Task<IReadOnlyDictionary<Instant, decimal>> ReadAsync(
        string? url = null, TimeSpan? patience = null, CancellationToken? ct = null)
    {
        using var services = Services(url ?? fake.Url, patience);
        return await services.GetRequiredService<IMetrics>()
            .ReadAsync(Query, Cases.At("2026-11-20T09:05:00Z"), Cases.At("2026-11-20T10:00:00Z"), Step, ct ?? Ct);
    }

    private static ServiceProvider Services(string url, TimeSpan? patience = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Prometheus:Url", url)]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddPrometheus(configuration);
        if (patience is { } limit) services.AddHttpClient(Prometheus.Client, client => client.Timeout = limit);
        return services.BuildServiceProvider();
    }

    private static string Said(IReadOnlyDictionary<Instant, decimal> values) =>
        string.Join(' ',
            values.OrderBy(pair => pair.Key)
                .Select(
                    pair =>
                        string.Create(CultureInfo.InvariantCulture,
                            $"{pair.Key.InUtc().TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture)}={pair.Value}")));
}
