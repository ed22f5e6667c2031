using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Checks a file as a whole and says what the organisation is.</summary>
public static class OrganizationReader
{
    /// <summary>Every key that a file may have.</summary>
    public static FileKeys Keys(IReadOnlyList<Platform> platforms) => new(
    [
        new("organization", FileValue.Text, "How the organisation is shown.") { Required = true, Example = "Example" },
        new("timeZone", FileValue.Zone, "The zone of people and rotations that name none.")
        {
            Example = "Europe/Lisbon",
            Default = "Etc/UTC",
        },
        new("currency", FileValue.Phrase, "Of prices and pay where they name none, as three letters.")
        {
            Example = "EUR",
            Default = "EUR",
            Pattern = "^[A-Z]{3}$",
        },
        new("executives", FileValue.References, "Who hears what budget policies tell executives.")
        {
            Kind = "person",
            Example = "[eve]",
            Default = "[]",
        },
        PeopleKeys.Holidays, SeveritySection.Key,
        PeopleKeys.People(platforms), PeopleKeys.Domains(platforms), PeopleKeys.Teams(platforms),
        ServiceKeys.All, RotationKeys.All(platforms), HeartbeatSection.Key, HeartbeatSection.Alertmanager,
        BudgetPolicySections.Key, CompensationKeys.All, TrainingSections.Key, ScenarioSections.Key,
    ]);

    /// <summary>What the file says; to be used only where <paramref name="errors"/> stays empty.</summary>
    /// <param name="platforms">Those whose ids it may name.</param>
    public static OrganizationContents Read(Node root, FileErrors errors, IReadOnlyList<Platform> platforms)
    {
        var names = new FileNames(root, errors);
        var file = Section.Of(root, "", names, errors, Keys(platforms));
        var zone = file.Zone("timeZone", "Etc/UTC");
        var currency = file.Text("currency") ?? "EUR";
        if (!WrittenValues.IsCurrency(currency))
            file.Wrong("currency", $"'{currency}' is no currency. Write its three letters, such as EUR.");
        var services = ServiceSections.Services(file);
        return new OrganizationContents(new OrganizationSettings(file.Name("organization") ?? "Organization", zone, currency)
        {
            Executives = file.References("executives"),
            Severities = SeveritySection.Read(file),
            GroupWait = file.Inner("alertmanager")?.Duration("groupWait"),
            Heartbeats = HeartbeatSection.Read(file),
        })
        {
            Calendars = PeopleSections.Calendars(file),
            People = PeopleSections.People(file, zone, platforms),
            Domains = PeopleSections.Domains(file, platforms),
            Teams = PeopleSections.Teams(file, platforms),
            Services = services,
            Rotations = RotationSections.Rotations(file, zone, platforms),
            Policies =
            [
                .. BudgetPolicySections.Read(file, services).Select(Policy.Of),
                .. CompensationSections.Read(file).Select(Policy.Of),
                .. TrainingSections.Read(file).Select(Policy.Of),
                .. ScenarioSections.Read(file).Select(Policy.Of),
            ],
            Renamings = [.. FileNames.Kinds.Keys.SelectMany(section => Renamings(file, section))],
        };
    }

    /// <summary>Refuses a file without a name or anybody in it: it is empty by mistake or cut off, and would retire everybody.</summary>
    public static void RefuseEmpty(Node root, FileErrors errors)
    {
        if (root["organization"] is null) errors.Add(1, "organization", "is missing. Write organization: Example.");
        if (root["people"] is not { Items.Count: > 0 })
            errors.Add(1, "people", "is missing or empty, so nobody would be left. Write people: [{id: ana, name: Ana Silva}].");
    }

    private static IEnumerable<Renaming> Renamings(Section file, string section)
    {
        var renamed = new HashSet<string>();
        foreach (var item in file[section]?.Items ?? [])
        {
            if (item["was"] is not { } was || item["id"] is not { Kind: NodeKind.Scalar } id) continue;
            var path = $"{section}.{id.Text}.was";
            if (was.Kind != NodeKind.Scalar) file.Errors.Add(was.Line, path, "expects one value, not a list or keys of its own.");
            else if (file.Names.Has(FileNames.Kinds[section], was.Text))
                file.Errors.Add(was.Line, path, $"'{was.Text}' is still in this file. Take the old one out, or leave 'was' out.");
            else if (!renamed.Add(was.Text))
                file.Errors.Add(was.Line, path, $"'{was.Text}' has been renamed once in this file already. One thing becomes one thing.");
            else
                yield return new Renaming(section, was.Text, id.Text);
        }
    }
}
