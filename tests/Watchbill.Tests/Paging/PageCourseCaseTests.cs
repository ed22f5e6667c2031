using System.Text.Json;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;

namespace Watchbill.Paging;

/// <summary>Rows of facts about steps, of the form steps and waits to pages.</summary>
public sealed class PageCourseCaseTests
{
    private static readonly Lazy<JsonElement[]> Rows = new(() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "paging.json"))).RootElement
            .GetProperty("cases").EnumerateArray()]);

    [Theory]
    [InlineData("ST01")]
    [InlineData("ST04")]
    [InlineData("ST05")]
    [InlineData("NO03")]
    public void Steps_follow_each_other_as_the_row_says(string id)
    {
        var row = Rows.Value.Single(row => row.Text("id") == id);
        var (input, after) = (row.GetProperty("input"), 0.0);
        var steps = new List<(string To, double After)>();
        foreach (var step in input.GetProperty("steps").EnumerateArray())
        {
            steps.Add((step.Text("to"), after));
            after += step.GetProperty("wait").GetDouble();
        }

        var course = new Course(Urgency.High, input.Number("repeat"), [.. steps]);
        foreach (var named in steps.Where(step => step.To[0] == '@')) course.On(named.To, named.To[1..]);
        if (input.TryGetProperty("onCall", out var levels))
        {
            foreach (var level in levels.EnumerateObject())
            {
                foreach (var shift in level.Value.EnumerateArray())
                    course.On(level.Name, shift.Text("person"), shift.GetProperty("from").GetDouble(),
                        shift.Says("to") ? shift.GetProperty("to").GetDouble() : double.MaxValue);
            }
        }

        if (input.TryGetProperty("acks", out var acks))
            foreach (var ack in acks.EnumerateArray()) course.Do(ack.GetDouble(), (page, now) => page.Acknowledge("ana", now));
        if (input.TryGetProperty("resolve", out var resolve))
            course.Do(resolve.GetDouble(), (page, now) => page.After(Incident(), Incident() with { End = now }, Urgency.High, now)!);
        var expected = row.GetProperty("expected").GetProperty("pages").EnumerateArray()
            .Select(page => Cases.Invariant($"{page.GetProperty("t").GetDouble():0.##} {page.Text("person")}"));
        Assert.Equal(string.Join(", ", expected), course.Until(34).Paged);
    }

    [Fact]
    public void ST06_after_counts_from_the_trigger() =>
        Assert.Equal("0 ana, 5 ben, 15 lea", Three(repeat: 0).Until(19).Paged);

    [Fact]
    public void ST12_a_list_whose_other_levels_are_empty_still_pages() => Assert.Equal("0 ana",
        new Course(Urgency.High, 0, ("rotation:nobody", 0), ("primary", 5)).On("primary", "ana").Until(4).Paged);

    [Fact]
    public void RP05_repeating_five_times_makes_six_passes() => Assert.Equal("0 ana, 5 ana, 10 ana, 15 ana, 20 ana, 25 ana",
        new Course(Urgency.High, 5, ("primary", 0)).On("primary", "ana").Until(500).Paged);

    [Theory]
    [InlineData(Urgency.High, "0 ana, 2 ben")]
    [InlineData(Urgency.Low, "0 ana, 30 ben")]
    public void A_level_that_nobody_is_on_any_more_is_left_at_once_where_it_is_urgent(Urgency urgency, string paged) => Assert.Equal(paged,
        new Course(urgency, 0, ("primary", 0), ("secondary", 30)).On("primary", "ana", 0, 2).On("secondary", "ben").Until(60).Paged);

    [Fact]
    public void HO02_an_unanswered_page_goes_to_the_incoming_at_the_boundary_and_the_time_of_the_step_begins_anew()
    {
        // The trigger is 08:58, the handoff two minutes later, the wait 30.
        var course = new Course(Urgency.High, 0, ("primary", 0), ("secondary", 30))
            .On("primary", "ana", 0, 2).On("primary", "cai", 2).On("secondary", "ben");
        Assert.Equal("0 ana, 2 cai, 32 ben", course.Until(60).Paged);
    }

    [Fact]
    public void HO06_who_has_it_and_leaves_gives_it_to_whoever_is_on_call()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0), ("secondary", 30)) { Leaves = 12 }
            .On("primary", "ana", 0, 12).On("primary", "ben", 12).Do(2, (page, now) => page.Acknowledge("ana", now)).Until(20);
        Assert.Equal("0 ana, 12 ben", course.Paged);
        Assert.Equal((PageState.Open, null), (course.Page.State, course.Page.By));
    }

    [Fact]
    public void AK01_silent_for_the_ack_timeout_it_pages_who_had_it_and_who_is_on_call_now()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0)).On("primary", "ana", 0, 20).On("primary", "ben", 20)
            .Do(2, (page, now) => page.Acknowledge("ana", now)).Until(31);
        Assert.Equal("0 ana", course.Paged);
        Assert.Equal("0 ana, 32 ben, 32 ana", course.Until(32).Paged);
        Assert.Equal(PageState.Open, course.Page.State);
    }

    [Fact]
    public void AK07_acknowledging_what_is_snoozed_ends_the_snooze_and_its_own_time_begins()
    {
        var course = Three(repeat: 0).Do(2, (page, now) => page.Snooze("ana", now + Duration.FromHours(3), now))
            .Do(10, (page, now) => page.Acknowledge("ben", now));
        Assert.Equal((PageState.Acknowledged, "ben", 40), (course.Page.State, course.Page.By, course.Minute(course.Page.Due!.Value)));
    }

    [Fact]
    public void AK08_a_forward_cancels_the_snooze()
    {
        var course = Three(repeat: 0).Do(2, (page, now) => page.Snooze("ana", now + Duration.FromHours(3), now))
            .Do(10, (page, now) => page.Forward("ordering", "ana", now));
        Assert.Equal((PageState.Open, "ordering", 10), (course.Page.State, course.Page.Rotation, course.Minute(course.Page.Due!.Value)));
    }

    [Fact]
    public void AK12_the_first_acknowledgement_counts()
    {
        var course = Three(repeat: 0).Do(2, (page, now) => page.Acknowledge("ben", now));
        Assert.Same(course.Page, course.Page.Acknowledge("lea", course.Instant(3)));
    }

    [Fact]
    public void AK19_given_back_it_pages_whoever_is_on_call_at_once()
    {
        var course = Three(repeat: 0).Do(2, (page, now) => page.Acknowledge("ben", now)).Do(8, (page, now) => page.GiveBack("ben", now));
        Assert.Equal("0 ana, 8 ana, 13 ben", course.Until(13).Paged);
    }

    [Fact]
    public void DL06_a_level_that_nothing_reaches_does_not_use_its_time_up() => Assert.Equal("0 ana, 0.5 ben, 10.5 lea",
        Three(repeat: 0).Do(0.5, (page, now) => PageCourse.Unreached(page, 0, now)).Until(12).Paged);

    [Fact]
    public void DL07_after_downtime_only_the_step_now_due_is_taken()
    {
        var course = Three(repeat: 2).Until(4).Down(17);
        Assert.Equal("0 ana, 17 lea", course.Paged);
        Assert.Equal(2, (course.Page.Taken[^1].At - course.Page.Taken[^1].Due).TotalMinutes);
        Assert.Equal("0 ana, 17 lea, 25 ana", course.Until(25).Paged);
    }

    [Fact]
    public void MT02_a_page_held_by_a_maintenance_comes_at_its_end_and_when_it_ends_early()
    {
        var course = Held();
        Assert.Equal("", course.Until(50).Paged);
        course.Hold(0, 60);
        Assert.Equal("60 ana", course.Until(60).Paged);
        Assert.Equal("120 ana", Held().Until(120).Paged);
    }

    [Theory]
    [InlineData("sev2", "sev1", "0 ana, 3 ana")]
    [InlineData("sev2", "sev2", "0 ana, 5 ben")]
    public void DD05_and_DD07_what_joins_pages_nobody_again_unless_it_is_worse(string before, string after, string paged)
    {
        Incident Of(string severity) => Incident() with { Severity = Enum.Parse<Severity>(severity, ignoreCase: true) };
        var course = Three(repeat: 0).Do(3, (page, now) => page.After(Of(before), Of(after), Urgency.High, now)!);
        Assert.Equal(paged, course.Until(5).Paged);
    }

    [Fact]
    public void QH10_low_urgency_waits_for_the_first_promised_instant_and_goes_on_waiting_after_a_restart()
    {
        var course = new Course(Urgency.Low, 0, ("primary", 0), ("secondary", 30)) { Promised = [(120, 150), (1000, 1100)] }
            .On("primary", "ana").On("secondary", "ben").Until(60);
        Assert.Equal(("", 120), (course.Paged, course.Minute(course.Page.Due!.Value)));
        // The next step falls outside again.
        Assert.Equal("120 ana, 1000 ben", course.Until(1050).Paged);
    }

    [Fact]
    public void PR12_one_person_on_two_levels_is_paged_on_both() => Assert.Equal("0 ana, 15 ana",
        new Course(Urgency.High, 0, ("primary", 0), ("lead", 15)).On("primary", "ana").On("lead", "ana").Until(29).Paged);

    [Fact]
    public void NO04_and_NO08_where_all_are_empty_the_lead_the_accountable_and_admins_are_turned_to_one_after_the_other()
    {
        Course Empty() => new(Urgency.High, 0, ("primary", 0), ("secondary", 5));
        Assert.Equal("0 lea", Empty().On("shadow", "tri").On("lead", "lea").On("accountable", "acc").Until(4).Paged);
        Assert.Equal("0 acc", Empty().On("accountable", "acc").On("admins", "adm").Until(4).Paged);
        Assert.Equal("0 adm", Empty().On("admins", "adm").Until(4).Paged);
        var unreached = Empty().On("lead", "lea").On("accountable", "acc")
            .Do(1, (page, now) => PageCourse.Unreached(page, page.Taken.Count - 1, now));
        Assert.Equal("0 lea, 1 acc", unreached.Paged);
    }

    private static Course Three(int repeat) => new Course(Urgency.High, repeat, ("primary", 0), ("secondary", 5), ("lead", 15))
        .On("primary", "ana").On("secondary", "ben").On("lead", "lea");

    private static Course Held()
    {
        var course = Three(repeat: 0);
        course.Hold(0, 120);
        return course;
    }

    private static Incident Incident() => new("checkout", 12, "payments fail", Severity.Sev2, Cases.At("2026-11-30T02:58:00Z"), null)
    {
        By = "ana",
        At = Cases.At("2026-11-30T02:58:00Z"),
    };
}
