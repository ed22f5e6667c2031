using Watchbill.Fixtures;

namespace Watchbill.Storage;

/// <summary>The tables of docs/what-we-store.md, made from the kinds as their slices describe them.</summary>
public sealed class WhatWeStoreTests
{
    private const string Page = "docs/what-we-store.md";

    private static readonly (string Heading, string Columns, Func<StoredKind, (string Kind, string Said)?> Row)[] Tables =
    [
        ("# What we store", "kind | id | what", kind => (kind.Name, $"{kind.Id} | {kind.Holds}")),
        ("## Retention", "kind | kept | counted from", kind => kind.Answers.Kept is not var (age, since) ? null
            : (kind.Name, since.Length == 0 ? $"until {age} | " : $"{age} | {since}")),
        ("## Whose data it is", "kind | what is personal in it", kind => Named(kind, kind.Answers.Personal)),
        ("## When somebody is forgotten", "kind | what becomes of it", kind => Named(kind, kind.Answers.Forgotten)),
        ("## When somebody asks for their data", "kind | what they get", kind => Named(kind, kind.Answers.Exported)),
    ];

    /// <summary>
    /// A row that is not there yet is only warned of while its kind is being written; a row that is not true never passes.
    /// </summary>
    [Fact]
    public void The_tables_are_what_the_kinds_say()
    {
        var written = Sources.Read(Page);
        var said = Tables.Aggregate(written, (page, table) => WithTable(page, table.Heading, Lines(table.Columns, table.Row)));
        if (written == said) return;
        var file = Path.Combine(AppContext.BaseDirectory, "docs", "what-we-store.actual");
        File.WriteAllText(file, said);
        var message = $"{Page} is not what the kinds say. If they are right, it reads as {file} does.";
        Assert.True(written.Split('\n').All(said.Split('\n').Contains) && Environment.GetEnvironmentVariable("CI") != "true", message);
        TestContext.Current.AddWarning(message);
    }

    private static (string, string)? Named(StoredKind kind, string? said) => said is null ? null : (kind.Name, said);

    /// <summary>Kinds of which the same is to be said share a row.</summary>
    private static List<string> Lines(string columns, Func<StoredKind, (string Kind, string Said)?> row) =>
    [
        $"| {columns} |",
        $"|{string.Concat(Enumerable.Repeat("---|", columns.Split('|').Length))}",
        .. StoredKinds.All.Select(row).OfType<(string Kind, string Said)>().GroupBy(one => one.Said, one => one.Kind)
            .Select(same => $"| {string.Join(", ", same)} | {same.Key} |"),
    ];

    /// <summary>The page with the first table beneath a heading replaced.</summary>
    private static string WithTable(string page, string heading, List<string> table)
    {
        var lines = page.Split('\n').ToList();
        var start = lines.FindIndex(lines.IndexOf(heading), line => line.StartsWith('|'));
        var end = lines.FindIndex(start, line => !line.StartsWith('|'));
        return string.Join('\n', [.. lines[..start], .. table, .. lines[end..]]);
    }
}
