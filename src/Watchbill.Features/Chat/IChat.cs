using NodaTime;

namespace Watchbill.Chat;

/// <summary>Posts unprompted messages on one platform.</summary>
public interface IChat
{
    /// <summary>Whether the platform is not in use at all.</summary>
    bool IsOff { get; }

    /// <summary>Posts once; before each request is written to the socket the posting is told, and of each that failed.</summary>
    /// <returns>Where it stands; empty where it cannot be edited.</returns>
    /// <exception cref="UnreachableException">The platform has nobody at this address.</exception>
    /// <exception cref="BusyException">The platform takes it later; nothing was said.</exception>
    /// <exception cref="UnansweredException">It may have been said.</exception>
    Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct);

    /// <summary>
    /// Shows something else where a message stands; twice is the same as once. A message that is gone, or that stands on another platform,
    /// is left alone.
    /// </summary>
    /// <exception cref="BusyException">The platform takes it later; nothing was changed.</exception>
    Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct);

    /// <summary>Whether somebody reads what is said to an address, as far as is known without asking the platform.</summary>
    ValueTask<bool> ReachesAsync(Address to, CancellationToken ct);
}

/// <summary>Whom a message is for.</summary>
public sealed record Address(AddressKind Kind, string Id)
{
    public static Address Admins { get; } = new(AddressKind.Admins, "");

    public static Address Person(string id) => new(AddressKind.Person, id);

    /// <summary>The channel of a team.</summary>
    public static Address Team(string id) => new(AddressKind.Team, id);

    /// <summary>The channel of a domain.</summary>
    public static Address Domain(string id) => new(AddressKind.Domain, id);

    /// <summary>Whether people read it one by one, and not together in a channel.</summary>
    public bool IsPersonal => Kind is AddressKind.Person or AddressKind.Admins;

    public override string ToString() => Kind == AddressKind.Admins ? "admins" : $"{Kind.ToString().ToLowerInvariant()}:{Id}";
}

/// <summary>What an <see cref="Address"/> names.</summary>
public enum AddressKind
{
    Person,
    Team,
    Domain,
    Admins,
}

/// <summary>
/// A platform has nobody at an address until somebody mends that, such as a person without an account there; another platform may.
/// </summary>
/// <param name="message">What is wrong, and what to do about it.</param>
public sealed class UnreachableException(string message) : Exception(message)
{
    /// <summary>Whether the platform is not in use at all: what is wrong with it concerns nobody.</summary>
    public bool IsOff { get; init; }
}

/// <summary>A request went out and no answer came: it may have been done.</summary>
public sealed class UnansweredException(string message, Exception inner) : Exception(message, inner);

/// <summary>A platform has a limit on how much is said. Nothing was said; it is time to try again after the pause.</summary>
public sealed class BusyException(string message, Duration pause) : Exception(message)
{
    public Duration Pause => pause;
}
