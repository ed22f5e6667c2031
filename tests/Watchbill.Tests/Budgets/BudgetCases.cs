using System.Text.Json;
using Watchbill.Fixtures;

namespace Watchbill.Budgets;

/// <summary>Reads the rows of published facts about budgets under Cases.</summary>
internal static class BudgetCases
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "budgets.json"))).RootElement;

    public static JsonElement Table => Root.GetProperty("availability_table").GetProperty("rows");

    public static TheoryData<string> Of(params string[] kinds) =>
        [.. Rows.Where(row => kinds.Contains(row.Text("kind"))).Select(row => row.Text("id"))];

    public static IEnumerable<JsonElement> Rows => Root.GetProperty("cases").EnumerateArray();

    public static JsonElement Row(string id) => Rows.Single(row => row.Text("id") == id);

    public static JsonElement Input(this JsonElement row) => row.GetProperty("input");

    public static JsonElement Expected(this JsonElement row) => row.GetProperty("expect");

    public static decimal Decimal(this JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.String } text
            ? Spending.Number(text.GetString()!) : row.GetProperty(name).GetDecimal();

    public static string Objective(this JsonElement row) => row.Text("objective_pct");

    /// <summary>Rows give as many digits as their source: the value is compared at that precision, and nowhere rounded before.</summary>
    public static void Equal(JsonElement expected, string name, decimal? actual)
    {
        var digits = expected.Text(name).Split('.') is [_, var fraction] ? fraction.Length : 0;
        Assert.Equal(expected.Decimal(name), decimal.Round(actual!.Value, digits, MidpointRounding.AwayFromZero));
    }
}
