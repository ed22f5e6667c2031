namespace Watchbill.Chat;

/// <summary>What help says.</summary>
internal static class HelpReplies
{
    /// <summary>A value for each argument that reads well in an example; others show their own name.</summary>
    private static readonly Dictionary<string, string> Examples = new()
    {
        ["rotation"] = "payments",
        ["person"] = "ben",
        ["team"] = "payments",
        ["service"] = "checkout",
        ["when"] = "fri 18:00",
        ["span"] = "tomorrow 9-17",
        ["shift"] = "mon",
        ["theirs"] = "7 dec",
        ["request"] = "3f2a91bc",
        ["override"] = "9c3f2a91b04d",
        ["absence"] = "5e1c22d0",
        ["period"] = "this month",
        ["oncall create rotation"] = "payments-nights",
        ["incident worked period"] = "yesterday 18:00 to 20:00",
        ["incident postmortem action period"] = "2027-01-08",
        ["budget correct period"] = "yesterday 18:00 to 20:00",
        ["report kpi set period"] = "2026-Q4",
        ["pay me period"] = "2026-10",
        ["pay approve person"] = "@ben",
        ["pay check period"] = "last month",
        ["pay mistake period"] = "last month",
        ["pay mistake text"] = "the night of the 5th is missing",
        ["pay team period"] = "last month",
        ["pay approve period"] = "last month",
        ["pay lines period"] = "last month",
        ["pay adjust period"] = "last month",
        ["pay adjust text"] = "a taxi at night",
        ["pay export period"] = "last month",
        ["pay lock period"] = "last month",
        ["pay waiting period"] = "last month",
        ["pay add text"] = "a migration",
        ["pay forecast period"] = "2027-01",
        ["pay add kind"] = "standby",
        ["pay add span"] = "yesterday 18:00 to 20:00",
        ["pay add subject"] = "payments",
        ["pay forecast subject"] = "payments",
        ["amount"] = "25",
        ["currency"] = "EUR",
        ["factor"] = "1.25",
        ["hours"] = "4",
        ["date"] = "2027-01-04",
        ["length"] = "30 min",
        ["method"] = "ntfy",
        ["address"] = "ben-7Kx2Q9",
        ["code"] = "482113",
        ["urgency"] = "high",
        ["rules"] = "chat 0m, ntfy 1m",
        ["layer"] = "primary",
        ["text"] = "I am travelling",
        ["topic"] = "oncall",
        ["subject"] = "rotation/payments",
        ["kind"] = "team",
        ["owner"] = "payments",
        ["members"] = "ana,ben,cai",
        ["layers"] = "primary: ana, ben; secondary: ben, ana",
        ["every"] = "1w",
        ["from"] = "2027-01-04",
        ["at"] = "09:00",
        ["zone"] = "Europe/Lisbon",
        ["coverage"] = "8/5",
        ["calendar"] = "PT",
        ["change"] = "security",
        ["oncall advise subject"] = "checkout",
        ["oncall page subject"] = "checkout",
        ["oncall page text"] = "payments fail",
        ["oncall correct text"] = "Ana was ill",
        ["oncall retire text"] = "the team has another rotation now",
        ["incident postmortem action text"] = "page before the disk is full",
        ["engagement handback decline text"] = "the budget is nearly back",
        ["engagement review sign text"] = "read and tried",
        ["oncall note text"] = "card retries queue up",
        ["incident note text"] = "rolled back to 2026.46",
        ["incident void text"] = "it was a drill",
        ["engagement handback text"] = "two quarters were overspent",
        ["engagement change text"] = "two quarters were overspent",
        ["budget open text"] = "it turns the broken page off",
        ["budget maintenance text"] = "the database moves",
        ["budget correct text"] = "the probe was wrong",
        ["oncall ack subject"] = "checkout-12",
        // Elsewhere it is the kind of a release.
        ["oncall cover return change"] = "7d20e8c4",
        ["reference"] = "SHOP-1431",
        ["correction"] = "1c0ffee0",
        ["slo"] = "availability",
        ["state"] = "uptime",
        ["name"] = "customer-satisfaction",
        ["value"] = "4.6",
        ["minutes"] = "30",
        ["toil"] = "toil-7",
        ["report toil add text"] = "restart the queue",
        ["report toil automate text"] = "a probe restarts it",
        ["team-from"] = "99.95",
        ["domain-from"] = "99.5",
        ["incident"] = "checkout-12",
        ["other"] = "checkout-11",
        ["title"] = "payments fail",
        ["severity"] = "sev2",
        ["cause"] = "release",
        ["release"] = "2026.47",
        ["impact"] = "25%",
        ["noticed"] = "customer",
        ["started"] = "20 min ago",
        ["start"] = "10:05",
        ["detected"] = "10:07",
        ["acknowledged"] = "10:09",
        ["mitigated"] = "10:40",
        ["end"] = "10:55",
        ["link"] = "https://wiki.example.com/checkout-12",
        ["priority"] = "p0",
        ["number"] = "1",
        ["alert"] = "HighErrorRate",
        ["model"] = "you-build-you-run",
        ["item"] = "runbooks",
        ["insist"] = "nobody else is free",
        ["mentor"] = "ana",
        ["seen"] = "5xx of the cache at 09:12",
        ["clear"] = "the rollback",
        ["instead"] = "drained the cluster first",
        ["requires"] = "first-time-on-call",
        ["training start person"] = "@ben",
        ["training status person"] = "@ben",
        ["training done text"] = "fixed one sentence",
        ["training sign person"] = "@ben",
        ["training sign text"] = "explained it without notes",
        ["training send-back person"] = "@ben",
        ["training send-back text"] = "the cache is missing",
        ["training waive person"] = "@ben",
        ["training waive text"] = "did it at their last job",
        ["training status program"] = "payments",
        ["training career person"] = "@ben",
        ["training career program"] = "sre-junior-to-senior",
        ["training career signer"] = "@ana",
        ["training drill scenario"] = "bad-push",
        ["training drill primary"] = "@ben",
        ["training drill secondary"] = "@cai",
        ["training drill note text"] = "nobody knew where the flag is",
        ["training drill learned text"] = "@ben writes down how to drain a zone",
        ["training drill runbook alert"] = "HighErrorRate",
        ["training report date"] = "2026-10-01",
        ["entry"] = "3",
        ["exhausted"] = "2",
        ["periods"] = "4",
    };

