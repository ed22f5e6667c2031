using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Health;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill;

/// <summary>What the bot can do, slice by slice. A new verb of a listed slice needs no line here.</summary>
internal static class Features
{
    public static IServiceCollection AddFeatures(this IServiceCollection services) => services
        .AddSingleton<HostClock>()
        .AddSingleton<CommandRouter>()
        .AddSingleton<Accounts>()
        .AddSingleton<ChatLinks>()
        .AddSingleton<Recipients>()
        .AddSingleton<Conversations>()
        .AddSingleton<Plans>()
        .AddOrganization()
        .AddRotations()
        .AddIncidents()
        .AddPaging()
        .AddBudgets()
        .AddEngagements().AddCompensation().AddTraining().AddHealthOfPeople()
        .AddReports()
        .AddInbox()
        .AddDeliveries()
        .AddSingleton(StoredKinds.All)
        .AddSingleton<IJob, PurgeJob>();

    private static IServiceCollection AddInbox(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<BackgroundWork>()
            .AddSingleton<Inbox>()
            .AddSingleton<InboxProcessor>()
            .AddSingleton<InboxRecovery>()
            .AddSingleton<FrontDesk>()
            .AddSingleton<ReaderZones>()
            .AddSingleton<Choices>()
            .AddSingleton<Prefill>()
            .AddSingleton(provider => new FieldDefault("rotation", (caller, form, now, ct) =>
                provider.GetRequiredService<RotationPicker>().MeantAsync(caller, form.Filled(), now, ct)))
            // A new incident is hardly of the service on which somebody works already.
            .AddSingleton(provider => new FieldDefault("service", async (caller, form, _, ct) =>
                await new Conversations(provider.GetRequiredService<IStore>()).OnlyServiceAsync(caller, ct)
                    ?? (form.Id == "incident declare" ? null
                        : await provider.GetRequiredService<OpenWork>().OnlyServiceOfAsync(caller.Person, ct))))
            .AddSingleton(provider => new FieldDefault("incident", async (caller, _, _, ct) =>
                (await provider.GetRequiredService<OpenWork>().LikelyAsync(caller.Person, ct))?.Id))
            .AddHostedService<ChatLifetime>();
    }

    private static IServiceCollection AddOrganization(this IServiceCollection services) => services
        .AddSingleton<OrgChart>()
        .AddSingleton<ICommands, WatchbillCommands>().AddSingleton<ICommands, ChannelCommands>().AddSingleton<RosterReach>()
        .AddSingleton<PersonalData>()
        .AddSingleton<Forgetting>()
        .AddSingleton<ICommands, ForgetCommands>()
        .AddSingleton<IJob, LeaverJob>()
        .AddSingleton<IJob, HolidayReportJob>()
        .AddSingleton<ICommands, ResumeCommands>();

    private static IServiceCollection AddRotations(this IServiceCollection services) => services
        .AddSingleton<RotationIndex>()
        .AddSingleton<Schedules>()
        .AddSingleton<WorkedShifts>()
        .AddSingleton<Qualifications>()
        .AddSingleton<OpenWork>()
        .AddSingleton<PageStory>()
        .AddSingleton<RotationPicker>()
        .AddSingleton<OnCallBoard>()
        .AddSingleton<Overrides>()
        .AddSingleton<Swaps>()
        .AddSingleton<Covers>()
        .AddSingleton<CoverTakes>()
        .AddSingleton<CoverReturns>()
        .AddSingleton<AbsencePlans>()
        .AddSingleton<ShiftCorrections>()
        .AddTransient<DueRotations>()
        .AddSingleton<ICommands, OnCallCommands>()
        .AddSingleton<ICommands, OverrideCommands>()
        .AddSingleton<ICommands, SwapCommands>()
        .AddSingleton<ICommands, CoverCommands>()
        .AddSingleton<ICommands, AwayCommands>()
        .AddSingleton<ICommands, ShiftCorrectionCommands>()
        .AddSingleton<ICommands, ChangesCommands>()
        .AddSingleton<HandoffCommands>()
        .AddSingleton<ICommands>(provider => provider.GetRequiredService<HandoffCommands>())
        .AddSingleton<ICommands, CalendarCommands>()
        .AddSingleton<RotationEdits>()
        .AddSingleton<ICommands, RotationCommands>()
        .AddSingleton<ICommands, AdviseCommands>()
        .AddSingleton<IJob, ZoneRulesJob>()
        .AddSingleton<IJob, RecorderJob>()
        .AddSingleton<IJob, SwapAndCoverJob>()
        .AddSingleton<IJob, ChangeLapseJob>()
        .AddSingleton<IJob, HandoffJob>()
        .AddSingleton<IJob, ReminderJob>()
        .AddSingleton<IJob, GapReportJob>()
        .AddTransient<GroupWishes>()
        .AddSingleton<GroupSync>()
        .AddSingleton<IJob, GroupSyncJob>();

