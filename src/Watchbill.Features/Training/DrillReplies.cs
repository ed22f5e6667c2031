using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Training;

/// <summary>Words of tabletop drills. Every title starts with DRILL, so that nobody takes it for an incident.</summary>
public static class DrillReplies
{
    // One message holds no more buttons than a reader looks through.
    private const int MaxClues = 8;
    private const int LastDrills = 5;

    public static Reply StartPreview(DrillScenario scenario, string rotation, string? primary) => new(Text.Lines(
        Text.Bold($"Play a drill with {rotation}: {scenario.Title}?") + $" About {scenario.Minutes} min, {Stages(scenario)}.",
        "You are the game master: the script comes to you alone, and the channel sees what you tell.",
        primary is null ? "Somebody presses Play primary in the channel; a trainee is the best choice." : $"Primary: {primary}."));

    public static Reply Started(Drill drill, DrillScenario scenario) =>
        new(Text.Bold($"DRILL {drill.Id} has begun: {scenario.Title}.") + " Your script is on its way; read the first part aloud.");

    /// <summary>To the channel: what has been told so far, and who plays; once it is over, what came of it.</summary>
    public static Reply Board(DrillWalk walk, IReadOnlyDictionary<string, string> names, Instant now)
    {
        var (drill, stage) = (walk.Drill, walk.Stage);
        if (!drill.IsRunning(now) || stage is null) return Over(walk, names, now);
        return new Reply(Text.Lines(
        [
            Text.Bold($"DRILL: {walk.Scenario.Title}")
                + $" ({drill.Id}, {drill.Rotation}, part {drill.Stage + 1} of {walk.Scenario.Stages.Count})",
            (Text)$"Game master: {names.Named(drill.Master)}. Primary: {Player(drill.Primary, names)}. Secondary: "
                + (Text)$"{Player(drill.Secondary, names)}.",
            stage.Tell,
            .. walk.IsHinted && stage.Hint is { } hint ? new Text[] { $"Hint: {hint}" } : [],
            "Primary: say what you look at and why; the game master answers.",
        ]))
        {
            Audience = Audience.Everyone,
            Fields =
            [
                .. walk.Told.Select(clue => new Field(Buttons.Capital(clue.Ask), clue.Answer)),
                .. Written("Notes", walk.Written(DrillStep.Noted), names), .. Written("Learned", walk.Written(DrillStep.Learned), names),
            ],
            Actions =
            [
                .. drill.Primary is null ? new[] { new Button("Play primary", "drill-primary", drill.DocumentId) } : [],
                .. drill.Secondary is null ? new[] { new Button("Play secondary", "drill-secondary", drill.DocumentId) } : [],
                Buttons.Running("Add note…", "training drill note"), Buttons.Running("Add learning…", "training drill learned"),
                Buttons.Running("Add runbook…", "training drill runbook"),
            ],
        };
    }

    /// <summary>To the game master alone: what to read, what is known to whom asks, and what a good response does.</summary>
    public static Reply Script(DrillWalk walk, IReadOnlyDictionary<string, string> names)
    {
        var (drill, stage) = (walk.Drill, walk.Stage);
        if (drill.EndedAt is not null || stage is null)
            return new Reply(Text.Bold($"DRILL {drill.Id} is over.") + " What was learned is in the channel.");
        return new Reply(Text.Lines(
        [
            Text.Bold($"DRILL {drill.Id}, part {drill.Stage + 1} of {walk.Scenario.Stages.Count}: read aloud."),
            stage.Tell,
            .. stage.Ideal is { } ideal ? new Text[] { $"Ideal: {ideal}" } : [],
            .. stage.Hint is { } hint ? new Text[] { $"If they are stuck: {hint}" } : [],
            drill.Primary is null ? "Nobody plays primary yet: ask somebody to press Play primary in the channel."
                : (Text)$"{names.Named(drill.Primary)} asks; press what they ask for. Say no more than they asked.",
        ]))
        {
            Fields = [.. stage.Clues.Select(clue => new Field(
                Buttons.Capital(clue.Ask) + (clue.Key ? " (ideal path)" : "") + (walk.Told.Contains(clue) ? ", told" : ""), clue.Answer))],
            Actions =
            [
                .. walk.Left.Take(MaxClues).Select(clue => new Button(Buttons.Capital(clue.Ask), "drill-tell",
                    $"{drill.DocumentId}/{DrillWalk.IdOf(stage, clue)}")),
                .. stage.Hint is null || walk.IsHinted ? Array.Empty<Button>() : [new Button("Give hint", "drill-hint", drill.DocumentId)],
                walk.IsLast ? new Button("End drill", "drill-end", drill.DocumentId) { Style = ButtonStyle.Primary }
                    : new Button("Read next part", "drill-next", $"{drill.DocumentId}/{drill.Stage}") { Style = ButtonStyle.Primary },
                .. walk.IsLast ? Array.Empty<Button>() : [new Button("End drill", "drill-end", drill.DocumentId)],
            ],
        };
    }

