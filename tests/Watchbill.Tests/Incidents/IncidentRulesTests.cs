using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Incidents;

public sealed class IncidentRulesTests
{
    private static readonly Instant Now = At("12:00");

    private static Incident Good { get; } = new("checkout", 3, "Payments fail", Severity.Sev2, At("10:00"), At("11:00"))
    {
        Detected = At("10:02"),
        Acknowledged = At("10:05"),
        Mitigated = At("10:50"),
        By = "ana",
        At = At("11:00"),
        Responders = [new("ana", At("10:05"), At("11:00")), new("ana", At("11:00"), At("11:30")), new("ben", At("10:10"), null)],
    };

    public static TheoryData<string, Incident> Wrong => new()
    {
        { "title", Good with { Title = " " } },
        { "title", Good with { Title = new string('x', 201) } },
        { "impact", Good with { Impact = -0.01m } },
        { "impact", Good with { Impact = 1.01m } },
        { "start", Good with { Start = At("12:01"), End = null } },
        { "end", Good with { End = At("12:01") } },
        { "end", Good with { End = At("09:59") } },
        { "detected", Good with { Detected = At("09:59") } },
        { "acknowledged", Good with { Acknowledged = At("09:59") } },
        { "mitigated", Good with { Mitigated = At("11:01") } },
        { "mitigated", Good with { End = null, Mitigated = At("12:01") } },
        { "responders", Good with { Responders = [new("ana", At("10:05"), At("10:05"))] } },
        { "responders", Good with { Responders = [new("ana", At("10:05"), At("12:01"))] } },
        { "responders", Good with { Responders = [new("ana", At("10:05"), null), new("ana", At("10:30"), At("10:40"))] } },
        { "link", Good with { Links = ["http://wiki.example.com"] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_named_with_its_field(string field, Incident incident) =>
        Assert.Equal(field, IncidentRules.Fault(incident, Now)?.Field);

    [Fact]
    public void What_can_be_is_left_alone()
    {
        Assert.Null(IncidentRules.Fault(Good, Now));
        Assert.Null(
            IncidentRules.Fault(
                Good with { Start = Now, End = null, Detected = null, Acknowledged = null, Mitigated = null, Impact = null }, Now));
        // Over before somebody acknowledged it.
        Assert.Null(IncidentRules.Fault(Good with { Acknowledged = At("11:01") }, Now));
        // Found out only when it was over, and seen by monitoring to be over before somebody came.
        Assert.Null(IncidentRules.Fault(Good with { Detected = At("11:30") }, Now));
        Assert.Null(
            IncidentRules.Fault(Good with { Acknowledged = At("11:01"), Alerts = [new("HighErrorRate", "a", At("10:00"), At("11:00"))] },
                Now));
    }

    [Fact]
    public void Resolving_ends_every_callout_that_runs_and_no_other()
    {
        var resolved = (Good with { End = null }).Resolve(At("11:40"), At("11:45"));
        Assert.Equal((At("11:40"), true), (resolved.End!.Value, resolved.TakenOver));
        Assert.Equal([At("11:00"), At("11:30"), At("11:40")], resolved.Responders.Select(responder => responder.End!.Value));
    }

    [Fact]
    public void Acknowledging_twice_is_one_callout_and_the_first_one_counts()
    {
        var open = Good with { End = null, Acknowledged = null, Responders = [] };
        var both = open.Acknowledge("ana", At("10:05")).Acknowledge("ben", At("10:20")).Acknowledge("ana", At("10:30"));
        Assert.Equal(At("10:05"), both.Acknowledged);
        Assert.Equal([new Responder("ana", At("10:05"), null), new Responder("ben", At("10:20"), null)], both.Responders);
        Assert.Equal(At("10:40"), both.Leave("ana", At("10:40")).Responders[0].End);
        // Who comes back begins anew.
        Assert.Equal(3, both.Leave("ana", At("10:40")).Acknowledge("ana", At("10:50")).Responders.Count);
    }

    [Theory]
    [InlineData("checkout-12", "checkout", 12)]
    [InlineData("check-out-7", "check-out", 7)]
    [InlineData("checkout", null, 0)]
    [InlineData("checkout-", null, 0)]
    [InlineData("checkout-0", null, 0)]
    [InlineData("-3", null, 0)]
    [InlineData("checkout-99999999999", null, 0)]
    public void An_id_is_the_service_and_its_number(string id, string? service, int number)
    {
        var named = Incident.Named(id);
        Assert.Equal((service, number), (named?.Service, named?.Number ?? 0));
    }

    // 8 December 2026 is a Tuesday and a holiday in Portugal.
    [Theory]
    [InlineData("2026-11-20", 5, "2026-11-27")] // Friday: the week after.
    [InlineData("2026-11-21", 5, "2026-11-27")] // Saturday: Monday is the first.
    [InlineData("2026-12-04", 5, "2026-12-14")] // Friday: Mon 7, Wed 9, Thu 10, Fri 11, Mon 14.
    public void Working_days_leave_out_weekends_and_holidays(string from, int days, string due) =>
        Assert.Equal(Date(due), WorkingDays.After(Date(from), days, [new LocalDate(2026, 12, 8)]));

    [Fact]
    public void Runbooks_that_helped_more_often_come_first_and_others_as_the_file_has_them()
    {
        Runbook[] books = [new("HighErrorRate", "https://a"), new("HighErrorRate", "https://b"), new("HighErrorRate", "https://c"),
            new("DiskFull", "https://d")];
        var service = new Service("checkout", "payments") { Runbooks = books };
        var uses = RunbookUses.None.See(books, Now);
        string[] For(params string[] alerts) => [.. uses.For(Good with
        {
            Alerts = [.. alerts.Select(alert => new IncidentAlert(alert, alert, Now, null))],
        }, service).Select(runbook => runbook.Url)];
        Assert.Equal(["https://a", "https://b", "https://c"], For("higherrorrate"));
        uses = uses.Help(books[2], 3, Now).Help(books[2], 4, Now).Help(books[1], 3, Now).Help(books[1], 3, Now);
        Assert.Equal(["https://c", "https://b", "https://a"], For("HighErrorRate"));
        Assert.Equal(["https://d", "https://c", "https://b", "https://a"], For("DiskFull", "HighErrorRate", "diskfull"));
        Assert.Equal(["https://c", "https://b", "https://a", "https://d"], For()); // People declared it: all of its service.
    }

    [Fact]
    public void A_runbook_is_stale_half_a_year_after_it_was_reviewed_or_first_seen()
    {
        Runbook[] books = [new("HighErrorRate", "https://a"), new("HighErrorRate", "https://b")];
        var uses = RunbookUses.None.See(books, Now).Review(books[1], "ana", Now + Duration.FromDays(1));
        Assert.Empty(uses.Stale(books, Now + Duration.FromDays(180) - Duration.Epsilon));
        Assert.Equal([books[0]], uses.Stale(books, Now + Duration.FromDays(180)));
        Assert.Equal(2, uses.Stale(books, Now + Duration.FromDays(181)).Count);
    }

    private static Instant At(string time) => Cases.At($"2026-11-20T{time}:00Z");

    private static LocalDate Date(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
