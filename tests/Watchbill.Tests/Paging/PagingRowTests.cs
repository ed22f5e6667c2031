using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.v3;

namespace Watchbill.Paging;

/// <summary>Every row of facts about paging is a test that bears its id, or is left out for a reason.</summary>
public sealed partial class PagingRowTests
{
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["HO01"] = "nobody is paged at a handoff: ours pages the incoming person, row HO02",
        ["ST09"] = "a limit of another product",
        ["ST10"] = "an open page keeps the steps it opened with",
        ["DL01"] = "another product's retries: ours moves on at once and goes on trying for an hour",
        ["DL04"] = "asks the provider for a status: ours hears of it, and moves on by the clock where it does not",
        ["DL08"] = "limits by hour: a storm becomes one message",
        ["DL11"] = "as DL08",
        ["DL12"] = "as DL08",
        ["DL13"] = "bundles of SMS: more than twenty become one list, fewer are sent one by one",
        ["DD08"] = "as DL13",
        ["DD09"] = "as DL13",
        ["DD12"] = "what Alertmanager sends, and not what we do",
        ["DD13"] = "as DD12",
        ["DD15"] = "as DD12",
        ["DD17"] = "as DD12",
        ["RP07"] = "pages again after an acknowledgement by a fixed time: ours do when its responder is silent, row AK01",
        ["RP08"] = "closed by policy: nothing is closed by time",
        ["RP09"] = "round robin, which there is not",
        ["AK04"] = "reminders that are confirmed: ours pages again, row AK01",
        ["AK15"] = "several pages by one answer: an answer names one page",
        ["AK16"] = "as AK15",
        ["AK20"] = "a daily reminder: ours asks every twelve hours",
        ["FW05"] = "two teams at once: one incident has one page, and a forward moves it",
        ["FW09"] = "asks before somebody off shift is paged: a page is done at once",
        ["MT06"] = "recurring maintenance, which there is not",
        ["PR04"] = "rules that outlive the level: what a level would still have tried ends with it",
    };

    [Fact]
    public void Each_is_a_test_or_left_out_for_a_reason()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Cases", "paging.json")));
        var rows = file.RootElement.GetProperty("cases").EnumerateArray().Select(row => row.GetProperty("id").GetString()!).ToList();
        var tested = Tested();
        Assert.Equal(78, rows.Count);
        Assert.Empty(rows.Except(tested).Except(LeftOut.Keys));
        Assert.Empty(LeftOut.Keys.Except(rows));
        Assert.Empty(LeftOut.Keys.Intersect(tested));
    }

    private static HashSet<string> Tested() =>
    [
        .. from type in typeof(PagingRowTests).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.GetCustomAttributes().OfType<IFactAttribute>().Any()
           let data = method.GetCustomAttributes<InlineDataAttribute>().SelectMany(row => row.Data).OfType<string>()
           from name in data.Prepend(method.Name)
           from Match id in Id().Matches(name)
           select id.Value,
    ];

    [GeneratedRegex("(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?![0-9A-Za-z])")]
    private static partial Regex Id();
}
