using System.Text.Json.Nodes;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>docs/organization-file.md and docs/organization.schema.json say what the reader reads.</summary>
public sealed class FileReferenceTests
{
    private const string Made = "<!-- From here on made from the reader (FileReferenceTests). -->\n";

    private static readonly FileKeys Keys = OrganizationReader.Keys(Platforms.All);

    private static readonly Lazy<Node> EveryKey = new(() => Read(Path.Combine(AppContext.BaseDirectory, "Cases", "every-key.yaml")).Root);

    public static TheoryData<string> Paths => [.. Wrong(EveryKey.Value, Keys, "").Select(one => one.Path)];

    [Fact]
    public void The_reference_is_made_from_the_reader()
    {
        var written = Sources.Read("docs/organization-file.md");
        var made = written[..(written.IndexOf(Made, StringComparison.Ordinal) + Made.Length)] + "\n" + FileReference.Of(Keys);
        Same(written, made, "organization-file.md");
    }

    [Fact]
    public void The_schema_is_made_from_the_reader() =>
        Same(Sources.Read("docs/organization.schema.json"), FileSchema.Of(Keys), "organization.schema.json");

    [Fact]
    public void Every_key_is_tried() => Assert.Equal([], Untried(EveryKey.Value, Keys, ""));

    [Fact]
    public void Reader_and_schema_take_every_key()
    {
        var errors = new FileErrors("every-key.yaml");
        OrganizationReader.Read(EveryKey.Value, errors, Platforms.All);
        Assert.Equal([], errors.All);
        Assert.Null(SchemaCheck.Problem(Schema(), JsonNode.Parse(NodeJson.Of(EveryKey.Value))));
    }

    /// <summary>A key that is declared and not read would be taken and have no effect.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Reader_and_schema_refuse_what_a_key_cannot_hold(string path)
    {
        var wrong = Wrong(EveryKey.Value, Keys, "").First(one => one.Path == path).Root;
        var errors = new FileErrors("every-key.yaml");
        OrganizationReader.Read(wrong, errors, Platforms.All);
        Assert.True(errors.Any);
        Assert.NotNull(SchemaCheck.Problem(Schema(), JsonNode.Parse(NodeJson.Of(wrong))));
    }

    [Theory]
    [InlineData("docs/organization-25.yaml")]
    [InlineData("src/Watchbill.Host/Sample/watchbill.yaml")]
    public void The_schema_takes_files_that_people_copy(string path) =>
        Assert.Null(SchemaCheck.Problem(Schema(), JsonNode.Parse(NodeJson.Of(Read(Path.Combine(Sources.Root, path)).Root))));

    [Fact]
    public async Task The_file_for_25_people_is_applied_without_a_warning()
    {
        var result = await new Applying().ApplyAsync(Sources.Read("docs/organization-25.yaml"));
        Assert.Equal([], result.Errors);
        Assert.Equal([], result.Warnings);
        Assert.Equal(25, result.Changes.Count(line => line.Kind == "person"));
    }

    private static JsonNode Schema() => JsonNode.Parse(Sources.Read("docs/organization.schema.json"))!;

    private static FileText Read(string path) => FileReader.Read(Path.GetFileName(path), File.ReadAllBytes(path), null, new(2026, 11, 20));

    private static void Same(string written, string made, string name)
    {
        if (written == made) return;
        var path = Path.Combine(AppContext.BaseDirectory, name);
        File.WriteAllText(path, made);
        Assert.Fail($"docs/{name} is not what the reader reads. If the keys are right, it is to be {path}.");
    }

    // Items of a list count together.
    private static IEnumerable<(FileKey Key, string Path, IReadOnlyList<Node> Values)> Walk(
        IEnumerable<Node> sections, FileKeys keys, string at)
    {
        foreach (var key in keys.All)
        {
            var values = sections.Select(section => section[key.Name]).OfType<Node>().ToList();
            yield return (key, at + key.Name, values);
        }
    }

    private static IEnumerable<string> Untried(Node section, FileKeys keys, string at) => Untried([section], keys, at);

    private static IEnumerable<string> Untried(IReadOnlyList<Node> sections, FileKeys keys, string at)
    {
        foreach (var (key, path, values) in Walk(sections, keys, at))
        {
            if (values.Count == 0) yield return path;
            if (key.Keys is null) continue;
            var inner = values.SelectMany(value => value.Kind == NodeKind.Sequence ? value.Items : [value])
                .Where(value => value.Kind == NodeKind.Mapping).ToList();
            foreach (var missing in Untried(inner, key.Keys, path + ".")) yield return missing;
        }
    }

    /// <summary>
    /// The file with one value at a time that no key can hold there: a list of lists for one value, a word for keys and lists.
    /// </summary>
    private static IEnumerable<(string Path, Node Root)> Wrong(Node node, FileKeys keys, string at)
    {
        foreach (var entry in node.Entries)
        {
            var key = keys[entry.Key];
            Node With(Node value) =>
                node with { Entries = [.. node.Entries.Select(one => one == entry ? one with { Value = value } : one)] };
            yield return (at + key.Name, With(entry.Value.Kind == NodeKind.Scalar
                ? new Node(NodeKind.Sequence, 1) { Items = [new Node(NodeKind.Sequence, 1)] } : Node.Scalar("xyzzy", 1)));
            if (key.Keys is null) continue;
            if (entry.Value.Kind == NodeKind.Mapping)
                foreach (var (path, inner) in Wrong(entry.Value, key.Keys, $"{at}{key.Name}.")) yield return (path, With(inner));
            for (var i = 0; i < entry.Value.Items.Count; i++)
            {
                foreach (var (path, inner) in Wrong(entry.Value.Items[i], key.Keys, $"{at}{key.Name}[{i}]."))
                    yield return (path,
                        With(entry.Value with { Items = [.. entry.Value.Items.Select((item, n) => n == i ? inner : item)] }));
            }
        }
    }
}
