using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>Microsoft Teams: its options, and its route where it is configured.</summary>
internal static partial class TeamsRegistration
{
    public static IServiceCollection AddTeams(this IServiceCollection services)
    {
        services.AddOptions<TeamsOptions>().BindConfiguration("Teams").ValidateOnStart();
        services.TryAddSingleton<RefusedRequests>();
        return services.AddSingleton(TeamsPlatform.Value).AddSingleton<IValidateOptions<TeamsOptions>, TeamsOptionsCheck>()
            .AddSingleton<TeamsToken>().AddSingleton<TeamsEndpoints>();
    }

    public static void MapTeams(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TeamsOptions>>().Value;
        if (!options.IsConfigured)
        {
            if (!string.IsNullOrWhiteSpace(options.ClientSecret))
                LogWay(app.Logger, "Teams is not answered: Teams:AppId or Teams:TenantId is missing.");
            return;
        }

        var endpoints = app.Services.GetRequiredService<TeamsEndpoints>();
        app.MapPost(TeamsEndpoints.Path, (HttpContext http) => endpoints.AnswerAsync(http)).ExcludeFromDescription();
        LogWay(app.Logger, "Requests from Teams are checked at /api/messages, and not answered yet.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    private static partial void LogWay(ILogger logger, string sentence);
}
