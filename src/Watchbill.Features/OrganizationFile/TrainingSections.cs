using System.Globalization;
using Watchbill.Organization;
using Watchbill.Training;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads the training programs of a file.</summary>
internal static class TrainingSections
{
    private const string OrDrill = " or drill";

    public static IEnumerable<TrainingProgram> Read(Section file)
    {
        foreach (var program in file.Inners("training", "id", "was", "version", "title", "stages", "signOff", "lapse"))
        {
            var stages = new HashSet<string>();
            yield return new TrainingProgram(program.Id())
            {
                Version = program.Whole("version") ?? 1,
                Title = program.Text("title"),
                Lapse = program.Inner("lapse", "days", "rounds") is { } lapse
                    ? new TrainingLapse(lapse.Whole("days"), lapse.Whole("rounds")) : null,
                SignOff = [.. program.Texts("signOff").Select(signer => Signer(program, signer, "signOff")).OfType<Signer>()],
                Stages = [.. program.Inners("stages", "id", "title", "items", "shadowShifts", "reverseShadowShifts", "incidents", "backup")
                    .Select(stage => Stage(stage, stages))],
            };
        }
    }

    /// <summary>As it is written: <c>3 or drill</c>.</summary>
    public static string Of(IncidentCount incidents) =>
        incidents.Count.ToString(CultureInfo.InvariantCulture) + (incidents.OrDrill ? OrDrill : "");

    private static TrainingStage Stage(Section stage, HashSet<string> ids)
    {
        Unique(stage, ids);
        var items = new HashSet<string>();
        return new TrainingStage(stage.Id())
        {
            Title = stage.Text("title"),
            ShadowShifts = stage.Whole("shadowShifts", 0) ?? 0,
            ReverseShadowShifts = stage.Whole("reverseShadowShifts", 0) ?? 0,
            Incidents = Incidents(stage),
            Backup = stage.Text("backup"),
            Items = [.. stage.Inners("items", "id", "kind", "title", "text", "signs", "evidence").Select(item => Item(item, items))],
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
        Unique(item, ids);
        return new TrainingItem(item.Id(), item.Word<ItemKind>("kind"), item.Required("title", "Describe the architecture"))
        {
            Text = item.Text("text"),
            Signs = item["signs"] is { Kind: NodeKind.Scalar } signer ? Signer(item, signer, "signs") : null,
            Evidence = item.Word<Evidence>("evidence"),
        };
    }

    private static void Unique(Section section, HashSet<string> ids)
    {
        var id = section.Id();
        if (id.Length > 0 && !Ids.IsValid(id)) section.Wrong("id", Ids.Refusal(id));
        if (id.Length > 0 && !ids.Add(id)) section.Wrong("id", $"'{id}' is there already. Give this one an id of its own.");
    }

    private static Signer? Signer(Section owner, Node signer, string key)
    {
        if (FileWords.Parse<Signer>(signer.Text) is { } known) return known;
        owner.Errors.Add(signer.Line, $"{owner.Path}.{key}",
            $"'{signer.Text}' is not known here.{Nearest.Suggest(signer.Text, FileWords.Of<Signer>(), "")}");
        return null;
    }
}
