using System.Text.RegularExpressions;

namespace Watchbill.Chat;

/// <summary>
/// Brings what people say to the few words in which <see cref="Sayings"/> is written: without politeness, articles, contractions and
/// closing marks, and one word where people have many.
/// </summary>
internal static partial class EverydayWords
{
    private const int MaxHead = 12;
    private const string MonthNames = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    private static readonly Regex Severity = Rule(@"\bsev(erity)?[- ]?([1-4])\b");

    /// <summary>What thumbs write for a word, and how they get the most frequent ones wrong.</summary>
    private static readonly Dictionary<string, string> Short = new (string Meant, string Typed)[]
    {
        ("tomorrow", "tmrw tmr tomorow tommorow tommorrow 2moro 2morrow 2mrw"),
        ("tonight", "tonite 2nite tn"),
        ("today", "2day"),
        ("night", "nite"),
        ("next", "nxt"),
        ("until", "untill unitl untl"),
        ("week", "wk wks"),
        ("weekend", "wknd"),
        ("wed", "weds"),
        ("hour", "hr hrs"),
        ("somebody", "sb"),
        ("who is", "whos"),
        ("who is on call", "whoisoncall whosoncall whoisonduty"),
        ("what is", "whats wats"),
        ("when is", "whens"),
        ("how is", "hows"),
        ("swap", "swp swop"),
        ("forward", "fwd"),
        ("resolve", "res rslv"),
        ("escalate", "esc"),
        ("budget", "eb"),
        ("on call", "oncal"),
        ("phone", "cell mobile cellphone"),
        ("google calendar", "gcal"),
        ("acknowledge", "acknowlege aknowledge acknowledg acknoledge acknolwedge acknowlegde"),
    }.SelectMany(one => one.Typed.Split(' ').Select(typed => (typed, one.Meant)))
        .ToDictionary(one => one.typed, one => one.Meant, StringComparer.OrdinalIgnoreCase);

    private static readonly (string Word, int Number)[] Numbers =
    [
        ("(two|a couple of)", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8), ("nine", 9), ("ten", 10),
        ("eleven", 11), ("twelve", 12), ("fifteen", 15), ("twenty", 20), ("thirty", 30), ("forty[- ]?five", 45), ("forty", 40),
        ("sixty", 60), ("ninety", 90),
    ];

