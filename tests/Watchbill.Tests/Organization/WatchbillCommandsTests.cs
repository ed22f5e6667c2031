using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

public sealed class WatchbillCommandsTests
{
    private static readonly Caller Ana = new("ana", Platforms.Local, null);
    private static readonly Caller Ben = new("ben", Platforms.Local, null);
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 10, 0);

    private readonly MemoryStore store = new();
    private readonly CommandRouter router;

    public WatchbillCommandsTests() => router = new CommandRouter(
        [new WatchbillCommands(store, Platforms.All, new RosterReach(store, new Accounts(store, store.Notices))),
            new ChannelCommands(store, Platforms.All)], store, new FakeClock(Now));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settings_show_what_is_known_about_the_reader()
    {
        await OrganizationAsync();
        Golden.Matches("watchbill-settings", await SayAsync("settings", Ana));
        Golden.Matches("watchbill-settings-ben", await SayAsync("settings", Ben));
    }

    [Fact]
    public async Task Settings_of_an_admin_name_whom_nobody_can_tell_anything_and_those_of_others_do_not()
    {
        await OrganizationAsync();
        await store.SaveAsync([Write.Create("person:ben",
            new Unreached(Address.Person("ben"), "They blocked Watchbill.", Now, Now, ["ana"]))], Ct);
        Assert.Contains("Ben Ode cannot be told: They blocked Watchbill.", await SayAsync("settings", Ana), StringComparison.Ordinal);
        Assert.DoesNotContain("blocked", await SayAsync("settings", Ben), StringComparison.Ordinal);
        Assert.DoesNotContain("blocked", await SayAsync("settings", Ana with { ByMail = true }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_is_for_admins()
    {
        await OrganizationAsync();
        Assert.Equal("Only admins can read the audit log. Ask Ana Silva.",
            await SayAsync("audit", Ben));
    }

    [Fact]
    public async Task The_audit_log_shows_the_last_20_entries_newest_first()
    {
        await OrganizationAsync();
        await AuditAsync(25, hour => "rotation/payments");
        var lines = (await SayAsync("audit", Ana)).Split('\n');
        Assert.Equal("The last 20 entries, newest first.", lines[0]);
        Assert.Equal(20, lines.Count(line => line.Contains("oncall override", StringComparison.Ordinal)));
        Assert.StartsWith("Ana Silva  Today 09:00", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("Ana Silva  Yesterday 14:00", lines[21], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit rotation/payments", 11)]
    [InlineData("audit payments", 11)]
    [InlineData("audit PERSON", 1)]
    [InlineData("audit person/ben", 1)]
    [InlineData("audit today", 10)]
    [InlineData("audit last 3 hours", 3)]
    [InlineData("audit payments last 3 hours", 2)]
    [InlineData("audit payments yesterday", 2)]
    [InlineData("audit team", 0)]
    public async Task The_audit_log_is_narrowed_by_subject_and_period(string command, int entries)
    {
        await OrganizationAsync();
        await AuditAsync(12, hour => hour == 2 ? "person/ben" : "rotation/payments");
        var said = await SayAsync(command, Ana);
        Assert.Equal(entries, said.Split('\n').Count(line => line.Contains("oncall override", StringComparison.Ordinal)));
        if (entries == 0) Assert.StartsWith("The audit log has no entry about team.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit shop", 3)]
    [InlineData("audit service/shop", 1)]
    [InlineData("audit gate/shop", 1)]
    [InlineData("audit shop-12", 1)]
    [InlineData("audit checkout", 2)]
    [InlineData("audit rotation/shop", 0)]
    public async Task What_a_renamed_service_was_called_then_is_found_by_its_new_id_too(string command, int entries)
    {
        await OrganizationAsync();
        Service Renamed(string id, string next) => new(id, "payments") { Retired = true, RenamedTo = next };
        await store.SaveAsync(
        [
            Write.Put("till", Renamed("till", "checkout")), Write.Put("checkout", Renamed("checkout", "shop")),
            .. new[] { "service/till", "gate/checkout", "engagement/shop", "incident/checkout-12", "rotation/checkout" }
                .Select(subject => Write.Audit(new AuditEntry(Now, "ana", "oncall override", subject, "slack"))),
        ], Ct);
        Assert.Equal(entries,
            (await SayAsync(command, Ana)).Split('\n').Count(line => line.Contains("oncall override", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_period_that_is_none_is_refused()
    {
        await OrganizationAsync();
        Assert.StartsWith("'someday' is not understood as a time", await SayAsync("audit payments someday", Ana), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instants_and_ids_of_people_in_the_log_are_shown_as_times_and_names()
    {
        await OrganizationAsync();
        await store.SaveAsync([Write.Audit(new AuditEntry(Now, "ana", "oncall away", "person/ben", "slack")
        {
            Old = "primary: ben 2026-11-21T00:00:00Z/2026-11-22T00:00:00Z",
            New = "from 2026-11-21T09:00:00Z",
        })], TestContext.Current.CancellationToken);
        var said = await SayAsync("audit", Ana);
        Assert.Contains("  Ben Ode  primary: Ben Ode tomorrow  from tomorrow 09:00  ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-11-21T", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hash_of_a_file_is_cut_short()
    {
        await OrganizationAsync();
        var applied = new AuditEntry(Now, "ana", "organization apply", "organization", "file") { New = "9c3f2a91b04d".PadRight(64, '0') };
        await store.SaveAsync([Write.Audit(applied)], Ct);
        Assert.Contains("  `9c3f2a91b04d`  ", await SayAsync("audit", Ana), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_far_back_are_found()
    {
        await OrganizationAsync();
        await AuditAsync(1200, hour => hour == 1190 ? "person/ben" : "rotation/payments");
        Assert.Contains("The last entry about person/ben\n", await SayAsync("audit person/ben", Ana), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audit_entry_is_shown_with_old_new_and_why()
    {
        await OrganizationAsync();
        await store.SaveAsync(
            [Write.Audit(
                new AuditEntry(Now, "ana", "oncall override", "rotation/payments", "slack") { Old = "ben", New = "cai", Reason = "ill" })],
                    Ct);
        Golden.Matches("watchbill-audit", await SayAsync("audit", Ana));
    }

    [Fact]
    public async Task Settings_name_the_account_that_an_address_linked_until_it_is_closed()
    {
        await OrganizationAsync();
        var link = new ChatLink("ben", "U0BEN", Now);
        await store.SaveAsync([Write.Create("slack/ben", link)], Ct);
        Assert.Contains("Slack: U0BEN, by your e-mail address", await SayAsync("settings", Ben), StringComparison.Ordinal);
        await store.SaveAsync([Write.Put("slack/ben", link with { Ended = Now })], Ct);
        Assert.Contains("Slack: not linked", await SayAsync("settings", Ben), StringComparison.Ordinal);
    }

    private async Task<string> SayAsync(string text, Caller caller) =>
        Written.Of(await router.AskAsync(text, caller, Ct), DateTimeZone.Utc);

    /// <summary>One entry an hour, the newest one hour ago.</summary>
    private Task AuditAsync(int count, Func<int, string> subject) => store.SaveAsync(
        [.. Enumerable.Range(1, count).Reverse()
            .Select(
                hour => Write.Audit(new AuditEntry(Now - Duration.FromHours(hour), "ana", "oncall override", subject(hour), "local")))],
                    Ct);

    private Task OrganizationAsync()
    {
        var turn = new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);
        return store.SaveAsync(
        [
            Write.Create("ana",
                new Person("ana", "Ana Silva")
                {
                    TimeZone = "Europe/Lisbon",
                    Email = "ana@example.com",
                    Accounts = Platforms.OnSlack("U0ANA"),
                    Admin = true,
                }),
            Write.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "America/New_York" }),
            Write.Create("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon" }),
            Write.Create("ordering", new Domain("ordering", "Ordering") { Lead = "eve" }),
            Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Domain = "ordering", Members = ["ana", "ben"] }),
            Write.Create("payments", new Rotation("payments", RotationKind.Team, "payments")
            {
                Promises = [new CoverageVersion(null, turn, Coverage.Always)],
                Layers =
                [
                    new Layer(
                        "primary")
                        {
                            Versions = [new(null, turn, Coverage.Always, ["ana", "ben"]), new(Now, turn, Coverage.Always, ["ana"])],
                        },
                    new Layer(
                        "secondary")
                        {
                            Versions = [new(null, turn, Coverage.Always, ["ana"]),
                                new(Now + Duration.FromHours(1), turn, Coverage.Always, ["ben"])],
                        },
                ],
            }),
        ], Ct);
    }
}
