using System.Globalization;
using System.Text.Json.Nodes;

namespace Watchbill.Fixtures;

/// <content>The methods of the Web API: what each one takes, and what it does.</content>
public sealed partial class FakeSlack
{
    /// <summary>Scopes, then arguments: required ones with a !, alternatives with a |.</summary>
    private static readonly Dictionary<string, (string Scope, int PerMinute, string Arguments)> Methods = new()
    {
        ["auth.test"] = ("", 600, ""),
        ["chat.postMessage"] =
            ("chat:write", 60,
                "channel! text|blocks! blocks text thread_ts reply_broadcast unfurl_links unfurl_media metadata link_names mrkdwn parse " +
                    "client_msg_id"),
        ["chat.update"] = ("chat:write", 50, "channel! ts! text|blocks! blocks text metadata link_names parse reply_broadcast"),
        ["chat.delete"] = ("chat:write", 50, "channel! ts!"),
        ["chat.postEphemeral"] = ("chat:write", 100, "channel! user! text|blocks! blocks text thread_ts link_names parse"),
        ["views.open"] = ("", 100, "trigger_id! view!"),
        ["views.push"] = ("", 100, "trigger_id! view!"),
        ["views.update"] = ("", 100, "view! view_id|external_id! view_id external_id hash"),
        ["views.publish"] = ("", 100, "user_id! view! hash"),
        ["users.info"] = ("users:read", 100, "user! include_locale"),
        ["users.lookupByEmail"] = ("users:read.email", 50, "email!"),
        ["users.list"] = ("users:read", 20, "cursor limit include_locale"),
        ["usergroups.list"] = ("usergroups:read", 20, "include_users include_count include_disabled"),
        ["usergroups.users.list"] = ("usergroups:read", 20, "usergroup! include_disabled"),
        ["usergroups.users.update"] = ("usergroups:write", 20, "usergroup! users! include_count"),
        ["conversations.info"] = ("channels:read", 50, "channel! include_locale include_num_members"),
        ["conversations.join"] = ("channels:join", 50, "channel!"),
        ["conversations.open"] = ("im:write", 50, "users|channel! users channel return_im prevent_creation"),
        ["conversations.members"] = ("channels:read", 100, "channel! cursor limit"),
        ["conversations.setTopic"] = ("channels:write.topic", 20, "channel! topic!"),
        ["apps.connections.open"] = ("connections:write", 600, ""),
    };

