namespace Watchbill.Chat;

/// <summary>Priority of queued messages: lower values go first.</summary>
public enum Urgency
{
    /// <summary>Somebody is to act on an incident.</summary>
    Page,

    /// <summary>Who is on call changes hands, or somebody has not answered to it.</summary>
    Handoff,

    /// <summary>What somebody has just done or asked for.</summary>
    Answer,

    /// <summary>Alerts in channels, reports and reminders.</summary>
    Report,
}

/// <summary>Assigns urgencies to messages and orders them.</summary>
public static class Urgencies
{
    public static Urgency Of(Delivery delivery) => delivery.Kind switch
    {
        _ when delivery.IsEdit => Urgency.Report,
        MessageKind.Page => Urgency.Page,
        MessageKind.Incident => delivery.To.IsPersonal ? Urgency.Answer : Urgency.Report,
        MessageKind.Handoff or MessageKind.Escalation => Urgency.Handoff,
        MessageKind.Change => Urgency.Answer,
        _ => Urgency.Report,
    };

    /// <summary>The most urgent first; of the same urgency in order of cause, which is that of when they were caused.</summary>
    public static IEnumerable<T> InOrder<T>(this IEnumerable<T> waiting, Func<T, (string Id, Delivery Delivery)> of) => waiting
        .Select(one => (One: one, Of: of(one)))
        .OrderBy(one => Of(one.Of.Delivery)).ThenBy(one => one.Of.Delivery.Due).ThenBy(one => one.Of.Id, StringComparer.Ordinal)
        .Select(one => one.One);
}