    private static readonly (Regex Said, string Meant)[] Rules =
    [
        (Rule(@"[’‘`]"), "'"),
        (Rule(@"^((hey|hi|hello|ok(?! (with|to|by|for)\b)|so|well|um+|yo|dear|yep|yup|yeah|alright|oh)\b[, ]+)+(?=\S)"), ""),
        (Rule(
            @"^(@?watchbill|the bot|bot|there|team|all)[,:!] (?=\S)" +
            @"|^@?watchbill (?=(can|could|would|who|what|when|is|are|am|please)\b)"), ""),
        // "Now #payments".
        (Rule(@"(?<![\w&])#(?=[a-z])"), ""),
        (Rule(@"\bin charge\b(?=.*\b(now|tonight|today|currently|at (this|the) moment)\b)"), "on call"),
        (Rule(@"^(the |my |our )?(error[- ]?budgets?|slos?)$"), "budget status"),
        (Rule(@"\b(christmas|xmas|new year'?s?) week\b"), "$1"),
        // "In week 51", and not "next week 9-17".
        (Rule(@"(?<!\b(next|this|last|past|every|per|a|each|all) )\b(calendar week|week|kw|cw) ?(?=([1-9]|[1-4]\d|5[0-3])(?![\w:.%-]" +
            @"| ?([ap]m|to|until|h|hours?|m|min|minutes?|days?|weeks?|months?|people|pages|shifts)\b))"), "kw"),
        // Of nights, the coming one is meant.
        (Rule(@"(?<=^(is|are|who) .*\bon[- ]?call\b.*)\bat night\b"), "tonight"),
        (Rule(@"\bat this moment( in time)?\b"), ""),
        (Rule(@"^((show|list|see) )?all (the )?commands$"), "help all"),
        (Rule(@"^(show|see|list)( me)? everything$"), "now all"),
        (Rule(@"^roster\b|(?<=^(the )?\S+ )roster(?=( please| pls)?$)"), "rota"),
        (Rule(@"\broster\b"), ""),
        // "Sick today, can't do on call".
        (Rule(@"(?<=^sick\b[^,]*), (i )?(can'?t|cannot|can not|won'?t|so|not)\b.*$"), ""),
        (Rule(@"(?<=\w)[:,?](?= )"), ""),
        // As phones write "I'll" and "it's".
        (Rule(@"^ill (?=(take|cover|do|be|have|handle|look|get|go|help|work|swap|stand|fill|jump|pick|come)\b)"), "i will "),
        (Rule(@"^its\b"), "it is"),
        (Rule(@"\b(i|we|you|they)'?ve\b"), "$1 have"),
        (Rule(@"\b(has|have|had|is|are|was|were|does|did)n'?t\b"), "$1 not"),
        (Rule(@"\bcurrent (?=(on[- ]call )?(shift|turn|week))"), ""),
        // "500s since 20 minutes".
        (Rule(@"\bsince (?:about |around )?(\d+) ?(m|min|mins|minutes?|h|hours?)\b(?! ago)"), "since $1 $2 ago"),
        (Rule(@"\b(per|each|every) (month|week|year|quarter|shift)\b"), ""),
        (Rule(@"^wtf\b"), "what"),
        (Rule(@"(?<=\w )'?till?\b"), "until"),
        (Rule(@"\bbefore (?=\d|new year|christmas|xmas|(mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"),
            "until "),
        (Rule(@"(?<=\b(mon|tue|wed|thu|fri|sat|sun)[a-z]* )eve\b"), "evening"),
        (Rule(@"\bw/? (?=[a-z])"), "with "),
        // "On call 4 checkout", and not "4 pm" or "4 dec".
        (Rule(@"\b4 (?=(?!([ap]m|h|hours?|m|mins?|minutes?|days?|weeks?|months?|o'?clock|of|to|until|on|in|this|next|the|and|or|more" +
            @"|people|today|tomorrow|tonight|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b)[a-z])"), "for "),
        (Rule(@"^(sry|sorry|thx|thanks|ty|cheers)\b[, ]+(?=\S)"), ""),
        (Rule(@"[, ]+(sry|sorry|ty|cheers|lol)$"), ""),
        (Rule(@"\bat all\b"), ""),
        (Rule(@"^((list|show|see) )?(all|every) rotations?$|^(who is )?(everyone|everybody) (who is )?on call( now)?$|^who is on call" +
            @" (everywhere|for (everything|all)|in all rotations)$"), "now all"),
        (Rule(@"\b(rn|atm|asap|tf|wtf|even|the hell|the heck|on earth|at the moment)\b"), ""),
        (Rule(@"\bover (christmas|xmas)\b"), "24 dec to 26 dec"),
        (Rule(@"\bover new year'?s?\b"), "31 dec to 1 jan"),
        (Rule(@"\b(christmas|xmas) eve\b"), "24 dec"),
        (Rule(@"\b(christmas|xmas)( day)?\b"), "25 dec"),
        // "Christmas eve, 24 December 2026".
        (Rule(@"\b(\d+) (dec|jan),? \(?(the )?\1(st|nd|rd|th)?( of)? \2[a-z]*( \d{4})?\b\)?"), "$1 $2"),
        (Rule(@"\bboxing day\b"), "26 dec"),
        (Rule(@"\bnew year'?s? eve\b"), "31 dec"),
        (Rule(@"\bnew year'?s?( day)?\b"), "1 jan"),
        // "Who was on call at 3am", and not "yesterday at 3am".
        (Rule(@"(?<=^who (?:had|was|were)\b(?!.*\b(?:today|tonight|yesterday|tomorrow|last|this|next" +
            @"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|" + MonthNames + @")\b).*\b)" +
            @"at (?=(?:\d{1,2}(?::\d{2})? ?(?:am|pm)?|noon)(?: for\b|\??$))"), "last "),
        (Rule(@"(?<=^who (?:had|was|were)\b(?!.*\b(?:last|this|next)\b).*\b)(?:on )?((?:\d{1,2}(?:st|nd|rd|th)?(?: of)? " +
            MonthNames + "|" + MonthNames + @" \d{1,2}(?:st|nd|rd|th)?)\b(?! \d{4}))"), "last $1"),
        // Of a day alone the last one, where the question is about the past.
        (Rule(
            @"(?<=\b(had|was|were|did)\b.*\b)(?<!\b" + MonthNames + @" )(?:on )?(?:the )?(\d{1,2}(?:st|nd|rd|th))\b" +
            @"(?! (of|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"),
            "on last $2"),
        (Rule(@"(?<=\b(?:had|was|were)\b.*\b)(?<!\b(?:last|this|next) )(?:on )?((?:mon|tue|wednes|thurs|fri|satur|sun)day)\b"), "last $1"),
        // "Delete the rotation payments-nights", "new rotation payments-nights".
        (Rule(@"^(delete|remove|end|stop|drop|retire) (the )?rotation (?=[a-z])"), "retire "),
        (Rule(@"^(create|new|add|make|set up)( a)?( new)? rotation (called |named )?(?=[a-z])"), "create "),
        // "Page the payments on call", and not "page the on call for payments".
        (Rule(
            @"(?<=^(?:page|call|wake|wake up|ring|alert|phone|summon) )(?:the )?" +
            @"(?!(?:the |my |our )?on[- ]?call)(\S+) on[- ]?call(?: now)?$"), "$1"),
        // "Page whoever is on call for payments".
        (Rule(
            @"(?<=^(?:page|call|wake|wake up|ring|alert|phone|summon) )" +
            @"(?:whoever|(?:the )?(?:person|engineer|one)(?: who)?|some(?:body|one)(?: who)?|(?:the )?on[- ]?call)" +
            @"(?: is| has| on| call| on-call| oncall| duty| now| for| of| at| the)+ (?=\S)"), ""),
        // A telephone number is one word.
        (Rule(@"(?<=\+[\d ]{1,20}) (?=\d)"), ""),
        (Rule(@"\bhalf an hour\b"), "30 min"),
        (Rule(@"\b(an|one) (hour and a half|and a half hours)\b|\b1[.,]5 ?(h|hrs?|hours?)\b"), "90 min"),
        (Rule(@"(?<=^who )(is |are |will be )?look(s|ing)? after\b"), "is responsible for"),
        (Rule(@"\bon cal\b"), "on call"),
        (Rule(@"^(wo|hwo)(?= (is|are|was|has)\b)"), "who"),
        (Rule(@"\b(find|need|get|want)( me)?( a)? sub\b"), "find cover"),
        .. Numbers.Select(one => (Rule($@"\b{one.Word} (?=(more )?(min|minute|hour|day|week|month)s?\b)"), $"{one.Number} ")),
        (Rule(@"\ban hour\b"), "1 hour"),
        (Rule(@"\b(for |on )?(24[/x]7|(a)?round the clock)\b"), ""),
        (Rule(@"\blast night\b"), "yesterday night"),
        (Rule(@"^(can|could|would|will) (you|u)( please| pls)? (?=\w)"), ""),
        (Rule(@"^(can|could|would|will) (someone|somebody|anyone|anybody|one)( please)? (?=(tell|show|give|let|cover|page))"), ""),
        // Who takes a shift covers it; a page is only taken.
        (Rule(@"^(can|could|would|will) (someone|somebody|anyone|anybody|one)( please)? (take( over)?|do) (?=\S)" +
            @"(?!((this|that|my|the) )?(it|this|that|page|incident|alert|look)\b)"), "cover "),
        // What is listed: "any open cover requests", "list all overrides".
        (Rule(@"\b(cover|swap)s? (requests|offers)\b"), "$1s"),
        (Rule(@"\btrades( offers)?\b|\btrade offers\b"), "swaps"),
        (Rule(@"^((are|is) there |do (i|we) have |have (i|we) (got )?|(what|which) |list |show |see |all |any " +
            @"|open |pending |outstanding )+" +
            @"(?=(open |pending |outstanding )*(covers|swaps|overrides|absences)\b(?! (are|is|can|could|do|need|may)\b))"), ""),
        (Rule(@"^(open |pending |outstanding )+(?=(covers|swaps|overrides|absences)\b)"), ""),
        (Rule(@"^(next|now) (up|in line)\b"), "$1"),
        (Rule(@"\bsev[1-4]s\b"), "incidents"),
        (Rule(@"\b(this|that) one\b"), "$1"),
        (Rule(@"^(i am |i'm |im )?taking (?=(it|this|that)\b)"), "i take "),
        (Rule(@"[, ]+(too|also|as well)$"), ""),
        (Rule(@"^((this|it|that) is |it's )?(the )?wrong team\b"), "not ours"),
        (Rule(@"^((please|pls|plz) )?(tell|show|give(?! me (the )?pager)|let) (me|us)( know| see)?\b( about)?"), ""),
        (Rule(@"^(i|we) (need|want|would like|'d like|have) to (know|see)( about)?\b"), ""),
        (Rule(@"^i (am )?(search|seek|look)(ing)?( for)? (?=(an? |some )?(cover|replacement|substitute)\b)"), "need "),
        (Rule(@"^i (need|want|would like|'d like) to\b|^i (need|want)(?= (cover|time))|^let's\b|^lets\b"), ""),
        (Rule(@"\b(who|what|when|where|how)('s| s)\b"), "$1 is"),
        (Rule(@"\b(can't|cant|can not)\b"), "cannot"),
        (Rule(@"\b(won't|wont)\b"), "will not"),
        (Rule(@"\bthere('s| s)\b"), "there is"),
        (Rule(@"\bi('m|m)\b"), "i am"),
        (Rule(@"\bi'll\b"), "i will"),
        (Rule(@"\bwe're\b"), "we are"),
        (Rule(@"\b(the |my |our )?team('s)? (pay|payroll|compensation)\b|\b(pay|payroll|compensation) (of|for) (the|my|our) team\b" +
            @"|\bowed to (the|my|our) team\b"),
            "payroll"),
        (Rule(@"\bon[- ]?call( duty)?\b|\bon duty\b|\bon[- ]?shift\b"), "on call"),
        (Rule(
            @"\b(please|pls|plz|kindly|thanks|thank you|thx|currently|right(?= now)|exactly|actually|just|the|an|a|our" +
            @"|your|team|rotation|people|guys|folks|again|service)\b"), ""),
        (Rule(@"\bfor me\b"), ""),
        (Rule(@"(?<=\w)'s\b"), ""),
        (Rule(
            @"\b(am i|are we|is it|would it be) (allowed|ok|okay|safe|fine|good|clear|possible)( for (me|us))? to\b" +
            @"|\b(may|could|can|should|shall) (i|we)\b"), "can i"),
        (Rule(
            @"\bcan i (deploy|ship|roll out|rollout|push|launch|merge|go live with|go live|put live|put out|do release of|do deploy of)\b"),
                "can i release"),
        (Rule(@"(?<=^can i release\s+)(hot ?fix|bug ?fix|patch)\b"), "fix"),
        (Rule(@"^(deploy|ship|rollout|roll out) (?=\S)"), "release "),
        (Rule(
            @"^((i am|i will be|i'll be|we are|going|be) )?(on |taking |take |book |have )?(annual leave|sick leave" +
            @"|(full|whole) (a )?day off|(parental|paternity|maternity) leave" +
            @"|(vacations?|holidays?)(?! (plans?|calendar|list|overview|schedule)\b)|leave(?! +(a |handoff )?notes?\b)" +
            @"|pto|ooo|out of office|days? off" +
            @"|time off(?! balance| left)|off|unavailable|not available)\b( (from|on|for)(?= \S))?"), "away"),
        (Rule(@"^(i am|i will be|i'll be|be) away\b"), "away"),
        (Rule(@"^i will not be (here|there|around|in|at work|working|online)\b( on)?"), "away"),
        (Rule(@"^(do i have|have i got|have i) (any )?(leave|vacations?|holidays?|pto|absences?)( booked| planned)?$"), "my vacations"),
        (Rule(
            @"^((i am|feeling|i feel|call in|calling in|i have called in|i have|i got) +)?" +
            @"(not feeling well|sick|ill|unwell|poorly|fever|flu|migraine|food poisoning|throwing up|puking|vomiting|covid" +
            @"|stomach bug)( leave)?\b,?"),
            "sick"),
        (Rule(@"(?<=^(sick|away)) since (this morning|last night|yesterday( night| evening)?|today)$"), ""),
        // "Remind me in 15".
        (Rule(@"(?<=^(remind me|snooze|mute|quiet|silence|page me|call me)\b(?!.*\b(until|till|at) \S+$).* )(\d{1,2})$"), "$3 min"),
        (Rule(@"^(hand[- ]?over|hand[- ]?off|handovers|handoffs)\b"), "handoff"),
        (Severity, "sev$2"),
        (Rule(@"\b(error[- ]?budgets?|slos?)\b"), "budget"),
        (Rule(@"\b(outages?|incidents?)\b(?=( \S+)?$)|\bproblems\b"), "incidents"),
        (Rule(@"^(acknowledge|ack'd|acked|acking|acknowledging|mine:?) "), "ack "),
        (Rule(@"^(i've got|i got|i have) (?=(it|this|page|that|handoff)\b|\S+-\d+)"), "ack "),
        (Rule(@"^(fixed|solved|close|closed|resolved|done with) "), "resolve "),
        (Rule(@"\s+"), " "),
    ];

    public static string Of(string text)
    {
        text = Word().Replace(text, word => Short.GetValueOrDefault(word.Value, word.Value));
        text = OuterMarks.Without(text);
        foreach (var (said, meant) in Rules) text = said.Replace(text, meant).Trim();
        return OuterMarks.Without(text);
    }

    /// <summary>The ways to say a text in which everyday words are only in its head: a note or a title after it keeps its own.</summary>
    public static IEnumerable<string> WithOwnText(string text)
    {
        var typed = CommandText.Read(text);
        return Enumerable.Range(1, Math.Max(0, Math.Min(typed.Words.Count - 1, MaxHead)))
            .Select(head => $"{Of(typed.Between(0, head))} {Severity.Replace(typed.From(head), "sev$2")}".TrimStart());
    }

    private static Regex Rule(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Of an id with a hyphen no part is a word.
    [GeneratedRegex(@"(?<![\w-])\w+(?![\w-])", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    /// <summary>Whether a text asks, whatever closes it: <c>resolved? 🙏</c>.</summary>
    public static bool Asks(string text) =>
        OuterMarks.Without(text, out var closing).Length > 0 && closing.Contains('?', StringComparison.Ordinal);
}
