using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Teams;

/// <summary>
/// Microsoft Teams as the organisation file names its accounts and channels. Nothing is said there yet (docs/decisions/0100).
/// </summary>
internal static class TeamsPlatform
{
    public static Platform Value { get; } = new(new PlatformId("teams"), "Microsoft Teams")
    {
        Secrets = ["Teams:ClientSecret"],
    };

    public static IServiceCollection AddTeams(this IServiceCollection services) => services.AddSingleton(Value);
}
