using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Organization;

namespace Watchbill.Slack;

/// <summary>
/// Slack's user groups and channel topics. Of a topic only the part between ⟦ and ⟧
/// is ours; a group is replaced as a whole, and never emptied.
/// </summary>
internal sealed partial class SlackGroups(
    SlackApi api, Accounts accounts, Recipients recipients, IOptions<SlackOptions> options, IClock clock) : IChatGroups
{
    private const int TopicText = 250;

    private readonly PlatformGroups groups = new(SlackPlatform.Id, accounts, recipients);

    public PlatformId Platform => SlackPlatform.Id;

    // Where Slack is not configured there is nothing to keep.
    public async Task<IReadOnlyList<string>> SyncAsync(string group, IReadOnlyList<string> people, CancellationToken ct) =>
        !options.Value.Speaks ? [] : await groups.SyncAsync(people, clock.GetCurrentInstant(), members => SetAsync(group, members, ct),
            failure => failure is CallException { Error: "invalid_users" or "failed_for_some_users" }, user => IsOpenAsync(user, ct), ct);

    private async Task SetAsync(string group, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var answer = await CallAsync("usergroups.users.list", new() { ["usergroup"] = group }, ct);
        var now = answer.Items("users").Select(user => user.GetString()!).Order(StringComparer.Ordinal);
        if (!now.SequenceEqual(wanted))
            await CallAsync("usergroups.users.update", new() { ["usergroup"] = group, ["users"] = string.Join(',', wanted) }, ct);
    }

    private async Task<bool> IsOpenAsync(string user, CancellationToken ct)
    {
        try
        {
            return !(await CallAsync("users.info", new() { ["user"] = user }, ct)).Says("user", "deleted");
        }
        catch (CallException failure) when (failure.Error is "user_not_found" or "user_not_visible")
        {
            return false;
        }
    }

    public Task TopicAsync(Address channel, string text, CancellationToken ct) => !options.Value.Speaks ? Task.CompletedTask
        : groups.TopicAsync(channel, text, TopicText,
            async id =>
                Read((await CallAsync("conversations.info", new() { ["channel"] = id }, ct)).Text("channel", "topic", "value") ?? ""),
            (id, topic) => CallAsync("conversations.setTopic", new() { ["channel"] = id, ["topic"] = topic }, ct), ct);

    // Slack answers with links, made of what somebody typed, and takes what they typed. Mentions it takes as it says them, and so what is
    // escaped: unescaped it could become a mention. An ampersand alone could not, and would grow if Slack escaped it once more.
    private static string Read(string topic) =>
        Link().Replace(topic, link => link.Groups["typed"] is { Length: > 0, Value: var typed } ? typed : link.Groups["to"].Value)
            .Replace("&amp;", "&", StringComparison.Ordinal);

    private async Task<JsonElement> CallAsync(string method, JsonObject arguments, CancellationToken ct)
    {
        try
        {
            return await api.CallAsync(method, arguments, ct);
        }
        catch (CallException failure) when (SlackErrors.IsMendable(failure))
        {
            throw new RefusedException(failure.Message);
        }
        catch (CallException failure) when (failure.Busy is { } busy)
        {
            throw busy;
        }
    }

    [GeneratedRegex(@"<(?<to>(https?://|mailto:|tel:)[^|<>]+)(\|(?<typed>[^<>]*))?>", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
