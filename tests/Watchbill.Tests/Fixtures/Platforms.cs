using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.LocalChat;
using Watchbill.Organization;
using Watchbill.Slack;
using Watchbill.Teams;

namespace Watchbill.Fixtures;

/// <summary>The platforms of the host, and one that nobody in the house has heard of.</summary>
internal static class Platforms
{
    public static readonly PlatformId Slack = SlackPlatform.Id;
    public static readonly PlatformId Teams = TeamsPlatform.Value.Id;
    public static readonly PlatformId Local = LocalChatEndpoints.Id;
    public static readonly PlatformId Other = new("other");

    /// <summary>As the host registers them.</summary>
    public static readonly IReadOnlyList<Platform> All = [SlackPlatform.Value, TeamsPlatform.Value];

    /// <summary>For a host of the tests that has no adapter for them.</summary>
    public static IServiceCollection AddPlatforms(this IServiceCollection services) =>
        All.Aggregate(services, (all, platform) => all.AddSingleton(platform));

    /// <summary>As it is stored: <c>slack C0PAY 1700000000.000001</c>.</summary>
    public static MessagePlace Place(string text) =>
        MessagePlace.TryParse(text, out var place) ? place : throw new ArgumentException(text, nameof(text));

    public static ByPlatform OnSlack(string id) => ByPlatform.Of(Slack, id);

    public static ByPlatform OnTeams(string id) => ByPlatform.Of(Teams, id);
}
