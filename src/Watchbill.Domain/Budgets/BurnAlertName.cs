using System.Globalization;

namespace Watchbill.Budgets;

/// <summary>What a burn alert is known by where it was reached: <c>burn alert page 1h</c>.</summary>
/// <param name="Hours">Of its long span.</param>
public sealed record BurnAlertName(BurnUrgency Urgency, int Hours)
{
    public static BurnAlertName Of(BurnAlert alert) => new(alert.Urgency, (int)alert.LongSpan.TotalHours);

    /// <summary>Null: it is something else, such as a condition of a policy.</summary>
    public static BurnAlertName? Parse(string text) =>
        text.Split(' ') is ["burn", "alert", ("page" or "ticket") and var urgency, [.. var hours, 'h']]
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(urgency == "page" ? BurnUrgency.Page : BurnUrgency.Ticket, number) : null;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"burn alert {(Urgency == BurnUrgency.Page ? "page" : "ticket")} {Hours}h");
}
