using System.Text;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

public sealed class ReadingTests
{
    private static readonly LocalDate Today = new(2026, 11, 20);

    [Fact]
    public void The_example_of_the_documentation_is_read_whole()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["holidays-gb.ics"],
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Cases", "design-organization.yaml"));
        var file = FileReader.Read("watchbill.yaml", bytes, Path.GetDirectoryName(folder["x"]), Today);
        var contents = Contents(file);

        Assert.Equal(("Example", "Europe/Lisbon", "EUR"), (contents.Settings.Name, contents.Settings.TimeZone, contents.Settings.Currency));
        Assert.Equal(["ana", "ben", "cai", "eve"], contents.People.Select(person => person.Id));
        Assert.Equal(new LocalDate(2026, 11, 30), contents.People[2].Until);
        Assert.Equal([new LocalDate(2026, 12, 25)], contents.Calendars.Single(calendar => calendar.Id == "GB").Dates);
        Assert.Equal("4711", contents.Teams[0].CostCenter);
        Assert.Equal(Platforms.OnSlack("C0PAY").With(Platforms.Teams, "19:abc"), contents.Teams[0].Channels);
        var checkout = contents.Services.Single();
        Assert.Equal(
            new Slo("availability", 99.95m) { Sla = 99.5m, Window = new BudgetWindow(BudgetWindowUnit.Quarter, 0), Signal = "errors" },
            checkout.Slos.Single());
        Assert.Equal(new Money(12000, "EUR"), checkout.RevenuePerHour);
        var rotation = contents.Rotations.Single().Rotation;
        Assert.Equal(new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week), rotation.Promises.Single().Turn);
        Assert.Equal(["primary", "secondary", "shadow"], rotation.Layers.Select(layer => layer.Id));
        Assert.Equal(Duration.FromMinutes(15), rotation.Escalation[2].After);
        Assert.Equal(("first-time-on-call", "standard", "S0PAY", true),
            (rotation.Requires, rotation.Pay, rotation.Groups[Platforms.Slack], rotation.Topic));
        Assert.Equal(["budgetPolicies/default", "compensation/standard/2026-01-01", "training/first-time-on-call"],
            contents.Policies.Select(policy => policy.DocumentId));
    }

    [Fact]
    public void The_sample_is_right()
    {
        var contents = Contents(FileReader.Read("sample", ApplyOrganizationAtStart.Sample(), null, Today));
        Assert.Equal((12, 2, 5), (contents.People.Count, contents.Domains.Count, contents.Teams.Count));
        Assert.Equal(3, contents.People.Select(person => person.TimeZone).Distinct().Count());
        Assert.Equal([RotationKind.Team, RotationKind.Domain, RotationKind.Triage],
            contents.Rotations.Select(wanted => wanted.Rotation.Kind).Distinct().Order());
        Assert.True(contents.People.Single(person => person.Id == "ana").Admin);
        Assert.Equal("ana", contents.Teams.Single(team => team.Id == "payments").Lead);
    }

    [Fact]
    public void Json_is_read_as_the_same_organisation_as_yaml()
    {
        var yaml = Read(Applying.Small);
        var json = NodeJson.Of(yaml.Root);
        Assert.Equal(json, NodeJson.Of(Read(json).Root));
        // Tabs between tokens and escaped characters are JSON's own.
        Assert.Equal("Ana \"é/😀",
            Contents(
                Read("{\n\t\"people\": [\n\t\t{\"id\": \"ana\", \"name\": \"Ana \\\"\\u00e9\\/\\ud83d\\ude00\"}\n\t]\n}")).People[0].Name);
    }

    [Theory]
    [InlineData("99.95", "99.95")]
    [InlineData("\"99.95\"", "\"99.95\"")]
    [InlineData("true", "true")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("09:00", "\"09:00\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("~", "null")]
    [InlineData("2026-01-05", "\"2026-01-05\"")]
    public void Scalars_become_json_as_the_core_schema_types_them(string yaml, string json) =>
        Assert.Equal($$"""{"a":{{json}}}""", NodeJson.Of(Read("a: " + yaml).Root));

    [Fact]
    public void Everything_but_what_is_required_has_a_default()
    {
        var contents = Contents(Read(Applying.Small));
        Assert.Equal(("Etc/UTC", "EUR"), (contents.Settings.TimeZone, contents.Settings.Currency));
        Assert.Equal(("default", EngagementModel.YouBuildYouRun), (contents.Services[0].Policy, contents.Services[0].Engagement.Model));
        Assert.True(contents.Rotations[0].Rotation.Promises[0].Coverage.IsAlways);
    }

    [Fact]
    public void A_layer_has_the_turns_and_windows_of_its_rotation_unless_it_has_its_own()
    {
        var rotation = Contents(Read(Applying.Small.Replace("turn:", """
            timeZone: Europe/Lisbon
                coverage: {windows: [{days: Mon-Fri, from: 09:00, to: "24:00"}], holidays: off, calendar: PT}
                turn:
            """.Trim(), StringComparison.Ordinal).Replace("[{id: primary, members: [ana, ben]}]", """
            [{id: primary, members: [ana]}, {id: west, as: primary, timeZone: America/New_York,
                    turn: {every: 2 days, from: 2026-01-01}, coverage: always, members: [ben]}]
            """.Trim(), StringComparison.Ordinal) + "\nholidays: {PT: [2026-12-25]}")).Rotations[0].Rotation;
        var (own, west) = (rotation.Layers[0], rotation.Layers[1]);
        Assert.Equal(rotation.Promises[0].Turn, own.Versions[0].Turn);
        Assert.Equal([new CoverageWindow(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(9, 0), LocalTime.Midnight)],
            own.Versions[0].Coverage.Windows);
        Assert.Equal("PT", own.Versions[0].Coverage.HolidaysOff);
        Assert.Equal(("primary", new TurnRule("America/New_York", new LocalDateTime(2026, 1, 1, 0, 0), 2, TurnUnit.Day)),
            (west.Level, west.Versions[0].Turn));
        Assert.True(west.Versions[0].Coverage.IsAlways);
    }

    private static FileText Read(string text) => FileReader.Read("watchbill.yaml", Encoding.UTF8.GetBytes(text), null, Today);

    private static OrganizationContents Contents(FileText file)
    {
        var contents = file.Errors.Any ? null : OrganizationReader.Read(file.Root, file.Errors, Platforms.All);
        Assert.Equal([], file.Errors.All.Select(error => error.ToString()));
        return contents!;
    }
}
