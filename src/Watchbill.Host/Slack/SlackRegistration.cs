using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Jobs;

namespace Watchbill.Slack;

/// <summary>Slack: its options, what answers it, and its routes or its socket.</summary>
internal static partial class SlackRegistration
{
    public static IServiceCollection AddSlack(this IServiceCollection services)
    {
        services.AddOptions<SlackOptions>().BindConfiguration("Slack").ValidateOnStart();
        services.AddHttpClient();
        services.AddPlatformClient(SlackApi.Client, SlackPlatform.Value.Name);
        return services.AddSingleton(SlackPlatform.Value).AddSingleton<IValidateOptions<SlackOptions>, SlackOptionsCheck>()
            .AddSingleton<SlackApi>().AddSingleton<IChat, SlackChat>().AddSingleton<IChatGroups, SlackGroups>()
            .AddSingleton<SlackWorkspace>().AddHostedService(provider => provider.GetRequiredService<SlackWorkspace>())
            .AddSingleton<SlackWords>().AddSingleton(Desk).AddSingleton(Zones)
            .AddSingleton<SlackAnswers>().AddSingleton<SlackHomeTab>().AddSingleton<SlackInbox>()
            .AddSingleton(Inbox)
            .AddSingleton<SlackSlash>().AddSingleton<SlackInteractions>().AddSingleton<SlackEvents>().AddSingleton<SlackHandler>()
            .AddSingleton<RefusedRequests>().AddSingleton<SlackEndpoints>()
            .AddSingleton<SlackSocketConnector>().AddHostedService<SlackSocket>()
            .AddSingleton(provider => new ClockSource(SlackPlatform.Value.Name,
                provider.GetRequiredService<IOptions<SlackOptions>>().Value.Speaks,
                ct => provider.GetRequiredService<SlackApi>().CallAsync("auth.test", [], ct)))
            .AddSingleton(provider => new Manifest(SlackPlatform.Id, (verbs, url) =>
                SlackManifest.Write(verbs, url, provider.GetRequiredService<IOptions<SlackOptions>>().Value.Roots))
            {
                PeopleAsync = (_, ct) => provider.GetRequiredService<IOptions<SlackOptions>>().Value.Speaks
                    ? ActivatorUtilities.CreateInstance<SlackPeople>(provider).ListAsync(ct)
                    : throw new RefusedException("Slack:BotToken is missing: set Slack__BotToken to the token that begins with xoxb-."),
            });
    }

    private static FrontDeskPlatform Desk(IServiceProvider services) => new(
        SlackPlatform.Value, services.GetRequiredService<SlackWords>().ReadAsync, services.GetRequiredService<SlackWorkspace>().VouchAsync)
    {
        ZoneOfAsync = (user, ct) => services.GetRequiredService<ReaderZones>().OfAsync(SlackPlatform.Id, user, ct),
    };

    private static ZoneSource Zones(IServiceProvider services) =>
        new(SlackPlatform.Id, services.GetRequiredService<SlackWorkspace>().ZoneOfAsync);

    private static InboxPlatform Inbox(IServiceProvider services) => new(SlackPlatform.Id, SlackHandler.Patience, SlackPlatform.IsDirect,
        (payload, answered, ct) => services.GetRequiredService<SlackAnswers>().SayAsync(payload, answered, trigger: null, ct));

    public static void MapSlack(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<SlackOptions>>().Value;
        if (options.OverHttp) SlackEndpoints.Map(app);
        LogWay(app.Logger, (options.OverHttp, options.OverSocket, options.Speaks) switch
        {
            (true, true, _) => "Slack is answered at /slack and over a socket.",
            (true, _, _) => "Slack is answered at /slack.",
            (_, true, _) => "Slack is answered over a socket.",
            (_, _, true) => "Slack is not answered: Slack:SigningSecret (for HTTP) and Slack:AppToken (for Socket Mode) are both missing.",
            _ when options.SigningSecret is { Length: > 0 } || options.AppToken is { Length: > 0 } =>
                "Slack is not answered: Slack:BotToken is missing.",
            _ => "Slack is not configured.",
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Sentence}")]
    private static partial void LogWay(ILogger logger, string sentence);
}
