using System.Text.Json;
using Watchbill.Organization;

namespace Watchbill.Budgets;

/// <summary>Reads a budget policy as the organisation file has it; it was checked when the file was applied.</summary>
public static class BudgetPolicyText
{
    /// <summary>What is left out is as in the policy that is built in.</summary>
    public static BudgetPolicy Read(PolicyText text)
    {
        using var document = JsonDocument.Parse(text.Json);
        var root = document.RootElement;
        var policy = BudgetPolicy.Default with
        {
            Id = text.Id,
            ZeroHalts = Word(root, "exactlyZero") != "open",
            NoDataHalts = Word(root, "noData") == "halted",
        };
        if (Items(root, "exempt") is { } exempt)
            policy = policy with { Exempt = [.. exempt.Select(change => ReleaseKinds.Parse(change.GetString()!)!.Value)] };
        return Items(root, "levels") is { } levels ? policy with { Levels = [.. levels.Select(Level)] } : policy;
    }

    private static PolicyLevel Level(JsonElement level) =>
        new(PolicyCondition.Parse(Word(level, "when")!)!,
            [.. (Items(level, "do") ?? []).Select(action => PolicyActions.Parse(action.GetString()!)!.Value)]);

    private static string? Word(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<JsonElement>? Items(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : null;
}
