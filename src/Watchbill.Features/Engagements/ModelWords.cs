using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Engagements;

/// <summary>Models and engagements as they are typed and read.</summary>
public static class ModelWords
{
    private static readonly string[] Nothing = ["unorganized", "none"];

    /// <summary>The model that was typed, in full or short (<c>sre-run</c>); null: unorganized.</summary>
    /// <exception cref="RefusedException">It is none; the nearest is named.</exception>
    public static EngagementModel? Read(string typed)
    {
        var text = typed.ToLowerInvariant();
        if (Nothing.Contains(text)) return null;
        var at = EngagementModels.Names.ToList().FindIndex(name => name == text || Brief(name) == text);
        if (at >= 0) return (EngagementModel)at;
        var nearest = Nearest.To(text, EngagementModels.Names.Concat(EngagementModels.Names.Select(Brief)));
        throw new RefusedException(
            $"No model `{typed}`. "
                + (nearest is null ? $"Write one of {string.Join(", ", EngagementModels.Names)}." : $"Did you mean `{nearest}`?"))
        { Field = "model" };
    }

    /// <summary><c>you-build-sre-run by sre-core</c>.</summary>
    public static string Of(Engagement engagement) =>
        EngagementModels.Name(engagement.Model) + (engagement.By is { } by ? $" by {by}" : "");

    public static string Of(ExitCondition exit) => FormattableString.Invariant($"{exit.Exhausted} of {exit.Periods}");

    public static string Of(Agreement agreement) => $"Takeover: {Entry(agreement)}. Hand-back: {Exit(agreement)}.";

    public static string Entry(Agreement agreement) => string.Create(CultureInfo.InvariantCulture,
        $"{agreement.Entry} full {(agreement.Entry == 1 ? "period" : "periods")} within budget");

    public static string Exit(Agreement agreement) => $"{Of(agreement.Exit)} overspent";

    /// <summary>Who runs a service now: <c>sre-core runs checkout; payments builds it</c>.</summary>
    public static string Runs(Service service, Engagement engagement) => engagement.Model switch
    {
        EngagementModel.YouBuildYouRun => $"{service.Team} builds and runs {service.Id}",
        EngagementModel.YouBuildYouAndSreRun => $"{service.Team} and {engagement.By ?? "SREs"} run {service.Id} together",
        _ when engagement.By is { } by => $"{by} runs {service.Id}; {service.Team} builds it",
        _ => $"{Runners(engagement)} run {service.Id}; {service.Team} builds it",
    };

    /// <summary>Who is to run it, as a question asks: <c>sre-core to run checkout</c>.</summary>
    public static string ToRun(Service service, Engagement engagement) => engagement.Model switch
    {
        EngagementModel.YouBuildYouRun => $"{service.Team} to build and run {service.Id}",
        EngagementModel.YouBuildYouAndSreRun => $"{service.Team} and {engagement.By ?? "SREs"} to run {service.Id} together",
        _ => $"{engagement.By ?? Runners(engagement)} to run {service.Id}",
    };

    private static string Runners(Engagement engagement) => engagement.Model == EngagementModel.YouBuildOpsRun ? "operations" : "SREs";

    /// <summary>As the model is called in a table: <c>sre-run</c>.</summary>
    public static string Brief(EngagementModel model) => Brief(EngagementModels.Name(model));

    private static string Brief(string name) => name["you-build-".Length..];
}
