namespace Watchbill.Chat;

/// <summary>What arguments ask for: it decides how they are picked, checked and completed.</summary>
public static class ArgumentKinds
{
    private static readonly Dictionary<string, FieldKind> Usual = new()
    {
        ["person"] = FieldKind.Person,
        ["mentor"] = FieldKind.Person,
        ["signer"] = FieldKind.Person,
        ["primary"] = FieldKind.Person,
        ["secondary"] = FieldKind.Person,
        ["rotation"] = FieldKind.Rotation,
        ["service"] = FieldKind.Service,
        ["team"] = FieldKind.Team,
        ["owner"] = FieldKind.Team | FieldKind.Domain,
        ["layer"] = FieldKind.Layer,
        ["incident"] = FieldKind.Incident,
        ["other"] = FieldKind.Incident,
        ["slo"] = FieldKind.Objective,
        ["when"] = FieldKind.Moment,
        ["theirs"] = FieldKind.Moment,
        ["started"] = FieldKind.Moment,
        ["start"] = FieldKind.Moment,
        ["detected"] = FieldKind.Moment,
        ["acknowledged"] = FieldKind.Moment,
        ["mitigated"] = FieldKind.Moment,
        ["end"] = FieldKind.Moment,
        ["span"] = FieldKind.Span,
        ["period"] = FieldKind.Period,
        ["length"] = FieldKind.Length,
        ["date"] = FieldKind.Date,
        ["from"] = FieldKind.Date,
        ["at"] = FieldKind.Time,
    };

    /// <summary>
    /// Where a rotation is named by what it answers for, too: for <see cref="Verb.Kinds"/> of verbs that find it by that.
    /// </summary>
    public static IReadOnlyDictionary<string, FieldKind> OnCall { get; } = new Dictionary<string, FieldKind>
    {
        ["rotation"] = FieldKind.Rotation | FieldKind.Service | FieldKind.Team | FieldKind.Domain,
    };

    /// <summary>Null: words.</summary>
    public static FieldKind? Of(Verb verb, string argument) =>
        verb.Kinds.TryGetValue(argument, out var own) ? own : Usual.TryGetValue(argument, out var kind) ? kind : null;
}
