using Watchbill.Organization;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the scenarios of tabletop drills, of a file or shipped.</summary>
public static class ScenarioSections
{
    private static FileKey CluesKey { get; } = new("clues", FileValue.Sections, "What is found out by whoever asks for it.")
    {
        Example = "[{id: changes, ask: what changed lately, answer: A release at 15:04.}]",
        Default = "[]",
        Keys = new(
        [
            FileKey.Id("changes"),
            new("ask", FileValue.Text, "What has to be asked for; the label of the game master's button.")
            {
                Required = true,
                Example = "what changed lately",
            },
            new("answer", FileValue.Text, "What the game master tells.") { Required = true, Example = "A release at 15:04." },
            new("key", FileValue.Flag, "Whether the ideal path asks for it.") { Example = "true", Default = "false" },
        ]),
    };

    internal static FileKey Key { get; } = new("scenarios", FileValue.Sections,
        "Outages for `training drill`. Six are built in; yours of the same id replaces one.")
    {
        Example = "[{id: bad-push, title: Errors after a release, stages: [{…}]}]",
        Keys = new(
        [
            FileKey.Id("bad-push"), FileKey.Was,
            new("title", FileValue.Text, "What it is called.") { Required = true, Example = "Errors after a release" },
            new("outage", FileValue.Text, "What breaks, in a word.") { Example = "release" },
            new("minutes", FileValue.Whole, "How long it takes, debriefing included.") { Least = 1, Example = "45", Default = "45" },
            new("stages", FileValue.Sections, "Its parts, in the order in which they are told.")
            {
                Required = true,
                Example = "[{id: page, tell: You are paged.}]",
                Keys = new(
                [
                    FileKey.Id("page"),
                    new("tell", FileValue.Text, "What the game master reads aloud.") { Required = true, Example = "15:12. You are paged." },
                    CluesKey,
                    new("ideal", FileValue.Text, "What a good response does here; the game master alone sees it.")
                    {
                        Example = "Roll back first.",
                    },
                    new("hint", FileValue.Text, "What to ask where nobody knows how to go on.") { Example = "Which way is shorter?" },
                ]),
            },
            new("debrief", FileValue.Text, "Questions for afterwards.") { Example = "Which alert would have paged sooner?" },
        ]),
    };

    /// <summary>Those of a file that holds nothing else.</summary>
    public static IReadOnlyList<DrillScenario> Read(FileText text)
    {
        var file = Section.Of(text.Root, "", new FileNames(text.Root, text.Errors), text.Errors, new([Key]));
        return [.. Read(file)];
    }

    internal static IEnumerable<DrillScenario> Read(Section file)
    {
        foreach (var scenario in file.Inners("scenarios"))
        {
            var stages = new HashSet<string>();
            yield return new DrillScenario(scenario.Id(), scenario.Text("title") ?? "")
            {
                Outage = scenario.Text("outage"),
                Minutes = scenario.Whole("minutes") ?? 45,
                Stages = [.. scenario.Inners("stages").Select(stage => Stage(stage, stages))],
                Debrief = scenario.Text("debrief"),
            };
        }
    }

    private static DrillStage Stage(Section stage, HashSet<string> ids)
    {
        stage.Unique(ids);
        var clues = new HashSet<string>();
        return new DrillStage(stage.Id(), stage.Text("tell") ?? "")
        {
            Clues = [.. stage.Inners("clues").Select(clue => Clue(clue, clues))],
            Ideal = stage.Text("ideal"),
            Hint = stage.Text("hint"),
        };
    }

    private static DrillClue Clue(Section clue, HashSet<string> ids)
    {
        clue.Unique(ids);
        return new DrillClue(clue.Id(), clue.Text("ask") ?? "", clue.Text("answer") ?? "") { Key = clue.Flag("key") };
    }
}
