using NodaTime;

namespace Watchbill.Chat;

/// <summary>The form that asks for what a command lacks: one field per argument of its usage.</summary>
internal static class UsageForm
{
    /// <summary>
    /// Arguments that name what the command is about: once known it is the only choice, as its other fields are about it. Where it is wrong
    /// it is typed again.
    /// </summary>
    private static readonly HashSet<string> Subjects = ["incident", "request"];

    /// <summary>Asks for the arguments; what was typed stays. <paramref name="errors"/> by argument.</summary>
    public static Form Ask(
        (Verb Verb, Usage Usage) about, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string>? errors)
    {
        var (verb, usage) = about;
        var required = usage.Parts.OfType<UsageArgument>().Select(argument => argument.Name).ToHashSet();
        return new Form(verb.Id, verb.Summary,
            [.. usage.Arguments.Select(argument => new FormField(argument.Name, LabelOf(verb, usage, argument.Name))
            {
                Kind = ArgumentKinds.Of(verb, argument.Name),
                Typed = argument.Name == verb.Typed,
                Value = values.GetValueOrDefault(argument.Name),
                Hint = IsPicked(argument.Name) ? null : HelpReplies.ExampleOf(verb, argument.Name),
                Optional = !required.Contains(argument.Name),
                Multiline = argument.Name == "text",
                Error = errors?.GetValueOrDefault(argument.Name),
                Options = Only(argument.Name, values, errors),
            })]);

        // Where there is a list, it shows what there may be.
        bool IsPicked(string name) => name != verb.Typed && ArgumentKinds.Of(verb, name) is { } kind && Choices.Has(kind);
    }

    /// <summary>The form with what its fields are chosen from, once it says all that is known.</summary>
    public static async Task<Form> ChoosingAsync(Verb verb, Form form, Caller caller, Instant now, CancellationToken ct)
    {
        if (verb.ChoicesAsync is not { } choicesAsync) return form;
        var choices = await choicesAsync(new Call(caller, new Arguments(form.Filled()), now, now), ct);
        return form with
        {
            Fields = [.. form.Fields.Select(field => choices.TryGetValue(field.Name, out var options) && options.Count > 0
                ? field with { Options = options, Hint = null } : field)],
        };
    }

    /// <summary>A form with what was filled in, mistakes included. <paramref name="errors"/> by field.</summary>
    public static Form With(Form form, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string> errors) => form with
    {
        Fields = [.. form.Fields.Select(field => field with
        {
            Value = values.GetValueOrDefault(field.Name),
            Error = errors.GetValueOrDefault(field.Name),
        })],
    };

    private static IReadOnlyList<FormOption> Only(
        string argument, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string>? errors) =>
        Subjects.Contains(argument) && values.TryGetValue(argument, out var known) && errors?.ContainsKey(argument) is not true
            ? [new FormOption(known, known)] : [];

    /// <summary>What is still missing, as a question with an example: <c>When? For example: tomorrow 9-17</c>.</summary>
    /// <param name="form">Of its choices one is the example.</param>
    public static Text Question(Verb verb, Usage usage, string missing, Form form)
    {
        var usual = HelpReplies.ExampleOf(verb, missing);
        var options = form.Fields.FirstOrDefault(field => field.Name == missing)?.Options ?? [];
        // One of what there is; an id says nothing to anybody.
        var example = options.Count == 0 || options.Any(option => option.Value == usual) ? usual
            : options.FirstOrDefault(option => option.Value == option.Label)?.Value;
        var question = missing switch
        {
            _ when missing == Named(verb) => "What is it called?",
            "span" or "when" or "period" or "theirs" => "When?",
            "person" => "Who?",
            "length" => "How long?",
            "title" => "What do users see?",
            "insist" => "Why?",
            "text" when verb.Id == "oncall page" => "What is wrong?",
            "text" when Label(usage, missing) == "Because" => "Why?",
            "text" => "What do you want to say?",
            _ => $"Which {LabelOf(verb, usage, missing).ToLowerInvariant()}?",
        };
        return Text.Bold(question) + (example is null ? Text.Empty : (Text)$" For example: `{example}`");
    }

    // Second words that say what is done: "swap accept".
    private static readonly string[] Acts = ["accept", "add", "decline", "remove", "return", "test", "verify", "withdraw"];

    /// <summary>What the button says that sends a verb's form: <c>Preview override</c>, <c>Accept swap</c>.</summary>
    public static string Act(Verb verb)
    {
        if (verb.Looks) return "Show answer";
        var words = verb.Id[(verb.Group.Length + 1)..];
        if (words is "absent" or "away" or "sick") words = "absence";
        if (verb.AtOnce)
            return Buttons.Capital(words.Split(' ') is [var what, var act] && Acts.Contains(act) ? $"{act} {what}"
                : words.Contains(' ', StringComparison.Ordinal) ? $"save {words}" : words);
        return words.Length < Button.Most - "Preview".Length ? $"Preview {words}" : $"Preview {words.Split(' ')[0]}";
    }

    // What is made gets a name that nothing has yet.
    private static string? Named(Verb verb) => verb.Typed == "rotation" ? verb.Typed : null;

    /// <summary>A change that was guessed from a sentence: nothing is done until its form is sent.</summary>
    public static Text Offer(Verb verb, Usage usage, IReadOnlyDictionary<string, string> values) => Text.Lines(
        $"{Text.Bold("Did you mean this?")} {verb.Summary}.",
        $"Send the form, or type `{Vocabulary.Prefix(verb) + usage.Write(values)}`. Nothing is done yet.");

    /// <summary>How a sentence was read that was said in no known way, under the answer.</summary>
    public static Text Guess(Verb verb, Usage usage, IReadOnlyDictionary<string, string> values, Text? note)
    {
        Text read = $"Read as {Text.Code(Vocabulary.Prefix(verb) + usage.Write(values))}.";
        return note is null ? read : Text.Lines(read, note);
    }

    // A subject says nothing by itself: it is called by what it may be.
    private static string LabelOf(Verb verb, Usage usage, string argument) => argument == Named(verb) ? "Name"
        : argument == "subject" && ArgumentKinds.Of(verb, argument) is { } kind ? Buttons.Capital(Kinds(kind)) : Label(usage, argument);

    private static string Kinds(FieldKind kind)
    {
        var names = Enum.GetValues<FieldKind>().Where(one => kind.HasFlag(one)).Select(one => one.ToString().ToLowerInvariant()).ToList();
        return names is [.. var others, var last] && others.Count > 0 ? $"{string.Join(", ", others)} or {last}" : names[0];
    }

    // Words that are short to type and say too little above a field.
    private static readonly Dictionary<string, string> Called = new()
    {
        ["insist"] = "Why anyway",
        ["noticed"] = "Noticed by",
        ["slo"] = "SLO",
        ["theirs"] = "In return",
    };

    /// <summary>The argument's name in words; a span is its times, and free text is called by the word before it: Because, Note.</summary>
    public static string Label(Usage usage, string argument)
    {
        var words = usage.Text.Split([' ', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var before = argument == "text" ? words[Array.IndexOf(words, "<text>") - 1] : argument;
        if (Called.TryGetValue(argument, out var called)) return called;
        var name = argument == "span" ? "times" : before[0] == '<' ? argument : before;
        return $"{char.ToUpperInvariant(name[0])}{name[1..].Replace('-', ' ')}";
    }
}
