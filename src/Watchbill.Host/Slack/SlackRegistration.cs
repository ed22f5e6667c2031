using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Jobs;

namespace Watchbill.Slack;

/// <summary>Slack: its options, what answers it, and its routes or its socket.</summary>
internal static partial class SlackRegistration
{
    public static IServiceCollection AddSlack(this IServiceCollection services) => services
        .AddPlatform<SlackOptions, SlackOptionsCheck>(SlackPlatform.Value, "Slack", SlackApi.Client)
        .AddSingleton<SlackApi>().AddSingleton<IChat, SlackChat>().AddSingleton<IChatGroups, SlackGroups>()
        .AddSingleton<SlackWorkspace>().AddHostedService(provider => provider.GetRequiredService<SlackWorkspace>())
        .AddSingleton<SlackWords>().AddSingleton<SlackAnswers>().AddSingleton<SlackHomeTab>()
        .AddSingleton<SlackSlash>().AddSingleton<SlackInteractions>().AddSingleton<SlackEvents>().AddSingleton<SlackHandler>()
        .AddSingleton<SlackEndpoints>().AddSingleton<SlackSocketConnector>().AddHostedService<SlackSocket>()
        .AddSingleton(provider => new FrontDeskPlatform(SlackPlatform.Value, provider.GetRequiredService<SlackWords>().ReadAsync,
            provider.GetRequiredService<SlackWorkspace>().VouchAsync))
        .AddSingleton(provider => new ZoneSource(SlackPlatform.Id, provider.GetRequiredService<SlackWorkspace>().ZoneOfAsync))
        .AddSingleton(provider => new InboxPlatform(SlackPlatform.Id, SlackHandler.Patience, SlackPlatform.IsDirect,
            (payload, answered, ct) => provider.GetRequiredService<SlackAnswers>().SayAsync(payload, answered, trigger: null, ct)))
        .AddSingleton(provider => new ClockSource(SlackPlatform.Value.Name, OptionsOf(provider).Speaks,
            ct => provider.GetRequiredService<SlackApi>().CallAsync("auth.test", [], ct)))
        .AddSingleton(provider => new Manifest(SlackPlatform.Id, (verbs, url) => SlackManifest.Write(verbs, url, OptionsOf(provider).Roots))
        {
            PeopleAsync = (_, ct) => OptionsOf(provider).Speaks
                ? ActivatorUtilities.CreateInstance<SlackPeople>(provider).ListAsync(ct)
                : throw new RefusedException("Slack:BotToken is missing: set Slack__BotToken to the token that begins with xoxb-."),
        });

    private static SlackOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<SlackOptions>>().Value;

    public static void MapSlack(this WebApplication app)
    {
        var options = OptionsOf(app.Services);
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
