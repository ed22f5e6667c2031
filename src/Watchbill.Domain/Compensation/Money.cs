namespace Watchbill.Compensation;

/// <summary>An amount in one currency (ISO 4217). Amounts of two currencies are never added.</summary>
public sealed record Money(decimal Amount, string Currency);
