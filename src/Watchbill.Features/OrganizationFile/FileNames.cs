using Watchbill.Organization;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>Every id that a file defines, by kind, so that references can be checked whichever way they point.</summary>
internal sealed class FileNames
{
    /// <summary>The sections that are lists of things with ids, and what one of them is called.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        ["people"] = "person",
        ["domains"] = "domain",
        ["teams"] = "team",
        ["services"] = "service",
        ["rotations"] = "rotation",
        ["budgetPolicies"] = "budget policy",
        ["compensation"] = "compensation policy",
        ["training"] = "training program",
        ["scenarios"] = "scenario",
    };

    private readonly Dictionary<string, HashSet<string>> names = new()
    {
        // Built in: there without the file, and replaced where the file defines them.
        ["budget policy"] = ["default"],
        ["training program"] = [.. BuiltInPrograms.All.Select(program => program.Id)],
    };

    public FileNames(Node root, FileErrors errors)
    {
        foreach (var (section, kind) in Kinds) Collect(root[section], section, kind, errors);
        names["calendar"] = [.. root["holidays"]?.Entries.Select(entry => entry.Key) ?? []];
        names["SRE team"] = [.. root["teams"]?.Items.Where(team => team["sre"]?.Text == "true").Select(team => team["id"]?.Text)
            .OfType<string>() ?? []];
    }

    public bool Has(string kind, string id) => Of(kind).Contains(id);

    /// <summary>What to say about an id that is not there.</summary>
    public string Unknown(string kind, string id) =>
        $"there is no {kind} '{id}'." + Nearest.Suggest(id, Of(kind), $"This file has no {kind} at all.");

    private HashSet<string> Of(string kind) => names.TryGetValue(kind, out var found) ? found : [];

    private void Collect(Node? list, string section, string kind, FileErrors errors)
    {
        var ids = names.TryGetValue(kind, out var builtIn) ? builtIn : names[kind] = [];
        var lines = new Dictionary<string, int>();
        foreach (var item in list?.Items ?? [])
        {
            if (item["id"] is not { Kind: NodeKind.Scalar } id) continue;
            if (!Ids.IsValid(id.Text)) errors.Add(id.Line, $"{section}.{id.Text}.id", Ids.Refusal(id.Text));
            // Versions of one pay policy share its id and differ by the day from which they hold.
            var unique = section == "compensation" ? $"{id.Text} from {item["effective"]?.Text}" : id.Text;
            if (!lines.TryAdd(unique, id.Line))
                errors.Add(id.Line, $"{section}.{id.Text}.id",
                    $"'{id.Text}' is there already, on line {lines[unique]}. Every {kind} needs an id of its own.");
            ids.Add(id.Text);
        }
    }
}