    private JsonObject Do(string method, JsonObject arguments)
    {
        var (channel, ts) =
            ((string?)arguments["channel"] ?? "",
                $"{DateTimeOffset.UnixEpoch.AddDays(20_000).ToUnixTimeSeconds()}.{Interlocked.Increment(ref count):000000}");
        switch (method)
        {
            case "chat.postMessage" or "chat.postEphemeral" or "conversations.setTopic" or "conversations.info" or "conversations.join"
                or "conversations.members"
                when channel[0] is not ('U' or 'D') && !Topics.ContainsKey(channel):
                return Error(method, "channel_not_found");
            case "chat.postMessage":
                // To a user's id it is their conversation with the bot, which has an id of its own.
                if (channel[0] == 'U') channel = $"D{channel[1..]}";
                Messages[$"{channel}/{ts}"] = arguments;
                return new() { ["ok"] = true, ["channel"] = channel, ["ts"] = ts, ["message"] = arguments.DeepClone() };
            case "chat.postEphemeral":
                return new() { ["ok"] = true, ["message_ts"] = ts };
            case "chat.update" or "chat.delete" when channel[0] == 'U':
                return Error(method, "channel_not_found");
            case "chat.update" or "chat.delete":
                if (!Messages.ContainsKey($"{channel}/{arguments["ts"]}")) return Error(method, "message_not_found");
                if (method == "chat.delete") Messages.TryRemove($"{channel}/{arguments["ts"]}", out _);
                else Messages[$"{channel}/{arguments["ts"]}"] = arguments;
                return new() { ["ok"] = true, ["channel"] = channel, ["ts"] = (string?)arguments["ts"] };
            case "views.open" or "views.push":
                if (!triggers.TryGetValue((string)arguments["trigger_id"]!, out var trigger)) return Error(method, "invalid_trigger_id");
                if (trigger.Expired) return Error(method, "expired_trigger_id");
                if (!triggers.TryUpdate((string)arguments["trigger_id"]!, trigger with { Used = true }, trigger) || trigger.Used)
                    return Error(method, "exchanged_trigger_id");
                return View(arguments);
            case "views.update" or "views.publish":
                return View(arguments);
            case "users.info":
                return Users.TryGetValue((string)arguments["user"]!, out var user) ? new()
                {
                    ["ok"] = true,
                    ["user"] = user.DeepClone(),
                } : Error(method, "user_not_found");
            case "users.lookupByEmail":
                var found = Users.Values.FirstOrDefault(one => (string?)one["profile"]?["email"] == (string?)arguments["email"]);
                return found is not null ? new() { ["ok"] = true, ["user"] = found.DeepClone() } : Error(method, "users_not_found");
            case "users.list":
                var from = int.Parse($"0{arguments["cursor"]}", CultureInfo.InvariantCulture);
                var members = Users.OrderBy(one => one.Key, StringComparer.Ordinal).Skip(from).Take(PageSize).ToList();
                return new()
                {
                    ["ok"] = true,
                    ["members"] = new JsonArray([.. members.Select(one => one.Value.DeepClone())]),
                    ["response_metadata"] = new JsonObject
                    {
                        ["next_cursor"] = from + members.Count < Users.Count ? $"{from + members.Count}" : "",
                    },
                };
            case "usergroups.list":
                return new()
                {
                    ["ok"] = true,
                    ["usergroups"] =
                        new JsonArray([.. Groups.Select(group => new JsonObject { ["id"] = group.Key, ["users"] = List(group.Value) })]),
                };
            case "usergroups.users.list" or "usergroups.users.update":
                var id = (string)arguments["usergroup"]!;
                if (!Groups.ContainsKey(id)) return Error(method, "no_such_subteam");
                if (method == "usergroups.users.update")
                {
                    // A list, or as one official client sends it, the text of a JSON list.
                    var users =
                        ((string)arguments["users"]!).Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries)
                            .Select(one => one.Trim('"', ' ')).ToArray();
                    if (users.Length == 0) return Error(method, "no_users_provided");
                    if (users.Any(one => !Users.TryGetValue(one, out var known) || known["deleted"] is JsonValue deleted && (bool)deleted))
                        return Error(method, "invalid_users");
                    Groups[id] = users;
                }

                return new()
                {
                    ["ok"] = true,
                    ["users"] = List(Groups[id]),
                    ["usergroup"] = new JsonObject
                    {
                        ["id"] = id,
                        ["users"] = List(Groups[id]),
                    }
                };
            case "conversations.setTopic":
                if (((string)arguments["topic"]!).Length > 250) return Error(method, "too_long");
                Topics[channel] = (string)arguments["topic"]!;
                return new()
                {
                    ["ok"] = true,
                    ["channel"] = new JsonObject
                    {
                        ["id"] = channel,
                        ["topic"] = new JsonObject { ["value"] = Topics[channel] },
                    }
                };
            case "conversations.open":
                return new() { ["ok"] = true, ["channel"] = new JsonObject { ["id"] = $"D{((string)arguments["users"]!)[1..]}" } };
            case "apps.connections.open":
                return new()
                {
                    ["ok"] = true,
                    ["url"] = $"{new UriBuilder(Url) { Scheme = "ws", Path = "/socket" }.Uri}?ticket={Sockets.Ticket()}",
                };
            default:
                return new()
                {
                    ["ok"] = true,
                    ["url"] = Url.ToString(),
                    ["team_id"] = Team,
                    ["enterprise_id"] = Enterprise,
                    ["user_id"] = Bot,
                    ["bot_id"] = "B0BOT",
                    ["members"] = List([.. Users.Keys]),
                    ["channel"] = Channel(channel),
                };
        }
    }

    private JsonObject View(JsonObject arguments)
    {
        var view = arguments["view"]!.DeepClone().AsObject();
        (view["id"], view["hash"]) = ((string?)arguments["view_id"] ?? $"V{Interlocked.Increment(ref count)}", $"{count}.fake");
        return new() { ["ok"] = true, ["view"] = view };
    }

    private JsonObject? Channel(string id) =>
        Topics.TryGetValue(id, out var topic) ? new()
        {
            ["id"] = id,
            ["is_member"] = true,
            ["topic"] = new JsonObject { ["value"] = topic },
        } : null;

    private static JsonArray List(string[] items) => new([.. items.Select(item => (JsonNode?)item)]);
}
