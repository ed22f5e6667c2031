using NodaTime;

namespace Watchbill.Rotations;

/// <summary>A shift that somebody was reminded of.</summary>
public sealed record Reminder(string Layer, long Turn, string Person, Instant Start);

/// <summary>The shifts to come, and those of the last day, of which people were reminded; the document's id is the rotation's.</summary>
public sealed record Reminded(IReadOnlyList<Reminder> Reminders);
