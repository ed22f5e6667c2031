using Watchbill.Organization;

namespace Watchbill.Budgets;

/// <summary>What is kept about budgets, under the new ids of people and services.</summary>
public static class BudgetRenames
{
    public static BudgetCorrection Renamed(this BudgetCorrection row, Renames renames) => row with
    {
        Service = renames.Service(row.Service),
        By = renames.Person(row.By),
        UndoneBy = renames.Person(row.UndoneBy),
    };

    /// <summary>The id of an incident begins with its service's.</summary>
    public static LevelReached Renamed(this LevelReached reached, Renames renames)
    {
        var service = renames.Service(reached.Service);
        return reached with
        {
            Service = service,
            Levels = [.. reached.Levels.Select(
                level => level.Incident is { } incident ? level with { Incident = service + incident[reached.Service.Length..] } : level)],
        };
    }

    public static GateAnswer Renamed(this GateAnswer answer, Renames renames) =>
        answer with { Service = renames.Service(answer.Service), By = renames.Person(answer.By) };

    public static GateOpening Renamed(this GateOpening opening, Renames renames) =>
        opening with { Service = renames.Service(opening.Service), By = renames.Person(opening.By) };
}
