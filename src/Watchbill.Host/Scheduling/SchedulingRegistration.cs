using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;
using Watchbill.Jobs;
using IJob = Watchbill.Jobs.IJob;

namespace Watchbill.Scheduling;

/// <summary>Runs every registered job from the moment the host has started until it stops.</summary>
internal static class SchedulingRegistration
{
    // More than there are jobs. With ten places, the others wait in them for their first look at everything, and nobody is paged meanwhile.
    private const int Places = 64;

    public static IServiceCollection AddScheduling(this IServiceCollection services)
    {
        services.AddQuartz(quartz =>
        {
            // What is due lives in documents: the scheduler itself has nothing to remember over a restart.
            quartz.UseInMemoryStore();
            quartz.UseDefaultThreadPool(Places);
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = "watchbill";
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
        });
        // A job hears of the stop by its token and ends cleanly; the host waits for that.
        services.AddQuartzHostedService(hosted =>
        {
            hosted.AwaitApplicationStarted = true;
            hosted.WaitForJobsToComplete = true;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HostClock>();
        services.AddSingleton<JobPulse>().AddHealthChecks().AddCheck<JobsCheck>("jobs").AddCheck<ClockCheck>("clock");
        // Begins before the jobs: they wait for the first answers.
        services.AddHostedService<ClockWatch>();
        services.AddSingleton<IReadOnlyDictionary<string, JobRun>>(provider => provider.GetServices<IJob>()
            .Select(job => new JobRun(
                job, provider.GetRequiredService<HostClock>(), provider.GetRequiredService<JobPulse>(),
                provider.GetRequiredService<ILogger<JobRun>>()))
            .ToDictionary(run => run.Name));
        return services.AddHostedService<JobStarter>();
    }
}