    /// <summary>Groups in the order in which people need them; others come after these, what is about the bot itself at the end.</summary>
    private static readonly string[] Order = ["oncall", "budget", "incident", "pay", "training", "engagement", "report"];

    /// <summary>What people want most, each with the verb that does it. What is not there yet is left out.</summary>
    private static readonly (string Label, string Verb)[] Wants =
    [
        ("Who is on call?", "oncall now"), ("Find somebody to cover", "oncall cover"), ("Something is broken", "incident declare"),
        ("May I release?", "budget gate"), ("Hand over", "oncall handoff"), ("My pay", "pay me"), ("Train somebody", "training start"),
    ];

    /// <summary>What people want most, a button each. What changes something opens a form or is confirmed as always.</summary>
    public static Reply Start(IReadOnlyList<Verb> verbs) => new(Text.Lines(
        Text.Bold("What do you need?"),
        $"Say it in your words: `who is on call for payments`. Or press a button."))
    {
        Actions = [.. from want in Wants
                      from verb in verbs
                      where verb.Id == want.Verb
                      select Buttons.Running(want.Label, Vocabulary.Prefix(verb) + verb.Id[(verb.Group.Length + 1)..]),
                      Buttons.Running("Show all commands", "help all")],
    };

    /// <summary>
    /// Every group with the first words of its commands. Those of the first group and of the last need no group before them.
    /// </summary>
    public static Reply All(IReadOnlyList<Verb> verbs) => new(Text.Lines(
        Text.Bold("All commands, by group."),
        $"More about a group: `help budget`. About one command: `help override`.",
        $"The group goes first: `budget status checkout`. Commands of oncall and watchbill go without: `now payments`.",
        "Times: tomorrow 9-17, fri 18:00 to mon 09:00, for 2h, until 6pm, next week."))
    {
        Fields = [.. verbs.GroupBy(verb => verb.Group).OrderBy(group => Place(group.Key))
            .Select(group => new Field(group.Key, string.Join(", ", group.Select(FirstWord).Distinct())))],
    };

    public static Reply Group(string group, IReadOnlyList<Verb> verbs) => new(Text.Lines(
    [
        Text.Bold($"Commands of {group}, by example."),
        .. verbs.Select(verb => (Text)$"{Example(verb, whole: false)} - {verb.Summary}"),
        $"All of a command: `help {(group is "oncall" or "watchbill" ? "" : $"{group} ")}{FirstWord(verbs[0])}`",
    ]));

    public static Reply Verbs(IReadOnlyList<Verb> verbs) => new(Text.Join("\n\n", verbs.Select(verb => Text.Lines(
        [Text.Bold(Example(verb, whole: true)), verb.Summary, $"{InFull(verb)}: {Vocabulary.Prefix(verb)}{verb.Usage}",
            .. verb.Also is { } also ? [(Text)$"Also: {also}"] : Array.Empty<Text>()]))));

    /// <summary>A value of an argument that reads well.</summary>
    public static string ExampleOf(Verb verb, string argument) =>
        Examples.GetValueOrDefault($"{verb.Id} {argument}", Examples.GetValueOrDefault(argument, argument));

    private static string InFull(Verb verb) =>
        verb.Usage.Contains('[', StringComparison.Ordinal) ? "In full, […] is optional" : "In full";

    private static int Place(string group) =>
        group == "watchbill" ? int.MaxValue : Array.IndexOf(Order, group) is var place and >= 0 ? place : Order.Length;

    private static string FirstWord(Verb verb) => verb.Usage.Split(' ')[0];

    /// <param name="whole">With every optional part; else with the first one where nothing is required.</param>
    private static string Example(Verb verb, bool whole)
    {
        var usage = Usage.Parse(verb.Usage);
        var required = usage.Parts.OfType<UsageArgument>().Select(argument => argument.Name).ToList();
        var shown = whole ? usage.Arguments.Select(argument => argument.Name)
            : required.Count > 0 ? required : usage.Arguments.Select(argument => argument.Name)
                .OrderByDescending(name => Examples.ContainsKey($"{verb.Id} {name}")).Take(1);
        var values =
            shown.ToDictionary(name => name, name => ExampleOf(verb, name));
        return Vocabulary.Prefix(verb) + usage.Write(values);
    }
}
