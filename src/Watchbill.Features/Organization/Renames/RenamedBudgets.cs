using Watchbill.Budgets;

namespace Watchbill.Organization;

/// <summary>New ids in what is kept about budgets: its ids begin with the service's.</summary>
internal static class RenamedBudgets
{
    public static BudgetCorrection Budget(this Renames renames, BudgetCorrection row) => row with
    {
        Service = renames.New("services", row.Service),
        By = renames.Person(row.By),
        UndoneBy = row.UndoneBy is { } undone ? renames.Person(undone) : null,
    };

    public static BucketDay Budget(this Renames renames, BucketDay day) => day with { Service = renames.New("services", day.Service) };

    public static LevelReached Budget(this Renames renames, LevelReached reached)
    {
        var service = renames.New("services", reached.Service);
        return reached with
        {
            Service = service,
            Levels = [.. reached.Levels.Select(
                level => level.Incident is { } incident ? level with { Incident = service + incident[reached.Service.Length..] } : level)],
        };
    }

    public static GateAnswer Budget(this Renames renames, GateAnswer answer) =>
        answer with { Service = renames.New("services", answer.Service), By = renames.Person(answer.By) };

    public static KpiFigure Budget(this Renames renames, KpiFigure figure) => figure with { By = renames.Person(figure.By) };

    public static GateOpening Budget(this Renames renames, GateOpening opening) =>
        opening with { Service = renames.New("services", opening.Service), By = renames.Person(opening.By) };
}
