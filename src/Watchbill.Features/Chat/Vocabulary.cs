using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>All verbs and button actions: resolves a text to its verb and a press to its handler.</summary>
public sealed class Vocabulary
{
    private const string HowToHelp = "Type `help` to see what can be said.";

    /// <summary>Groups whose verbs need no group before them; where both have a verb, the first one's is meant.</summary>
    private static readonly string[] Bare = ["oncall", "watchbill"];

    private readonly ILookup<(string Group, string Word), Entry> byWord;
    private readonly Dictionary<string, Entry> byId;
    private readonly IReadOnlyList<(Entry Entry, Usage Said)> also;
    private readonly Dictionary<string, PressHandler> presses;
    private readonly Unheard? unheard;

    /// <exception cref="FormatException">A usage string is malformed.</exception>
    /// <exception cref="ArgumentException">Two verbs or two presses have the same name.</exception>
    public Vocabulary(IEnumerable<ICommands> commands, Unheard? unheard = null)
    {
        this.unheard = unheard;
        var all = commands.Append(new HelpCommands(this)).ToList();
        Verbs = [.. all.SelectMany(slice => slice.Verbs)];
        Groups = Verbs.Select(verb => verb.Group).ToHashSet();
        var entries = Verbs.Select(verb => new Entry(verb, Usage.Parse(verb.Usage))).ToList();
        byId = entries.ToDictionary(entry => entry.Verb.Id);
        // More words of their own first: "handoff note <text>" before "handoff <rotation>".
        byWord = entries.OrderByDescending(entry => entry.Usage.Words.Count).ToLookup(entry => (entry.Verb.Group, entry.Usage.Words[0]));
        also = [.. entries.SelectMany(entry => Sayings.All[entry.Verb.Id].Select(said => (entry, Said: said)))
            .OrderByDescending(one => (one.Said.Parts.Count(part => part is UsageWord), one.Said.Arguments.Count(some => !some.Phrase)))];
        Home = [.. all.SelectMany(slice => slice.Home)];
        presses = all.SelectMany(slice => slice.Presses).ToDictionary(press => press.Action);
    }

    public IReadOnlyList<Verb> Verbs { get; }

    public IReadOnlySet<string> Groups { get; }

    public IReadOnlyList<HomePart> Home { get; }

    /// <summary>What is typed before the verb: its group, where it needs one.</summary>
    public static string Prefix(Verb verb) => Bare.Contains(verb.Group) ? "" : $"{verb.Group} ";

    /// <summary>The text without what a command may begin with: a slash, the bot's name, the root command.</summary>
    public string WithoutRoot(string text) =>
        CommandPrefix.Read(text, Groups) is var (group, rest) && Bare.Contains(group ?? Bare[0]) ? rest : text;

    /// <summary>The verb whose usage a text fits whole; null: it fits none.</summary>
    /// <param name="fits">Whether arguments mean something.</param>
    public (Verb Verb, Usage Usage, UsageMatch Match)? Complete(string text, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        var (group, rest) = CommandPrefix.Read(text, Groups);
        var typed = CommandText.Read(rest);
        if (typed.Words.Count == 0) return OfGroup(group);
        if (Help(group, typed) is { } topic && fits(new Dictionary<string, string> { ["topic"] = topic }))
            return Whole("watchbill help", topic);
        var fitting = Meant(group, typed.Words[0]).Select(entry => (entry.Verb, entry.Usage, Match: entry.Usage.Match(typed, fits)));
        return fitting.Where(one => one.Match.IsComplete).Select(one => ((Verb, Usage, UsageMatch)?)one).FirstOrDefault();
    }

    /// <summary>The verb that is said in another way; null: none is. Of several the one with the most words, then names.</summary>
    public (Verb Verb, Usage Usage, UsageMatch Match)? Also(
        CommandText typed, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        foreach (var (entry, said) in also)
        {
            if (said.Match(typed, fits) is not { IsComplete: true, Arguments.Values: var found }) continue;
            var known = entry.Usage.Arguments.Where(argument => found.ContainsKey(argument.Name))
                .ToDictionary(argument => argument.Name, argument => NamedThings.Written(argument.Name, found[argument.Name]));
            return (entry.Verb, entry.Usage, new UsageMatch(new Arguments(known), entry.Usage.Lacking(known).FirstOrDefault())
            {
                IsVague = Sayings.Vague.Contains(said),
            });
        }

        return null;
    }

