using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What is stored about work that is paid.</summary>
public static class CompensationKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<TimeEntry>
        {
            Name = "timeentry",
            Id = "person/start/kind/team or rotation",
            Holds = "hours of standby or support that were entered by hand, by whom, and who approved or rejected them",
            Retention = Retention.For<TimeEntry>(Duration.FromDays(3660), entry => entry.End, "its end"),
            Personal = new("who worked when for which team or rotation, who entered it, and a note")
            {
                Forget = Forget.Keeping<TimeEntry>(
                    "stays, with ids, because it is paid by it; the note is emptied where it is about them or by them",
                    (entry, person) => entry.Note.Length > 0 && Concerns(entry, person) ? entry with { Note = "" } : null),
                Export = Export.Whole<TimeEntry>("those about them or by them", (stored, person) => Concerns(stored.Value, person)),
            },
            Renamed = new((stored, renames) => Renamed(stored.Value, renames) is var entry && entry != stored.Value
                ? (entry.Id, entry) : null),
        },
        new StoredKind<PayFacts>
        {
            Name = "payfacts",
            Id = "person",
            Holds = "what an hour of somebody's work costs and their factor, by the day from which they hold",
            Retention = Retention.ForGood<PayFacts>(),
            Personal = new("what somebody earns in an hour, and their factor")
            {
                Forget = Forget.Stays<PayFacts>("stays under the id: months that are not approved yet are paid by it"),
                Export = Export.Whole<PayFacts>("theirs", (stored, person) => stored.Id == person),
            },
            Renamed = new((stored, renames) => renames.Renamed("people", stored.Id)
                ? (renames.Person(stored.Id), stored.Value with { Person = renames.Person(stored.Id) }) : null),
        },
        new StoredKind<PayRecord>
        {
            Name = "paymonth",
            Id = "person/month",
            Holds =
                "who checked, approved, exported and locked somebody's month and, once it is approved, its lines and the policies they " +
                    "were worked out by",
            Retention = Retention.For<PayRecord>(Duration.FromDays(3660),
                record => record.Month.PlusMonths(1).AtMidnight().InUtc().ToInstant(), "the month's end"),
            Personal = new("what somebody was paid for on-call work, line by line, and who approved it")
            {
                Forget = Forget.Keeping<PayRecord>(
                    "stays under the id to its end; the name is replaced by it, and what they or others wrote is emptied",
                    (record, person) => record.Person == person && record.HasWords ? record.WithoutWords() : null),
                Export = Export.Whole<PayRecord>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = new((stored, renames) => Renamed(stored.Value, renames) is var record && record != stored.Value
                ? (record.Id, record) : null),
        },
        new StoredKind<TimeOffUse>
        {
            Name = "timeoff",
            Id = "person/day/instant",
            Holds = "hours of time off that somebody took on a day, and who entered it",
            Retention = Retention.For<TimeOffUse>(Duration.FromDays(3660), use => use.At, "its instant"),
            Personal = new("when somebody took time off, and how much")
            {
                Forget = Forget.Stays<TimeOffUse>("stays under the id: what is left is worked out by it"),
                Export = Export.Whole<TimeOffUse>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = new((stored, renames) => stored.Value with
            {
                Person = renames.Person(stored.Value.Person),
                By = renames.Person(stored.Value.By),
            } is var use && use != stored.Value ? (use.Id, use) : null),
        },
        new StoredKind<TimeOffNotice>
        {
            Name = "timeoffnotice",
            Id = "person",
            Holds = "until which day somebody was told that time off of theirs expires",
            Retention = Retention.For<TimeOffNotice>(Duration.FromDays(366),
                notice => notice.Until.AtMidnight().InUtc().ToInstant(), "that day"),
            Personal = new("when they were told last that time off of theirs expires")
            {
                Forget = Forget.Deleting<TimeOffNotice>("is deleted", (stored, person) => stored.Id == person),
                Export = Export.Whole<TimeOffNotice>("theirs", (stored, person) => stored.Id == person),
            },
            Renamed = new((stored, renames) => renames.Renamed("people", stored.Id)
                ? (renames.Person(stored.Id), stored.Value with { Person = renames.Person(stored.Id) }) : null),
        },
        new StoredKind<BonusTerms>
        {
            Name = "paybonus",
            Id = "month/policy",
            Holds = "what the bonus of a pay policy goes by in a period: its amount, the services with their objectives, and the rotations",
            Retention = Retention.For<BonusTerms>(Duration.FromDays(3660),
                terms => terms.PaidWith.PlusMonths(1).AtMidnight().InUtc().ToInstant(), "the period's end"),
            Personal = Personal.Nobodys<BonusTerms>(),
            Renamed = new((stored, renames) => Renamed(stored.Value, renames) is var terms && !terms.Says(stored.Value)
                ? (terms.Id, terms) : null),
        },
        new StoredKind<PayAdjustment>
        {
            Name = "payadjustment",
            Id = "person/month/instant",
            Holds = "an amount that was added to somebody's month by hand or taken from it, why, and by whom",
            Retention = Retention.For<PayAdjustment>(Duration.FromDays(3660), one => one.At, "its instant"),
            Personal = new("what somebody was paid in addition, or less, and why")
            {
                Forget = Forget.Keeping<PayAdjustment>(
                    "stays, with ids, because it is paid; the reason is emptied where it is about them",
                    (one, person) => one.Person == person && one.Reason.Length > 0 ? one with { Reason = "" } : null),
                Export = Export.Whole<PayAdjustment>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = new((stored, renames) => stored.Value with
            {
                Person = renames.Person(stored.Value.Person),
                By = renames.Person(stored.Value.By),
            } is var one && one != stored.Value ? (one.Id, one) : null),
        },
    ];

    private static BonusTerms Renamed(BonusTerms terms, Renames renames) => terms with
    {
        Policy = renames.New("compensation", terms.Policy),
        Services = [.. terms.Services.Select(one => one with
        {
            Service = renames.Service(one.Service),
            Rotations = [.. one.Rotations.Select(rotation => renames.Rotation(rotation))],
        })],
    };

    // An approved month stays word for word what it was: only whose it is follows the name.
    private static PayRecord Renamed(PayRecord record, Renames renames) =>
        renames.Person(record.Person) is var person && person != record.Person ? record with { Person = person } : record;

    private static bool Concerns(TimeEntry entry, string person) => entry.Person == person || entry.By == person;

    private static TimeEntry Renamed(TimeEntry entry, Renames renames) => entry with
    {
        Person = renames.Person(entry.Person),
        By = renames.Person(entry.By),
        Decision = entry.Decision is { } decided ? decided with { By = renames.Person(decided.By) } : null,
        Rotation = renames.Rotation(entry.Rotation),
        Team = renames.Team(entry.Team),
    };
}
