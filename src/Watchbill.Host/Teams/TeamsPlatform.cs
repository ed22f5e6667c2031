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
        Account = IdShape.Any with { Example = "8c2f41d6-5b0e-4a3f-9d17-0e6a2b9c7f55" },
        Channel = IdShape.Any with { Example = "\"19:abc@thread.tacv2\"" },
        Secrets = ["Teams:ClientSecret"],
    };
}
