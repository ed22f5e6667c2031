using System.Net;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>What the framework cannot see of a route: its query, its scope, and how it refuses.</summary>
internal static class ApiDocument
{
    private const string Scheme = "token";

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) ?? false;
        // The document is public: what its schemas are called stays when a type is renamed.
        options.CreateSchemaReferenceId = type =>
            type.Type == typeof(ShiftCorrection) ? "Correction" : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(NodaTime.Instant)) (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
            return Task.CompletedTask;
        });
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new()
        {
            Title = "Watchbill",
            Version = "v1",
            Description = "Who is on call, and what follows from it. Times are ISO 8601 instants with Z.",
        };
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description =
                "A token from `Watchbill.Host token create`. Scopes: gate, ingest, read, write (includes read), pay, admin (includes all " +
                    "but pay).",
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas["Problem"] = ProblemSchema();
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var query in metadata.OfType<QueryParameter>())
            operation.Parameters.Add(
                new OpenApiParameter { Name = query.Name, In = ParameterLocation.Query, Description = query.Description, Schema = Text() });
        operation.Responses ??= [];
        var body = operation.RequestBody is not null;
        Refuses(operation, context, HttpStatusCode.BadRequest, "A parameter or the body cannot be read; 'field' names it.");
        if (context.Description.RelativePath!.Contains('{', StringComparison.Ordinal))
            Refuses(operation, context, HttpStatusCode.NotFound, "There is no such thing; 'detail' names the nearest one.");
        if (body)
            Refuses(operation, context, HttpStatusCode.UnprocessableEntity,
                "It can be read and makes no sense; 'detail' says what to do instead.");
        if (metadata.OfType<NeededScope>().FirstOrDefault() is not { } needed) return Task.CompletedTask;
        operation.Description = $"Needs a token with the scope `{needed.Scope.Name()}`.";
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        Refuses(operation, context, HttpStatusCode.Unauthorized, "There is no token, or it is unknown or expired.");
        Refuses(operation, context, HttpStatusCode.Forbidden, "The token lacks the scope, or does not reach this.");
        Refuses(operation, context, HttpStatusCode.TooManyRequests, "The token's limit is used up; Retry-After says for how long.");
        return Task.CompletedTask;
    }

    private static void Refuses(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, HttpStatusCode status, string why) =>
        operation.Responses!.TryAdd($"{(int)status}", new OpenApiResponse
        {
            Description = why,
            Content =
                new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", context.Document) },
                },
        });

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["title"] = Text(),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text(),
            ["field"] = Text(),
            ["scope"] = Text(),
        },
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };
}
