namespace Watchbill.Organization;

/// <summary>Checks training programs, and keeps them as they are written.</summary>
internal static class TrainingSections
{
    public static IEnumerable<PolicyText> Read(Section file)
    {
        foreach (var program in file.Inners("training", "id", "was", "version", "title", "stages", "signOff", "lapse"))
        {
            program.Whole("version");
            var lapse = program.Inner("lapse", "days", "rounds");
            lapse?.Whole("days");
            lapse?.Whole("rounds");
            foreach (var signer in program.Texts("signOff")) Signer(program, signer, "signOff");
            var stages = new HashSet<string>();
            foreach (var stage in program.Inners("stages", "id", "title", "items", "shadowShifts", "reverseShadowShifts", "incidents",
                "backup"))
            {
                Unique(stage, stages);
                stage.Whole("shadowShifts", 0);
                stage.Whole("reverseShadowShifts", 0);
                if (stage.Text("incidents") is { } incidents
                    && FileValues.Whole(incidents.Replace(" or drill", "", StringComparison.Ordinal)) is null)
                    stage.Wrong("incidents", $"'{incidents}' is no count of incidents. Write 3, or 3 or drill.");
                var items = new HashSet<string>();
                foreach (var item in stage.Inners("items", "id", "kind", "title", "text", "signs", "evidence")) Item(item, items);
            }

            yield return new PolicyText("training", program.Id(), "", program.Json);
        }
    }

    private static void Item(Section item, HashSet<string> ids)
    {
        Unique(item, ids);
        item.Word("kind", "read", "do", "explain", "drill", "pair", "shadow", "reverse-shadow");
        item.Required("title", "Describe the architecture");
        if (item["signs"] is { Kind: NodeKind.Scalar } signer) Signer(item, signer, "signs");
        item.Word("evidence", "none", "text", "link");
    }

    private static void Unique(Section section, HashSet<string> ids)
    {
        var id = section.Id();
        if (id.Length > 0 && !FileNames.IsId(id)) section.Wrong("id", FileNames.BadId(id));
        if (id.Length > 0 && !ids.Add(id)) section.Wrong("id", $"'{id}' is there already. Give this one an id of its own.");
    }

    private static void Signer(Section owner, Node signer, string key)
    {
        string[] signers = ["mentor", "lead", "peer"];
        if (!signers.Contains(signer.Text))
            owner.Errors.Add(signer.Line, $"{owner.Path}.{key}",
                $"'{signer.Text}' is not known here.{FileNames.Suggest(signer.Text, signers, "")}");
    }
}
