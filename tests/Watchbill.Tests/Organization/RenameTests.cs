using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

public sealed class RenameTests
{
    private static readonly Instant Start = Cases.At("2026-11-09T09:00:00Z");
    private readonly Applying file = new();

    [Fact]
    public async Task A_renamed_person_keeps_turns_changes_absences_and_shifts()
    {
        await HistoryAsync();
        var renamed = Applying.Small.Replace("{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", StringComparison.Ordinal)
            .Replace("ana, ben", "ana, benedict", StringComparison.Ordinal);
        Assert.Equal(["person benedict rename: was ben", "team payments change: members ana, ben, cai → ana, benedict, cai"], await file.SaysAsync(renamed));

        Assert.Equal("benedict", await file.OnCallAsync("2026-11-20T10:00:00Z"));
        Assert.Single((await file.FindAsync<Rotation>("payments"))!.Layers[0].Versions);
        Assert.Equal("benedict", (await file.FindAsync<RotationChanges>("payments"))!.Changes[0].Instead);
        Assert.NotNull(await file.FindAsync<Absences>("benedict"));
        Assert.Null(await file.FindAsync<Absences>("ben"));
        Assert.Equal("benedict", (await file.FindAsync<WorkedShift>(WorkedShift.IdOf("payments", Start, "primary")))!.Shift.Person);
        // The old id stays behind, so that nobody else can have it.
        Assert.True((await file.FindAsync<Person>("ben"))!.Retired);
        Assert.Empty(await file.SaysAsync(renamed));
    }

    [Fact]
    public async Task A_renamed_rotation_takes_its_history_along()
    {
        await HistoryAsync();
        Assert.Equal(["rotation pay rename: was payments"], await file.SaysAsync(Applying.Small.Replace("  - id: payments", "  - id: pay\n    was: payments", StringComparison.Ordinal)));
        Assert.NotNull(await file.FindAsync<RotationChanges>("pay"));
        Assert.Equal("pay", (await file.FindAsync<WorkedShift>(WorkedShift.IdOf("pay", Start, "primary")))!.Rotation);
        Assert.Null(await file.FindAsync<WorkedShift>(WorkedShift.IdOf("payments", Start, "primary")));
        Assert.Equal("ben", await file.OnCallAsync("2026-11-20T10:00:00Z", rotation: "pay"));
    }

    [Fact]
    public async Task A_rename_onto_an_id_that_was_used_before_is_refused()
    {
        await HistoryAsync();
        var renamed = Applying.Small.Replace("{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", StringComparison.Ordinal).Replace("ana, ben", "ana, benedict", StringComparison.Ordinal);
        await file.SaysAsync(renamed);
        var undone = Applying.Small.Replace("{id: ben, name: Ben}", "{id: ben, was: benedict, name: Ben}", StringComparison.Ordinal);
        var refused = await file.ApplyAsync(undone);
        Assert.Contains("'benedict' cannot become 'ben', which was used before", Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal("benedict", await file.OnCallAsync("2026-11-20T10:00:00Z"));
    }

    [Fact]
    public async Task A_rename_of_what_never_was_here_is_a_new_thing() =>
        Assert.Contains("person ben create: name Ben; timeZone Etc/UTC", await file.SaysAsync(Applying.Small.Replace("{id: ben,", "{id: ben, was: benny,", StringComparison.Ordinal)));

    private async Task HistoryAsync()
    {
        await file.ApplyAsync(Applying.Small);
        var end = Start + Duration.FromDays(7);
        await file.Store.SaveAsync(
        [
            Change.Create("payments", new RotationChanges([new ShiftChange("1", ShiftSource.Swap, "primary", Start, end, "ana", "ben") { DecidedAt = Start, DecidedBy = "ben" }])),
            Change.Create("ben", new Absences([new Absence("1", Start, end, Start)])),
            Change.Create(WorkedShift.IdOf("payments", Start, "primary"), new WorkedShift("payments", new Shift("primary", 44, Start, end, "ben", ShiftSource.Turn), end)),
        ], TestContext.Current.CancellationToken);
    }
}
