using NodaTime;

namespace Watchbill.Chat;

/// <summary>Who changes something, from where and when: for the audit log and for what is said about it.</summary>
/// <param name="Id">A person's id, or <c>token:name</c>.</param>
/// <param name="AskedAt">When it was asked for; earlier than now while a preview is confirmed.</param>
public sealed record Actor(string Id, string Origin, Instant Now, Instant AskedAt)
{
    /// <summary>Whether the person is known by an e-mail address alone, which makes nobody an admin.</summary>
    public bool ByMail { get; init; }

    /// <summary>The person; null where a token acts.</summary>
    public string? Person => Id.Contains(':', StringComparison.Ordinal) ? null : Id;

    public static Actor Of(Call call) =>
        new(call.Caller.Person, call.Caller.Platform.Name, call.Now, call.AskedAt) { ByMail = call.Caller.ByMail };
}
