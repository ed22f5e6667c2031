using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>What is stored about health. Figures are not: they are worked out from shifts and incidents.</summary>
public static class HealthKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<WorkWeek>
        {
            Name = "workweek",
            Id = "person/Monday",
            Holds = "what somebody said took most of a week: project, on-call, toil or other",
            Retention = Retention.For<WorkWeek>(Duration.FromDays(366), week => week.At, "its instant"),
            Personal = new("what took most of their weeks")
            {
                Forget = Forget.Deleting<WorkWeek>("theirs are deleted", (stored, person) => stored.Value.Person == person),
                Export = Export.Whole<WorkWeek>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = new((stored, renames) => stored.Value with { Person = renames.Person(stored.Value.Person) } is var week
                && week != stored.Value ? (week.DocumentId, week) : null),
        },
        new StoredKind<Toil>
        {
            Name = "toil",
            Id = "number",
            Holds = "work on a service that is done by hand again and again, how long it takes, and the automation that was agreed",
            Retention = Retention.ForGood<Toil>(),
            Personal = new("who entered it, and their words")
            {
                Forget = Forget.Stays<Toil>("stays, with the id of who entered it: it is about the service"),
                Export = Export.Whole<Toil>("what they entered", (stored, person) => stored.Value.By == person),
            },
            Renamed = new((stored, renames) => stored.Value with
            {
                Service = renames.New("services", stored.Value.Service),
                By = renames.Person(stored.Value.By),
            } is var toil && toil != stored.Value ? (stored.Id, toil) : null),
        },
    ];
}
