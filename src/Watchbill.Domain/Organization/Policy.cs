using NodaTime.Text;
using Watchbill.Budgets;
using Watchbill.Compensation;
using Watchbill.Training;

namespace Watchbill.Organization;

/// <summary>A policy or program of the organisation file, as it was applied last: exactly one of the four.</summary>
public sealed record Policy
{
    private const string Budgets = "budgetPolicies";
    private const string Compensation = "compensation";
    private const string Programs = "training";
    private const string Scenarios = "scenarios";

    private Policy()
    {
    }

    public BudgetPolicy? Budget { get; private init; }
    public PayPolicy? Pay { get; private init; }
    public TrainingProgram? Training { get; private init; }
    public DrillScenario? Scenario { get; private init; }

    public bool Retired { get; init; }

    /// <summary>The key of the file that defines it.</summary>
    public string Section => Budget is not null ? Budgets : Pay is not null ? Compensation : Training is not null ? Programs : Scenarios;

    public string Id => Budget?.Id ?? Pay?.Id ?? Training?.Id ?? Scenario!.Id;

    /// <summary>What tells versions of one id apart: of a pay policy its first day; empty where there is one only.</summary>
    public string Version => Pay is null ? "" : LocalDatePattern.Iso.Format(Pay.Effective);

    /// <summary><c>compensation/standard/2026-01-01</c>, <c>budgetPolicies/default</c>.</summary>
    public string DocumentId => Version.Length == 0 ? $"{Section}/{Id}" : $"{Section}/{Id}/{Version}";

    public static Policy Of(BudgetPolicy policy) => new() { Budget = policy };

    public static Policy Of(PayPolicy policy) => new() { Pay = policy };

    public static Policy Of(TrainingProgram program) => new() { Training = program };

    public static Policy Of(DrillScenario scenario) => new() { Scenario = scenario };

    /// <summary>How the documents of all scenarios begin.</summary>
    public static string AllScenarios => $"{Scenarios}/";

    /// <summary>The document of a budget policy.</summary>
    public static string OfBudget(string id) => $"{Budgets}/{id}";

    /// <summary>How the documents of all pay policies begin.</summary>
    public static string AllPay => $"{Compensation}/";

    /// <summary>How the documents of a pay policy's versions begin; they are in the order of their first days.</summary>
    public static string OfPay(string id) => $"{Compensation}/{id}/";
}
