using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>The app manifest for a platform, generated from the verbs.</summary>
/// <param name="Platform">Also what it is named on the command line.</param>
/// <param name="Write">Writes it for a host at an address; null: a host without one.</param>
public sealed record Manifest(PlatformId Platform, Func<IReadOnlyList<Verb>, Uri?, string> Write)
{
    /// <summary>Lists who has an account there, for the organisation file; null: the platform cannot.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<WorkspaceMember>>>? PeopleAsync { get; init; }

    private const string About =
        "Watchbill keeps on-call rotations: it says who is on call, hands shifts over with notes and acknowledgement, keeps a user group " +
        "and a topic in step, and lets people stand in for each other. What can be said to it:";

    /// <summary>What the bot is for and as many of its commands, a line each, as there is room for.</summary>
    public static string Describe(IEnumerable<Verb> verbs, int limit)
    {
        var text = About + "\n";
        foreach (var verb in Ordered(verbs))
        {
            var line = $"\n• {Vocabulary.Prefix(verb)}{verb.Usage}: {verb.Summary}";
            if (text.Length + line.Length >= limit) break;
            text += line;
        }

        return text;
    }

    /// <summary>The words that may come first behind the command of a group, on one line.</summary>
    public static string Hint(string group, IReadOnlyList<Verb> verbs, int limit)
    {
        var words = group == "oncall"
            ? Ordered(verbs).Where(verb => Vocabulary.Prefix(verb).Length == 0).Select(First)
                .Concat(verbs.Where(verb => Vocabulary.Prefix(verb).Length > 0).Select(verb => $"{verb.Group} …"))
            : verbs.Where(verb => verb.Group == group).Select(First);
        return PlainWords.Line(string.Join(" | ", words.Distinct()), limit);
    }

    private static IEnumerable<Verb> Ordered(IEnumerable<Verb> verbs) => verbs.OrderBy(verb => verb.Group != "oncall");

    private static string First(Verb verb) => verb.Usage.Split(' ')[0];
}

/// <summary>Somebody with an account on a platform.</summary>
public sealed record WorkspaceMember(string Id, string Name, string? Email);
