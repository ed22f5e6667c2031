using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Jobs;

namespace Watchbill.Teams;

/// <summary>Microsoft Teams: its options, and its route where it is configured.</summary>
internal static partial class TeamsRegistration
{
    // Teams waits about fifteen seconds, and whoever pressed a button far less.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    public static IServiceCollection AddTeams(this IServiceCollection services)
    {
        services.AddOptions<TeamsOptions>().BindConfiguration("Teams").ValidateOnStart();
        services.TryAddSingleton<RefusedRequests>();
        services.AddHttpClient();
        services.AddPlatformClient(TeamsApi.Client, TeamsPlatform.Value.Name);
        services.AddPlatformClient(TeamsCredentials.Client, TeamsPlatform.Value.Name);
        return services.AddSingleton(TeamsPlatform.Value).AddSingleton<IValidateOptions<TeamsOptions>, TeamsOptionsCheck>()
            .AddSingleton<TeamsToken>().AddSingleton<TeamsEndpoints>().AddSingleton<TeamsActivities>()
            .AddSingleton<TeamsCredentials>().AddSingleton<TeamsApi>().AddSingleton<TeamsConversations>().AddSingleton<TeamsPeople>()
            .AddSingleton<TeamsAnswers>().AddSingleton<IChat, TeamsChat>()
            .AddSingleton(Desk).AddSingleton(Inbox)
            .AddSingleton(provider => new ZoneSource(TeamsPlatform.Id, provider.GetRequiredService<TeamsConversations>().ZoneOfAsync))
            .AddSingleton(provider => new ClockSource(TeamsPlatform.Value.Name,
                provider.GetRequiredService<IOptions<TeamsOptions>>().Value.IsConfigured,
                provider.GetRequiredService<TeamsApi>().TouchAsync))
            .AddSingleton(provider => new PlatformCheck(TeamsPlatform.Id,
                ct => ActivatorUtilities.CreateInstance<TeamsCheck>(provider).RunAsync(ct)))
            .AddSingleton(provider => new Manifest(TeamsPlatform.Id, (verbs, url) =>
                TeamsManifest.Write(verbs, url, provider.GetRequiredService<IOptions<TeamsOptions>>().Value.AppId))
            {
                Files = TeamsManifest.Icons,
                PeopleAsync = (channel, ct) => provider.GetRequiredService<IOptions<TeamsOptions>>().Value.IsConfigured
                    ? provider.GetRequiredService<TeamsPeople>().ListAsync(channel, ct)
                    : throw new RefusedException(
                        TeamsOptions.Missing),
            });
    }

    private static FrontDeskPlatform Desk(IServiceProvider services) => new(
        TeamsPlatform.Value, services.GetRequiredService<TeamsPeople>().ReadAsync, services.GetRequiredService<TeamsPeople>().VouchAsync)
    {
        ZoneOfAsync = (account, ct) => services.GetRequiredService<ReaderZones>().OfAsync(TeamsPlatform.Id, account, ct),
    };

    // In the organisation's words only a conversation with others is one.
    private static InboxPlatform Inbox(IServiceProvider services) => new(TeamsPlatform.Id, Patience, _ => false,
        (payload, answered, ct) => services.GetRequiredService<TeamsAnswers>().SayAsync(payload, answered, ct));

    public static void MapTeams(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TeamsOptions>>().Value;
        if (!options.IsConfigured)
        {
            if (options.Proofs.Any())
                LogWay(app.Logger, "Teams is not answered: Teams:AppId or Teams:TenantId is missing.");
            return;
        }

        var endpoints = app.Services.GetRequiredService<TeamsEndpoints>();
        app.MapPost(TeamsEndpoints.Path, (HttpContext http) => endpoints.AnswerAsync(http)).ExcludeFromDescription();
        LogAnswered(app.Logger, TeamsEndpoints.Path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Microsoft Teams is answered at {Path}.")]
    private static partial void LogAnswered(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    private static partial void LogWay(ILogger logger, string sentence);
}
