using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Watchbill.Slack;

/// <summary>Section <c>Slack</c> of the configuration.</summary>
internal sealed class SlackOptions
{
    /// <summary>What Slack signs its requests with; empty: no HTTP routes.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>The bot's token, <c>xoxb-…</c>; empty: no Slack at all.</summary>
    public string? BotToken { get; init; }

    /// <summary>The app's token, <c>xapp-…</c>; set: Socket Mode, which needs no public address.</summary>
    public string? AppToken { get; init; }

    /// <summary>The one workspace that is served, <c>T…</c>; empty: the bot token's own, as Slack names it.</summary>
    public string? TeamId { get; init; }

    public string ApiBaseUrl { get; init; } = "https://slack.com/api/";

    /// <summary>Slash commands and the group that each one stands for.</summary>
    public Dictionary<string, string> Commands { get; init; } = [];

    /// <summary>As configured; <c>/oncall</c> for everything where nothing is.</summary>
    public IReadOnlyDictionary<string, string> Roots =>
        Commands.Count > 0 ? Commands : new Dictionary<string, string> { ["/oncall"] = "oncall" };

    public bool Speaks => !string.IsNullOrWhiteSpace(BotToken);

    public bool OverHttp => Speaks && !string.IsNullOrWhiteSpace(SigningSecret);

    public bool OverSocket => Speaks && !string.IsNullOrWhiteSpace(AppToken);
}

/// <summary>Stops the start at settings that could never work. Secrets are never repeated.</summary>
internal sealed partial class SlackOptionsCheck : IValidateOptions<SlackOptions>
{
    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        var wrong = new List<string>();
        if (!string.IsNullOrWhiteSpace(options.SigningSecret) && options.SigningSecret.Trim().Length < 16)
            wrong.Add("Slack:SigningSecret is too short: copy it from the app's page, Basic Information, App Credentials.");
        Placeholder(options.SigningSecret, "SigningSecret", "", "Basic Information, App Credentials");
        Prefix(options.BotToken, "BotToken", "xoxb-", "OAuth & Permissions");
        Prefix(options.AppToken, "AppToken", "xapp-", "Basic Information, App-Level Tokens, with the scope connections:write");
        if (!string.IsNullOrWhiteSpace(options.TeamId) && !TeamPattern().IsMatch(options.TeamId))
            wrong.Add($"Slack:TeamId is '{options.TeamId}': it is a workspace's id such as T0123ABCD, or left out.");
        wrong.AddRange(options.Commands.Keys.Where(root => !RootPattern().IsMatch(root))
            .Select(
                root => $"Slack:Commands names '{root}': a slash command is a slash and up to 31 of a-z, 0-9, - and _, such as /oncall."));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Prefix(string? value, string key, string prefix, string page)
        {
            if (!string.IsNullOrWhiteSpace(value) && !value.StartsWith(prefix, StringComparison.Ordinal))
                wrong.Add($"Slack:{key} does not begin with {prefix}: copy it from the app's page, {page}.");
            else Placeholder(value, key, prefix, page);
        }

        void Placeholder(string? value, string key, string prefix, string page)
        {
            if (!string.IsNullOrWhiteSpace(value) && PlaceholderPattern().IsMatch(value[prefix.Length..]))
                wrong.Add($"Slack:{key} is a placeholder: copy the real one from the app's page, {page}.");
        }
    }

    // As they stand in instructions: xoxb-your-bot-token, xoxb-…, xoxb-xxxx-xxxx.
    [GeneratedRegex(@"your|placeholder|example|change-?me|replace|paste|[<>…]|\.\.\.|^[x-]{3,}\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlaceholderPattern();

    [GeneratedRegex("^T[A-Z0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex TeamPattern();

    [GeneratedRegex("^/[a-z0-9_-]{1,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex RootPattern();
}
