using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Cai had payments from 9 November 2026, ana from the 16th; both shifts are recorded from Friday the 13th on.</summary>
public sealed class CorrectCommandTests
{
    private static readonly Instant First = Cases.At("2026-11-13T12:00:00Z");
    private static readonly Instant Monday = Cases.At("2026-11-16T09:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_correction_wins_when_the_past_is_read_and_the_record_stays()
    {
        var bot = await RecordedAsync();
        const string Said = "correct payments sat 14 nov 2026 9-18 ben because cai was ill";
        Golden.Matches("oncall/correct-preview", await bot.SayAsync("dot", Said));
        await bot.ConfirmAsync("dot", Said);
        Golden.Matches("oncall/correct-said", await bot.SaidAsync());

        var schedules = new Schedules(bot.Store);
        var schedule = (await schedules.FindAsync("payments", Ct))!;
        var shifts = await new WorkedShifts(bot.Store).BetweenAsync(schedule, First, Monday, bot.Clock.Now, Ct);
        Assert.Equal(["cai", "ben", "cai"], shifts.Select(shift => shift.Person));
        Assert.Equal((Cases.At("2026-11-14T09:00:00Z"), Cases.At("2026-11-14T18:00:00Z"), ShiftSource.Turn, "cai"),
            (shifts[1].Start, shifts[1].End, shifts[1].Source, shifts[1].Instead));
        Assert.Equal("cai", Assert.Single(await bot.Store.ListAsync<WorkedShift>(IdRange.All, Ct)).Value.Shift.Person);
        // What is cut off does not touch a span beside it.
        Assert.Equal(["cai"],
            (await new WorkedShifts(bot.Store).BetweenAsync(schedule, Cases.At("2026-11-15T00:00:00Z"), Monday, bot.Clock.Now, Ct))
                .Select(shift => shift.Person));

        var audit = Assert.Single(await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Value.Entry;
        Assert.Equal(
            ("oncall correct", "primary: cai 2026-11-14T09:00:00Z/2026-11-14T18:00:00Z",
                "primary: ben 2026-11-14T09:00:00Z/2026-11-14T18:00:00Z", "cai was ill"),
                    (audit.Action, audit.Old, audit.New, audit.Reason));
    }

    [Theory]
    [InlineData("sat 12:00", "2026-11-14 12:00")]
    [InlineData("sat 9:00 to 18:00", "2026-11-14 9:00 to 18:00")]
    [InlineData("14 nov 9:00 to 18:00", "2026-11-14 9:00 to 18:00")]
    public async Task What_is_corrected_is_over_already(string said, string meant)
    {
        var bot = await RecordedAsync();
        var preview = await bot.SayAsync("dot", $"correct payments {meant} ben because cai was ill");
        Assert.Contains("[Correct shift]", preview, StringComparison.Ordinal);
        Assert.Equal(preview, await bot.SayAsync("dot", $"correct payments {said} ben because cai was ill"));
    }

    [Fact]
    public async Task A_moment_means_the_whole_shift_and_the_newest_correction_wins()
    {
        var bot = await RecordedAsync();
        await bot.ConfirmAsync("dot", "correct payments 2026-11-14T12:00Z ben because cai was ill");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.ConfirmAsync("dot", "correct payments 14 nov 2026 12-14 ana because ben had no network");
        var schedules = new Schedules(bot.Store);
        var shifts =
            await new WorkedShifts(bot.Store).BetweenAsync((await schedules.FindAsync("payments", Ct))!, First, Monday, bot.Clock.Now, Ct);
        Assert.Equal(["ben", "ana", "ben"], shifts.Select(shift => shift.Person));
        Assert.Equal((First, Monday), (shifts[0].Start, shifts[^1].End));
    }

    [Theory]
    [InlineData("ana", "correct payments 2026-11-14T12:00Z ben because cai was ill",
        "Only leads can correct payments. Ask Dot Lead.")]
    [InlineData("dot", "correct payments now ben because cai was ill",
        "That shift of payments is not over.")]
    [InlineData("dot", "correct payments 2026-11-02T12:00Z ben because cai was ill", "No shift of payments was recorded then")]
    [InlineData("dot", "correct payments 2026-11-14T12:00Z cai because cai was ill",
        "Cai Wen is recorded there already. Nothing to correct.")]
    [InlineData("dot", "correct payments 2026-11-14T12:00Z bne because cai was ill", "No person `bne`. Did you mean `ben`?")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await RecordedAsync();
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<ShiftCorrection>(IdRange.All, Ct));
    }

    [Fact]
    public async Task An_override_is_removed_by_its_button_and_by_words()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.ConfirmAsync("dot", "override payments ben fri 18:00 to mon 09:00 because of a wedding");
        var id = Assert.Single((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes).Id;
        Golden.Matches("oncall/changes",
            (await bot.SayAsync("dot", "changes payments")).Replace(id, "9c3f2a91b04d", StringComparison.Ordinal));
        Assert.DoesNotContain("[Remove", await bot.SayAsync("ana", "changes payments"), StringComparison.Ordinal);
        Assert.StartsWith("Only leads can override payments.", await bot.SayAsync("ana", $"override remove payments {id}"),
            StringComparison.Ordinal);
        Golden.Matches("oncall/override-remove-preview", await bot.SayAsync("dot", $"override remove payments {id}"));
        Assert.StartsWith("Override removed. payments, today 18:00 - Mon 09:00.",
            await bot.PressAsync("dot", "override-remove", $"payments/{id}"), StringComparison.Ordinal);
        Assert.Empty((await bot.Store.FindAsync<RotationChanges>("payments", Ct))!.Value.Changes);
        Assert.StartsWith($"No override `{id}`", await bot.SayAsync("dot", $"override remove payments {id}"),
            StringComparison.Ordinal);
    }

    private static async Task<Bot> RecordedAsync()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.Store.SaveAsync(
        [
            Write.Create("payments", new Recorded(First, Monday)),
            Write.Create(WorkedShift.IdOf("payments", First, "primary"),
                new WorkedShift("payments", new Shift("primary", 44, First, Monday, "cai", ShiftSource.Turn), Monday)),
        ], Ct);
        return bot;
    }
}
