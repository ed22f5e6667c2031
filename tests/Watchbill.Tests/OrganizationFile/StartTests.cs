using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MemoryStore store = new();

    [Fact]
    public async Task With_nothing_configured_the_sample_is_applied_once_and_never_over_something_else()
    {
        await StartAsync(null, sample: true);
        Assert.NotNull(await FindAsync<Person>("ana"));
        await StartAsync(null, sample: true);
        Assert.Equal(1, await AppliedAsync());

        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}, {id: xan, name: Xan}]");
        await StartAsync(folder["own.yaml"]);
        await StartAsync(null, sample: true);
        Assert.True((await FindAsync<Person>("ana"))!.Retired);
    }

    [Fact]
    public async Task Outside_development_nothing_is_made_up()
    {
        await StartAsync(null, sample: false);
        Assert.Equal(0, await AppliedAsync());
    }

    [Fact]
    public async Task An_unchanged_file_is_not_applied_again_also_after_another_one_came_over_the_wire()
    {
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}, {id: xan, name: Xan}]");
        await StartAsync(folder["own.yaml"]);
        await Organization()
            .ApplyAsync(
                FileReader.Read("body", "organization: Own\npeople: [{id: yan, name: Yan}]"u8.ToArray(), null, new LocalDate(2026, 11, 20)),
                false,
                new ApplyOrigin("token:ops", "api") { AllowRetire = true }, Now, Ct);
        await StartAsync(folder["own.yaml"]);
        Assert.True((await FindAsync<Person>("zoe"))!.Retired);
        Assert.Equal(2, await AppliedAsync());
    }

    [Fact]
    public async Task A_changed_calendar_beside_the_file_is_noticed()
    {
        const string calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\nEND:VCALENDAR\n";
        File.WriteAllText(folder["pt.ics"], calendar);
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}]\nholidays: {PT: {ics: pt.ics}}");
        await StartAsync(folder["own.yaml"]);
        File.WriteAllText(folder["pt.ics"], calendar.Replace("1225", "1226", StringComparison.Ordinal));
        await StartAsync(folder["own.yaml"]);
        Assert.Equal([new LocalDate(2026, 12, 26)], (await FindAsync<Watchbill.Calendars.HolidayCalendar>("PT"))!.Dates);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_stops_the_start_and_changes_nothing()
    {
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}, {id: xan, name: Xan}]");
        await StartAsync(folder["own.yaml"]);
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}");
        await Assert.ThrowsAsync<RefusedException>(() => StartAsync(folder["own.yaml"]));
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}]");
        Assert.Equal(
            "own.yaml line 1: would retire 1 of 2 people (xan). A file that is cut off looks like this. If it is meant, allow it "
                + "with 'check --allow-retire' and start again.",
            (await Assert.ThrowsAsync<RefusedException>(() => StartAsync(folder["own.yaml"]))).Message);
        Assert.False((await FindAsync<Person>("xan"))!.Retired);
    }

    [Fact]
    public async Task What_a_file_would_retire_is_allowed_by_a_check_for_this_file_alone()
    {
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}, {id: xan, name: Xan}]");
        await StartAsync(folder["own.yaml"]);
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}]");
        Assert.Equal("own.yaml would retire 1 of 2 people (xan), so the next start refuses it. A file that is cut off looks like this. "
            + "If it is meant: check --allow-retire", Assert.Single((await CheckAsync(allowRetire: false)).Wrong));
        await Assert.ThrowsAsync<RefusedException>(() => StartAsync(folder["own.yaml"]));
        Assert.Empty((await CheckAsync(allowRetire: true)).Wrong);
        Assert.False((await FindAsync<Person>("xan"))!.Retired);
        // Another one than was looked at.
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: xan, name: Xan}]");
        await Assert.ThrowsAsync<RefusedException>(() => StartAsync(folder["own.yaml"]));
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}]");
        await StartAsync(folder["own.yaml"]);
        Assert.True((await FindAsync<Person>("xan"))!.Retired);
        Assert.Empty((await CheckAsync(allowRetire: false)).Said);
        Assert.Null((await Organization().CurrentAsync(Ct))!.Value.MayRetire);
    }

    [Fact]
    public async Task A_check_says_what_is_wrong_with_the_file_and_how_much_it_changes()
    {
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, name: Zoe}]");
        Assert.Equal("own.yaml would be applied at the next start: 2 changes.", Assert.Single((await CheckAsync(false)).Said));
        Assert.Equal(0, await AppliedAsync());
        File.WriteAllText(folder["own.yaml"], "organization: Own\npeople: [{id: zoe, nam: Zoe}]");
        Assert.NotEmpty((await CheckAsync(false)).Wrong);
        File.Delete(folder["own.yaml"]);
        Assert.Contains("cannot be read", Assert.Single((await CheckAsync(false)).Wrong), StringComparison.Ordinal);
    }

    private Task<(IReadOnlyList<string> Wrong, IReadOnlyList<string> Said)> CheckAsync(bool allowRetire) =>
        new NextStartCheck(Organization(), new OrganizationSource(folder["own.yaml"], Sample: false), new NowClock())
            .RunAsync(allowRetire, Ct);

    [Fact]
    public async Task A_missing_file_is_said_in_one_sentence() =>
        Assert.Equal(
            $"The organisation file '{folder["none.yaml"]}' cannot be read. Set Organization:File to a file that is there and readable.",
            (await Assert.ThrowsAsync<RefusedException>(() => StartAsync(folder["none.yaml"]))).Message);

    [Fact]
    public async Task All_mistakes_of_a_file_are_said_at_once_and_it_is_not_applied()
    {
        File.WriteAllText(folder["own.yaml"], "people: [{id: zoe}]\nteam: []\n");
        Assert.Equal(
            "own.yaml line 1: people.zoe: 'name' is missing. Write name: Ana Silva.\nown.yaml line 2: team: there is no key 'team' here. " +
                "Did you mean 'teams'?",
            (await Assert.ThrowsAsync<RefusedException>(() => StartAsync(folder["own.yaml"]))).Message);
        Assert.Equal(0, await AppliedAsync());
    }

    public void Dispose() => folder.Dispose();

    private static Instant Now { get; } = Cases.At("2026-11-20T10:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private OrganizationFile Organization() => new(store, StoredKinds.All, Platforms.All, NullLogger<OrganizationFile>.Instance);

    private Task StartAsync(string? file, bool sample = false) => new ApplyOrganizationAtStart(
        Organization(), new OrganizationSource(file, sample), new NowClock(), NullLogger<ApplyOrganizationAtStart>.Instance).StartAsync(Ct);

    private async Task<T?> FindAsync<T>(string id) where T : class => (await store.FindAsync<T>(id, Ct))?.Value;

    private async Task<int> AppliedAsync() => (await store.ListAsync<AuditRow>(IdRange.All, Ct)).Count;

    private sealed class NowClock : IClock
    {
        public Instant GetCurrentInstant() => Now;
    }
}