    private static IServiceCollection AddIncidents(this IServiceCollection services) => services
        .AddSingleton<OnCallNow>()
        .AddSingleton<PublicPresses>()
        .AddSingleton<IncidentQueries>()
        .AddSingleton<AlertIntake>()
        .AddSingleton<Heartbeats>()
        .AddSingleton<ICommands, IncidentCommands>()
        .AddSingleton<ICommands, IncidentEditCommands>()
        .AddSingleton<ICommands, IncidentMergeCommands>()
        .AddSingleton<Postmortems>()
        .AddSingleton<PostmortemAsks>()
        .AddSingleton<ICommands, PostmortemCommands>()
        .AddSingleton<ICommands, RunbookCommands>()
        .AddSingleton<ICommands, IncidentHome>()
        .AddSingleton<IJob, IncidentJob>()
        .AddSingleton<IJob, HeartbeatJob>()
        .AddSingleton<IJob, PostmortemJob>()
        .AddSingleton<IJob, LearningJob>();

    private static IServiceCollection AddPaging(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IncidentQueries>().Desk)
        .AddSingleton(provider => provider.GetRequiredService<HandoffCommands>().Desk)
        .AddSingleton<PageSurroundings>()
        .AddSingleton<PageCalls>()
        .AddSingleton<PageMessages>()
        .AddSingleton<AnswerLinks>()
        .AddSingleton<PageActions>()
        .AddSingleton<PageForwards>()
        .AddSingleton<PhoneAnswers>()
        .AddSingleton<PageDrills>()
        .AddSingleton<ICommands, ForwardCommands>()
        .AddSingleton<ICommands, PageCommands>()
        .AddSingleton<ICommands, ContactCommands>()
        .AddSingleton<ReadinessCheck>()
        .AddSingleton<ICommands, ReadinessCommands>()
        .AddSingleton<ICommands, TriageCommands>()
        .AddSingleton<IJob, ReadinessJob>()
        .AddSingleton<IJob, PagingJob>();

    private static IServiceCollection AddEngagements(this IServiceCollection services) => services
        .AddSingleton<EngagementQueries>()
        .AddSingleton<ICommands, EngagementCommands>()
        .AddSingleton<ICommands, HandbackCommands>()
        .AddSingleton<ICommands, ReviewCommands>()
        .AddSingleton<ICommands, ModelCommands>()
        .AddSingleton<SreCosts>()
        .AddSingleton<ICommands, CostCommands>()
        .AddSingleton<ICommands, HeadCountCommands>()
        .AddSingleton<IJob, HandbackJob>();

