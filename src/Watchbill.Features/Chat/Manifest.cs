using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>What a platform is told about the bot when it is installed there, made from what can be said to it.</summary>
/// <param name="Platform">Also what it is named on the command line.</param>
/// <param name="Write">Writes it for a host at an address; null: a host without one.</param>
public sealed record Manifest(PlatformId Platform, Func<IReadOnlyList<Verb>, Uri?, string> Write);
