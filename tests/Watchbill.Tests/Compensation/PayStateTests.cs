using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>How a person's month goes from open to locked, and what the record of it says.</summary>
public sealed class PayStateTests
{
    private static readonly LocalDate June = new(2026, 6, 1);
    private static readonly Instant Now = Cases.At("2026-07-03T09:00:00Z");

    [Theory]
    [InlineData(PayState.Calculated, PayState.Checked, null)]
    [InlineData(PayState.Unchecked, PayState.Checked, null)]
    [InlineData(PayState.Unchecked, PayState.Approved, null)]
    [InlineData(PayState.Checked, PayState.Approved, null)]
    [InlineData(PayState.Approved, PayState.Exported, null)]
    [InlineData(PayState.Exported, PayState.Locked, null)]
    [InlineData(PayState.Projected, PayState.Checked, "is not over yet")]
    [InlineData(PayState.Open, PayState.Approved, "is not over yet")]
    [InlineData(PayState.Calculated, PayState.Approved, "is calculated: its person has not checked it yet")]
    [InlineData(PayState.Calculated, PayState.Locked, "is calculated: its person has not checked it yet")]
    [InlineData(PayState.Unchecked, PayState.Exported, "is unchecked: it has to be approved first")]
    [InlineData(PayState.Checked, PayState.Exported, "is checked: it has to be approved first")]
    [InlineData(PayState.Checked, PayState.Checked, "is checked: it has to be approved first")]
    [InlineData(PayState.Approved, PayState.Locked, "is approved: it has to be exported first")]
    [InlineData(PayState.Approved, PayState.Checked, "is approved already")]
    [InlineData(PayState.Approved, PayState.Approved, "is approved already")]
    [InlineData(PayState.Exported, PayState.Approved, "is exported already")]
    [InlineData(PayState.Locked, PayState.Exported, "is locked already")]
    [InlineData(PayState.Locked, PayState.Locked, "is locked already")]
    public void A_month_takes_one_step_after_the_other(PayState from, PayState to, string? why) =>
        Assert.Equal(why, PayRecord.WhyNot(from, to));

    [Theory]
    [InlineData("2026-05-31", PayState.Projected)]
    [InlineData("2026-06-01", PayState.Open)]
    [InlineData("2026-06-30", PayState.Open)]
    [InlineData("2026-07-01", PayState.Calculated)]
    [InlineData("2026-08-31", PayState.Calculated)]
    [InlineData("2026-09-01", PayState.Unchecked)] // nobody was asked in three months, and nobody will be
    public void Before_anybody_did_anything_the_day_says_how_far_it_is(string today, PayState state) =>
        Assert.Equal(state, new PayRecord("ana", June).StateAt(Now, Cases.Date(today)));

    [Theory]
    [InlineData(0, PayState.Unchecked)] // five days are over at this instant
    [InlineData(1, PayState.Calculated)]
    public void It_is_unchecked_from_the_instant_on_at_which_its_person_had_to_answer(int secondsLeft, PayState state)
    {
        var record = new PayRecord("ana", June) { AskedAt = Now - Duration.FromDays(5), CheckBy = Now + Duration.FromSeconds(secondsLeft) };
        Assert.Equal(state, record.StateAt(Now, Cases.Date("2026-07-03")));
        // Who was asked is not given up after three months, but when their time is over.
        Assert.Equal(state, record.StateAt(Now, Cases.Date("2026-09-03")));
        Assert.Equal(PayState.Exported,
            (record with { Steps = [Step(PayState.Approved, 1), Step(PayState.Exported, 2)] }).StateAt(Now, Cases.Date("2026-07-03")));
    }

    [Fact]
    public void A_mistake_is_open_until_its_person_says_that_the_month_is_right()
    {
        var record = new PayRecord("ana", June) { Mistakes = [Mistake(1, "an hour too few"), Mistake(3, "and a callout")] };
        Assert.Equal("and a callout", record.OpenMistake);
        Assert.Equal("and a callout", (record with { Steps = [Step(PayState.Checked, 2)] }).OpenMistake);
        Assert.Null((record with { Steps = [Step(PayState.Checked, 3)] }).OpenMistake);
        Assert.Equal("and a callout", (record with { Steps = [Step(PayState.Approved, 4)] }).OpenMistake);
        Assert.Null(new PayRecord("ana", June).OpenMistake);
    }

    [Fact]
    public void A_month_is_watched_until_somebody_heard_that_it_has_changed()
    {
        var mistake = Mistake(1, "an hour too few") with { Totals = [new Money(100, "EUR")] };
        var record = new PayRecord("ana", June) { Mistakes = [mistake] };
        Assert.Equal(mistake, record.Watched);
        Assert.Null((record with { Mistakes = [mistake with { ChangeToldAt = Now }] }).Watched);
        Assert.Null((record with { Mistakes = [mistake with { Totals = null }] }).Watched);
        Assert.Null((record with { Steps = [Step(PayState.Checked, 2)] }).Watched);
        Assert.Null((record with { Fixed = Fixed("ana") }).Watched);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(110, true)]
    public void What_was_checked_has_changed_when_it_is_worth_something_else(int total, bool changed)
    {
        var record = new PayRecord("ana", June) { Steps = [Step(PayState.Checked, 1) with { Totals = [new Money(100, "EUR")] }] };
        Assert.Equal(changed, record.HasChangedSinceCheck([new Money(total, "EUR")]));
        Assert.False((record with { Steps = [.. record.Steps, Step(PayState.Approved, 2)] })
            .HasChangedSinceCheck([new Money(total, "EUR")]));
        Assert.False((record with { Steps = [Step(PayState.Checked, 1)] }).HasChangedSinceCheck([new Money(total, "EUR")]));
    }

