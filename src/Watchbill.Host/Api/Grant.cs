using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Api;

/// <summary>What the token of a request allows.</summary>
/// <param name="Name">Stands in the audit log as <c>token:name</c>.</param>
/// <param name="Hash">SHA-256 of what has to be proven.</param>
internal sealed record Grant(string Name, byte[] Hash, IReadOnlyList<Scope> Scopes)
{
    public IReadOnlyList<string> Services { get; init; } = [];
    public IReadOnlyList<string> Teams { get; init; } = [];
    public Instant? Expires { get; init; }
    public int? PerMinute { get; init; }

    public string Actor => $"token:{Name}";

    /// <summary>The token as the author of a change that is asked for now.</summary>
    public Actor By(IClock clock)
    {
        var now = clock.GetCurrentInstant();
        return new(Actor, "api", now, now);
    }

    /// <summary>Whether the token may speak of a service: it is bound to it, to its team, or to nothing.</summary>
    public bool Reaches(Service service) => !IsBound || Services.Contains(service.Id) || Teams.Contains(service.Team);

    public bool IsBound => Services.Count + Teams.Count > 0;

    /// <summary>For what concerns everybody, such as the audit log.</summary>
    /// <exception cref="RefusedException">The token is bound to services or teams.</exception>
    public void MustReachAll()
    {
        if (IsBound) throw Beyond("all of the organisation");
    }

    public RefusedException Beyond(string what) =>
        new($"The token '{Name}' is bound to {string.Join(", ", Services.Concat(Teams))} and does not reach {what}.") { Forbidden = true };
}
