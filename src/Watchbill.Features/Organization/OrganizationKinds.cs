using Watchbill.Calendars;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>What is stored about the organisation.</summary>
public static class OrganizationKinds
{
    private const string IdsStay = "stays: it holds ids only";

    /// <summary>What the organisation file defines, as it was applied last; under an old id, what it was renamed to.</summary>
    public static IReadOnlyList<StoredKind> File { get; } =
    [
        new StoredKind<OrganizationSettings>
        {
            Name = "organization",
            Id = "organization",
            Holds = "the organisation's name, time zone, currency and executives",
            Retention = Retention.ForGood<OrganizationSettings>(),
            Personal = new("the ids of executives")
            {
                Forget = Forget.Stays<OrganizationSettings>(IdsStay),
                Export = Export.Nothing<OrganizationSettings>(),
            },
            Renamed = Renamed.ByTheFile<OrganizationSettings>(),
        },
        new StoredKind<Person>
        {
            Name = "person",
            Id = "person",
            Holds = "somebody of the organisation file; under an old id, who that is now and nothing else",
            Retention = Retention.ForGood<Person>(),
            Personal =
                new("name, e-mail address, time zone, accounts on chat platforms, the holidays that apply, the day somebody leaves")
                {
                    Forget = Forget.Of<Person>(
                        "name, e-mail, accounts on chat platforms, holiday calendar and rights are emptied; id, time zone and last day " +
                        "stay, "
                            + "because pay hangs on them",
                        Forgotten),
                    Export = Export.Whole<Person>("their record", (stored, person) => stored.Id == person),
                },
            Renamed = Renamed.ByTheFile<Person>(),
        },
        new StoredKind<Team>
        {
            Name = "team",
            Id = "team",
            Holds = "a team of the organisation file",
            Retention = Retention.ForGood<Team>(),
            Personal = new("the ids of its members, lead and manager")
            {
                Forget = Forget.Stays<Team>(IdsStay),
                Export = Export.Nothing<Team>(),
            },
            Renamed = Renamed.ByTheFile<Team>(),
        },
        new StoredKind<Domain>
        {
            Name = "domain",
            Id = "domain",
            Holds = "a domain of the organisation file",
            Retention = Retention.ForGood<Domain>(),
            Personal = new("the ids of its lead, its manager and who is accountable")
            {
                Forget = Forget.Stays<Domain>(IdsStay),
                Export = Export.Nothing<Domain>(),
            },
            Renamed = Renamed.ByTheFile<Domain>(),
        },
        new StoredKind<Service>
        {
            Name = "service",
            Id = "service",
            Holds = "a service of the organisation file, with the engagement it began with",
            Retention = Retention.ForGood<Service>(),
            Personal = new("the ids of who is accountable and of its SREs")
            {
                Forget = Forget.Stays<Service>(IdsStay),
                Export = Export.Nothing<Service>(),
            },
            Renamed = Renamed.ByTheFile<Service>(),
        },
        new StoredKind<HolidayCalendar>
        {
            Name = "calendar",
            Id = "calendar",
            Holds = "the holidays of a calendar of the organisation file",
            Retention = Retention.ForGood<HolidayCalendar>(),
            Personal = Personal.Nobodys<HolidayCalendar>(),
            Renamed = Renamed.Never<HolidayCalendar>(),
        },
        new StoredKind<Policy>
        {
            Name = "policy",
            Id = "section/id, of a pay policy also its first day",
            Holds = "a budget policy, a pay policy or a training program, typed, in the words of the file",
            Retention = Retention.ForGood<Policy>(),
            Personal = Personal.Nobodys<Policy>(),
            Renamed = Renamed.Never<Policy>(),
        },
        new StoredKind<AppliedFile>
        {
            Name = "file",
            Id = "organization",
            Holds = "the text of the organisation file that is in force, and the hash of the one applied last at a start",
            Retention = Retention.ForGood<AppliedFile>(),
            Personal = new("the names, e-mail addresses and accounts of everybody in the file")
            {
                Forget = Forget.Stays<AppliedFile>("stays: who is forgotten was taken out of the file before"),
                Export = Export.Nothing<AppliedFile>(),
            },
            Renamed = Renamed.ByTheFile<AppliedFile>(),
        },
    ];

    /// <summary>What opens the API.</summary>
    public static IReadOnlyList<StoredKind> Tokens { get; } =
    [
        new StoredKind<ApiToken>
        {
            Name = "token",
            Id = "random",
            Holds = "an API token, hashed, and who made it",
            Retention = Retention.ForGood<ApiToken>(),
            Personal = new("the id of who made it")
            {
                Forget = Forget.Deleting<ApiToken>("those they made are deleted", (stored, person) => stored.Value.MadeBy == person),
                Export = Export.Whole<ApiToken>("those they made, hashed", (stored, person) => stored.Value.MadeBy == person),
                // A token that no person made belongs to whoever runs the host.
                Access = new((stored, people) => stored.Value.MadeBy is { } maker && people.Contains(maker) ? maker : null,
                    token => $"token {token.Name}"),
            },
            Renamed = Renamed.Value<ApiToken>((token, renames) => token with
            {
                MadeBy = renames.Person(token.MadeBy),
                Services = [.. token.Services.Select(id => renames.Service(id))],
                Teams = [.. token.Teams.Select(id => renames.Team(id))],
            }),
        },
    ];

    private static Write? Forgotten(Stored<Person> stored, Stored<Person> gone) => stored.Id != gone.Id ? null : Write.Replace(gone,
        new Person(gone.Id, gone.Id)
        {
            TimeZone = gone.Value.TimeZone,
            Until = gone.Value.Until,
            Retired = true,
            RetiredAt = gone.Value.RetiredAt,
        });
}