    [Fact]
    public void Words_of_people_go_and_pay_stays()
    {
        var adjusted = new PayLine(PayKind.Adjustment, June, Now, Now, 0, new Money(5, "EUR")) { Reason = "for the night", By = "mia" };
        var anew = adjusted with { By = PayLine.Watchbill, Reason = "worked out anew" };
        Assert.True(adjusted.IsInWords);
        Assert.False(anew.IsInWords);
        Assert.False((adjusted with { Reason = "" }).IsInWords);
        Assert.False((adjusted with { Kind = PayKind.Bonus }).IsInWords);

        var plain = new PayRecord("ana", June) { Fixed = Fixed("ana", anew) };
        Assert.False(plain.HasWords);
        Assert.False(new PayRecord("ana", June).HasWords);
        PayRecord[] wordy =
        [
            plain with { Mistakes = [Mistake(1, "an hour too few")] },
            plain with { Fixed = Fixed("Ana Alves", anew) },
            plain with { Fixed = Fixed("ana", anew, adjusted) },
        ];
        Assert.All(wordy, record => Assert.True(record.HasWords));
        Assert.All(wordy, record => Assert.False(record.WithoutWords().HasWords));
        Assert.Equal([("worked out anew", 5m), ("", 5m)],
            wordy[2].WithoutWords().Fixed!.Lines.Select(line => (line.Reason!, line.Amount.Amount)));
        Assert.Null(new PayRecord("ana", June).WithoutWords().Fixed);
    }

    [Fact]
    public void Ids_are_in_the_order_of_person_and_month()
    {
        Assert.Equal("ana/2026-06", new PayRecord("ana", June).Id);
        var adjustment = new PayAdjustment("ana", June, new LocalDate(2026, 5, 1), new Money(5, "EUR"), "for the night", "mia", Now);
        Assert.Equal("ana/2026-06/2026-07-03T09:00:00Z", adjustment.Id);
        var line = adjustment.ToLine();
        Assert.Equal((PayKind.Adjustment, June, new LocalDate(2026, 5, 1), "for the night", "mia", 5m, 0m),
            (line.Kind, line.Month, line.Of!.Value, line.Reason, line.By, line.Amount.Amount, line.Hours));
        Assert.Equal(5, Assert.Single(line.Parts).Amount);
    }

    // Support of payments on 16 November, nine to five.
    [Theory]
    [InlineData("ana", TimeEntryKind.Support, "payments", "09:00", "17:00", true)]
    [InlineData("ana", TimeEntryKind.Support, "payments", "16:59", "18:00", true)]
    [InlineData("ana", TimeEntryKind.Support, "payments", "17:00", "18:00", false)]
    [InlineData("ana", TimeEntryKind.Support, "payments", "08:00", "09:00", false)]
    [InlineData("ana", TimeEntryKind.Support, "payments", "08:00", "09:01", true)]
    [InlineData("ben", TimeEntryKind.Support, "payments", "09:00", "17:00", false)]
    [InlineData("ana", TimeEntryKind.Support, "search", "09:00", "17:00", false)]
    [InlineData("ana", TimeEntryKind.Standby, "payments", "09:00", "17:00", false)]
    public void The_same_hours_of_the_same_work_are_a_repeat(
        string person, TimeEntryKind kind, string worked, string start, string end, bool repeats)
    {
        var entry = Entry("ana", TimeEntryKind.Support, "payments", "09:00", "17:00");
        Assert.Equal(repeats, entry.Repeats(Entry(person, kind, worked, start, end)));
        Assert.Equal(repeats, Entry(person, kind, worked, start, end).Repeats(entry));
    }

    [Fact]
    public void An_entry_is_for_a_rotation_or_a_team()
    {
        var support = Entry("ana", TimeEntryKind.Support, "payments", "09:00", "17:00");
        var standby = Entry("ana", TimeEntryKind.Standby, "search", "09:00", "17:00");
        Assert.Equal("ana/2026-11-16T09:00:00Z/support/payments", support.Id);
        Assert.Equal("ana/2026-11-16T09:00:00Z/standby/search", standby.Id);
        Assert.False(support.IsApproved);
        Assert.False((support with { Decision = new EntryDecision(false, "mia", Now, null) }).IsApproved);
        Assert.True((support with { Decision = new EntryDecision(true, "mia", Now, null) }).IsApproved);
    }

    private static TimeEntry Entry(string person, TimeEntryKind kind, string worked, string start, string end) =>
        new(person, kind, Cases.At($"2026-11-16T{start}:00Z"), Cases.At($"2026-11-16T{end}:00Z"), "ana", Now)
        {
            Rotation = kind == TimeEntryKind.Standby ? worked : "other",
            Team = kind == TimeEntryKind.Support ? worked : "other",
        };

    private static PayStep Step(PayState to, int day) => new(to, "ana", Cases.At("2026-07-01T09:00:00Z") + Duration.FromDays(day));

    private static PayMistake Mistake(int day, string text) => new(Cases.At("2026-07-01T09:00:00Z") + Duration.FromDays(day), text);

    private static FixedMonth Fixed(string name, params PayLine[] lines) =>
        new(name, "Europe/Lisbon", null, lines, TimeOffBalance.None, []);
}
