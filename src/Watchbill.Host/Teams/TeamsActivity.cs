using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>An activity of the Bot Connector: who sent it, where, and what is said, pressed or filled in.</summary>
/// <param name="Conversation">Without the thread that its id may carry.</param>
internal sealed record TeamsActivity(string Type, string Id, string ServiceUrl, string Conversation)
{
    private const int MaxId = 400;
    private const string ThreadMark = ";messageid=";

    private static readonly InstantPattern Mark = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fffffff'Z'");

    /// <summary>Of an invoke, what it asks for; of an installation, whether it came or went; else empty.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The first message of the thread; null: it is in no channel.</summary>
    public string? Thread { get; private init; }

    /// <summary>Whether the conversation is one person's own with the bot.</summary>
    public bool IsPersonal { get; private init; }

    /// <summary>Whether only the sender and the bot see it, in a conversation with others.</summary>
    public bool IsTargeted { get; private init; }

    /// <summary>Who sent it, as Teams addresses them; null: nobody did.</summary>
    public string? User { get; private init; }

    /// <summary>Their Entra object id; null: no person sent it.</summary>
    public string? Account { get; private init; }

    /// <summary>What was typed: the bot's own mention is taken out, others stand as <c>&lt;@id|name&gt;</c>.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Whether the bot is mentioned.</summary>
    public bool IsCalled { get; private init; }

    /// <summary>Other people whom it mentions, as Teams addresses them.</summary>
    public IReadOnlyList<string> Mentioned { get; private init; } = [];

    /// <summary>What a card or an invoke carries.</summary>
    public JsonElement Value { get; private init; }

    /// <summary>The message that holds the card; null: it is none's.</summary>
    public string? Holder { get; private init; }

    /// <summary>When it was sent, written so that later ones sort after earlier ones; null: it does not say.</summary>
    public string? At { get; private init; }

    public string? Zone { get; private init; }

    /// <summary>Whether the bot itself was added to the conversation.</summary>
    public bool IsAdded { get; private init; }

    /// <summary>People who were added to the conversation, by the account, and as Teams addresses them.</summary>
    public IReadOnlyList<(string Account, string User)> Added { get; private init; } = [];

    /// <summary>Null: something is missing without which nobody can be answered.</summary>
    public static TeamsActivity? Read(JsonElement json)
    {
        if (IdOf(json, "type") is not { } type || IdOf(json, "serviceUrl") is not { } address
            || IdOf(json, "conversation", "id") is not { } whole) return null;
        var cut = whole.IndexOf(ThreadMark, StringComparison.Ordinal);
        var conversation = cut < 0 ? whole : whole[..cut];
        if (conversation.Length == 0) return null;
        var bot = json.Text("recipient", "id");
        var mentions = json.Items("entities").Where(entity => entity.Text("type") == "mention").ToList();
        return new(type, IdOf(json, "id") ?? "", address, conversation)
        {
            Name = IdOf(json, "name") ?? IdOf(json, "action") ?? "",
            Thread = cut < 0 || whole.Length == cut + ThreadMark.Length ? null : whole[(cut + ThreadMark.Length)..],
            IsPersonal = json.Text("conversation", "conversationType") == "personal",
            IsTargeted = json.Says("recipient", "isTargeted"),
            User = IdOf(json, "from", "id"),
            Account = AccountOf(json.At("from")),
            Text = Said(json.Text("text") ?? "", mentions, bot),
            IsCalled = bot is not null && mentions.Any(entity => entity.Text("mentioned", "id") == bot),
            Mentioned = [.. mentions.Select(entity => entity.Text("mentioned", "id")).OfType<string>().Where(id => id != bot).Take(20)],
            Value = json.At("value") ?? default,
            Holder = IdOf(json, "replyToId"),
            At = json.Text("timestamp") is { } text && InstantPattern.ExtendedIso.Parse(text) is { Success: true } at
                ? Mark.Format(at.Value) : null,
            Zone = json.Items("entities").Where(entity => entity.Text("type") == "clientInfo")
                .Select(entity => entity.Text("timezone")).FirstOrDefault() ?? json.Text("localTimezone"),
            IsAdded = bot is not null && json.Items("membersAdded").Any(member => member.Text("id") == bot),
            Added = [.. from member in json.Items("membersAdded").Take(200)
                let account = AccountOf(member)
                let id = IdOf(member, "id")
                where account is not null && id is not null
                select (account, id)],
        };
    }

    /// <summary>When it came, for one that does not say when it was sent.</summary>
    public static string MarkOf(Instant now) => Mark.Format(now);

    private static string? AccountOf(JsonElement? person) => person is { } one ? TeamsPeople.AccountOf(one) : null;

    // As Teams makes them: visible, without a space, and short.
    private static string? IdOf(JsonElement json, params ReadOnlySpan<string> path) =>
        json.Text(path) is { Length: > 0 and <= MaxId } text && !text.AsSpan().ContainsAnyExceptInRange('!', '~') ? text : null;

    // Teams says which words are a mention; what merely looks like one is what somebody typed.
    private static string Said(string text, List<JsonElement> mentions, string? bot)
    {
        foreach (var entity in mentions)
        {
            if (entity.Text("text") is not { Length: > 0 } words || entity.Text("mentioned", "id") is not { Length: > 0 } id
                || text.IndexOf(words, StringComparison.Ordinal) is not (var at and >= 0)) continue;
            var name = WebUtility.HtmlDecode(entity.Text("mentioned", "name") ?? "").Replace('<', ' ').Replace('>', ' ').Replace('|', ' ');
            text = text[..at] + (id == bot ? " " : $"<@{id}|{name.Trim()}>") + text[(at + words.Length)..];
        }

        return WebUtility.HtmlDecode(text).Replace('\u00a0', ' ').Trim();
    }
}
