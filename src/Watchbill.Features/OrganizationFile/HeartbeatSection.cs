using NodaTime;
using Watchbill.Paging;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads <c>heartbeats:</c>, pings that are awaited.</summary>
internal static class HeartbeatSection
{
    public static FileKey Key { get; } = new("heartbeats", FileValue.Sections, "Regular pings. One that is late is an incident.")
    {
        Example = "[{id: alertmanager, service: checkout, every: 5m, grace: 1m}]",
        Default = "[]",
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

    /// <summary>What stands before Watchbill.</summary>
    public static FileKey Alertmanager { get; } = new("alertmanager", FileValue.Section, "What `readiness` adds to the time to page.")
    {
        Example = "{groupWait: 30s}",
        Keys = new([new("groupWait", FileValue.Duration, "Its `group_wait`: how long it waits before it tells of a new alert.")
        {
            Example = "30s",
        }]),
    };

    public static IReadOnlyList<Heartbeat> Read(Section file)
    {
        var (ids, read) = (new HashSet<string>(), new List<Heartbeat>());
        foreach (var heartbeat in file.Inners("heartbeats"))
        {
            var every = heartbeat.Duration("every") ?? Duration.FromMinutes(1);
            if (every < Duration.FromSeconds(1))
                heartbeat.Wrong("every", $"'{heartbeat.Text("every")}' is too short. A second is the least.");
            heartbeat.Unique(ids);
            read.Add(new Heartbeat(heartbeat.Id(), heartbeat.Reference("service") ?? "", every,
                heartbeat.Duration("grace") ?? Duration.Zero));
        }

        return read;
    }
}
