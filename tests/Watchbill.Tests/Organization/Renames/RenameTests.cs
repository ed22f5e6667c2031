using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;
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
        Assert.Equal(["person benedict rename: was ben", "team payments change: members ana, ben, cai → ana, benedict, cai"],
            await file.SaysAsync(renamed));

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
        Assert.Equal(["rotation pay rename: was payments"],
            await file.SaysAsync(Applying.Small.Replace("  - id: payments", "  - id: pay\n    was: payments", StringComparison.Ordinal)));
        Assert.NotNull(await file.FindAsync<RotationChanges>("pay"));
        Assert.Equal("pay", (await file.FindAsync<WorkedShift>(WorkedShift.IdOf("pay", Start, "primary")))!.Rotation);
        Assert.Null(await file.FindAsync<WorkedShift>(WorkedShift.IdOf("payments", Start, "primary")));
        Assert.Equal("ben", await file.OnCallAsync("2026-11-20T10:00:00Z", rotation: "pay"));
    }

    [Theory]
    [InlineData("people.ben", "{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", "ana, ben", "ana, benedict")]
    [InlineData("teams.payments", "teams: [{id: payments,", "teams: [{id: cash, was: payments,", "team: payments", "team: cash")]
    [InlineData("services.checkout", "{id: checkout,", "{id: till, was: checkout,")]
    [InlineData("rotations.payments", "  - id: payments", "  - id: pay\n    was: payments")]
    [InlineData("domains.shop", "{id: shop, lead: ana}", "{id: store, was: shop, lead: ana}")]
    public async Task The_file_of_before_a_rename_is_refused(string at, params string[] replacements)
    {
        const string small = "domains: [{id: shop, lead: ana}]\n" + Applying.Small;
        var renamed = small;
        for (var i = 0; i < replacements.Length; i += 2)
            renamed = renamed.Replace(replacements[i], replacements[i + 1], StringComparison.Ordinal);
        await file.ApplyAsync(small);
        Assert.Empty((await file.ApplyAsync(renamed)).Errors);

        var (old, now) = (at.Split('.')[1], renamed.Split("was: " + at.Split('.')[1])[0].Split("id: ")[^1].TrimEnd(' ', ',', '\n'));
        var refused = Assert.Single((await file.ApplyAsync(small)).Errors);
        Assert.Equal(
            (at, $"'{old}' was renamed to '{now}'. Write '{now}' wherever the file says '{old}', or give the old name back with " +
                $"{{id: {old}, was: {now}}}."), (refused.Key, refused.Message));
        Assert.Empty(await file.SaysAsync(renamed));
    }

    [Fact]
    public async Task A_renamed_service_takes_its_budgets_along()
    {
        await file.ApplyAsync(Applying.Small);
        await file.Store.SaveAsync(
        [
            Write.Create("checkout/latency/2026-11-09/pushed",
                new BucketDay("checkout", "latency", new LocalDate(2026, 11, 9), "pushed", [new Bucket(Start, 1, 2)])),
            Write.Create("checkout/latency/rolling",
                new LevelReached("checkout", "latency",
                    null) { Levels = [new ReachedLevel("incident > 20%", Start) { Incident = "checkout-12" }] }),
            Write.Create("checkout/2026-11-09T09:00:00Z/c1",
                new BudgetCorrection("c1", "checkout", null, CorrectionKind.Uptime, Start, Start) { By = "ben", At = Start, Reason = "x" }),
            Write.Create("checkout/2026-11-09T09:00:00Z/1",
                new GateAnswer("checkout", ReleaseKind.Fix, null, true, "x", Start) { By = "ben" }),
            Write.Create(GateOpening.IdOf("checkout", "A-1"), new GateOpening("checkout", "A-1", "ben", Start, "x")),
        ], TestContext.Current.CancellationToken);
        await file.SaysAsync(Applying.Small.Replace("{id: checkout,", "{id: shop, was: checkout,", StringComparison.Ordinal));
        Assert.Equal("shop", (await file.FindAsync<BucketDay>("shop/latency/2026-11-09/pushed"))!.Service);
        Assert.Equal("shop-12", (await file.FindAsync<LevelReached>("shop/latency/rolling"))!.Levels[0].Incident);
        Assert.Equal("shop", (await file.FindAsync<BudgetCorrection>("shop/2026-11-09T09:00:00Z/c1"))!.Service);
        Assert.Equal("shop", (await file.FindAsync<GateAnswer>("shop/2026-11-09T09:00:00Z/1"))!.Service);
        Assert.Equal("A-1", (await file.FindAsync<GateOpening>(GateOpening.IdOf("shop", "A-1")))!.Reference);
        Assert.Null(await file.FindAsync<BucketDay>("checkout/latency/2026-11-09/pushed"));
    }

    [Fact]
    public async Task An_old_name_is_given_back_with_all_that_happened_since()
    {
        await HistoryAsync();
        await file.SaysAsync(Both);
        var noted = new HandoffNotes([new HandoffNote("benedict", Start, "A migration runs.")]);
        await file.Store.SaveAsync(
            [Write.Create("pay", noted),
                Write.Create("t", new ApiToken("deploy", "", [Scope.Read]) { MadeBy = "benedict", Expires = Start })],
                    TestContext.Current.CancellationToken);

        var back =
            Applying.Small.Replace("{id: ben,", "{id: ben, was: benedict,", StringComparison.Ordinal)
                .Replace("  - id: payments", "  - id: payments\n    was: pay", StringComparison.Ordinal);
        Assert.Equal(
            ["person ben rename: was benedict", "team payments change: members ana, benedict, cai → ana, ben, cai",
                "rotation payments rename: was pay"], await file.SaysAsync(back));
        Assert.Equal("ben", await file.OnCallAsync("2026-11-20T10:00:00Z"));
        Assert.Equal(("Ben", false, null),
            (await file.FindAsync<Person>("ben")) is { } ben ? (ben.Name, ben.Retired, ben.RenamedTo) : default);
        Assert.Equal("ben", (await file.FindAsync<RotationChanges>("payments"))!.Changes[0].Instead);
        Assert.NotNull(await file.FindAsync<Absences>("ben"));
        Assert.Equal("ben", (await file.FindAsync<WorkedShift>(WorkedShift.IdOf("payments", Start, "primary")))!.Shift.Person);
        Assert.Equal("ben", (await file.FindAsync<HandoffNotes>("payments"))!.Notes[0].Person);
        Assert.Equal("ben", (await file.FindAsync<ApiToken>("t"))!.MadeBy);
        Assert.Empty(await file.SaysAsync(back));

        // And forth again, and back: one name after the other, as often as somebody likes.
        Assert.Equal(3, (await file.SaysAsync(Both)).Length);
        Assert.Equal(3, (await file.SaysAsync(back)).Length);
        Assert.Equal("ben", (await file.FindAsync<RotationChanges>("payments"))!.Changes[0].Instead);
    }

    [Fact]
    public async Task The_first_name_comes_back_after_a_second_one_and_a_name_in_between_is_not_renamed_again()
    {
        await HistoryAsync();
        await file.SaysAsync(Rotation("pay", "payments"));
        await file.SaysAsync(Rotation("cash", "pay"));
        Assert.Contains("'pay' was renamed to 'cash'", Assert.Single((await file.ApplyAsync(Rotation("till", "pay"))).Errors).Message,
            StringComparison.Ordinal);
        Assert.Empty(await file.SaysAsync(Rotation("cash", "payments")));
        Assert.Equal(["rotation payments rename: was cash"], await file.SaysAsync(Rotation("payments", "cash")));
        Assert.NotNull(await file.FindAsync<RotationChanges>("payments"));
        Assert.Contains("'pay' was renamed to 'payments'", Assert.Single((await file.ApplyAsync(Rotation("pay", "never"))).Errors).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_onto_the_id_of_something_else_is_refused()
    {
        await HistoryAsync();
        await file.SaysAsync(Applying.Small.Replace(", {id: dora, name: Dora}", "", StringComparison.Ordinal));
        var refused =
            await file.ApplyAsync(
                Applying.Small
                    .Replace("{id: cai, name: Cai}, {id: dora, name: Dora}", "{id: dora, was: cai, name: Cai}", StringComparison.Ordinal)
                        .Replace("ben, cai]", "ben, dora]", StringComparison.Ordinal));
        Assert.Contains("'cai' cannot become 'dora', which was used before",
            Assert.Single(refused.Errors, error => error.Message.Contains("become", StringComparison.Ordinal)).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_personal_stays_under_an_old_id()
    {
        await file.ApplyAsync(Applying.Small.Replace("name: Ben}", "name: Ben, email: ben@example.com}", StringComparison.Ordinal));
        await file.SaysAsync(Both);
        Assert.Equal(new Person("ben", "ben") { TimeZone = "Etc/UTC", Retired = true, RenamedTo = "benedict" },
            await file.FindAsync<Person>("ben"));
    }

    [Fact]
    public async Task A_rename_of_what_never_was_here_is_a_new_thing() =>
        Assert.Contains("person ben create: name Ben; timeZone Etc/UTC",
            await file.SaysAsync(Applying.Small.Replace("{id: ben,", "{id: ben, was: benny,", StringComparison.Ordinal)));

    private static string Both { get; } =
        Applying.Small.Replace("{id: ben, name: Ben}", "{id: benedict, was: ben, name: Ben}", StringComparison.Ordinal)
            .Replace("ana, ben", "ana, benedict", StringComparison.Ordinal)
                .Replace("  - id: payments", "  - id: pay\n    was: payments", StringComparison.Ordinal);

    private static string Rotation(string id, string was) =>
        Applying.Small.Replace("  - id: payments", $"  - id: {id}\n    was: {was}", StringComparison.Ordinal);

    private async Task HistoryAsync()
    {
        await file.ApplyAsync(Applying.Small);
        var end = Start + Duration.FromDays(7);
        await file.Store.SaveAsync(
        [
            Write.Create("payments",
                new RotationChanges(
                    [new ShiftChange("1", ShiftSource.Swap, "primary", Start, end, "ana", "ben")
                    {
                        DecidedAt = Start,
                        DecidedBy = "ben",
                    }])),
            Write.Create("ben", new Absences([new Absence("1", Start, end, Start)])),
            Write.Create(WorkedShift.IdOf("payments", Start, "primary"),
                new WorkedShift("payments", new Shift("primary", 44, Start, end, "ben", ShiftSource.Turn), end)),
        ], TestContext.Current.CancellationToken);
    }
}
