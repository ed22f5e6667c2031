using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Slack;

/// <summary>Unescapes Slack's text: mentions of people and channels become the organisation's ids, &amp;amp; becomes &amp;.</summary>
internal sealed partial class SlackWords(Accounts accounts, Conversations conversations, IClock clock)
{
    /// <exception cref="RefusedException">Somebody is named who is not in the organisation.</exception>
    public async ValueTask<string> ReadAsync(string text, CancellationToken ct) => text.Contains('<', StringComparison.Ordinal)
        ? await MarkedWords.ReadAsync(text, EntityPattern(), Unescaped, (entity, token) =>
            MeantAsync(entity.Groups["what"].Value, Unescaped(entity.Groups["label"].Value), token), ct)
        : Unescaped(text);

    private async ValueTask<string> MeantAsync(string what, string label, CancellationToken ct)
    {
        switch (what)
        {
            case ['@', .. var user]:
                return await accounts.MentionedAsync(SlackPlatform.Id, user, label, clock.GetCurrentInstant(), ct);
            case ['#', .. var channel]:
                return await conversations.OwnersAsync(SlackPlatform.Id, channel, ct) is [var owner, ..] ? owner.Id
                    : label.Length > 0 ? label.TrimStart('#') : channel;
            case ['!', 's', 'u', 'b', 't', 'e', 'a', 'm', '^', .. var group]:
                return (await conversations.FeederAsync(SlackPlatform.Id, group, ct))?.Id ?? label.TrimStart('@');
            case ['!', .. var special]:
                return label.Length > 0 ? label : $"@{special}";
            default:
                // A link keeps its address; mail addresses and bare domains are links only because Slack made them so.
                return label.Length > 0 && what.EndsWith(label, StringComparison.Ordinal) ? label : Unescaped(what);
        }
    }

    private static string Unescaped(string text) => text.Contains('&', StringComparison.Ordinal)
        ? text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
        : text;

    [GeneratedRegex(@"<(?<what>[@#!][^<>|\s]+|https?:[^<>|\s]+|mailto:[^<>|\s]+)(\|(?<label>[^<>|]*))?>", RegexOptions.CultureInvariant)]
    private static partial Regex EntityPattern();
}
