using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>
/// Answers slash commands: in the response when quick, else by response_url. Changes wait for a press, so a repeated command does nothing
/// twice.
/// </summary>
internal sealed class SlackSlash(FrontDesk desk, SlackAnswers answers, BackgroundWork work, IOptions<SlackOptions> options)
{
    /// <returns>The body; null: an empty one.</returns>
    public async Task<JsonObject?> AnswerAsync(SlackCommand command, CancellationToken ct)
    {
        // A root that only Slack knows is the one for everything.
        var group = options.Value.Roots.GetValueOrDefault(command.Command, "oncall");
        var place = new SlackPlace(command.User)
        {
            Channel = command.Channel,
            ResponseUrl = SlackAddresses.Checked(command.ResponseUrl, options.Value),
            Trigger = command.Trigger,
        };
        var asking = AskAsync($"{group} {command.Text}".Trim(), place, ct);
        if (await work.InTimeAsync(asking, SlackHandler.Patience, ct))
            return await asking is { } answered ? First(answered, place, ct) : null;
        work.Behind(LaterAsync(asking, place with { Replace = true, Trigger = null }, ct));
        return new JsonObject { ["response_type"] = "ephemeral", ["text"] = "Working on it …" };
    }

    // The body holds the first page; where there are more they follow.
    private JsonObject? First(Answered answered, SlackPlace place, CancellationToken ct)
    {
        var pages = answers.Pages(answered, place);
        // Nobody would notice that Slack refuses a chart in the body, and who asked would see nothing.
        if (SlackChat.HasChart(pages[0]))
        {
            work.Behind(answers.SayAsync(answered, place, ct));
            return null;
        }

        if (pages.Count > 1) work.Behind(answers.SayRestAsync(answered, place, ct));
        return pages[0];
    }

    /// <returns>Null: a modal was opened instead.</returns>
    private async Task<Answered?> AskAsync(string text, SlackPlace place, CancellationToken ct)
    {
        var answered = await desk.AskAsync(place.Sender with { Sent = place.Trigger }, text, ct);
        return answered.Reply.Form is not null && await answers.OpenAsync(answered.Reply, place, ct) ? null : answered;
    }

    private async Task LaterAsync(Task<Answered?> asking, SlackPlace place, CancellationToken ct)
    {
        if (await asking is { } answered) await answers.SayAsync(answered, place, ct);
        else if (place.ResponseUrl is { } url) await answers.TakeBackAsync(url, ct);
    }
}

/// <summary>Checks that a response_url leads to Slack, or to the configured API's host.</summary>
internal static class SlackAddresses
{
    /// <summary>The address, or null where it leads elsewhere.</summary>
    public static string? Checked(string? address, SlackOptions options)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var to)) return null;
        var slack =
            to.Scheme == Uri.UriSchemeHttps && to.IsDefaultPort
                && (to.Host.EndsWith(".slack.com", StringComparison.Ordinal)
                    || to.Host.EndsWith(".slack-gov.com", StringComparison.Ordinal));
        var home = new Uri(options.ApiBaseUrl);
        return slack || (home.IsLoopback && to.IsLoopback) || (to.Scheme == home.Scheme && to.Authority == home.Authority) ? address : null;
    }
}
