using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

/// <summary>Where what can be of an incident ends, to the second and the character. It began at 10:00 and is over since 11:00; it is
/// noon.</summary>
public sealed class IncidentLimitTests
{
    private static readonly Instant Now = At("12:00:00");

    private static readonly IncidentAlert Alert = new("HighErrorRate", "a", At("10:00:00"), At("11:00:00"));

    private static Incident Good { get; } = new("checkout", 3, "Payments fail", Severity.Sev2, At("10:00:00"), At("11:00:00"))
    {
        By = "ana",
        At = Now,
    };

    public static TheoryData<string, Incident, Incident> Edges => new()
    {
        { "title", Good with { Title = new string('x', 200) }, Good with { Title = new string('x', 201) } },
        { "release", Good with { Release = new string('x', 100) }, Good with { Release = new string('x', 101) } },
        { "impact", Good with { Impact = 0 }, Good with { Impact = -0.001m } },
        { "impact", Good with { Impact = 1 }, Good with { Impact = 1.001m } },
        { "note", Noted(200), Noted(201) },
        { "link", Linked(20, "https://a"), Linked(21, "https://a") },
        { "link", Linked(1, "https://a/" + new string('b', 990)), Linked(1, "https://a/" + new string('b', 991)) },
        { "link", Linked(1, "HTTPS://wiki.example.com"), Linked(1, "wiki.example.com") },
        { "link", Linked(1, "https://wiki.example.com"), Linked(1, "http://wiki.example.com") },
        { "responders", Crowd(100), Crowd(101) },
        { "start", Good with { Start = Now, End = null }, Good with { Start = At("12:00:01"), End = null } },
        { "end", Good with { End = Now }, Good with { End = At("12:00:01") } },
        { "end", Good with { End = At("10:00:00") }, Good with { End = At("09:59:59") } },
        { "detected", Good with { Detected = At("10:00:00") }, Good with { Detected = At("09:59:59") } },
        { "detected", Good with { Detected = Now }, Good with { Detected = At("12:00:01") } },
        { "acknowledged", Good with { Acknowledged = At("10:00:00") }, Good with { Acknowledged = At("09:59:59") } },
        { "acknowledged", Good with { Acknowledged = Now }, Good with { Acknowledged = At("12:00:01") } },
        { "mitigated", Good with { Mitigated = At("10:00:00") }, Good with { Mitigated = At("09:59:59") } },
        { "mitigated", Good with { Mitigated = At("11:00:00") }, Good with { Mitigated = At("11:00:01") } },
        // Where monitoring saw it end, it may be mitigated later.
        { "mitigated", Good with { Mitigated = At("11:30:00"), Alerts = [Alert] }, Good with { Mitigated = At("11:30:00") } },
        { "responders", Worked("10:00:00", "10:00:01"), Worked("10:00:00", "10:00:00") },
        { "responders", Worked("11:59:59", "12:00:01"), Worked("11:59:59", "12:00:02") },
        { "responders", Worked("12:00:00", "12:00:01"), Worked("12:00:01", null) },
        // Their intervals may touch and not overlap, in whatever order they are said, and of others they may.
        { "responders", Both("ana", "10:30:00", "10:40:00"), Both("ana", "10:29:59", "10:40:00") },
        { "responders", Both("ana", "10:10:00", "10:20:00"), Both("ana", "10:10:00", "10:20:01") },
        { "responders", Both("ana", "10:30:00", null), Both("ana", "10:10:00", null) },
        { "responders", Both("ben", "10:25:00", "10:26:00"), Both("ana", "10:25:00", "10:26:00") },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void The_last_that_can_be_is_left_alone_and_the_next_is_named(string field, Incident last, Incident next)
    {
        Assert.Null(IncidentRules.Fault(last, Now));
        Assert.Equal(field, IncidentRules.Fault(next, Now)?.Field);
    }

    [Fact]
    public void What_was_merged_into_it_may_have_begun_earlier()
    {
        var merged = Good with { Merged = [new("checkout-2", At("09:00:00"), At("09:10:00"), 1)] };
        Assert.Null(IncidentRules.Fault(merged with { Detected = At("09:00:00") }, Now));
        Assert.Equal("detected", IncidentRules.Fault(merged with { Detected = At("08:59:59") }, Now)?.Field);
    }

    [Theory]
    [InlineData("10:00:00", "11:00:00", true)]
    [InlineData("09:59:59", "11:00:00", false)]
    [InlineData("10:00:00", "11:00:01", false)]
    [InlineData("10:30:00", null, true)]
    [InlineData("11:00:01", null, false)]
    public void Hours_lie_within_an_incident_from_its_beginning_to_its_end(string start, string? end, bool within) =>
        Assert.Equal(within, Good.Covers(new Responder("ana", At(start), end is null ? null : At(end)), Now));

    [Theory]
    [InlineData("12:00:00", true)]
    [InlineData("12:00:01", false)]
    public void While_it_goes_on_hours_lie_within_it_up_to_now(string end, bool within) =>
        Assert.Equal(within, (Good with { End = null }).Covers(new Responder("ana", At("10:00:00"), At(end)), Now));

    private static Incident Noted(int count) =>
        Good with { Notes = [.. Enumerable.Repeat(new IncidentNote("ana", At("10:00:00"), "seen"), count)] };

    private static Incident Linked(int count, string link) => Good with { Links = [.. Enumerable.Repeat(link, count)] };

    private static Incident Crowd(int count) => Good with
    {
        Responders = [.. Enumerable.Range(1, count).Select(number => new Responder($"p{number}", At("10:00:00"), null))],
    };

    private static Incident Worked(string start, string? end) => Good with { Responders = [Responder("ana", start, end)] };

    // Ana has worked from 10:20 to 10:30.
    private static Incident Both(string person, string start, string? end) =>
        Good with { Responders = [Responder("ana", "10:20:00", "10:30:00"), Responder(person, start, end)] };

    private static Responder Responder(string person, string start, string? end) =>
        new(person, At(start), end is null ? null : At(end));

    private static Instant At(string time) => Cases.At($"2026-11-20T{time}Z");
}
