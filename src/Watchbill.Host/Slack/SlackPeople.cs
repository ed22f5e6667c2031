using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Lists the members of the workspace, for whoever writes the organisation file.</summary>
internal sealed class SlackPeople(SlackApi api)
{
    // As many as Slack recommends.
    private const int PageSize = 200;

    // Slack's own account, which it counts among people.
    private const string Slackbot = "USLACKBOT";

    /// <summary>Bots, guests and closed accounts are left out.</summary>
    /// <exception cref="CallException">Slack did not say.</exception>
    public async Task<IReadOnlyList<WorkspaceMember>> ListAsync(CancellationToken ct)
    {
        var members = new List<WorkspaceMember>();
        for (string? cursor = ""; cursor is not null;)
        {
            var arguments = new JsonObject { ["limit"] = PageSize };
            if (cursor.Length > 0) arguments["cursor"] = cursor;
            var page = await api.CallAsync("users.list", arguments, ct);
            members.AddRange(page.Items("members")
                .Where(user => user.Id("id") is { } id && id != Slackbot && SlackWorkspace.IsMember(user))
                .Select(user => new WorkspaceMember(user.Id("id")!,
                    user.Text("profile", "real_name") ?? user.Text("real_name") ?? user.Text("name") ?? "",
                    user.Text("profile", "email"))));
            cursor = page.Text("response_metadata", "next_cursor") is { Length: > 0 } next ? next : null;
        }

        return members;
    }
}
