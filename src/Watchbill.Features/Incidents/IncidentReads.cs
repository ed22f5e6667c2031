using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Incidents;

/// <summary>Reads what is said about an incident when it is declared and when it is updated; null: nothing is said of it.</summary>
internal static class IncidentReads
{
    public static Severity? SeverityOf(Call call) =>
        call.Arguments["severity"] is { } said ? IncidentWords.Read<Severity>("severity", said) : null;

    public static Cause? CauseOf(Call call) => call.Arguments["cause"] is { } said ? IncidentWords.Read<Cause>("cause", said) : null;

    public static NoticedBy? NoticedOf(Call call) =>
        call.Arguments["noticed"] is { } said ? IncidentWords.Read<NoticedBy>("noticed", said) : null;

    /// <summary>The share of users affected.</summary>
    /// <param name="mayBeNone">Whether null also says that what was known is known no more.</param>
    public static decimal? ImpactOf(Call call, bool mayBeNone = false) =>
        call.Arguments["impact"] is { } said && !(mayBeNone && IsNone(said)) ? IncidentWords.Impact(said) : null;

    /// <summary>When something of it happened.</summary>
    /// <param name="mayBeNone">Whether null also says that it did not.</param>
    public static Instant? TimeOf(Call call, string argument, DateTimeZone zone, bool mayBeNone = false) =>
        call.Arguments[argument] is { } said && !(mayBeNone && IsNone(said)) ? PastTime.Read(argument, said, call.AskedAt, zone) : null;

    public static bool IsNone(string typed) => typed.Trim().ToLowerInvariant() is "none" or "-" or "open";
}
