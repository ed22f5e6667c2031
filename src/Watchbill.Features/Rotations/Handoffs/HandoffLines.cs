using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>
/// What another slice adds to a rotation's handoff message, such as the open incidents of the services it answers for; empty where there is
/// nothing
/// to say. Registered in Features.cs and asked in that order, while the handoff is made:
/// <see cref="Reading.Responsibilities.AnswersForAsync"/> says which services.
/// </summary>
public sealed record HandoffLines(Func<Rotation, Instant, CancellationToken, Task<IReadOnlyList<Field>>> OfAsync);
