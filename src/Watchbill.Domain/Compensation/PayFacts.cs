using NodaTime;

namespace Watchbill.Compensation;

/// <summary>What pay needs of a person and the organisation file does not say: private to them and to whoever may see pay.</summary>
public sealed record PayFacts(string Person)
{
    public IReadOnlyList<FromDay<Money>> Hourly { get; init; } = [];
    public IReadOnlyList<FromDay<decimal>> Factors { get; init; } = [];

    /// <summary>The same with a rate for an hour from a day on; one that begins later stays.</summary>
    public PayFacts WithHourly(Money hourly, LocalDate from) => this with { Hourly = With(Hourly, hourly, from) };

    /// <summary>The same with a factor from a day on; one that begins later stays.</summary>
    public PayFacts WithFactor(decimal factor, LocalDate from) => this with { Factors = With(Factors, factor, from) };

    private static IReadOnlyList<FromDay<T>> With<T>(IReadOnlyList<FromDay<T>> before, T value, LocalDate from) =>
        [.. before.Where(one => one.Day != from).Append(new FromDay<T>(from, value)).OrderBy(one => one.Day)];
}
