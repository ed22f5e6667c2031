using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Watchbill.Metrics;

/// <summary>Section <c>Prometheus</c> of the configuration.</summary>
internal sealed class PrometheusOptions
{
    /// <summary>
    /// Where Prometheus is, with the path it is served below and, where it asks for
    /// them, a name and a password; empty: no numbers are asked for.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Where it is asked, without name and password.</summary>
    public Uri Address => new UriBuilder(new Uri(Url!.Trim().TrimEnd('/') + "/api/v1/query_range")) { UserName = "", Password = "" }.Uri;

    /// <summary>Name and password as they are sent; null: none are.</summary>
    public AuthenticationHeaderValue? Credentials => new Uri(Url!.Trim()).UserInfo is { Length: > 0 } info
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(info))))
        : null;
}

/// <summary>Stops the start at an address that could never answer. It is not repeated: it may hold a password.</summary>
internal sealed class PrometheusOptionsCheck : IValidateOptions<PrometheusOptions>
{
    public ValidateOptionsResult Validate(string? name, PrometheusOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Url)) return ValidateOptionsResult.Success;
        return Uri.TryCreate(options.Url.Trim(), UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Prometheus:Url is not valid: it is the address of Prometheus, such as http://localhost:9090, without ? and #.");
    }
}
