using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>What a card sends back: the names that its buttons and forms have in their data, beside the inputs.</summary>
internal static class TeamsPayloads
{
    // No field of a form has a colon in its name.
    public const string Action = "watchbill:action";
    public const string Value = "watchbill:value";
    public const string Form = "watchbill:form";
    public const string View = "watchbill:view";

    /// <summary>Of a card that shows what concerns somebody now: answers do not take its place.</summary>
    public const string Home = "watchbill:home";

    // No field of a form has a point in its name either.
    public const string Date = ".date";
    public const string Time = ".time";
    public const string SpanEnd = ".to";

    private const int MaxFields = 100;

    /// <summary>Words said to the bot, or its name alone; null: nobody said them, or there are none.</summary>
    public static MessagePayload? Message(TeamsActivity activity) =>
        activity is { Account: { } account } and ({ Text.Length: > 0 } or { IsCalled: true })
        ? new(account, activity.Text.Length > 0 ? activity.Text : "oncall")
        {
            Channel = ChannelOf(activity),
            Thread = activity.Thread,
            ResponseUrl = activity.ServiceUrl,
            Alone = AloneOf(activity),
        }
        : null;

    /// <summary>The button that was pressed or the form that was filled in; null: the data is none of ours.</summary>
    public static Payload? Card(TeamsActivity activity, JsonElement data, Instant now)
    {
        if (activity.Account is not { } account) return null;
        if (data.Text(Action) is { Length: > 0 and <= 255 } action)
        {
            var at = activity.At ?? TeamsActivity.MarkOf(now);
            return new PressPayload(account, action, data.Text(Value) ?? "", IsHome(data) ? "" : activity.Holder ?? "", at)
            {
                Channel = ChannelOf(activity),
                Thread = activity.Thread,
                ResponseUrl = activity.ServiceUrl,
                Alone = AloneOf(activity),
                Ephemeral = activity.IsPersonal || activity.IsTargeted,
            };
        }

        if (data.Text(Form) is not { Length: > 0 and <= 255 } form) return null;
        var values = new Dictionary<string, string>();
        foreach (var input in data.EnumerateObject().Where(input => !input.Name.Contains(':', StringComparison.Ordinal)).Take(MaxFields))
            if (StrictJson.Text(input.Value) is { } text) values[input.Name] = text;
        Pick(values);
        return new SubmissionPayload(account, form, $"{ViewOf(data)}/{activity.Holder}", values)
        {
            Channel = ChannelOf(activity),
            Thread = activity.Thread,
            ResponseUrl = activity.ServiceUrl,
            Alone = AloneOf(activity),
        };
    }

    // What was typed goes first; else the date and the time that were picked, or one of them: "2026-12-01 09:00", "09:00 to 17:00".
    private static void Pick(Dictionary<string, string> values)
    {
        var picked = values.Where(pair => pair.Key.Contains('.', StringComparison.Ordinal)).ToDictionary();
        foreach (var name in picked.Keys) values.Remove(name);
        foreach (var name in picked.Keys.Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Distinct())
        {
            if (!string.IsNullOrWhiteSpace(values.GetValueOrDefault(name))) continue;
            var (from, to) = (At(name), At(name + SpanEnd));
            if (from.Length + to.Length > 0) values[name] = to.Length == 0 ? from : from.Length == 0 ? $"until {to}" : $"{from} to {to}";
        }

        string At(string name) =>
            $"{picked.GetValueOrDefault(name + Date)} {picked.GetValueOrDefault(name + Time)}".Trim();
    }

    /// <summary>The form as it was opened and the message that holds it.</summary>
    public static (string View, string Message) Opened(SubmissionPayload form) =>
        form.View.IndexOf('/', StringComparison.Ordinal) is var cut and > 0 ? (form.View[..cut], form.View[(cut + 1)..]) : ("", "");

    public static bool IsHome(JsonElement data) => data.Text(Home) is not null;

    /// <summary>What the buttons of a card send, older ones to fall back to included.</summary>
    public static IEnumerable<JsonObject> DataOf(JsonNode? node) => node switch
    {
        JsonArray some => some.SelectMany(DataOf),
        JsonObject one => one.SelectMany(pair => pair is { Key: "data", Value: JsonObject data } && data.ContainsKey(Action) ? [data]
            : DataOf(pair.Value)),
        _ => [],
    };

    private static string ViewOf(JsonElement data) =>
        data.Text(View) is { Length: > 0 and <= 64 } view && view.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? view : "unnamed";

    private static string? ChannelOf(TeamsActivity activity) => activity.IsPersonal ? null : activity.Conversation;

    private static string? AloneOf(TeamsActivity activity) => activity.IsTargeted ? activity.User : null;
}
