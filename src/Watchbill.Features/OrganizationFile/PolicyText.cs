using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;
using Watchbill.Budgets;
using Watchbill.Organization;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Policies as JSON in the words of the organisation file: what is stored of them, and what two of them are compared by. What is not there
/// is as if the file had not said it.
/// </summary>
public static class PolicyText
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Policy policy) => (policy switch
    {
        { Budget: { } budget } => Of(budget),
        { Pay: { } pay } => PayPolicyText.Of(pay),
        { Training: { } program } => Of(program),
        _ => Of(policy.Scenario!),
    }).ToJsonString(Options);

    /// <summary>What this release or an older one wrote; it was checked when the file was applied.</summary>
    /// <param name="section">The key of the file: <c>budgetPolicies</c>, <c>compensation</c>, <c>training</c>, <c>scenarios</c>.</param>
    /// <exception cref="JsonException">It is no policy.</exception>
    public static Policy Read(string section, string json)
    {
        var root = new Node(NodeKind.Mapping, 1)
        {
            Entries = [new NodeEntry(section, 1, new Node(NodeKind.Sequence, 1) { Items = [NodeJson.Read(json)] })],
        };
        var errors = new FileErrors("");
        Section File(FileKey key) => Section.Of(root, "", new FileNames(root, errors), errors, new([key]));
        return section switch
        {
            "budgetPolicies" => Policy.Of(BudgetPolicySections.Read(File(BudgetPolicySections.Key), []).Single()),
            "compensation" => Policy.Of(CompensationSections.Read(File(CompensationKeys.All)).Single()),
            "training" => Policy.Of(TrainingSections.Read(File(TrainingSections.Key)).Single()),
            "scenarios" => Policy.Of(ScenarioSections.Read(File(ScenarioSections.Key)).Single()),
            _ => throw new JsonException($"There are no policies in '{section}'."),
        };
    }

    /// <summary>The members that there are.</summary>
    internal static JsonObject Members(params (string Key, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, member.Value)));

    /// <summary>A list; null where it is empty.</summary>
    internal static JsonNode? List<T>(IEnumerable<T> items, Func<T, JsonNode?> of) =>
        items.Select(of).ToArray() is { Length: > 0 } nodes ? new JsonArray(nodes) : null;

    private static JsonObject Of(BudgetPolicy policy) => Members(
        ("id", policy.Id),
        ("exactlyZero", policy.ZeroHalts ? null : "open"),
        ("noData", policy.NoDataHalts ? "halted" : null),
        // What the file leaves to the built-in policy follows it.
        ("exempt", policy.Exempt == BudgetPolicy.Default.Exempt ? null : new JsonArray([.. policy.Exempt.Select(kind => kind.Name())])),
        ("levels", policy.Levels == BudgetPolicy.Default.Levels ? null : new JsonArray([.. policy.Levels.Select(Of)])));

    private static JsonNode Of(PolicyLevel level) => Members(
        ("when", level.When.ToString()),
        ("do", new JsonArray([.. level.Do.Select(action => PolicyActions.Names[(int)action])])));

    private static JsonObject Of(TrainingProgram program) => Members(
        ("id", program.Id),
        ("version", program.Version),
        ("title", program.Title),
        ("stages", List(program.Stages, Of)),
        ("signOff", List(program.SignOff, signer => FileWords.Of(signer))),
        ("lapse", program.Lapse is { } lapse ? Members(("days", lapse.Days), ("rounds", lapse.Rounds)) : null));

    private static JsonNode Of(TrainingStage stage) => Members(
        ("id", stage.Id),
        ("title", stage.Title),
        ("items", List(stage.Items, Of)),
        ("shadowShifts", stage.ShadowShifts == 0 ? null : stage.ShadowShifts),
        ("reverseShadowShifts", stage.ReverseShadowShifts == 0 ? null : stage.ReverseShadowShifts),
        ("incidents", stage.Incidents is { } incidents ? TrainingSections.Of(incidents) : null),
        ("backup", stage.Backup));

    private static JsonNode Of(TrainingItem item) => Members(
        ("id", item.Id),
        ("kind", FileWords.Of(item.Kind)),
        ("title", item.Title),
        ("text", item.Text),
        ("signs", item.Signs is { } signer ? FileWords.Of(signer) : null),
        ("evidence", item.Evidence == Evidence.None ? null : FileWords.Of(item.Evidence)),
        ("reviewed", item.Reviewed is { } reviewed ? LocalDatePattern.Iso.Format(reviewed) : null));

    private static JsonObject Of(DrillScenario scenario) => Members(
        ("id", scenario.Id),
        ("title", scenario.Title),
        ("outage", scenario.Outage),
        ("minutes", scenario.Minutes),
        ("stages", List(scenario.Stages, Of)),
        ("debrief", scenario.Debrief));

    private static JsonNode Of(DrillStage stage) => Members(
        ("id", stage.Id),
        ("tell", stage.Tell),
        ("clues", List(stage.Clues, clue => Members(
            ("id", clue.Id), ("ask", clue.Ask), ("answer", clue.Answer), ("key", clue.Key ? true : null)))),
        ("ideal", stage.Ideal),
        ("hint", stage.Hint));
}
