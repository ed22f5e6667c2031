using Watchbill.Fixtures;

namespace Watchbill.OrganizationFiles;

/// <summary>What is possible in a file and probably not meant is said and applied.</summary>
public sealed class WarningTests : IDisposable
{
    private const string Clean = """
        organization: Example
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}]
        teams: [{id: t, lead: ana, members: [ana, ben]}, {id: u, lead: ana, members: [ana]}]
        services:
          - {id: checkout, team: t, slos: [{id: a, objective: "99.95"}]}
        rotations:
          - id: pay
            kind: team
            team: t
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben]}]
        """;

    private readonly Applying file = new();
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("", "")]
    [InlineData("\"99.95\" => \"0.9995\"",
        "5 services.checkout.slos.a.objective checkout: an objective of 0.9995 % lets the service be down more than half of the time. "
            + "Did you mean \"99.95\"?")]
    [InlineData("checkout, team: t, => checkout, team: t, engagement: you-build-sre-run,",
        "5 services.checkout.engagement checkout: names no SRE team, so its own team answers alone. Write by: and the team that runs it "
            + "with them.")]
    [InlineData("checkout, team: t, => checkout, team: t, engagement: {model: you-build-sre-run},",
        "5 services.checkout.engagement.model checkout: names no SRE team, so its own team answers alone. Write by: and the team that runs "
            + "it with them.")]
    [InlineData("checkout, team: t, => checkout, team: u,",
        "5 services.checkout checkout: nobody is on call for it: no rotation of its team or domain answers for it.")]
    [InlineData("members: [ana, ben]}] => members: []}]",
        "7 rotations.pay pay: nobody covers Fri 2026-11-20 10:00 to Fri 2026-12-18 10:00 (Etc/UTC), which its coverage promises (nobody " +
            "is in the roster).",
        "layers: [{id: primary, members: [ana, ben]}]")]
    [InlineData("members: [ana, ben]}] => members: [ana, ben]}, {id: secondary, members: [ana, ben]}]",
        "7 rotations.pay pay: ben is primary and secondary at once, Fri 2026-11-20 10:00 to Mon 2026-11-23 09:00 (Etc/UTC), so an " +
            "escalation goes from them to them, and 4 more times like it.",
        "layers: [{id: primary, members: [ana, ben]}]")]
    [InlineData("members: [ana, ben]}] => members: [ana, ben]}, {id: secondary, members: [ben, ana]}]", "",
        "layers: [{id: primary, members: [ana, ben]}]")]
    [InlineData("{id: ana, name: Ana} => {id: ana, name: Ana, slack: U0ANA}",
        "2 people.ben ben: has no account on Slack, so nothing can be said to them there. Write slack: and their id, or let them link " +
            "themselves.")]
    public async Task Each_is_named_with_its_line_key_and_what_it_is_about(string change, string warning, string? within = null)
    {
        var yaml = Clean;
        if (change.Split(" => ") is [var before, var after])
            yaml = within is null ? Clean.Replace(before, after, StringComparison.Ordinal)
                : Clean.Replace(within, within.Replace(before, after, StringComparison.Ordinal), StringComparison.Ordinal);
        var result = await file.ApplyAsync(yaml);
        Assert.Empty(result.Errors);
        Assert.True(result.Applied);
        Assert.Equal(warning, string.Join('\n', result.Warnings.Select(one => $"{one.Line} {one.Key} {one.Id}: {one.Text}")));
    }

    [Fact]
    public async Task An_observance_and_a_tentative_event_take_no_day_off_and_are_named()
    {
        await File.WriteAllTextAsync(folder["h.ics"], """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261201
            SUMMARY:St Advent
            DESCRIPTION:Observance\nTo hide observances, go to Google Calendar Settings
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261202
            SUMMARY:Perhaps
            STATUS:TENTATIVE
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261206
            SUMMARY:St Nicholas
            CATEGORIES:Religious,Observance
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261225
            SUMMARY:Christmas Day
            DESCRIPTION:Public holiday
            END:VEVENT
            END:VCALENDAR
            """, TestContext.Current.CancellationToken);
        var yaml = Clean + "\nholidays: {GB: {ics: h.ics}}";
        var result = await file.ApplyAsync(yaml, file.Store, dryRun: false, ApplyOrigin.Start, folder[""]);
        Assert.Equal([], result.Errors);
        var warning = Assert.Single(result.Warnings);
        Assert.Equal(("holidays.GB.ics", "GB", "h.ics has observances or tentative events, which are no days off: 2026-12-01 St Advent, "
            + "2026-12-02 Perhaps, 2026-12-06 St Nicholas. Write such a day inline where nobody works on it."),
            (warning.Key, warning.Id, warning.Text));
        Assert.Equal([new(2026, 12, 25)], (await file.FindAsync<Calendars.HolidayCalendar>("GB"))!.Dates);
    }

    [Theory]
    [InlineData("name: Ana, admin: true", "name: Ana")]
    [InlineData("name: Ana, admin: true", "name: Ana, admin: true, until: 2026-11-19")]
    [InlineData("{id: dora, name: Dora, admin: true}, ", "")]
    public async Task That_the_last_admin_goes_is_said_before_the_file_is_applied_and_when_it_is(string admin, string gone)
    {
        string Yaml(string added) => added.StartsWith('{') || added.Length == 0
            ? Clean.Replace("people: [", $"people: [{added}", StringComparison.Ordinal)
            : Clean.Replace("name: Ana}", added + "}", StringComparison.Ordinal);
        Assert.Empty((await file.ApplyAsync(Yaml(admin))).Warnings);

        foreach (var dryRun in new[] { true, false })
        {
            var warning = Assert.Single((await file.ApplyAsync(Yaml(gone), dryRun)).Warnings, one => one.Key == "people");
            Assert.Equal((2, "leaves nobody an admin, so nobody can act for absent leads, read the audit log or let messages go on after a "
                + "restore. Write admin: true for somebody who stays."), (warning.Line, warning.Text));
        }

        Assert.DoesNotContain((await file.ApplyAsync(Yaml(admin))).Warnings, one => one.Key == "people");
    }

    /// <summary>Ben has the week until Monday; an order that is changed goes on from there and not from the week of the anchor.</summary>
    [Theory]
    [InlineData("ana, ben", "ben, ana", "ben is primary and secondary at once, Fri 2026-11-20 10:00 to Mon 2026-11-23 09:00")]
    [InlineData("ben, ana", "ana, ben", "")]
    public async Task A_warning_is_of_what_comes_of_the_file_and_not_of_the_file_alone(string secondary, string changed, string warning)
    {
        string Yaml(string people) => Clean.Replace("layers: [{id: primary, members: [ana, ben]}]",
            $"layers: [{{id: primary, members: [ana, ben]}}, {{id: secondary, members: [{people}]}}]", StringComparison.Ordinal);
        await file.ApplyAsync(Yaml(secondary));
        var warnings = (await file.ApplyAsync(Yaml(changed))).Warnings;
        if (warning.Length == 0) Assert.Empty(warnings);
        else Assert.StartsWith(warning, Assert.Single(warnings).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Berlin", "Did you mean 'Europe/Berlin'?")]
    [InlineData("new york", "Did you mean 'America/New_York'?")]
    [InlineData("PST", "Did you mean 'America/Los_Angeles'?")]
    [InlineData("GMT+2", "An offset is no place, and the clocks of places change.")]
    [InlineData("Europe/Lisbonn", "Did you mean 'Europe/Lisbon'?")]
    public async Task A_city_or_a_short_name_has_its_zone_proposed(string zone, string proposal)
    {
        var result = await file.ApplyAsync($"timeZone: {zone}\n{Clean}");
        Assert.Equal([$"there is no time zone '{zone}'. {proposal} Zones have names such as Europe/Lisbon."],
            result.Errors.Select(error => error.Message));
    }

    [Theory]
    [InlineData("EST", "'EST' is one offset all year. Where clocks change, write 'America/New_York'.")]
    [InlineData("America/Panama", null)]
    public async Task A_zone_that_most_take_for_a_place_is_a_warning(string zone, string? warning) => Assert.Equal(warning,
        (await file.ApplyAsync($"timeZone: {zone}\n{Clean}")).Warnings.SingleOrDefault()?.Text);

    [Theory]
    [InlineData("\"#checkout\"",
        "'#checkout' is no id in Slack. Write one such as C0123ABCD. It stands at the foot of the channel's details.")]
    [InlineData("\"#checkout2\"",
        "'#checkout2' is no id in Slack. Write one such as C0123ABCD. It stands at the foot of the channel's details.")]
    [InlineData("\"<#C0PAY>\"", "'<#C0PAY>' is no id in Slack. Write C0PAY.")]
    [InlineData("c0pay", "'c0pay' is no id in Slack. Write C0PAY.")]
    public async Task A_name_of_a_channel_is_not_turned_into_an_id(string channel, string refusal)
    {
        var result = await file.ApplyAsync(Clean.Replace("{id: t,", $"{{id: t, channel: {{slack: {channel}}},", StringComparison.Ordinal));
        Assert.Equal([refusal], result.Errors.Select(error => error.Message));
    }

    public void Dispose() => folder.Dispose();
}
