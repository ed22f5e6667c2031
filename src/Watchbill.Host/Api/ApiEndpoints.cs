using Microsoft.Extensions.Options;

namespace Watchbill.Api;

/// <summary>The HTTP API under <c>/api/v1</c>, its documentation and its way to refuse.</summary>
internal static class ApiEndpoints
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().BindConfiguration("Api").ValidateOnStart();
        services.AddOptions<HealthOptions>().BindConfiguration("Health").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsCheck>();
        services.AddSingleton<Tokens>().AddSingleton<TokenLimit>().AddSingleton<Reach>();
        services.AddSingleton<RotationChoice>().AddSingleton<ShiftBoard>().AddSingleton<ChangeAccess>().AddSingleton<PersonAccess>();
        services.AddSingleton<OverrideHandler>().AddSingleton<ChangeHandler>().AddSingleton<ChangeWarnings>();
        services.AddSingleton<AbsenceHandler>();
        services.AddSingleton<IncidentHandler>().AddSingleton<TimeEntryHandler>().AddSingleton<CompensationHandler>();
        services.AddSingleton<PageHandler>();
        services.AddSingleton<BudgetHandler>().AddSingleton<ReportHandler>();
        services.AddFeeds();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Describe);
        return services.AddHealth();
    }

    /// <summary>Before every route, so that none of them answers with an exception.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ProblemsMiddleware>();
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapOnCall();
        api.MapShifts();
        api.MapOverrides();
        api.MapChanges();
        api.MapAbsences();
        api.MapIncidents();
        api.MapPages();
        api.MapContacts();
        api.MapReadiness();
        api.MapAlertmanager();
        api.MapHeartbeats();
        api.MapBudgets();
        api.MapHealthPeople();
        api.MapReports();
        api.MapTimeEntries();
        api.MapCompensation();
        api.MapAudit();
        api.MapMessages();
        api.MapOrganization();
        api.MapFeeds();
        api.MapEngagements();
        api.MapTraining();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealth();
    }
}
