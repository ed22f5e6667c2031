using Microsoft.Extensions.Primitives;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>Lets a request through when its token is known, current, has the route's scope and is within its limit.</summary>
internal sealed class TokenFilter(Tokens tokens, TokenLimit limit, IClock clock) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var needed = http.GetEndpoint()!.Metadata.GetRequiredMetadata<NeededScope>().Scope;
        var presented = Presented(http.Request.Headers.Authorization);
        var grant = presented is null ? null : await tokens.FindAsync(presented, http.RequestAborted);
        var now = clock.GetCurrentInstant();
        if (grant is null || grant.Expires <= now) return Unauthorized(http, needed, Why(presented, grant));
        if (!grant.Scopes.Allow(needed))
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"watchbill\", error=\"insufficient_scope\", scope=\"{needed.Name()}\"";
            return Problem.Of(StatusCodes.Status403Forbidden,
                $"This needs a token with the scope '{needed.Name()}'; '{grant.Name}' has {Names(grant)}.") with
            { Scope = needed };
        }

        if (limit.Wait(grant, now) is { } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            http.Response.Headers.RetryAfter = new StringValues($"{seconds}");
            return Problem.Of(StatusCodes.Status429TooManyRequests,
                $"The token '{grant.Name}' may ask {grant.PerMinute} times a minute. Try again in {seconds} s.");
        }

        http.Features.Set(grant);
        return await next(context);
    }

    private static Problem Unauthorized(HttpContext http, Scope needed, string why)
    {
        var error = http.Request.Headers.Authorization.Count == 0 ? "" : "error=\"invalid_token\", ";
        http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"watchbill\", {error}scope=\"{needed.Name()}\"";
        return Problem.Of(StatusCodes.Status401Unauthorized, $"{why} This needs a token with the scope '{needed.Name()}'.") with
        {
            Scope = needed,
        };
    }

    private static string Why(string? presented, Grant? grant) =>
        grant is not null ? $"The token '{grant.Name}' has expired."
        : presented is not null ? "Nobody was given this token."
        : "The header 'Authorization: Bearer <token>' is missing.";

    private static string? Presented(StringValues header) =>
        header is [{ } one] && one.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && one.Length > 7 ? one[7..].Trim() : null;

    private static string Names(Grant grant) => string.Join(", ", grant.Scopes.Select(scope => scope.Name()));
}

/// <summary>The scope that a route asks for.</summary>
internal sealed record NeededScope(Scope Scope);

/// <summary>Says what a route needs, and who asks.</summary>
internal static class TokenFilterExtensions
{
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, Scope scope) =>
        route.WithMetadata(new NeededScope(scope)).AddEndpointFilter<RouteHandlerBuilder, TokenFilter>();

    public static Grant Grant(this HttpContext http) =>
        http.Features.Get<Grant>() ?? throw new InvalidOperationException("The route does not say which scope it needs.");
}
