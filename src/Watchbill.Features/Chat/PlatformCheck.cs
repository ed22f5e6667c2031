using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>Says what is wrong between the bot and a platform. An adapter registers one.</summary>
/// <param name="RunAsync">Takes the manifest that the platform was given, to be compared; null: nobody named it.</param>
public sealed record PlatformCheck(PlatformId Platform, Func<string?, CancellationToken, Task<IReadOnlyList<Finding>>> RunAsync);

/// <summary>Something that was looked at.</summary>
/// <param name="IsWrong">Whether somebody has to mend it; the sentence says how.</param>
public sealed record Finding(bool IsWrong, string Sentence);
