using Watchbill.Chat;

namespace Watchbill.OrganizationFiles;

/// <summary>The keys of rotations, which <see cref="RotationSections"/> reads.</summary>
internal static class RotationKeys
{
    private static FileKey Turn { get; } = new("turn", FileValue.Section, "When one person hands over to the next.")
    {
        Example = "{every: 1 week, from: 2026-01-05, at: \"09:00\"}",
        Keys = new(
        [
            new("every", FileValue.Phrase, "How long a turn is: 1 to 999 hours, days, weeks or months.")
            {
                Required = true,
                Example = "1 week",
                Pattern = "^[1-9][0-9]{0,2} +(hours?|days?|weeks?|months?)$",
            },
            new("from", FileValue.Date, "The first day of turn 0, which is the first member's. Turns count from it both ways.")
            {
                Required = true,
                Example = "2026-01-05",
            },
            new("at", FileValue.Time, "When turns begin, in the rotation's zone.") { Example = "\"09:00\"", Default = "\"00:00\"" },
        ]),
    };

    private static FileKey Zone { get; } =
        new("timeZone", FileValue.Zone, "The zone of its turns and windows.") { Example = "Europe/London" };

    public static FileKey Layers { get; } = new("layers", FileValue.Sections, "The levels of people: at least one that is not shadow.")
    {
        Required = true,
        Example = "[{id: primary, members: [ana, ben]}]",
        Keys = new(
        [
            FileKey.Id("primary"),
            new("members", FileValue.References, "Who takes turns, in this order.")
            {
                Kind = "person",
                Example = "[ana, ben]",
                Default = "[]",
            },
            new("shadow", FileValue.Flag, "Whether its people learn: they are told everything and never paged.")
            {
                Example = "true",
                Default = "false",
            },
            new("as", FileValue.Id, "The level it fills together with other layers, as in follow-the-sun.")
            {
                Example = "primary",
                Default = "its id",
            },
            Zone with { Default = "the rotation's" },
            CoverageSection.Key with { Default = "the rotation's" },
            Turn with { Default = "the rotation's" },
        ]),
    };

    private static FileKey Escalation { get; } =
        new("escalation", FileValue.Sections, "Who is told when nobody acknowledges, in order of time.")
        {
            Example = "[{to: primary, after: 0m}, {to: secondary, after: 5m}, {to: lead, after: 15m}]",
            Keys = new(
            [
                new("to", FileValue.Text,
                    "A level of this rotation, `lead`, `manager`, `accountable`, `rotation:` with an id or `person:` with one.")
                    {
                        Required = true,
                        Example = "primary",
                    },
                new("after", FileValue.Duration, "How long after the first call: each step later than the one before. Seconds are allowed.")
                {
                    Example = "5m",
                    Default = "0m",
                },
            ]),
        };

    public static FileKey All(IReadOnlyList<Platform> platforms) => new("rotations", FileValue.Sections, "Who is on call, in turns.")
    {
        Example = "[{id: payments, kind: team, team: payments, turn: {…}, layers: [{…}]}]",
        Keys = new(
        [
            FileKey.Id("payments"), FileKey.Was,
            new("kind", FileValue.Word,
                "`team` answers for a team's services, `domain` for those of a domain; `triage` stands in front of its domain's rotations.")
            {
                Required = true,
                Words = RotationSections.Kinds,
                Example = "team",
            },
            new("team", FileValue.Reference, "The team whose rotation it is. Required where the kind is `team`.")
            {
                Kind = "team",
                Example = "payments",
            },
            new("domain", FileValue.Reference, "The domain whose rotation it is. Required where the kind is `domain` or `triage`.")
            {
                Kind = "domain",
                Example = "ordering",
            },
            Zone with { Default = "the organisation's" },
            CoverageSection.Key with { Default = "always" },
            Turn with { Required = true },
            Layers, Escalation,
            new("repeat", FileValue.Whole, "How often the escalation begins again when nobody acknowledges.")
            {
                Example = "2",
                Default = "2",
            },
            new("ackTimeout", FileValue.Duration, "How long after an acknowledgement without an update its responder is paged again.")
            {
                Example = "30m",
                Default = "30m for high urgency, never for low",
            },
            new("response", FileValue.Duration, "How soon whoever is on call has to respond.") { Example = "5m" },
            Sync(platforms),
            new("requires", FileValue.Reference, "The training without which nobody joins the roster.")
            {
                Kind = "training program",
                Example = "first-time-on-call",
            },
            new("pay", FileValue.Reference, "How its shifts are paid.")
            {
                Kind = "compensation policy",
                Example = "standard",
            },
            new("effective", FileValue.Phrase,
                "When a change of layers, turns or coverage takes effect: `now`, or a local time. The first version holds for all time.")
            {
                Example = "\"2026-12-01 09:00\"",
                Default = "when the current shift ends",
                Pattern = "^(now|[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{1,2}:[0-9]{2})$",
            },
        ]),
    };

    private static FileKey Sync(IReadOnlyList<Platform> platforms)
    {
        var groups = platforms.Where(platform => platform.Group is not null).Select(platform => new FileKey(platform.GroupKey,
            FileValue.Text, $"The user group in {platform.Name} that holds whoever is on call. Use one that is for this alone.")
        {
            Example = platform.Group!.Example,
        }).ToList();
        var topic = new FileKey("topic", FileValue.Flag, "Whether the channel's topic shows who is on call.")
        {
            Example = "true",
            Default = "false",
        };
        return new("sync", FileValue.Section, "What shows who is on call, beside Watchbill.")
        {
            Example = $"{{{string.Join(", ", groups.Append(topic).Select(key => $"{key.Name}: {key.Example}"))}}}",
            Keys = new([.. groups, topic]),
        };
    }
}
