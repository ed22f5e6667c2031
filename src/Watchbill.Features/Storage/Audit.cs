using NodaTime;

namespace Watchbill.Storage;

/// <summary>Who did what, when, to what and why. Holds ids, never names.</summary>
/// <param name="Actor">A person's id, <c>token:name</c>, <c>file</c> or <c>watchbill</c>.</param>
/// <param name="Action">The verb, such as <c>oncall override</c>.</param>
/// <param name="Subject">What was changed, as kind/id.</param>
/// <param name="Origin">Where it came from: <c>slack</c>, <c>teams</c>, <c>local</c>, <c>api</c>, <c>file</c>, <c>job</c>.</param>
public sealed record AuditEntry(Instant At, string Actor, string Action, string Subject, string Origin)
{
    public string? Old { get; init; }
    public string? New { get; init; }
    public string? Reason { get; init; }
}

/// <summary>
/// An entry as stored: id a 20-digit number counting from 1. <paramref name="Hash"/> is the SHA-256 (lower-case hex) of
/// <paramref name="Previous"/>, a line feed and the entry's JSON; the first row's previous is 64 zeros.
/// </summary>
public sealed record AuditRow(AuditEntry Entry, string Previous, string Hash);