    private static IServiceCollection AddCompensation(this IServiceCollection services) => services
        .AddSingleton<TimeEntries>()
        .AddSingleton<PayInputs>()
        .AddSingleton<PayMonths>()
        .AddSingleton<PayBonuses>()
        .AddSingleton<PayTeams>()
        .AddSingleton<PayDecisions>()
        .AddSingleton<PayRights>()
        .AddSingleton<PayWords>()
        .AddSingleton<ManagedPay>()
        .AddSingleton<ICommands, PayCommands>()
        .AddSingleton<ICommands, PayTeamCommands>()
        .AddSingleton<ICommands, PayMoneyCommands>()
        .AddSingleton<ICommands, BonusCommands>()
        .AddSingleton<IJob, BonusJob>()
        .AddSingleton<IJob, PayQuestionJob>()
        .AddSingleton<IJob, TimeOffJob>();

    private static IServiceCollection AddTraining(this IServiceCollection services) => services
        .AddSingleton<Enrollments>()
        .AddSingleton<ICommands, TrainingCommands>()
        .AddSingleton<ICommands, SignOffCommands>()
        .AddSingleton<ICommands, ShadowCommands>()
        .AddSingleton<ICommands, CareerCommands>()
        .AddSingleton(_ => OrganizationFiles.ShippedScenarioFile.Read())
        .AddSingleton<DrillScenarios>()
        .AddSingleton<Drills>()
        .AddSingleton<DrillEvidence>()
        .AddSingleton<ICommands, DrillCommands>()
        .AddSingleton<IJob, QualificationLapseJob>()
        .AddSingleton<IJob, ShadowJob>()
        .AddSingleton<IJob, NudgeJob>();

    private static IServiceCollection AddHealthOfPeople(this IServiceCollection services) => services
        .AddSingleton<DutyRecords>()
        .AddSingleton(provider => new HealthRights(provider.GetRequiredService<IStore>(), provider.GetRequiredService<OrgChart>(),
            provider.GetService<IOptions<Api.HealthOptions>>()?.Value.People ?? HealthPeople.Lead))
        .AddSingleton<HealthQueries>()
        .AddSingleton<WorkWeeks>()
        .AddSingleton<NightProposals>()
        .AddSingleton<ICommands, HealthCommands>()
        .AddSingleton<ICommands, ToilCommands>()
        .AddSingleton<IJob, HealthReportJob>()
        .AddSingleton<IJob, WeekQuestionJob>();

    private static IServiceCollection AddBudgets(this IServiceCollection services) => services
        .AddSingleton<BudgetQueries>()
        .AddSingleton<BudgetPolicies>()
        .AddSingleton<Gates>()
        .AddSingleton<BudgetCorrections>()
        .AddSingleton<BucketIntake>()
        .AddSingleton<LowBudgetNotes>()
        .AddSingleton<ICommands, BudgetCommands>()
        .AddSingleton<ICommands, GateCommands>()
        .AddSingleton<ICommands, BudgetCorrectionCommands>()
        .AddSingleton<ICommands>(provider => provider.GetRequiredService<LowBudgetNotes>())
        .AddSingleton<ShortSpans>()
        .AddSingleton<BudgetLevels>()
        .AddSingleton<IJob, BudgetJob>()
        .AddSingleton<IJob, BudgetReportJob>();

    private static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<ReportQueries>()
        .AddSingleton<KpiFigures>()
        .AddSingleton<ICommands, ReportCommands>();

    // On SQLite one host owns the file, so whoever held a lease before this start is gone.
    private static IServiceCollection AddDeliveries(this IServiceCollection services) => services
        .AddSingleton<Lockouts>()
        .AddSingleton(provider => new Outbox(provider.GetRequiredService<IStore>(), exclusive: true))
        .AddSingleton(provider => new BroadcastChat([.. provider.GetServices<IChat>()]))
        .AddSingleton<Func<BroadcastChat>>(provider => provider.GetRequiredService<BroadcastChat>)
        .AddSingleton<Unheard>()
        .AddSingleton<ContactMethods>()
        .AddSingleton<IJob, OutboxTakeBackJob>()
        .AddSingleton<IJob>(
            provider => ActivatorUtilities.CreateInstance<DeliveryJob>(
                provider, provider.GetRequiredService<BroadcastChat>(), provider.GetRequiredService<ContactMethods>()));
}
