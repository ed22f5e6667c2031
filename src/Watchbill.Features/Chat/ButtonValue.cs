using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>What the first id of a button's value belongs to.</summary>
public enum ButtonSubject
{
    Rotation,
    Service,

    Team,

    /// <summary>A service and the number of its incident.</summary>
    Incident,

    /// <summary>The same, and one of the service's runbooks.</summary>
    Runbook,
}

/// <summary>
/// What a button is about: ids joined by slashes, which no id has. A button may be pressed long after it was said, so the text of a value
/// never changes.
/// </summary>
public sealed record ButtonValue(ButtonSubject Subject, params IReadOnlyList<string> Ids)
{
    private static readonly Dictionary<string, ButtonSubject> Subjects = new()
    {
        ["ack"] = ButtonSubject.Rotation,
        ["override-remove"] = ButtonSubject.Rotation,
        ["cover-return"] = ButtonSubject.Rotation,
        ["shadow-decline"] = ButtonSubject.Rotation,
        ["budget-how"] = ButtonSubject.Service,
        ["budget-undo"] = ButtonSubject.Service,
        ["handback-confirm"] = ButtonSubject.Service,
        ["handback-decline"] = ButtonSubject.Service,
        ["review-sign"] = ButtonSubject.Service,
        ["incident-ack"] = ButtonSubject.Incident,
        ["incident-resolve"] = ButtonSubject.Incident,
        ["incident-reopen"] = ButtonSubject.Incident,
        ["page-ack"] = ButtonSubject.Incident,
        ["page-escalate"] = ButtonSubject.Incident,
        ["page-forward"] = ButtonSubject.Incident,
        ["page-giveback"] = ButtonSubject.Incident,
        ["page-take"] = ButtonSubject.Incident,
        ["incident-merge"] = ButtonSubject.Incident,
        ["postmortem-done"] = ButtonSubject.Incident,
        ["pay-approve"] = ButtonSubject.Team,
        ["training-debrief"] = ButtonSubject.Incident,
        ["runbook-helped"] = ButtonSubject.Runbook,
    };

    /// <summary>What the buttons of an action are about; null: their value is an id of its own, or words.</summary>
    public static ButtonSubject? SubjectOf(string action) => Subjects.TryGetValue(action, out var subject) ? subject : null;

    public static ButtonValue Read(ButtonSubject subject, string value)
    {
        var parts = value.Split('/');
        return new(subject, parts[0] == Prefix(subject) ? parts[1..] : parts);
    }

    public static RefusedException NotUnderstood() =>
        new("This button is not understood; it may come from another version. Nothing changed.");

    /// <summary>The value of a button under the new ids.</summary>
    internal static string Renamed(string action, string value, Renames renames)
    {
        if (SubjectOf(action) is not { } subject) return value;
        var read = Read(subject, value);
        var section = subject switch
        {
            ButtonSubject.Rotation => "rotations",
            ButtonSubject.Team => "teams",
            _ => "services",
        };
        return (read with { Ids = [renames.New(section, read.Ids[0]), .. read.Ids.Skip(1)] }).ToString();
    }

    public override string ToString() => string.Join('/', Prefix(Subject) is { } prefix ? Ids.Prepend(prefix) : Ids);

    private static string? Prefix(ButtonSubject subject) => subject switch
    {
        ButtonSubject.Incident => "incident",
        ButtonSubject.Runbook => "runbook",
        _ => null,
    };
}
