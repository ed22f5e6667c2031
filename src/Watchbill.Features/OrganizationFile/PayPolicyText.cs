using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;
using Watchbill.Compensation;
using static Watchbill.OrganizationFiles.PolicyText;

namespace Watchbill.OrganizationFiles;

/// <summary>A pay policy as JSON in the words of the organisation file.</summary>
internal static class PayPolicyText
{
    public static JsonObject Of(PayPolicy policy) => Members(
        ("id", policy.Id),
        ("effective", LocalDatePattern.Iso.Format(policy.Effective)),
        ("currency", policy.Currency),
        ("zone", Unless(policy.Zone, PayZone.Person)),
        ("businessHours", policy.BusinessHours is { } hours
            ? Members(("days", hours.Days.Write()), ("from", FileWords.Of(hours.From)), ("to", FileWords.Of(hours.To))) : null),
        ("classes", List(policy.Classes, Of)),
        ("days", Of(policy.Day)),
        ("standby", policy.Standby is { } standby ? Of(standby) : null),
        ("callout", policy.Callout is { } callout ? Of(callout) : null),
        ("allowance", policy.Allowance is { } allowance ? Of(allowance) : null),
        ("timeOff", List(policy.TimeOff, Of)),
        ("bonus", policy.Bonus is { } bonus ? Of(bonus) : null),
        ("caps", policy.Caps is { } caps ? Members(("day", caps.Day), ("week", caps.Week), ("month", caps.Month)) : null),
        ("doubleDuty", Unless(policy.DoubleDuty, DoubleDuty.Once)),
        ("shadow", Unless(policy.Shadow, ShadowPay.Unpaid)));

    private static JsonNode Of(HourClass one) => Members(
        ("id", one.Id),
        ("on", one.OnHolidays ? "holidays" : null),
        ("days", one.Days == Weekdays.All ? null : one.Days.Write()),
        ("from", one.From is { } from ? FileWords.Of(from) : null),
        ("to", one.To is { } to ? FileWords.Of(to) : null),
        ("in", one.InBusinessHours ? "businessHours" : null));

    private static string? Of(PayDay day) => day switch
    {
        { HandoverAt: { } at } => $"handover {FileWords.Of(at)}",
        _ => Unless(day.Kind, PayDayKind.Midnight),
    };

    private static JsonObject Of(StandbyRule standby) => Members(
        ("per", FileWords.Of(standby.Per)),
        ("rate", Of(standby.Rate)),
        ("rates", Of(standby.Rates)),
        ("atLeast", Of(standby.AtLeast)),
        ("minimum", Of(standby.Minimum)),
        ("response", List(standby.Response, tier => Members(("within", FileWords.Of(tier.Within)), ("factor", tier.Factor)))),
        ("layers", List(standby.Layers, one => Members(("id", one.Level), ("rate", Of(one.Rate)), ("rates", Of(one.Rates))))));

    private static JsonObject Of(CalloutRule callout) => Members(
        ("per", FileWords.Of(callout.Per)),
        ("rate", callout.Rate is { } rate ? CompensationSections.Of(rate) : null),
        ("rates", Of(callout.Rates)),
        ("fee", Of(callout.Fee)),
        ("firstOfDay", Of(callout.FirstOfDay)),
        ("window", Of(callout.Window)),
        ("atLeast", Of(callout.AtLeast)),
        ("minimum", Of(callout.Minimum)),
        ("cap", callout.Cap is { } cap ? Members(("hours", FileWords.Of(cap.Hours)), ("per", FileWords.Of(cap.Per))) : null),
        ("included", Of(callout.Included)),
        ("rounding", callout.Rounding is { } rounding
            ? Members(("to", Of(rounding.To)), ("mode", FileWords.Of(rounding.Mode)), ("of", FileWords.Of(rounding.Of))) : null),
        ("standby", Unless(callout.Standby, StandbyMeanwhile.Keep)));

    // An amount stays a number.
    private static JsonValue? Of(PayRate? rate) =>
        rate is null ? null : rate.TimesHourly ? JsonValue.Create(CompensationSections.Of(rate)) : JsonValue.Create(rate.Value);

    private static JsonObject? Of(IReadOnlyDictionary<string, PayRate> rates) =>
        rates.Count == 0 ? null : Members([.. rates.Select(rate => (rate.Key, Of(rate.Value)))]);

    private static JsonNode? Of(ByClass? lengths) => lengths switch
    {
        null => null,
        { Unsaid: { } one } => FileWords.Of(one),
        _ => Members([.. lengths.Classes.Select(one => (one.Key, (JsonNode?)FileWords.Of(one.Value)))]),
    };

    private static JsonNode Of(TimeOffRule off) => Members(
        ("for", FileWords.Of(off.For)),
        ("in", off.In),
        ("atLeast", Of(off.AtLeast)),
        ("hours", off.Hours),
        ("expires", off.Expires is not { } expires ? null
            : expires.On is { } date ? LocalDatePattern.Iso.Format(date) : Of(expires.After)),
        ("payout", Of(off.Payout)),
        ("window", Of(off.Window)));

    private static JsonObject Of(FixedAmount amount) => Members(
        ("amount", amount.Amount),
        ("per", FileWords.Of(amount.Per)),
        ("to", Unless(amount.To, PayReceiver.Person)));

    private static string? Of(Duration? length) => length is { } said ? FileWords.Of(said) : null;

    /// <summary>The word; null for what is meant where the file says nothing.</summary>
    private static string? Unless<T>(T value, T unsaid) where T : struct, Enum =>
        EqualityComparer<T>.Default.Equals(value, unsaid) ? null : FileWords.Of(value);
}
