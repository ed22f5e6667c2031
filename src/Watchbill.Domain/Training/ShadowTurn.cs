using NodaTime;
using NodaTime.Text;
using Watchbill.Organization;

namespace Watchbill.Training;

/// <summary>
/// A shift that somebody who is trained sits beside, from start (included) to end (not included). They are told and never paged.
/// </summary>
/// <param name="Beside">Who is on call.</param>
public sealed record ShadowTurn(string Rotation, string Person, string Beside, Instant Start, Instant End)
{
    public required Instant AddedAt { get; init; }

    /// <summary>They cannot then; another one was looked for.</summary>
    public bool Declined { get; init; }

    /// <summary>Incidents of it that its person was told of while they were open, by document id.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Incidents of it that a form to look back at was sent for, by document id.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Ordered by rotation, then start: <c>payments/2026-12-07T09:00:00Z/eve</c>.</summary>
    public string Id => $"{Rotation}/{InstantPattern.General.Format(Start)}/{Person}";

    public ShadowTurn Renamed(Renames renames) => this with
    {
        Rotation = renames.Rotation(Rotation),
        Person = renames.Person(Person),
        Beside = renames.Person(Beside),
        Told = [.. Told.Select(renames.UnderService)],
        Asked = [.. Asked.Select(renames.UnderService)],
    };
}
