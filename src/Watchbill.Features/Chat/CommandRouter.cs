using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Entry point of every command, press and form, whatever the platform: finds the handler and asks for confirmation of changes.
/// </summary>
public sealed class CommandRouter
{
    private readonly Vocabulary vocabulary;
    private readonly Understanding understanding;
    private readonly Confirmations confirmations;
    private readonly Sharing sharing;
    private readonly TypedTimes times;
    private readonly FormChecks checks;
    private readonly IClock clock;
    private readonly Prefill? prefill;

    /// <exception cref="FormatException">A usage string is malformed.</exception>
    public CommandRouter(IEnumerable<ICommands> commands, IStore store, IClock clock, Unheard? unheard = null, Prefill? prefill = null)
    {
        vocabulary = new Vocabulary(commands, unheard);
        understanding = new Understanding(vocabulary, store);
        confirmations = new Confirmations(vocabulary, store);
        sharing = new Sharing(vocabulary, store);
        times = new TypedTimes(store);
        checks = new FormChecks(store);
        this.clock = clock;
        this.prefill = prefill;
    }

    /// <summary>All verbs, for completion and manifests.</summary>
    public IReadOnlyList<Verb> Verbs => vocabulary.Verbs;

    /// <summary>Answers words. A change is shown and waits for a press of Confirm.</summary>
    public Task<Reply> AskAsync(string text, Caller caller, CancellationToken ct) => RefusingAsync(now => AskAsync(text, caller, now, ct));

    /// <summary>Answers a button, with the rights of who presses it.</summary>
    public Task<Reply> PressAsync(string action, string value, Caller caller, CancellationToken ct) =>
        RefusingAsync(now => PressAsync(action, value, caller, now, ct));

    /// <summary>
    /// Answers a form: the id is that of the verb it asks for. Where something is wrong the form comes back with all that was typed.
    /// </summary>
    public Task<Reply> SubmitAsync(string form, IReadOnlyDictionary<string, string> values, Caller caller, CancellationToken ct) =>
        RefusingAsync(now => SubmitAsync(form, values, caller, now, ct));

    /// <summary>What stands on a person's home right now. Parts that have nothing to show are left out.</summary>
    public Task<IReadOnlyList<HomeSection>> HomeAsync(Caller caller, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        return Home.OfAsync(vocabulary.Home, new Call(caller, Arguments.None, now, now), ct);
    }

    private async Task<Reply> AskAsync(string text, Caller caller, Instant now, CancellationToken ct)
    {
        CommandText.Check(text);
        var (verb, usage, match, guessed) = await understanding.ReadAsync(text, caller, now, ct);
        var values = match.Arguments!.Values;
        // "checkout-1 is resolved?" asks. What would be done without being asked back is done on no question and on no guess.
        if (match.Missing is not null || (verb.AtOnce && (guessed || EverydayWords.Asks(text)))
            || (guessed && !verb.Looks && !PlainlySaid.Is(text, verb, usage)))
            return await OpenAsync((verb, usage), values, match.Missing, null, caller, now, ct);
        try
        {
            var answer = await AnswerAsync(new Request(verb.Id, values), caller, now, ct);
            return guessed ? answer with { Note = UsageForm.Guess(verb, usage, values, answer.Note) } : answer;
        }
        catch (RefusedException refusal) when (guessed && !verb.Looks && refusal.Field is not null)
        {
            // The form says beside each field what is wrong with it.
            return await OpenAsync((verb, usage), values, null, refusal, caller, now, ct);
        }
    }

    // Names that are wrong are told before anything else is asked for; what is known already is not asked for again.
    private async Task<Reply> OpenAsync(
        (Verb Verb, Usage Usage) about, IReadOnlyDictionary<string, string> values, string? asked, RefusedException? refused, Caller caller,
        Instant now, CancellationToken ct)
    {
        var form = First(about, values, errors: null);
        if (prefill is not null) form = await prefill.FillAsync(form, null, caller, now, ct);
        form = await UsageForm.ChoosingAsync(about.Verb, form, caller, now, ct);
        var filled = form.Filled();
        var errors = new Dictionary<string, string>(await checks.FindAsync((about.Verb, form), values, caller, now, ct));
        if (about.Usage.Lacking(values).SequenceEqual([UsageArgument.Free]))
            refused ??= await RefusedAsync(about.Verb, values, caller, now, ct);
        if (refused is { } refusal)
        {
            foreach (var (field, problem) in await checks.ErrorsAsync(refusal, about.Usage, caller, now, ct))
                if (values.ContainsKey(field)) errors.TryAdd(field, problem);
        }

        var missing = about.Usage.Lacking(filled).FirstOrDefault() ?? (asked is null || filled.ContainsKey(asked) ? null : asked);
        return new Reply(errors.Count > 0 ? ((Text)errors.Values.First()).Marked()
            : missing is null ? UsageForm.Offer(about.Verb, about.Usage, filled)
            : UsageForm.Question(about.Verb, about.Usage, missing, form))
        {
            Form = errors.Count > 0 ? UsageForm.With(form, filled, errors) : form,
        };
    }

    // What it would say to some text. Nothing is saved of what is worked out.
    private async Task<RefusedException?> RefusedAsync(
        Verb verb, IReadOnlyDictionary<string, string> values, Caller caller, Instant now, CancellationToken ct)
    {
        try
        {
            var arguments = new Dictionary<string, string>(values) { [UsageArgument.Free] = "…" };
            await vocabulary.AnswerAsync(new Request(verb.Id, arguments), caller, now, askedAt: now, ct);
            return null;
        }
        catch (RefusedException refusal)
        {
            return refusal;
        }
    }

