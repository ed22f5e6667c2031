using System.Net;
using System.Text;
using Watchbill.Api;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>
/// Every route about pay, asked by a token of every scope: all but <c>pay</c> are refused before anything is read, and the one of an admin
/// that stands in the settings, whose author has the store itself.
/// </summary>
public sealed class PayRouteRightsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Others = [ApiHost.Read, ApiHost.Write, ApiHost.Ingest];

    // As the document lists them, so that a new route is asked, too.
    private static readonly string[] Known =
    [
        "GET /compensation", "GET /time-entries", "POST /compensation/adjustments", "POST /compensation/{period}/approve",
        "POST /compensation/{period}/check", "POST /compensation/{period}/export", "POST /compensation/{period}/lock",
        "POST /time-entries/{entry}", "PUT /people/{id}/pay",
    ];

    [Fact]
    public async Task Only_a_token_for_pay_is_answered()
    {
        var routes = await RoutesAsync();
        Assert.Equal(Known, routes.Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal));
        var admin = (await new TokenIssue(host.Store).CreateAsync(
            new TokenRequest("an-admin", "admin", "1d"), "test", ApiHost.Now, TestContext.Current.CancellationToken)).Text;
        foreach (var (method, path) in routes)
        {
            foreach (var token in Others.Append(admin))
            {
                var refused = await AskAsync(method, path, token);
                Assert.True(refused.Status == HttpStatusCode.Forbidden, $"{method} {path} by {token}: {refused.Status} {refused.Text}");
                Assert.DoesNotContain("amount", refused.Text, StringComparison.Ordinal);
            }

            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(method, path, null)).Status);
            foreach (var token in new[] { ApiHost.Pay, ApiHost.Admin })
            {
                var paid = await AskAsync(method, path, token);
                Assert.False(paid.Status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, $"{method} {path}: {paid.Status}");
            }
        }
    }

    private Task<Answer> AskAsync(string method, string path, string? token)
    {
        var concrete = path.Replace("{period}", "2026-10", StringComparison.Ordinal).Replace("{id}", "ana", StringComparison.Ordinal)
            .Replace("{entry}", "ana/approve", StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{concrete}");
        if (method != "GET") request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return host.SendAsync(request, token);
    }

    // All that the document says of pay, but entering hours, which anybody may who writes.
    private async Task<IReadOnlyList<(string Method, string Path)>> RoutesAsync()
    {
        var document = (await host.GetAsync("/openapi/v1.json")).Json;
        return [.. from path in document.GetProperty("paths").EnumerateObject()
                   from method in path.Value.EnumerateObject()
                   let name = path.Name["/api/v1".Length..]
                   let verb = method.Name.ToUpperInvariant()
                   where name.Contains("compensation", StringComparison.Ordinal) || name.EndsWith("/pay", StringComparison.Ordinal)
                       || (name.StartsWith("/time-entries", StringComparison.Ordinal) && (verb, name) != ("POST", "/time-entries"))
                   select (verb, name)];
    }
}
