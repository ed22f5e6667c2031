using System.Text;
using NodaTime;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>Strict JSON is read by a faster reader, to the same nodes on the same lines; everything else is YAML's.</summary>
public sealed class JsonNodesTests
{
    [Theory]
    [InlineData("""{"a": 1, "b": [true, null, "x\u00e9\"", {}], "c": {"d": -1.5e3, "e": []}}""")]
    [InlineData("{\n\"a\": [\n{\"id\": \"x\",\n\"b\": [1,\n[2]]},\n 3\n, [\n4],\"five\"]}")]
    [InlineData("  {\n \"a\"\n: [\n1,\n\"two\"\n],\r\n\"c\": {\"d\":\n\"e\"}}\n")]
    public void It_reads_what_yaml_reads(string text)
    {
        var errors = new FileErrors("x");
        var (json, yaml) = (JsonNodes.Read(Encoding.UTF8.GetBytes(text)), new YamlNodes(errors).Read(text));
        Assert.False(errors.Any);
        Assert.Equal(Shown(yaml), Shown(json!));
    }

    [Theory]
    [InlineData("a: 1")]
    [InlineData("[1]")]
    [InlineData("{a: 1}")]
    [InlineData("{\"a\": 1,}")]
    [InlineData("{\"a\": 1} # more")]
    [InlineData("{\"a\": 1} {}")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": \"\\u0000\"}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("{\"a\": 1")]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_not_strict_or_is_refused_is_left_to_yaml(string text) => Assert.Null(JsonNodes.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Keys_and_ids_that_stand_in_many_places_are_one_string()
    {
        var items = JsonNodes.Read("""{"people": [{"id": "ana"}, {"id": "ana"}]}"""u8.ToArray())!["people"]!.Items;
        Assert.Same(items[0].Entries[0].Key, items[1].Entries[0].Key);
        Assert.Same(items[0]["id"]!.Text, items[1]["id"]!.Text);
    }

    [Fact]
    public void Items_of_a_list_of_the_file_are_made_when_they_are_asked_for_and_are_not_kept()
    {
        var people = JsonNodes.Read("{\n\"people\": [\n{\"id\": \"ana\"}]}"u8.ToArray())!["people"]!;
        Assert.NotSame(people.Items[0], people.Items[0]);
        Assert.Equal("3:{3:id=3:'ana}", Shown(people.Items[0]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void A_key_that_is_there_twice_is_left_to_yaml_however_many_there_are(int keys)
    {
        var entries = string.Join(",", Enumerable.Range(1, keys).Select(key => $"\"k{key}\": 1"));
        Assert.NotNull(JsonNodes.Read(Encoding.UTF8.GetBytes($"{{{entries}}}")));
        Assert.Null(JsonNodes.Read(Encoding.UTF8.GetBytes($"{{{entries},\"k{keys}\": 1}}")));
    }

    [Fact]
    public void Twenty_one_levels_are_left_to_yaml_which_refuses_them()
    {
        var deep = "{\"people\": " + new string('[', 30) + new string(']', 30) + "}";
        Assert.Null(JsonNodes.Read(Encoding.UTF8.GetBytes(deep)));
        Assert.True(FileReader.Read("x", Encoding.UTF8.GetBytes(deep), null, new LocalDate(2026, 11, 20)).Errors.Any);
    }

    private static string Shown(Node node) => node.Kind switch
    {
        NodeKind.Scalar => $"{node.Line}:{(node.Quoted ? "'" : "")}{node.Text}",
        NodeKind.Sequence => $"{node.Line}:[{string.Join(",", node.Items.Select(Shown))}]",
        _ => $"{node.Line}:{{{string.Join(",", node.Entries.Select(entry => $"{entry.Line}:{entry.Key}={Shown(entry.Value)}"))}}}",
    };
}