    /// <summary>The verb of a group that was not typed: <c>maintenance checkout …</c>. Null: none fits whole, or several do.</summary>
    public (Verb Verb, Usage Usage, UsageMatch Match)? OfAnyGroup(string text, Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        var typed = CommandText.Read(WithoutRoot(text));
        // A word alone is rather a name, such as that of a rotation.
        if (typed.Words.Count < 2) return null;
        var whole = Groups.Except(Bare).SelectMany(group => Meant(group, typed.Words[0]))
            .Select(entry => (entry.Verb, entry.Usage, Match: entry.Usage.Match(typed, fits) with { IsVague = true }))
            .Where(one => one.Match.IsComplete && one.Match.Arguments!.Values.Keys.All(NamedThings.IsChecked)).ToList();
        return whole.DistinctBy(one => one.Verb.Group).Count() == 1 ? whole[0] : null;
    }

    /// <summary>The verb that a text means, and how the rest of the text fits it.</summary>
    /// <exception cref="RefusedException">No verb is meant; the nearest is named and offered. Or the text does not fit; the usage is
    /// named.</exception>
    public (Verb Verb, Usage Usage, UsageMatch Match) Read(string text)
    {
        var (group, rest) = CommandPrefix.Read(text, Groups);
        var typed = CommandText.Read(rest);
        if (typed.Words.Count == 0) return OfGroup(group);
        if (Help(group, typed) is { } topic) return Whole("watchbill help", topic);
        var meant = Meant(group, typed.Words[0]);
        if (meant.Count == 0) throw Unknown(group, typed);
        var tries = meant.ConvertAll(entry => (entry.Verb, entry.Usage, Match: entry.Usage.Match(typed)));
        if (tries is [{ Match.IsComplete: true } only]) return only;
        // Nothing but a verb's own words asks for that verb: "review start" is no review of a service called start.
        var best =
            tries.Find(
                one => one.Match.Arguments is not null && IsNamed(one.Verb, typed) && one.Verb.Id.Count(' '.Equals) == typed.Words.Count);
        if (best.Verb is null) best = tries.Find(one => one.Match.IsComplete);
        // A bare "override" asks for the form of "override <rotation> …", not for that of "override remove …".
        if (best.Verb is null) best = tries.Find(one => one.Match.Arguments is not null && IsNamed(one.Verb, typed));
        if (best.Verb is null) best = tries.Find(one => one.Match.Arguments is not null);
        return best.Verb is not null ? best : throw DoesNotFit(rest, meant);
    }

    private (Verb, Usage, UsageMatch) OfGroup(string? group) => group is null or "oncall" ? Whole("oncall now", null)
        : Verbs.FirstOrDefault(verb => verb.Group == group && verb.IsOfGroup) is { } own ? Whole(own.Id, null)
        : Whole("watchbill help", group);

    /// <summary>Whether a text is the words that name a verb and no more: it asks for that verb's form.</summary>
    public bool IsBareVerb(string text)
    {
        var (group, rest) = CommandPrefix.Read(text, Groups);
        var typed = CommandText.Read(rest);
        return typed.Words.Count > 0
            && Meant(group, typed.Words[0]).Exists(one => IsNamed(one.Verb, typed) && one.Verb.Id.Count(' '.Equals) == typed.Words.Count);
    }

