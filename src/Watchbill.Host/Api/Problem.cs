using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>Why a request was not answered, as RFC 9457 has it: one clear sentence in <paramref name="Detail"/>.</summary>
internal sealed record Problem(string Title, int Status, string Detail) : IResult
{
    /// <summary>The parameter or member that is wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>The scope that a token for this needs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Scope? Scope { get; init; }

    /// <summary>Everything that is wrong with a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FileError>? Errors { get; init; }

    public static Problem Of(int status, string detail) => new(ReasonPhrases.GetReasonPhrase(status), status, detail);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        return httpContext.Response.WriteAsJsonAsync(this, ApiJson.Options, "application/problem+json", httpContext.RequestAborted);
    }
}

/// <summary>A request that cannot be read: the field, its value, and the form that was expected.</summary>
internal sealed class UnreadableException(int status, string sentence, string? field = null) : Exception(sentence)
{
    public int Status { get; } = status;
    public string? Field { get; } = field;
}
