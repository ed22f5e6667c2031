using Watchbill.Health;

namespace Watchbill.Api;

/// <summary>Section <c>Health</c> of the configuration.</summary>
internal sealed class HealthOptions
{
    /// <summary>Who sees somebody's time on call: they and their leads, they alone, or nobody.</summary>
    public HealthPeople People { get; init; }
}
