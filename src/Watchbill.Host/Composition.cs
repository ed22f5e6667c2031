using NodaTime;
using Watchbill.Api;
using Watchbill.Commands;
using Watchbill.Contacts;
using Watchbill.LocalChat;
using Watchbill.Metrics;
using Watchbill.OrganizationFiles;
using Watchbill.Scheduling;
using Watchbill.Slack;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill;

/// <summary>The host as a list. The executable's commands make it, too, and use what they need of it without starting it.</summary>
internal static class Composition
{
    public static WebApplication Compose(string[] settings)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.AddDefaults();
        builder.Services
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddFeatures()
            .AddStorage()
            .AddOrganizationFile()
            .AddScheduling()
            .AddLocalChat()
            .AddSlack()
            .AddTeams()
            .AddContacts(builder.Configuration)
            .AddPrometheus(builder.Configuration)
            .AddApi()
            .AddHostCommands();

        var app = builder.Build();
        app.UseProblems();
        app.MapLocalChat();
        app.MapSlack();
        app.MapTeams();
        app.MapPrometheus();
        app.MapAnswers();
        TwilioEndpoints.Map(app);
        app.MapApi();
        app.MapControl();
        return app;
    }
}