    /// <summary>Whether every word that names the verb was typed.</summary>
    private static bool IsNamed(Verb verb, CommandText typed)
    {
        var own = verb.Id.Split(' ')[1..];
        return own.Length <= typed.Words.Count
            && own.Index().All(word => typed.Words[word.Index].Value.Equals(word.Item, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The verb and its usage by the verb's id; null: there is none (any more).</summary>
    public (Verb Verb, Usage Usage)? Find(string id) => byId.TryGetValue(id, out var entry) ? (entry.Verb, entry.Usage) : null;

    /// <summary>Works a request out.</summary>
    /// <exception cref="RefusedException">It cannot be done, or is no longer understood.</exception>
    public async Task<Answer> AnswerAsync(Request request, Caller caller, Instant now, Instant askedAt, CancellationToken ct)
    {
        var call = new Call(caller, new Arguments(request.Arguments), now, askedAt);
        var verb = request.Pressed is null ? (byId.GetValueOrDefault(request.Name) ?? throw NotUnderstood("This command")).Verb : null;
        var answer = verb is not null ? await verb.RunAsync(call, ct)
            : await (presses.GetValueOrDefault(request.Name) ?? throw NotUnderstood("This button")).RunAsync(call, request.Pressed!, ct);
        if (answer is not Plan plan) return answer;
        // A verb that previews is taken at its word, whatever a button does that comes to the same plan.
        plan = plan with { AtOnce = plan.AtOnce && verb is not { AtOnce: false } };
        return unheard is null ? plan : await unheard.NotedAsync(plan, ct);
    }

    private static RefusedException NotUnderstood(string what) =>
        new($"{what} is not understood; it may come from another version. Nothing changed. {HowToHelp}")
        {
            DidYouMean = "help",
            Missing = true,
        };

    // The plain form comes before those with a second word, such as "swap …" before "swap accept …".
    private static RefusedException DoesNotFit(string rest, IEnumerable<Entry> fitting)
    {
        var meant = fitting.OrderBy(entry => entry.Verb.Id.Length).ToList();
        var usages = string.Join("; ", meant.Select(entry => $"`{Prefix(entry.Verb)}{entry.Usage.Text}`"));
        return new(
            $"'{rest}' does not fit. Say{(meant.Count == 1 ? "" : " one of")}: {usages}")
        { DidYouMean = $"help {meant[0].Verb.Id}" };
    }

    private (Verb, Usage, UsageMatch) Whole(string id, string? topic)
    {
        // Without a slice that knows "now" there is still help.
        var entry = byId.GetValueOrDefault(id) ?? byId["watchbill help"];
        var values = new Dictionary<string, string>();
        if (!string.IsNullOrEmpty(topic) && entry.Verb.Id == "watchbill help") values["topic"] = topic;
        return (entry.Verb, entry.Usage, new UsageMatch(new Arguments(values), null));
    }

    /// <summary>The topic where help is asked for: <c>help swap</c>, <c>swap help</c>, <c>budget help</c>; null where it is not.</summary>
    private string? Help(string? group, CommandText typed)
    {
        var words = typed.Words.Select(word => word.Value);
        // Somebody who needs help says so; "help oncall me" is about the verb.
        if (typed.Words is [var help, var me] && help.Says("help") && me.Says("me")) return "";
        if (typed.Words[0].Says("help"))
        {
            return string.Join(' ', [.. group is null or "oncall" or "watchbill" ? [] : new[] { group },
                .. words.Skip(1).SkipWhile(word => word.ToLowerInvariant() is "me" or "with" or "on" or "about" or "for")]);
        }

        if (!typed.Words[^1].Says("help")) return null;
        var verb = string.Join(' ', words.SkipLast(1)).ToLowerInvariant();
        return Meant(group, typed.Words[0]).Find(entry => string.Join(' ', entry.Usage.Words) == verb)?.Verb.Id;
    }

    private List<Entry> Meant(string? group, CommandWord word) => word.Quoted ? [] : (group is null or "oncall" ? Bare : [group])
        .Select(name => byWord[(name, word.Value.ToLowerInvariant())].ToList())
        .FirstOrDefault(found => found.Count > 0) ?? [];

    private RefusedException Unknown(string? group, CommandText typed)
    {
        var word = typed.Words[0].Value;
        if (NotYet(typed) is { } coming) return coming;
        var near = byId.Values.Where(entry => group is null or "oncall" ? Bare.Contains(entry.Verb.Group) : entry.Verb.Group == group)
            .OrderByDescending(entry => entry.Verb.Looks).Select(entry => entry.Usage.Words[0]);
        var elsewhere = byId.Values.FirstOrDefault(entry => typed.Words[0].Says(entry.Usage.Words[0]))?.Verb.Group;
        var nearest =
            elsewhere is null ? Nearest.To(word, near.Concat(group is null ? Groups : [])) : $"{elsewhere} {word.ToLowerInvariant()}";
        var corrected = nearest is null ? null : typed.With(0, nearest);
        if (elsewhere is null && group is not (null or "oncall")) corrected = corrected is null ? null : $"{group} {corrected}";
        // What would not be understood either is no suggestion, and what changes something is never behind a button.
        var meant = corrected is null ? null : Complete(corrected, _ => true)?.Verb;
        if (meant is null)
            // Several words of which none is near a command are a sentence.
            return new RefusedException(typed.Words.Count == 1
                    ? $"No command `{word}`{(group is null or "oncall" ? ", and nothing of that name" : "")}. {HowToHelp}"
                    : (Text)$"'{Buttons.Cut(typed.From(0), 60)}' is not understood. {HowToHelp}")
            {
                DidYouMean = "help",
                Missing = true,
            };
        return new RefusedException((Text)$"No command `{word}`. Did you mean `{corrected!}`?")
        {
            Correction = corrected,
            DidYouMean = meant.Looks ? corrected : null,
            Missing = true,
        };
    }

    // People know these words from elsewhere, or from what is announced.
    private static RefusedException? NotYet(CommandText typed)
    {
        var what = typed.Words[0].Value.ToLowerInvariant() switch
        {
            "wake" or "call" or "alert" => "To call whoever is on call: `page <service> <text>`.",
            "compensation" or "salary" or "timesheet" or "payroll" or "money" => "`pay me` says what you are owed.",
            "train" or "onboarding" or "shadow" => "To train somebody: `training start <person> <rotation>`.",
            "burnout" or "overload" => "`health` says what on-call work asks of you.",
            _ => null,
        };
        return what is null ? null : new RefusedException(what) { DidYouMean = "help", Missing = true };
    }

    private sealed record Entry(Verb Verb, Usage Usage);
}
