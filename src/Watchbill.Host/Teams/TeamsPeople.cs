using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>Who somebody is in Teams: whom a mention means, and what Teams vouches for.</summary>
internal sealed partial class TeamsPeople(
    TeamsConversations conversations, TeamsApi api, Accounts accounts, IOptions<TeamsOptions> options, IClock clock)
{
    /// <summary>Words with the organisation's ids in place of mentions.</summary>
    /// <exception cref="RefusedException">Somebody is named who is not in the organisation.</exception>
    public ValueTask<string> ReadAsync(string text, CancellationToken ct) =>
        MarkedWords.ReadAsync(text, MentionPattern(), words => words,
            (mention, token) => MeantAsync(mention.Groups["user"].Value, mention.Groups["name"].Value, token), ct);

    private async ValueTask<string> MeantAsync(string user, string name, CancellationToken ct)
    {
        var account = await conversations.Known.AccountOfAsync(user, ct) ?? throw new RefusedException(
            $"Watchbill has not met {(name.Length > 0 ? name : "them")} in Teams yet. Type their id instead.");
        return await accounts.MentionedAsync(TeamsPlatform.Id, account, name, clock.GetCurrentInstant(), ct);
    }

    /// <summary>What Teams says about an account; what it leaves out counts as no.</summary>
    /// <exception cref="CallException">It does not say.</exception>
    public async Task<ChatAccount> VouchAsync(string account, CancellationToken ct)
    {
        var member = await api.MemberAsync(await conversations.OwnAsync(account, ct), account, ct);
        return new(TeamsPlatform.Id, account, member.Text("email") ?? member.Text("userPrincipalName"))
        {
            Own = IsOwn(member) && AccountOf(member) == account,
        };
    }

    /// <summary>Who is in the team of a channel; guests and people of other tenants are left out.</summary>
    /// <param name="channel">Null: Teams lists nobody without one.</param>
    /// <exception cref="CallException">Teams did not say.</exception>
    public async Task<IReadOnlyList<WorkspaceMember>> ListAsync(string? channel, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(channel))
            throw new RefusedException("Teams lists the members of a team only. Name a channel of one that has the app: --channel 19:…")
            {
                Field = "channel",
            };
        var members = new List<WorkspaceMember>();
        await foreach (var member in api.MembersAsync(new(api.DefaultAddress, channel.Trim()), ct))
        {
            if (IsOwn(member) && AccountOf(member) is { } account)
                members.Add(new(account, member.Text("name") ?? "", member.Text("email") ?? member.Text("userPrincipalName")));
        }

        return members;
    }

    /// <summary>The Entra object id of a member; null: it is no person.</summary>
    public static string? AccountOf(JsonElement member) => Guid.TryParse(member.Text("aadObjectId"), out var id) ? id.ToString() : null;

    private bool IsOwn(JsonElement member) => member.Text("userRole") == "user"
        && string.Equals(member.Text("tenantId"), options.Value.TenantId?.Trim(), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"<@(?<user>[^<>|\s]+)\|(?<name>[^<>|]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex MentionPattern();
}
