using NodaTime;

namespace Watchbill.Compensation;

/// <summary>Turns what the policy says into an amount of the person.</summary>
internal static class Pricing
{
    /// <summary>Zero where the policy pays nothing; null: a multiple of an hourly rate that nobody has said in its currency.</summary>
    public static decimal? Of(PayRate? rate, PaidPerson person, LocalDate day, string currency) => rate switch
    {
        null => 0,
        { TimesHourly: true } =>
            person.Hourly.On(day) is { Value: var hourly } && hourly.Currency == currency ? hourly.Amount * rate.Value : null,
        _ => rate.Value,
    };
}
