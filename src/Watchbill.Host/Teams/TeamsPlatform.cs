using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Teams;

/// <summary>Microsoft Teams as the rest of the house knows it: people by their Entra object id, channels by Teams' own.</summary>
internal static class TeamsPlatform
{
    public static PlatformId Id { get; } = new("teams");

    public static Platform Value { get; } = new(Id, "Microsoft Teams")
    {
        Account = IdShape.Any with
        {
            Example = "8c2f41d6-5b0e-4a3f-9d17-0e6a2b9c7f55",
            Cleaned = text => Guid.TryParse(text.Trim(), out var id) ? id.ToString() : text,
        },
        Channel = IdShape.Any with { Example = "\"19:abc@thread.tacv2\"" },
        Secrets = ["Teams:ClientSecret", "Teams:Certificate", "Teams:ManagedIdentity"],
        NotMet = "Watchbill has no chat with them in Microsoft Teams yet. They add the app for themselves and open its chat once, or an " +
            "admin installs it for them: Teams admin center, Manage apps, Watchbill, Installs.",
    };
}
