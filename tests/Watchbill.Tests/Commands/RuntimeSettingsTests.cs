using System.Text.Json.Nodes;

namespace Watchbill.Commands;

/// <summary>What the host is built with. How each was measured stands in bench/README.md.</summary>
public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("System.GC.Server", "false")]
    [InlineData("System.GC.ConserveMemory", "7")]
    [InlineData("System.GC.LOHThreshold", "2000000")]
    [InlineData("System.GC.Gen0MaxBudget", "16777216")] // else five eighths of the processor's cache
    public void The_collector_is_told_how_to_keep_a_large_organisation(string name, string value)
    {
        var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Watchbill.Host.runtimeconfig.json"));
        Assert.Equal(value, JsonNode.Parse(file)!["runtimeOptions"]!["configProperties"]![name]?.ToJsonString());
    }
}
