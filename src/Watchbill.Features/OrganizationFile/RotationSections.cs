using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>Reads rotations: layers of people in turns under a promise of coverage.</summary>
internal static class RotationSections
{
    public static readonly string[] Kinds = ["team", "domain", "triage"];

    public static IReadOnlyList<WantedRotation> Rotations(Section file, string zone, IReadOnlyList<Platform> platforms) =>
        [.. file.Inners("rotations").Select(rotation => Rotation(rotation, zone, platforms))];

    private static WantedRotation Rotation(Section rotation, string organizationZone, IReadOnlyList<Platform> platforms)
    {
        var id = rotation.Id();
        var kind = (RotationKind)Array.IndexOf(Kinds, rotation.Word("kind"));
        var zone = rotation.Zone("timeZone", organizationZone);
        var coverage = CoverageSection.Read(rotation, Coverage.Always);
        var turn = Turn(rotation, zone) ?? new TurnRule(zone, default, 1, TurnUnit.Week);
        var layers = Layers(rotation, turn, coverage);
        var (now, at) = Effective(rotation);
        // Checked only, until there is paging.
        rotation.Whole("repeat");
        rotation.Duration("ackTimeout");
        var grouping = platforms.Where(platform => platform.Group is not null).ToList();
        var sync = rotation.Inner("sync");
        return new WantedRotation(new Rotation(id, kind, Owner(rotation, kind))
        {
            Layers = layers,
            Promises = [new CoverageVersion(null, turn, coverage)],
            Escalation = Escalation(rotation, layers),
            Repeat = rotation.Whole("repeat"),
            AckTimeout = rotation.Duration("ackTimeout"),
            Response = rotation.Duration("response"),
            Groups = sync?.Ids(grouping, platform => platform.GroupKey, platform => platform.Group!) ?? ByPlatform.None,
            Topic = sync?.Flag("topic") ?? false,
            Requires = rotation.Reference("requires"),
            Pay = rotation.Reference("pay"),
        })
        {
            Now = now,
            At = at,
        };
    }

    private static string Owner(Section rotation, RotationKind kind)
    {
        var (right, wrong) = kind == RotationKind.Team ? ("team", "domain") : ("domain", "team");
        if (rotation.Has(wrong) && rotation.Text("kind") is { } word && Kinds.Contains(word))
            rotation.Wrong(wrong, $"a {word} rotation belongs to a {right}. Write {right}: and its id instead.");
        return rotation.Required(right).Length == 0 ? "" : rotation.Reference(right)!;
    }

    private static List<Layer> Layers(Section rotation, TurnRule turn, Coverage coverage)
    {
        var layers = new List<Layer>();
        foreach (var section in rotation.Inners("layers"))
        {
            var layer = Layer(section, turn, coverage);
            if (layer.Id.Length > 0 && !Ids.IsValid(layer.Id)) section.Wrong("id", Ids.Refusal(layer.Id));
            if (layers.Exists(other => other.Id == layer.Id))
                section.Wrong("id", $"'{layer.Id}' is there already. Every layer of a rotation needs an id of its own.");
            layers.Add(layer);
        }

        if (rotation["layers"] is { Kind: NodeKind.Sequence } && layers.TrueForAll(layer => layer.Shadow))
            rotation.Wrong("layers",
                $"at least one layer that is not shadow is needed. Write layers: {RotationKeys.Layers.Example}.");
        return layers;
    }

    private static Layer Layer(Section layer, TurnRule turn, Coverage coverage)
    {
        var id = layer.Id();
        var zone = layer.Zone("timeZone", turn.TimeZone);
        var level = layer.Text("as") ?? id;
        if (layer.Has("as") && !Ids.IsValid(level)) layer.Wrong("as", Ids.Refusal(level));
        var members = layer.References("members");
        if (members.GroupBy(person => person).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            layer.Wrong("members", $"'{twice}' is in {id} twice. Name everybody once.");
        return new Layer(id)
        {
            Level = level,
            Shadow = layer.Flag("shadow"),
            Versions = [new LayerVersion(null, Turn(layer, zone) ?? turn with { TimeZone = zone }, CoverageSection.Read(layer, coverage),
                members)],
        };
    }

    private static TurnRule? Turn(Section owner, string zone)
    {
        if (owner.Inner("turn") is not { } turn) return null;
        var every = turn.Text("every") ?? "";
        var (count, unit) = Every(every) ?? (1, TurnUnit.Week);
        if (every.Length > 0 && Every(every) is null)
            turn.Wrong("every", $"'{every}' is no length of a turn. Write 1 to 999 hours, days, weeks or months, such as 1 week.");
        var from = turn.Date("from") ?? default;
        if (turn.Has("from") && from != default && from.Year is < 1970 or > 2199)
            turn.Wrong("from", $"'{turn.Text("from")}' is too far away. Turns count from a day between 1970 and 2199.");
        return new TurnRule(zone, from + turn.Time("at", LocalTime.Midnight), count, unit);
    }

    private static (int Count, TurnUnit Unit)? Every(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var number, var word]) return null;
        var unit = word switch
        {
            "hour" or "hours" => TurnUnit.Hour,
            "day" or "days" => TurnUnit.Day,
            "week" or "weeks" => TurnUnit.Week,
            "month" or "months" => TurnUnit.Month,
            _ => (TurnUnit?)null,
        };
        return WrittenValues.Whole(number) is >= 1 and <= 999 and { } count && unit is { } known ? (count, known) : null;
    }

    private static List<EscalationStep> Escalation(Section rotation, List<Layer> layers)
    {
        var steps = new List<EscalationStep>();
        string[] levels = [.. layers.Where(layer => !layer.Shadow).SelectMany(layer => new[] { layer.Level, layer.Id }).Distinct(),
            EscalationPolicy.Lead, EscalationPolicy.Manager, EscalationPolicy.Accountable];
        foreach (var step in rotation.Inners("escalation"))
        {
            var to = step.Text("to") ?? "";
            if (Named(to) is var (kind, id))
            {
                if (!rotation.Names.Has(kind, id)) step.Wrong("to", rotation.Names.Unknown(kind, id));
            }
            else if (to.Length > 0 && !levels.Contains(to))
            {
                step.Wrong("to", $"there is no level '{to}' in this rotation.{Nearest.Suggest(to, levels, "")} Another rotation is " +
                    "rotation: and its id, a person person: and theirs.");
            }

            var after = step.Duration("after") ?? Duration.Zero;
            if (steps.Count > 0 && after <= steps[^1].After && WrittenValues.Duration(step.Text("after") ?? "0m") is not null)
                step.Wrong("after",
                    $"'{step.Text("after") ?? "0m"}' is not later than the step before. 'after' counts from the first call, so each step " +
                        $"has a later one.");
            steps.Add(new EscalationStep(to, after));
        }

        return steps;
    }

    // Ids only as they are written: quoted in YAML, since a colon stands in them.
    private static (string Kind, string Id)? Named(string to) =>
        to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal)
            ? ("rotation", to[EscalationPolicy.RotationPrefix.Length..])
        : to.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal) ? ("person", to[EscalationPolicy.PersonPrefix.Length..])
        : null;

    private static (bool Now, LocalDateTime? At) Effective(Section rotation)
    {
        if (rotation.Text("effective") is not { } text) return (false, null);
        if (text == "now") return (true, null);
        if (WrittenValues.DateTime(text) is { } at) return (false, at);
        rotation.Wrong("effective", $"'{text}' is no time. Write now, or a local time of the rotation such as \"2026-12-01 09:00\".");
        return (false, null);
    }
}
