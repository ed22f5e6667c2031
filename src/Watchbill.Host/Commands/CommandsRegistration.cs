using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>What the commands of the executable need of the host.</summary>
internal static class CommandsRegistration
{
    public static IServiceCollection AddHostCommands(this IServiceCollection services) => services
        .AddSingleton<ApiTokenIssue>()
        .AddSingleton<HostTasks>()
        .AddSingleton(provider => new ControlFile(HostLock.Resolve(provider.GetRequiredService<StorageFiles>().Database)))
        .AddSingleton<ControlKey>();
}
