namespace Watchbill.Incidents;

/// <summary>Where to read what to do about an alert.</summary>
/// <param name="Url">Always https.</param>
public sealed record Runbook(string Alert, string Url);
