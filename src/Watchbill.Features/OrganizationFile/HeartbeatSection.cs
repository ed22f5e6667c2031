using NodaTime;

namespace Watchbill.OrganizationFiles;

/// <summary>Checks <c>heartbeats:</c>, which nothing listens for yet.</summary>
internal static class HeartbeatSection
{
    /// <summary>What its keys wait for.</summary>
    public const string Feature = "heartbeats";

    public static FileKey Key { get; } = new("heartbeats", FileValue.Sections, "Regular pings. One that is late is an incident.")
    {
        Example = "[{id: alertmanager, service: checkout, every: 5m, grace: 1m}]",
        Default = "[]",
        Awaits = Feature,
        Keys = new(
        [
            FileKey.Id("alertmanager"),
            new("service", FileValue.Reference, "The service whose incident it is.")
            {
                Required = true,
                Kind = "service",
                Example = "checkout",
            },
            new("every", FileValue.Duration, "How often it comes: a second at least.") { Required = true, Example = "5m" },
            new("grace", FileValue.Duration, "How late it may be.") { Example = "1m", Default = "0m" },
        ]),
    };

    public static void Check(Section file)
    {
        var ids = new HashSet<string>();
        foreach (var heartbeat in file.Inners("heartbeats"))
        {
            heartbeat.Unique(ids);
            heartbeat.Reference("service");
            if (heartbeat.Duration("every") is { } every && every < Duration.FromSeconds(1))
                heartbeat.Wrong("every", $"'{heartbeat.Text("every")}' is too short. A second is the least.");
            heartbeat.Duration("grace");
        }
    }
}
