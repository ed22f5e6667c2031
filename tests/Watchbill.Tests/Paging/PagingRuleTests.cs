using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>How long each level has, when a storm becomes a list, and who can be woken: to the second.</summary>
public sealed class PagingRuleTests
{
    private static readonly Instant Now = Cases.At("2026-11-30T03:00:00Z");
    private static readonly Duration Second = Duration.FromSeconds(1);

    [Theory]
    [InlineData("0", 0, 5)] // the only one
    [InlineData("7", 0, 5)]
    [InlineData("0 10", 0, 10)]
    [InlineData("0 10", 1, 10)] // the last waits as long as the gap before it
    [InlineData("0 10 12", 0, 10)]
    [InlineData("0 10 12", 1, 2)]
    [InlineData("0 10 12", 2, 2)]
    [InlineData("0 10 12", 3, 2)] // who is turned to beyond the list, too
    public void A_step_waits_until_the_next_one_is_due(string after, int step, int minutes)
    {
        var steps = after.Split(' ').Select((one, i) => new EscalationStep($"l{i}", Duration.FromMinutes(int.Parse(one, null)))).ToList();
        Assert.Equal(Duration.FromMinutes(minutes), EscalationPolicy.Wait(steps, step));
    }

    [Fact]
    public void Without_a_list_it_is_the_levels_five_minutes_apart_and_then_the_lead()
    {
        Layer[] layers =
        [
            Some.Layer("day", Some.Weekly, Coverage.Always, "ana") with { Level = "primary" },
            Some.Layer("beside", Some.Weekly, Coverage.Always, "dot") with { Shadow = true },
            Some.Layer("night", Some.Weekly, Coverage.Always, "ben") with { Level = "primary" },
            Some.Layer("secondary", Some.Weekly, Coverage.Always, "cai"),
        ];
        Assert.Equal([("primary", 0.0), ("secondary", 5), ("lead", 10)], Said(EscalationPolicy.Of(Some.Rotation(layers), Now)));
        Assert.Equal([("primary", 2.0)], Said(EscalationPolicy.Of(
            Some.Rotation(layers) with { Escalation = [new EscalationStep("primary", Duration.FromMinutes(2))] }, Now)));
        Assert.Equal([("person:ana", 0.0), ("lead", 5)], Said(EscalationPolicy.Of("ana")));

        static IEnumerable<(string, double)> Said(IReadOnlyList<EscalationStep> steps) =>
            steps.Select(step => (step.To, step.After.TotalMinutes));
    }

    [Fact]
    public void High_urgency_may_be_silent_for_half_an_hour_unless_the_rotation_says_otherwise()
    {
        Assert.Equal(Duration.FromMinutes(30), EscalationPolicy.AckTimeout(null));
        Assert.Equal(Duration.FromMinutes(30), EscalationPolicy.AckTimeout(Some.Payments));
        Assert.Equal(Duration.FromMinutes(10), EscalationPolicy.AckTimeout(Some.Payments with { AckTimeout = Duration.FromMinutes(10) }));
        Assert.Null(EscalationPolicy.AckTimeout(Some.Payments with { AckTimeout = Duration.Zero }));
    }

    [Fact]
    public void The_rotations_a_list_turns_to_are_those_it_names()
    {
        var rotation = Some.Payments with
        {
            Escalation = [new("primary", Duration.Zero), new("rotation:sre", Second), new("person:ana", 2 * Second)],
        };
        Assert.Equal(["sre"], EscalationPolicy.TurnedTo(rotation));
        Assert.True(EscalationPolicy.TurnsTo(rotation, "sre"));
        Assert.False(EscalationPolicy.TurnsTo(rotation, "ana"));
        Assert.Empty(EscalationPolicy.TurnedTo(Some.Payments));
    }

    [Theory]
    [InlineData("primary", true)]
    [InlineData("rotation:sre", true)]
    [InlineData("lead", false)]
    [InlineData("manager", false)]
    [InlineData("accountable", false)]
    [InlineData("admins", false)]
    [InlineData("person:ana", false)]
    public void People_come_and_go_on_levels_that_have_shifts(string to, bool shifts) =>
        Assert.Equal(shifts, EscalationPolicy.IsOfShifts(to));

    [Theory]
    [InlineData(19, 0, PagedAs.Page)]
    [InlineData(20, 0, PagedAs.List)] // the 21st within five minutes
    [InlineData(20, 299, PagedAs.List)]
    [InlineData(20, 300, PagedAs.Page)]
    public void More_than_twenty_pages_in_five_minutes_become_a_list(int pages, int secondsAgo, PagedAs becomes)
    {
        var lately = new PagedLately([.. Enumerable.Repeat(Now - secondsAgo * Second, pages)]);
        Assert.Equal(becomes, lately.As(Now, Now));
        // What is older than five minutes is forgotten with the next one.
        Assert.Equal(secondsAgo < 300 ? pages + 1 : 1, lately.Paged(Now).At.Count);
        Assert.Equal(Now, lately.Paged(Now).At[^1]);
    }

