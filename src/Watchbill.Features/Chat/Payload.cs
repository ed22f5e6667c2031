using System.Security.Cryptography;
using System.Text;

namespace Watchbill.Chat;

/// <summary>A request from a platform, as stored until it is handled.</summary>
/// <param name="User">The platform's id of who sent it.</param>
public abstract record Payload(string User)
{
    /// <summary>The conversation it came from; null: none, as from a home page.</summary>
    public string? Channel { get; init; }

    /// <summary>The message under which the conversation goes on; null: it is none's reply.</summary>
    public string? Thread { get; init; }

    /// <summary>An address that takes the answer, where the platform names one.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>The platform's address of its sender, where nobody else in the conversation sees it; null: they do.</summary>
    public string? Alone { get; init; }
}

/// <summary>A button that somebody pressed.</summary>
/// <param name="Message">The message or form that holds it.</param>
/// <param name="At">When, by the platform's clock; later presses sort after earlier ones.</param>
public sealed record PressPayload(string User, string Action, string Value, string Message, string At) : Payload(User)
{
    /// <summary>The modal that holds it; null: a message or a home page does.</summary>
    public string? Modal { get; init; }

    /// <summary>Whether only the user sees the message.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>The same for each press of the same button of the same message by the same user.</summary>
    public string Key =>
        string.Join('\n', "press", Channel, Message, User, Action,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value))));

    /// <summary>This one press: a retry has the same.</summary>
    public string Sent => $"{Key}\n{At}";
}

/// <summary>A form that somebody filled in.</summary>
/// <param name="View">The form as it was opened, which is acted on once; empty where the platform does not say.</param>
public sealed record SubmissionPayload(string User, string Form, string View, IReadOnlyDictionary<string, string> Values) : Payload(User)
{
    /// <summary>What was opened, however often it is sent; null where the platform does not say.</summary>
    public string? Sent => View.Length > 0 ? $"form\n{View}" : null;

    /// <summary>
    /// One form is sent again once its errors are corrected, each time under an id of its own, or at least with other values.
    /// </summary>
    /// <param name="id">The platform's id of this submission; null: it has none.</param>
    public string Key(string? id) => string.Join('\n', "form", View,
        id ?? string.Join('\n', Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
}

/// <summary>Words said to the bot, in its own conversation or by a mention.</summary>
public sealed record MessagePayload(string User, string Text) : Payload(User)
{
    /// <param name="id">The platform's id of the event that brought the message.</param>
    public static string Key(string id) => $"event\n{id}";
}

/// <summary>A payload of another release that this one cannot read.</summary>
public sealed record UnknownPayload(string Text) : Payload("");
