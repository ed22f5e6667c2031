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

    public static IServiceCollection AddTeams(this IServiceCollection services) => services
        .AddPlatform<TeamsOptions, TeamsOptionsCheck>(TeamsPlatform.Value, "Teams", TeamsApi.Client, TeamsCredentials.Client)
        .AddSingleton<TeamsToken>().AddSingleton<TeamsEndpoints>().AddSingleton<TeamsActivities>()
        .AddSingleton<TeamsCredentials>().AddSingleton<TeamsApi>().AddSingleton<TeamsConversations>().AddSingleton<TeamsPeople>()
        .AddSingleton<TeamsAnswers>().AddSingleton<IChat, TeamsChat>()
        .AddSingleton(provider => new FrontDeskPlatform(TeamsPlatform.Value, provider.GetRequiredService<TeamsPeople>().ReadAsync,
            provider.GetRequiredService<TeamsPeople>().VouchAsync))
        .AddSingleton(provider => new ZoneSource(TeamsPlatform.Id, provider.GetRequiredService<TeamsConversations>().ZoneOfAsync))
        // In the organisation's words only a conversation with others is one.
        .AddSingleton(provider => new InboxPlatform(TeamsPlatform.Id, Patience, _ => false,
            (payload, answered, ct) => provider.GetRequiredService<TeamsAnswers>().SayAsync(payload, answered, ct)))
        .AddSingleton(provider => new ClockSource(TeamsPlatform.Value.Name, OptionsOf(provider).IsConfigured,
            provider.GetRequiredService<TeamsApi>().TouchAsync))
        .AddSingleton(provider => new PlatformCheck(TeamsPlatform.Id,
            (uploaded, ct) => ActivatorUtilities.CreateInstance<TeamsCheck>(provider).RunAsync(uploaded, ct)))
        .AddSingleton(provider => new Manifest(TeamsPlatform.Id, (verbs, url) => TeamsManifest.Write(verbs, url, OptionsOf(provider).AppId))
        {
            Files = TeamsManifest.Icons,
            PeopleAsync = (channel, ct) => OptionsOf(provider).IsConfigured
                ? provider.GetRequiredService<TeamsPeople>().ListAsync(channel, ct) : throw new RefusedException(TeamsOptions.Missing),
        });

    private static TeamsOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<TeamsOptions>>().Value;

    public static void MapTeams(this WebApplication app)
    {
        var options = OptionsOf(app.Services);
        if (!options.IsConfigured)
        {
            if (options.Proofs.Any())
                LogWay(app.Logger, "Teams is not answered: Teams:AppId or Teams:TenantId is missing.");
            return;
        }

        var endpoints = app.Services.GetRequiredService<TeamsEndpoints>();
        app.MapPost(TeamsEndpoints.Path, (HttpContext http) => endpoints.AnswerAsync(http)).ExcludeFromDescription();
        // Where the manifest sends an admin who wonders what the app is.
        app.MapGet("/teams/setup", () => Results.Bytes(TeamsManifest.Guide(), "text/plain; charset=utf-8")).ExcludeFromDescription();
        LogAnswered(app.Logger, TeamsEndpoints.Path);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Microsoft Teams is answered at {Path}.")]
    private static partial void LogAnswered(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
    private static partial void LogWay(ILogger logger, string sentence);
}