    [Theory]
    [InlineData(60, 0, PagedAs.List)] // the last list is a minute old
    [InlineData(59, 60, PagedAs.Listed)] // open when it was made
    [InlineData(59, 59, PagedAs.Later)]
    [InlineData(59, 0, PagedAs.Later)]
    public void Lists_are_a_minute_apart_and_hold_what_was_open_when_they_were_made(int listed, int open, PagedAs becomes)
    {
        var lately = new PagedLately([.. Enumerable.Repeat(Now, 20)]) { ListedAt = Now - listed * Second };
        Assert.Equal(becomes, lately.As(Now - open * Second, Now));
        Assert.Equal(Now + (60 - listed) * Second, lately.NextList);
    }

    [Fact]
    public void A_list_names_the_five_newest_once()
    {
        var lately = Enumerable.Range(1, 7).Aggregate(PagedLately.Never, (so, number) => so.Joined($"p{number}"));
        Assert.Equal(["p7", "p6", "p5", "p4", "p3"], lately.Newest);
        Assert.Equal(["p5", "p7", "p6", "p4", "p3"], lately.Joined("p5").Newest);
    }

    [Theory]
    // Nothing that wakes, or not verified, or stopped by its owner.
    [InlineData("", "", "no verified method that wakes")]
    [InlineData("email 0", "", "no verified method that wakes")]
    [InlineData("sms -", "", "no verified method that wakes")]
    [InlineData("sms stopped", "", "no verified method that wakes")]
    [InlineData("sms 0", "", null)]
    [InlineData("sms 29", "", null)]
    [InlineData("sms 30", "", "last answered 30 days ago")] // proven for 30 days
    [InlineData("sms 45, ntfy 31", "", "last answered 31 days ago")]
    [InlineData("sms 45, ntfy 3", "", null)]
    [InlineData("sms 3", "chat 0", "the rules for high urgency leave out sms")]
    [InlineData("sms 3, ntfy 3", "chat 0", "the rules for high urgency leave out sms and ntfy")]
    [InlineData("sms 3", "chat 0, sms 4", null)]
    [InlineData("sms 3", "chat 0, sms 5", "sms would ring after 5 min, and the level is left after 5 min")]
    [InlineData("sms 3, ntfy 3", "ntfy 7, sms 6", "sms would ring after 6 min, and the level is left after 5 min")]
    [InlineData("sms 3, ntfy 3", "ntfy 7, sms 1", null)]
    public void Who_cannot_be_woken_within_five_minutes_is_told_why(string methods, string rules, string? fault)
    {
        var contacts = new Contacts([.. Parts(methods).Select(one => Method(one[0], one[1]))])
        {
            High = rules.Length == 0 ? null
                : [.. Parts(rules).Select(one => new NotificationRule(one[0], Duration.FromMinutes(int.Parse(one[1], null))))],
        };
        Assert.Equal(fault, Readiness.Fault(contacts, method => method is "sms" or "ntfy", Duration.FromMinutes(5), Now));
    }

    [Fact]
    public void An_answer_proves_a_method_as_typing_its_code_does()
    {
        var sms = Method("sms", "10");
        Assert.Equal(Now - Duration.FromDays(10), sms.ProvenAt);
        Assert.Equal(Now, (sms with { AnsweredAt = Now }).ProvenAt);
        Assert.Equal(Now - Duration.FromDays(10), (sms with { AnsweredAt = Now - Duration.FromDays(11) }).ProvenAt);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("+351", true)] // the same number anew
    [InlineData("+352", false)]
    public void A_new_address_has_not_been_answered_yet(string? next, bool answered)
    {
        var verified = (Method("sms", "10") with { Next = next, AnsweredAt = Now, Code = "c", Tries = 2 }).Verified(Now);
        Assert.Equal((next ?? "+351", (string?)null, (string?)null, 0, (Instant?)Now),
            (verified.Address, verified.Next, verified.Code, verified.Tries, verified.VerifiedAt));
        Assert.Equal(answered ? Now : null, verified.AnsweredAt);
    }

    private static IEnumerable<string[]> Parts(string text) =>
        text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '));

    // Verified so many days ago; "-": not yet; "stopped": its owner answered STOP.
    private static Contact Method(string method, string state) => new(method, "+351")
    {
        SentAt = Now - Duration.FromDays(100),
        VerifiedAt = state == "-" ? null : Now - Duration.FromDays(state == "stopped" ? 0 : int.Parse(state, null)),
        StoppedAt = state == "stopped" ? Now : null,
    };
}
