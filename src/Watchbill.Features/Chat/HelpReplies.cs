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
        ["span"] = "fri 18:00 to mon 09:00",
        ["shift"] = "mon",
        ["theirs"] = "7 dec",
        ["request"] = "3f2a91bc",
        ["override"] = "9c3f2a91b04d",
        ["absence"] = "5e1c22d0",
        ["period"] = "this month",
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
        // Elsewhere it is the kind of a release.
        ["oncall cover return change"] = "7d20e8c4",
        ["reference"] = "SHOP-1431",
        ["correction"] = "1c0ffee0",
        ["slo"] = "availability",
        ["state"] = "uptime",
        ["name"] = "customer-satisfaction",
        ["value"] = "4.6",
        ["team-from"] = "99.95",
        ["domain-from"] = "99.5",
        ["incident"] = "checkout-12",
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
        ["entry"] = "3",
        ["exhausted"] = "2",
        ["periods"] = "4",
    };

    /// <summary>Groups in the order in which people need them; others come after these, what is about the bot itself at the end.</summary>
    private static readonly string[] Order = ["oncall", "budget", "incident", "pay", "training", "engagement", "report"];

    /// <summary>
    /// Every group with the first words of its commands. Those of the first group and of the last need no group before them.
    /// </summary>
    public static Reply All(IReadOnlyList<Verb> verbs) => new(Text.Lines(
        "All about a group: help budget. About one command: help override.",
        "The group goes before the command, as in: budget status checkout. Commands of oncall and watchbill go without: now payments.",
        "Times are said as in: tomorrow 9-17, fri 18:00 to mon 09:00, for 2h, until 6pm, next week."))
    {
        Fields = [.. verbs.GroupBy(verb => verb.Group).OrderBy(group => Place(group.Key))
            .Select(group => new Field(group.Key, string.Join(", ", group.Select(FirstWord).Distinct())))],
    };

    public static Reply Group(string group, IReadOnlyList<Verb> verbs) => new(Text.Lines(
    [
        $"The commands of {group}. In <…> fill something in; what stands in […] may be left out.",
        .. verbs.Select(Line),
        $"\nFor example: {Example(verbs[0])}",
    ]));

    public static Reply Verbs(IReadOnlyList<Verb> verbs) =>
        new(Text.Join("\n\n", verbs.Select(verb => Text.Lines(Line(verb), $"For example: {Example(verb)}"))));

    private static int Place(string group) =>
        group == "watchbill" ? int.MaxValue : Array.IndexOf(Order, group) is var place and >= 0 ? place : Order.Length;

    private static string FirstWord(Verb verb) => verb.Usage.Split(' ')[0];

    private static Text Line(Verb verb) => $"{Vocabulary.Prefix(verb)}{verb.Usage} - {verb.Summary}";

    private static string Example(Verb verb)
    {
        var usage = Usage.Parse(verb.Usage);
        var values =
            usage.Arguments.ToDictionary(argument => argument.Name, argument =>
                Examples.GetValueOrDefault($"{verb.Id} {argument.Name}", Examples.GetValueOrDefault(argument.Name, argument.Name)));
        return Vocabulary.Prefix(verb) + usage.Write(values);
    }
}
