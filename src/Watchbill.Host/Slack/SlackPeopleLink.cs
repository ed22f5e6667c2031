using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Makes somebody known whom nobody knows yet, in one step: by what Slack vouches for about them.</summary>
internal sealed class SlackPeopleLink(SlackApi api, SlackWorkspace workspace, ChatLinks links, IClock clock)
{
    /// <summary>The action of the button that links; its value is what was typed, as Slack wrote it, to go on with.</summary>
    public const string Action = "link";

    /// <summary>The action of the button that goes on with that.</summary>
    public const string GoOn = "go-on";

    /// <summary>What somebody reads whom nobody knows.</summary>
    public static Reply Offer(string user, string typed) =>
        new($"Watchbill does not know yet who you are here. 'Link me' compares your Slack e-mail address with the organisation file, " +
            $"this once. Or ask an admin to add 'slack: {user}' to your line in it.")
        {
            Actions = [new Button("Link me", Action, typed.Length is 0 or > Typed.Longest ? "now" : typed) { Style = ButtonStyle.Primary }],
        };

    /// <summary>Links the user, or says why not.</summary>
    public async Task<Reply> LinkAsync(string user, string? goOn, CancellationToken ct)
    {
        try
        {
            var person = await links.LinkAsync(await AccountAsync(user, ct), clock.GetCurrentInstant(), ct);
            return new Reply(
                $"You are {person.Name} ({person.Id}) here now.")
            {
                Actions = goOn is null or "link" ? [] : [new Button("Go on", GoOn, goOn)],
            };
        }
        catch (RefusedException refusal)
        {
            return new Reply(refusal.Message);
        }
    }

    private async Task<ChatAccount> AccountAsync(string id, CancellationToken ct)
    {
        var answer = await api.CallAsync("users.info", new() { ["user"] = id }, ct);
        var user = answer.At("user") ?? default;
        var odd =
            new[] { "deleted", "is_bot", "is_app_user", "is_workflow_bot", "is_connector_bot", "is_restricted", "is_ultra_restricted",
                "is_stranger", "is_invited_user" };
        // What Slack does not say is taken as no.
        var own =
            user.Id("id") == id && user.Id("team_id") is { } team && await workspace.ServesAsync(team, ct)
                && !odd.Any(flag => user.Says(flag));
        return new ChatAccount(SlackPlatform.Id, id,
            user.Says("is_email_confirmed") ? user.Text("profile", "email") : null)
        { Own = own };
    }
}
