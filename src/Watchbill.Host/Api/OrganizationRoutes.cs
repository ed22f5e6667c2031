using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>The organisation file: <c>PUT /organization?dryRun=</c> and <c>GET /organization</c>.</summary>
internal static class OrganizationRoutes
{
    private const string Yaml = "application/yaml";

    public static void MapOrganization(this IEndpointRouteBuilder api)
    {
        api.MapPut("/organization", ApplyAsync)
            .Needs(Scope.Admin)
            .WithSummary("Applies an organisation file, YAML or JSON: all of it or nothing. A dry run answers with the difference only.")
            .WithMetadata(new QueryParameter("dryRun", "true: change nothing. Default: false."))
            .WithMetadata(new QueryParameter("allowRetire",
                "true: also a file without more than a third of the people, teams or rotations is applied. Default: false."))
            .WithMetadata(new QueryParameter("insist",
                "Why people who are not qualified enter rosters that require it: they do, and this is audited. Default: they are refused."))
            .Accepts<object>("*/*")
            .Produces<OrganizationShape>();
        api.MapGet("/organization", CurrentAsync)
            .Needs(Scope.Admin)
            .WithSummary("The organisation file that is in force: as JSON, or as it was written with 'Accept: application/yaml'.")
            .Produces<object>();
    }

    private static async Task<IResult> ApplyAsync(
        HttpContext http, [FromServices] OrganizationFile organization, [FromServices] ReadFileText read, IClock clock,
        CancellationToken ct)
    {
        var query = new Query(http);
        var (dryRun, allowRetire) = (Flag(query, "dryRun"), Flag(query, "allowRetire"));
        var grant = http.Grant();
        grant.MustReachAll();
        // Every other body is smaller.
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = FileText.MaxBytes;
        if (await RequestBody.ReadAsync(http.Request, FileText.MaxBytes, ct) is not { } bytes)
            return Problem.Of(StatusCodes.Status413PayloadTooLarge, "The file is larger than 8 MB.");
        var now = clock.GetCurrentInstant();
        var file = read(AppliedFile.Unnamed, bytes, now);
        var result =
            await organization.ApplyAsync(file, dryRun,
                new ApplyOrigin(grant.Actor, "api") { AllowRetire = allowRetire, Insist = query["insist"] }, now, ct);
        if (result.Errors.Count == 0)
            return TypedResults.Ok(OrganizationShape.Of(result));
        var more =
            result.Errors.Count == 1
                ? "" : string.Create(CultureInfo.InvariantCulture, $" And {result.Errors.Count - 1} more, listed in 'errors'.");
        return Problem.Of(StatusCodes.Status422UnprocessableEntity, $"{result.Errors[0]}{more} Nothing was changed.") with
        {
            Errors = result.Errors,
        };
    }

    private static async Task<IResult> CurrentAsync(
        HttpContext http, [FromServices] OrganizationFile organization, [FromServices] ReadFileText read, IClock clock,
        CancellationToken ct)
    {
        _ = new Query(http);
        http.Grant().MustReachAll();
        var current = (await organization.CurrentAsync(ct))?.Value
            ?? throw new RefusedException(
                "No organisation file has been applied yet. Send one to PUT /api/v1/organization.")
            { Missing = true };
        http.Response.Headers.Vary = "Accept";
        if (http.Request.Headers.Accept.Any(accept => accept?.Contains(Yaml, StringComparison.OrdinalIgnoreCase) ?? false))
            return TypedResults.Bytes(current.Text, Yaml + "; charset=utf-8");
        return TypedResults.Text(NodeJson.Of(read(current.Name, current.Text, clock.GetCurrentInstant()).Root),
            "application/json; charset=utf-8");
    }

    private static bool Flag(Query query, string name) => query[name] switch
    {
        null => false,
        { } text when bool.TryParse(text, out var flag) => flag,
        { } text => throw Query.Wrong(name, $"'{name}' is '{Moments.Shown(text)}'; expected is true or false."),
    };
}

/// <summary>What a file changes, or changed.</summary>
internal sealed record OrganizationShape(IReadOnlyList<OrganizationEdit> Changes, bool DryRun, bool Applied)
{
    /// <summary>Of each list no more are answered: a re-organisation of everything would be an answer larger than the file.</summary>
    public const int Most = 1000;

    /// <summary>Those whose next shift it moves, and so are told.</summary>
    public IReadOnlyList<MovedShift> Told { get; init; } = [];

    /// <summary>What is possible in the file and probably not meant.</summary>
    public IReadOnlyList<FileWarning> Warnings { get; init; } = [];

    /// <summary>How many there are of each, where a list ends before its last; left out: they are whole.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrganizationTotals? Totals { get; init; }

    public static OrganizationShape Of(OrganizationResult result) =>
        new([.. result.Changes.Take(Most)], result.DryRun, result.Applied)
        {
            Told = [.. result.Told.Take(Most)],
            Warnings = [.. result.Warnings.Take(Most)],
            Totals = Math.Max(result.Changes.Count, Math.Max(result.Told.Count, result.Warnings.Count)) <= Most ? null
                : new(result.Changes.Count, result.Told.Count, result.Warnings.Count),
        };
}

/// <summary>How much a file changes.</summary>
internal sealed record OrganizationTotals(int Changes, int Told, int Warnings);
