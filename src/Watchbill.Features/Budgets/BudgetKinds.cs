using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>What is stored about error budgets and releases.</summary>
public static class BudgetKinds
{
    private const string Stays = "stays: a decision about a service and its reason, or a figure, with the id";

    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<BudgetCorrection>
        {
            Name = "budgetcorrection",
            Id = "service/start/id",
            Holds = "a span that counts as uptime, maintenance or downtime by decision, and why; undone rows stay",
            Retention = Retention.ForGood<BudgetCorrection>(),
            Personal = new("the ids of who decided and undid it, and the reason they typed")
            {
                Forget = Forget.Stays<BudgetCorrection>(Stays),
                Export = Export.Whole<BudgetCorrection>("those they decided or undid",
                    (stored, person) => stored.Value.By == person || stored.Value.UndoneBy == person),
            },
            Renamed = new((stored, renames) => stored.Value.Renamed(renames) is var row && row != stored.Value
                ? (row.DocumentId, row) : null),
        },
        new StoredKind<BucketDay>
        {
            Name = "buckets",
            Id = "service/objective/day/source",
            Holds = "requests of a day by the hour, as one source counted them",
            Retention = Retention.For<BucketDay>(Duration.FromDays(1100), day => day.Day.AtMidnight().InUtc().ToInstant(), "their day"),
            Personal = Personal.Nobodys<BucketDay>(),
            Renamed = new(RenamedDay),
        },
        new StoredKind<LevelReached>
        {
            Name = "level",
            Id = "service/objective/window",
            Holds = "which levels of its policy a budget has reached, each crossing once",
            Retention = Retention.ForGood<LevelReached>(),
            Personal = Personal.Nobodys<LevelReached>(),
            Renamed = new((stored, renames) => renames.Renamed("services", stored.Value.Service)
                && stored.Value.Renamed(renames) is var reached ? (reached.DocumentId, reached) : null),
        },
        new StoredKind<LowBudgets>
        {
            Name = "budgettrouble",
            Id = "service",
            Holds = "what is left of budgets that are used up or nearly so, as handoffs and homes tell of it",
            Retention = Retention.Until<LowBudgets>("enough is left"),
            Personal = Personal.Nobodys<LowBudgets>(),
            Renamed = new((stored, renames) => renames.Renamed("services", stored.Id)
                ? (renames.Service(stored.Id), stored.Value with { Service = renames.Service(stored.Id) }) : null),
        },
        new StoredKind<GateAnswer>
        {
            Name = "gate",
            Id = "service/instant/random",
            Holds = "what a release gate answered to which change, and who asked",
            Retention = Retention.For<GateAnswer>(Duration.FromDays(1100), answer => answer.At, "when it was asked"),
            Personal = new("the id of who asked")
            {
                Forget = Forget.Stays<GateAnswer>(Stays),
                Export = Export.Whole<GateAnswer>("those they asked for", (stored, person) => stored.Value.By == person),
            },
            Renamed = new((stored, renames) => stored.Value.Renamed(renames) is var answer && answer != stored.Value
                ? (renames.UnderService(stored.Id), answer) : null),
        },
        new StoredKind<GateOpening>
        {
            Name = "opening",
            Id = "service/reference",
            Holds = "a change that a lead lets through a halted gate, and why",
            Retention = Retention.ForGood<GateOpening>(),
            Personal = new("the id of who decided, and the reason they typed")
            {
                Forget = Forget.Stays<GateOpening>(Stays),
                Export = Export.Whole<GateOpening>("those they decided", (stored, person) => stored.Value.By == person),
            },
            Renamed = new((stored, renames) => stored.Value.Renamed(renames) is var opening && opening != stored.Value
                ? (opening.DocumentId, opening) : null),
        },
        new StoredKind<KpiFigure>
        {
            Name = "kpi",
            Id = "period/name",
            Holds = "a figure that is measured elsewhere, and who set it",
            Retention = Retention.ForGood<KpiFigure>(),
            Personal = new("the id of who set it")
            {
                Forget = Forget.Stays<KpiFigure>(Stays),
                Export = Export.Whole<KpiFigure>("those they set", (stored, person) => stored.Value.By == person),
            },
            Renamed = new((stored, renames) => renames.Renamed("people", stored.Value.By)
                ? (stored.Id, stored.Value with { By = renames.Person(stored.Value.By) }) : null),
        },
    ];

    private static (string, BucketDay)? RenamedDay(Stored<BucketDay> stored, Renames renames)
    {
        var day = stored.Value;
        if (!renames.Renamed("services", day.Service)) return null;
        var service = renames.Service(day.Service);
        return (BucketDay.IdOf(service, day.Slo, day.Day, day.Source), day with { Service = service });
    }
}
