using System.Xml.Linq;

namespace Watchbill.Fixtures;

/// <summary>The repository as files: found from where the tests run, upwards to bot.sln.</summary>
public static class Sources
{
    public static string Root { get; } = Up(AppContext.BaseDirectory);

    /// <summary>Files that somebody wrote, by path from the root.</summary>
    public static IReadOnlyList<(string Path, string[] Lines)> Of(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or ".git"))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllLines(path)))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>
    /// Types that have a summary, as in <c>Watchbill.Rotations.Shift</c>, from the documentation file beside the assembly.
    /// </summary>
    public static IReadOnlySet<string> Summarised(string assembly) =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly + ".xml")).Descendants("member")
            .Where(
                member =>
                    member.Attribute("name")!.Value.StartsWith("T:", StringComparison.Ordinal)
                        && !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
            .Select(member => member.Attribute("name")!.Value[2..])
            .ToHashSet();

    private static string Up(string from) =>
        File.Exists(Path.Combine(from, "bot.sln"))
            ? from
            : Up(
                Path.GetDirectoryName(from.TrimEnd(Path.DirectorySeparatorChar))
                    ?? throw new DirectoryNotFoundException("No folder above the tests holds bot.sln."));
}
