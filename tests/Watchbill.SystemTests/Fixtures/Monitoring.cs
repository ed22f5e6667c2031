using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Watchbill.Fixtures;

/// <summary>
/// The distribution's Prometheus and Alertmanager on loopback, with folders of their own and an exporter that fails on demand.
/// </summary>
public sealed class Monitoring : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("watchbill-monitoring-");
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly List<Running> running = [];
    private readonly WebApplication exporter;
    private int good;
    private int bad;

    private Monitoring()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        exporter = builder.Build();
        exporter.MapGet("/metrics", ExportAsync);
    }

    /// <summary>Whether half of the shop's requests fail from the next scrape on.</summary>
    public bool Failing { get; set; }

    public Uri Prometheus { get; } = FreeAddress();

    private Uri Alertmanager { get; } = FreeAddress();

    /// <summary>Skips the test, saying why, where they are not installed; on CI that is a failure.</summary>
    public static Monitoring NewOrSkip()
    {
        var all = new[] { "prometheus", "promtool", "prometheus-alertmanager" }.All(name => Needs.OnPath(name) is not null);
        Needs.Met(all, "prometheus and prometheus-alertmanager are not both installed; nothing was asked of the real ones.");
        return new Monitoring();
    }

    /// <summary>Puts samples into Prometheus' storage before it starts: lines of OpenMetrics, without the last one.</summary>
    public async Task RememberAsync(string samples, CancellationToken ct)
    {
        var file = await WriteAsync("history.txt", samples + "# EOF\n", ct);
        using var promtool =
            new Running(Start("promtool", "tsdb", "create-blocks-from", "openmetrics", file, Path.Combine(folder.FullName, "prometheus")));
        await promtool.Process.WaitForExitAsync(ct);
        Assert.True(promtool.Process.ExitCode == 0, promtool.Error);
    }

    public async Task StartPrometheusAsync(CancellationToken ct)
    {
        await exporter.StartAsync(ct);
        await WriteAsync("rules.yml", """
            groups:
              - name: shop
                interval: 1s
                rules:
                  - alert: HighErrorRate
                    expr: sum(rate(shop_requests_total{code="500"}[5s])) / sum(rate(shop_requests_total[5s])) > 0.02
                    labels: {service: checkout, severity: critical}
                    annotations: {summary: Half of all requests fail, impact: "0.5"}
            """, ct);
        var file = await WriteAsync("prometheus.yml", $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ["{{Alertmanager.Authority}}"]}]}]}
            scrape_configs: [{job_name: shop, static_configs: [{targets: ["{{new Uri(exporter.Urls.First()).Authority}}"]}]}]
            """, ct);
        running.Add(
            new(Start("prometheus", $"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "prometheus")}",
                $"--web.listen-address={Prometheus.Authority}", "--rules.alert.resend-delay=1s")));
        await ReadyAsync(new Uri(Prometheus, "/-/ready"), ct);
    }

    /// <summary>Alerts go to a host's webhook at once, and again each second while something changes.</summary>
    public async Task StartAlertmanagerAsync(Uri host, string token, CancellationToken ct)
    {
        var file = await WriteAsync("alertmanager.yml", $$$"""
            route: {receiver: watchbill, group_by: [alertname, service], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
            receivers:
              - name: watchbill
                webhook_configs:
                  - url: "{{{new Uri(host, "/api/v1/ingest/alertmanager")}}}"
                    http_config: {authorization: {credentials: "{{{token}}}" } }
            """, ct);
        running.Add(
            new(Start("prometheus-alertmanager", $"--config.file={file}", $"--storage.path={Path.Combine(folder.FullName, "alertmanager")}",
                $"--web.listen-address={Alertmanager.Authority}", "--cluster.listen-address=")));
        await ReadyAsync(new Uri(Alertmanager, "/-/ready"), ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in running)
        {
            one.Process.Kill();
            await one.Process.WaitForExitAsync();
            one.Dispose();
        }

        await exporter.DisposeAsync();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    // Each scrape finds a hundred requests more.
    private Task ExportAsync(HttpContext http)
    {
        var failed = Failing ? 50 : 0;
        return http.Response.WriteAsync($$"""
            # TYPE shop_requests_total counter
            shop_requests_total{code="200"} {{Interlocked.Add(ref good, 100 - failed)}}
            shop_requests_total{code="500"} {{Interlocked.Add(ref bad, failed)}}

            """.ReplaceLineEndings("\n"), http.RequestAborted);
    }

    private async Task ReadyAsync(Uri url, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50, ct))
        {
            Assert.False(running[^1].Process.HasExited, running[^1].Error);
            try
            {
                using var ready = await client.GetAsync(url, ct);
                if (ready.StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        Assert.Fail($"{url} was not ready within {Patience.TotalSeconds} seconds. {running[^1].Error}");
    }

    private async Task<string> WriteAsync(string name, string text, CancellationToken ct)
    {
        var file = Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(file, text.ReplaceLineEndings("\n"), ct);
        return file;
    }

    private static Process Start(string program, params string[] words) =>
        Process.Start(new ProcessStartInfo(Needs.OnPath(program)!, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