    /// <summary>To those who played: the ideal path beside theirs. The channel does not see it.</summary>
    public static Reply Path(DrillWalk walk, Instant now)
    {
        var (path, found) = (walk.Path, walk.Path.Count(one => one.Found));
        return new Reply(Text.Lines(
        [
            Text.Bold(
                $"DRILL {walk.Drill.Id}: {found} of {QualificationReplies.Count(path.Count, "thing")} on the ideal path asked for."),
            .. found == path.Count ? [] : new[]
            {
                (Text)$"Nobody asked for: {string.Join(", ", path.Where(one => !one.Found).Select(one => one.Clue.Ask))}.",
            },
            "The channel does not see this.",
        ]))
        {
            Table = new Table(["Part", "Took", "Ideal"], [.. walk.Spent(now).Select(one => (IReadOnlyList<Text>)
                [one.Stage.Id, LengthWords.Of(one.Took), one.Stage.Ideal ?? ""])]),
        };
    }

    public static Reply Joined(DrillWalk walk, string role) => new(Text.Bold($"You play {role} in {walk.Drill.Id}.")
        + " Say aloud what you look at and why; the game master answers.");

    public static Reply Told(DrillClue clue) => new(Text.Bold($"Told: {clue.Ask}.") + $" {clue.Answer}");

    public static Reply Kept(string what, string text) => new(Text.Bold($"{what}:") + $" {text}");

    public static Reply Exercised(string service, string alert, string drill) =>
        new(Text.Bold($"Runbooks for {alert} ({service}) gone through in {drill}.") + " That counts as their review.");

    /// <summary>What can be played, and what was.</summary>
    public static Reply Listed(
        IReadOnlyList<DrillScenario> scenarios, IReadOnlyList<Drill> played, IReadOnlyDictionary<string, string> names) => new(Text.Lines(
    [
        Text.Bold($"{QualificationReplies.Count(scenarios.Count, "scenario")} to play at a table")
            + " in 30 to 60 minutes. " + Text.Code("training drill <scenario> <rotation>"),
        .. played.Take(LastDrills).Select(one =>
            (Text)$"{one.StartedAt:date}: {one.Scenario}, {one.Rotation}, game master {names.Named(one.Master)}, primary "
                + (Text)$"{Player(one.Primary, names)}"),
    ]))
        {
            Table = new Table(["Scenario", "Title", "Outage", "Parts", "Minutes"], [.. scenarios.Select(one => (IReadOnlyList<Text>)
            [one.Id, one.Title, one.Outage ?? "", Number(one.Stages.Count), Number(one.Minutes)])]),
            Shareable = true,
        };

    private static Reply Over(DrillWalk walk, IReadOnlyDictionary<string, string> names, Instant now) => new(Text.Lines(
    [
        Text.Bold($"DRILL over after {LengthWords.Of((walk.Drill.EndedAt ?? now) - walk.Drill.StartedAt)}: {walk.Scenario.Title}")
            + $" ({walk.Drill.Id}).",
        .. walk.Scenario.Debrief is { } debrief ? new[] { (Text)$"Talk about it now: {debrief}" } : [],
    ]))
    {
        Audience = Audience.Everyone,
        Fields =
        [
            .. Written("Learned", walk.Written(DrillStep.Learned), names),
            .. Written("Notes", walk.Written(DrillStep.Noted), names),
            .. walk.Runbooks.Count == 0 ? Array.Empty<Field>() : [new Field("Runbooks gone through",
                string.Join(", ", walk.Runbooks.Select(one => $"{one.Alert} ({one.Service})")))],
        ],
        Actions = [Buttons.Running("Add learning…", "training drill learned")],
    };

    private static IEnumerable<Field> Written(string name, IEnumerable<DrillEvent> written, IReadOnlyDictionary<string, string> names)
    {
        var lines = written.Select(one => (Text)$"{one.Text} ({names.GetValueOrDefault(one.By, one.By)})").ToList();
        return lines.Count == 0 ? [] : [new Field(name, Text.Lines(lines))];
    }

    private static Text Player(string? person, IReadOnlyDictionary<string, string> names) =>
        person is null ? (Text)"nobody yet" : $"{names.Named(person)}";

    private static string Stages(DrillScenario scenario) => QualificationReplies.Count(scenario.Stages.Count, "part");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

}
