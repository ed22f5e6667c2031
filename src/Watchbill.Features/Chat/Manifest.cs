namespace Watchbill.Chat;

/// <summary>What a platform is told about the bot when it is installed there, made from what can be said to it.</summary>
/// <param name="Platform">As it is named on the command line: slack.</param>
/// <param name="Write">Writes it for a host at an address; null: a host without one.</param>
public sealed record Manifest(string Platform, Func<IReadOnlyList<Verb>, Uri?, string> Write);
