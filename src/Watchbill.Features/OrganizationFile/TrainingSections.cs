using System.Globalization;
using Watchbill.Organization;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the training programs of a file.</summary>
internal static class TrainingSections
{
    private const string OrDrill = " or drill";

    private static FileKey ItemsKey { get; } = new("items", FileValue.Sections, "What is to be read, done or shown.")
    {
        Example = "[{id: architecture, kind: explain, title: Describe the architecture}]",
        Default = "[]",
        Keys = new(
        [
            FileKey.Id("architecture"),
            new("kind", FileValue.Word, "What it asks for.") { Words = FileWords.Of<ItemKind>(), Example = "explain", Default = "read" },
            new("title", FileValue.Text, "What it is called.") { Required = true, Example = "Describe the architecture" },
            new("text", FileValue.Text, "What is meant by it.") { Example = "Components, dependencies and data flows." },
            new("signs", FileValue.Word, "Who signs that it is done.")
            {
                Words = FileWords.Of<Signer>(),
                Example = "mentor",
                Default = "whoever does it",
            },
            new("evidence", FileValue.Word, "What shows that it was done.")
            {
                Words = FileWords.Of<Evidence>(),
                Example = "link",
                Default = "none",
            },
            new("reviewed", FileValue.Date, "When somebody last checked that it is still right. After a year `training report` names it.")
            {
                Example = "2026-11-29",
            },
        ]),
    };

    private static FileKey StagesKey { get; } = new("stages", FileValue.Sections, "Its parts, in the order in which they are gone through.")
    {
        Example = "[{id: foundations, items: [{…}]}]",
        Default = "[]",
        Keys = new(
        [
            FileKey.Id("foundations"),
            new("title", FileValue.Text, "How it is shown.") { Example = "Foundations", Default = "the id" },
            ItemsKey,
            new("shadowShifts", FileValue.Whole, "How many shifts beside somebody who is on call.") { Example = "2", Default = "0" },
            new("reverseShadowShifts", FileValue.Whole, "How many shifts on call with somebody beside.") { Example = "1", Default = "0" },
            new("incidents", FileValue.Phrase, "How many incidents have to be seen, or a drill instead.")
            {
                Example = "3 or drill",
                Pattern = "^[0-9]+( or drill)?$",
            },
            new("backup", FileValue.Text, "Who stands behind a first shift alone.") { Example = "mentor" },
        ]),
    };

    public static FileKey Key { get; } = new("training", FileValue.Sections,
        "Training programs. One with the id `first-time-on-call` is built in; yours replaces it.")
    {
        Example = "[{id: first-time-on-call, stages: [{…}], signOff: [mentor, lead]}]",
        Keys = new(
        [
            FileKey.Id("first-time-on-call"), FileKey.Was,
            new("version", FileValue.Whole, "Counts up when its items change.") { Least = 1, Example = "2", Default = "1" },
            new("title", FileValue.Text, "How it is shown.") { Example = "First time on call", Default = "the id" },
            StagesKey,
            new("signOff", FileValue.Words, "Who signs the qualification.")
            {
                Words = FileWords.Of<Signer>(),
                Example = "[mentor, lead]",
                Default = "[mentor, lead]",
            },
            new("lapse", FileValue.Section, "Without a shift for this long a qualification lapses.")
            {
                Example = "{days: 90, rounds: 2}",
                Default = "never",
                Keys = new(
                [
                    new("days", FileValue.Whole, "So many days.") { Least = 1, Example = "90" },
                    new("rounds", FileValue.Whole, "So many rounds of the roster.") { Least = 1, Example = "2" },
                ]),
            },
        ]),
    };

    public static IEnumerable<TrainingProgram> Read(Section file)
    {
        foreach (var program in file.Inners("training"))
        {
            // People name items without their stage.
            var (stages, items) = (new HashSet<string>(), new HashSet<string>());
            yield return new TrainingProgram(program.Id())
            {
                Version = program.Whole("version") ?? 1,
                Title = program.Text("title"),
                Lapse = program.Inner("lapse") is { } lapse
                    ? new TrainingLapse(lapse.Whole("days"), lapse.Whole("rounds")) : null,
                SignOff = [.. program.Texts("signOff").Select(signer => Signer(program, signer, "signOff")).OfType<Signer>()],
                Stages = [.. program.Inners("stages").Select(stage => Stage(stage, stages, items))],
            };
        }
    }

    /// <summary>As it is written: <c>3 or drill</c>.</summary>
    public static string Of(IncidentCount incidents) =>
        incidents.Count.ToString(CultureInfo.InvariantCulture) + (incidents.OrDrill ? OrDrill : "");

    private static TrainingStage Stage(Section stage, HashSet<string> ids, HashSet<string> items)
    {
        stage.Unique(ids);
        return new TrainingStage(stage.Id())
        {
            Title = stage.Text("title"),
            ShadowShifts = stage.Whole("shadowShifts") ?? 0,
            ReverseShadowShifts = stage.Whole("reverseShadowShifts") ?? 0,
            Incidents = Incidents(stage),
            Backup = stage.Text("backup"),
            Items = [.. stage.Inners("items").Select(item => Item(item, items))],
        };
    }

    private static IncidentCount? Incidents(Section stage)
    {
        if (stage.Text("incidents") is not { } text) return null;
        if (WrittenValues.Whole(text.Replace(OrDrill, "", StringComparison.Ordinal)) is { } count)
            return new IncidentCount(count, text.EndsWith(OrDrill, StringComparison.Ordinal));
        stage.Wrong("incidents", $"'{text}' is no count of incidents. Write 3, or 3 or drill.");
        return null;
    }

    private static TrainingItem Item(Section item, HashSet<string> ids)
    {
        item.Unique(ids);
        return new TrainingItem(item.Id(), item.Word<ItemKind>("kind"), item.Text("title") ?? "")
        {
            Text = item.Text("text"),
            Signs = item.Text("signs") is not null ? Signer(item, item["signs"]!, "signs") : null,
            Evidence = item.Word<Evidence>("evidence"),
            Reviewed = item.Date("reviewed"),
        };
    }

    private static Signer? Signer(Section owner, Node signer, string key)
    {
        if (FileWords.Parse<Signer>(signer.Text) is { } known) return known;
        owner.Errors.Add(signer.Line, $"{owner.Path}.{key}",
            $"'{signer.Text}' is not known here.{Nearest.Suggest(signer.Text, FileWords.Of<Signer>(), "")}");
        return null;
    }
}
