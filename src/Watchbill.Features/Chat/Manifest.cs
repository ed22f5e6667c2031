using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>A form that opens from a platform's menus, without a command.</summary>
/// <param name="Verb">The id of the verb whose form it is.</param>
/// <param name="OnMessage">Whether it is used on a message, which the form begins with.</param>
public sealed record Shortcut(string Verb, string Name, bool OnMessage, string Description);

/// <summary>The app manifest for a platform, generated from the verbs.</summary>
/// <param name="Platform">Also what it is named on the command line.</param>
/// <param name="Write">Writes it for a host at an address; null: a host without one.</param>
public sealed record Manifest(PlatformId Platform, Func<IReadOnlyList<Verb>, Uri?, string> Write)
{
    public const string Name = "Watchbill";

    public const string Summary = "Who is on call, handoffs, reminders and overrides, where you talk anyway.";

    private const string Introduction =
        "Watchbill keeps on-call rotations: it says who is on call, hands shifts over with notes and acknowledgement, keeps a user group " +
        "and a topic in step, and lets people cover for each other. What can be said to it:";

    private static readonly Shortcut[] All =
    [
        new("oncall note", "Add to handoff notes", true, "Put this message into the notes for whoever takes over next"),
        new("oncall override", "Put somebody on call", false, "Put somebody on call for a while"),
        new("incident declare", "Declare an incident", false, "Say that something is broken"),
    ];

    private static readonly string[] FirstDays =
    [
        "oncall now", "oncall next", "oncall me", "oncall schedule", "oncall override", "oncall cover", "oncall swap", "oncall page",
        "oncall ack", "incident declare", "budget status", "watchbill help",
    ];

    /// <summary>
    /// Lists who has an account there, for the organisation file: on a platform that lists members of a channel only, of that. Null: the
    /// platform cannot.
    /// </summary>
    public Func<string?, CancellationToken, Task<IReadOnlyList<WorkspaceMember>>>? PeopleAsync { get; init; }

    /// <summary>Files that are uploaded with it in one archive, by name; null: it is uploaded alone.</summary>
    public Func<IReadOnlyDictionary<string, byte[]>>? Files { get; init; }

    /// <summary>The shortcuts whose verbs are there.</summary>
    public static IEnumerable<Shortcut> Shortcuts(IReadOnlyList<Verb> verbs) =>
        All.Where(shortcut => verbs.Any(verb => verb.Id == shortcut.Verb));

    /// <summary>The twelve commands of somebody's first days, for platforms that show a few.</summary>
    public static IEnumerable<Verb> First(IReadOnlyList<Verb> verbs) =>
        FirstDays.Select(id => verbs.FirstOrDefault(verb => verb.Id == id)).OfType<Verb>();

    /// <summary>What the commands of a group are about, in one line.</summary>
    public static string About(string group, IReadOnlyList<Verb> verbs) => group == "oncall"
        ? "Who is on call, and what to do about it"
        : verbs.FirstOrDefault(verb => verb.Group == group)?.Summary ?? $"The commands of {group}";

    /// <summary>What the bot is for and as many of its commands, a line each, as there is room for.</summary>
    public static string Describe(IEnumerable<Verb> verbs, int limit)
    {
        var text = Introduction + "\n";
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
            ? Ordered(verbs).Where(verb => Vocabulary.Prefix(verb).Length == 0).Select(FirstWord)
                .Concat(verbs.Where(verb => Vocabulary.Prefix(verb).Length > 0).Select(verb => $"{verb.Group} …"))
            : verbs.Where(verb => verb.Group == group).Select(FirstWord);
        return PlainWords.Line(string.Join(" | ", words.Distinct()), limit);
    }

    private static IEnumerable<Verb> Ordered(IEnumerable<Verb> verbs) => verbs.OrderBy(verb => verb.Group != "oncall");

    private static string FirstWord(Verb verb) => verb.Usage.Split(' ')[0];
}

/// <summary>Somebody with an account on a platform.</summary>
public sealed record WorkspaceMember(string Id, string Name, string? Email);
