using System.Reflection;

namespace Watchbill.Chat;

/// <summary>
/// What people say who have never read the help, from <c>sayings.txt</c>: under each verb's id usage strings in the words of
/// <see cref="EverydayWords"/>, with <c>|</c> between them. They count only where what they name is there.
/// </summary>
public static class Sayings
{
    /// <summary>The verbs' ids, and how each is said.</summary>
    public static ILookup<string, Usage> All { get; } = Read();

    private static ILookup<string, Usage> Read()
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("sayings.txt")!);
        var (all, verb) = (new List<(string Verb, Usage Said)>(), "");
        while (file.ReadLine() is { } line)
        {
            if (line is [not ' ', .. var id, ':']) verb = line[0] + id;
            else all.AddRange(line.Split('|', StringSplitOptions.TrimEntries).Where(said => said.Length > 0)
                .Select(said => (verb, Usage.Loose(said))));
        }

        return all.ToLookup(one => one.Verb, one => one.Said);
    }
}
