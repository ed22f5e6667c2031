using System.Reflection;

namespace Watchbill.Http;

/// <summary>What somebody does about a refusal.</summary>
/// <param name="Code">The service's word for it.</param>
/// <param name="Marks">What is known about it besides, in words of the file that it stands in.</param>
internal sealed record Advised(string Code, IReadOnlyList<string> Marks, string Sentence)
{
    public bool Is(string mark) => Marks.Contains(mark);
}

/// <summary>
/// What somebody does about a service's refusals, from a file that comes with the product. A line at the margin names codes, with commas
/// between them and marks behind a bar; the indented lines below it, or below several of its kind, are the sentence.
/// </summary>
internal sealed class Advice
{
    private readonly List<Advised> all = [];

    public IReadOnlyList<Advised> All => all;

    /// <param name="resource">The name under which the file is embedded.</param>
    public Advice(string resource)
    {
        using var file = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        var (heads, words) = (new List<string>(), new List<string>());
        while (file.ReadLine() is { } line)
        {
            if (line is ['#', ..] or "") continue;
            if (line[0] == ' ')
            {
                words.Add(line.Trim());
                continue;
            }

            if (words.Count > 0) Add(heads, words);
            heads.Add(line);
        }

        Add(heads, words);
    }

    /// <summary>Of a code as the service writes it; null: nothing is known.</summary>
    public Advised? Of(string? code) => all.Find(one => one.Code == code);

    /// <summary>Of the first code of the file that stands in some words, in whatever letters; null: none does.</summary>
    public Advised? In(string? words) =>
        words is null ? null : all.Find(one => words.Contains(one.Code, StringComparison.OrdinalIgnoreCase));

    private void Add(List<string> heads, List<string> words)
    {
        var sentence = string.Join(' ', words);
        foreach (var head in heads.Select(head => head.Split('|', StringSplitOptions.TrimEntries)))
        {
            var marks = head.Length > 1 ? head[1].Split(' ') : [];
            all.AddRange(head[0].Split(", ").Select(code => new Advised(code, marks, sentence)));
        }

        heads.Clear();
        words.Clear();
    }
}