    private Task<Reply> PressAsync(string action, string value, Caller caller, Instant now, CancellationToken ct)
    {
        CommandText.Check(value);
        return action switch
        {
            Buttons.Run => AskAsync(value, caller, now, ct),
            Buttons.Confirm => confirmations.ConfirmAsync(value, caller, now, ct),
            Buttons.Cancel => confirmations.CancelAsync(value, caller, ct),
            Buttons.Share => sharing.PostAsync(value, caller, now, ct),
            _ => AnswerAsync(new Request(action, Arguments.None.Values) { Pressed = value }, caller, now, ct),
        };
    }

    private async Task<Reply> SubmitAsync(
        string form, IReadOnlyDictionary<string, string> values, Caller caller, Instant now, CancellationToken ct)
    {
        if (vocabulary.Find(form) is not var (verb, usage))
        {
            throw new RefusedException(
                "This form is not understood; it may come from another version. Nothing changed. Type the command again.")
            {
                DidYouMean = "help",
                Missing = true,
            };
        }

        var known = usage.Arguments.Select(argument => argument.Name).ToHashSet();
        var filled = values.Where(pair => known.Contains(pair.Key) && !string.IsNullOrWhiteSpace(pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Trim());
        try
        {
            foreach (var (name, value) in filled) CommandText.Check(value, name);
            if (!usage.Lacking(filled).Any()) return await AnswerAsync(new Request(verb.Id, filled), caller, now, ct);
            var asked = await UsageForm.ChoosingAsync(verb, First((verb, usage), filled, errors: null), caller, now, ct);
            var lacking = usage.Lacking(filled).ToDictionary(name => name, name => UsageForm.Question(verb, usage, name, asked));
            var errors = lacking.ToDictionary(one => one.Key, one => one.Value.ToString());
            return new Reply(Text.Join(" ", lacking.Values)) { Form = await AgainAsync((verb, usage), filled, errors, caller, now, ct) };
        }
        catch (RefusedException refusal)
        {
            var errors = await checks.ErrorsAsync(refusal, usage, caller, now, ct);
            return Refused(refusal) with { Form = await AgainAsync((verb, usage), filled, errors, caller, now, ct) };
        }
    }

    // A verb with a form of its own asks only for what that form cannot do without.
    private static Form First(
        (Verb Verb, Usage) about, IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, string>? errors)
    {
        var form = UsageForm.Ask(about, values, errors);
        return about.Verb.FormAsync is null ? form : form with
        {
            Fields = [.. form.Fields.Where(field => !field.Optional || field.Value is not null)],
        };
    }

    // The form that was filled in, with everything that is wrong in it.
    private async Task<Form> AgainAsync(
        (Verb Verb, Usage Usage) about, IReadOnlyDictionary<string, string> values, Dictionary<string, string> errors, Caller caller,
        Instant now, CancellationToken ct)
    {
        // A verb's own form is about what its usage cannot do without.
        var own = about.Usage.Lacking(values).Any() ? null : await OwnAsync(about.Verb, values, caller, now, ct);
        var form = own ?? await UsageForm.ChoosingAsync(about.Verb, First(about, values, errors), caller, now, ct);
        foreach (var (field, problem) in await checks.FindAsync((about.Verb, form), values, caller, now, ct)) errors.TryAdd(field, problem);
        return UsageForm.With(form, values, errors);
    }

    private static async Task<Form?> OwnAsync(
        Verb verb, IReadOnlyDictionary<string, string> values, Caller caller, Instant now, CancellationToken ct)
    {
        if (verb.FormAsync is not { } formAsync || values.Count < 2) return null;
        try
        {
            return await formAsync(new Call(caller, new Arguments(values), now, now), ct);
        }
        catch (RefusedException)
        {
            // What the form is about is what is wrong.
            return null;
        }
    }

    private async Task<Reply> AnswerAsync(Request request, Caller caller, Instant now, CancellationToken ct)
    {
        var answer = await vocabulary.AnswerAsync(request, caller, now, askedAt: now, ct) switch
        {
            Plan { AtOnce: true } plan => await confirmations.DoAsync(plan, request, caller, now, ct),
            Plan plan => await confirmations.PreviewAsync(plan, request, caller, now, ct),
            Reply reply => await sharing.OfferAsync(reply, request, now, ct),
            var other => throw new InvalidOperationException($"A command answers a reply or a plan, not a {other.GetType().Name}."),
        };
        return await times.NoteAsync(request, caller, now, ct) is { } note
            ? answer with { Text = Text.Lines(answer.Text, note) } : answer;
    }

    /// <summary>The one place where a person's mistake becomes words, and the one reading of the clock.</summary>
    private async Task<Reply> RefusingAsync(Func<Instant, Task<Reply>> answerAsync)
    {
        try
        {
            var reply = await answerAsync(clock.GetCurrentInstant());
            return reply.Form is { } form && vocabulary.Find(form.Id) is var (verb, _)
                ? reply with { Form = form with { Act = UsageForm.Act(verb) } } : reply;
        }
        catch (RefusedException refusal)
        {
            return Refused(refusal);
        }
    }

    private static Reply Refused(RefusedException refusal) =>
        new(refusal.Said)
        {
            Actions =
            [
                .. refusal.DidYouMean is { } command ? [Buttons.DidYouMean(command)] : Array.Empty<Button>(),
                .. refusal.Insist is { } insist ? [Buttons.Running("Insist…", insist)] : Array.Empty<Button>(),
            ],
        };
}
