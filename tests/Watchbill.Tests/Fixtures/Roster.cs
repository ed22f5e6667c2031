using NodaTime;
using NodaTime.Text;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>Rotations and people for tests, in as few words as a test can bear.</summary>
public static class Roster
{
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Mondays at nine in Lisbon, from 5 January 2026.</summary>
    public static TurnRule Weekly => Some.Weekly;

    public static Coverage Office => Some.Office;

    public static Instant At(string utc) => InstantPattern.ExtendedIso.Parse(utc).Value;

    public static Layer Layer(string id, TurnRule turn, Coverage coverage, params string[] members) =>
        Some.Layer(id, turn, coverage, members);

    public static Layer Primary(params string[] members) => Layer("primary", Weekly, Coverage.Always, members);

    public static Rotation Of(string id, params Layer[] layers) =>
        Some.Rotation(layers) with { Id = id };

    // Ben has the week of 9 November 2026, cai the next one, then ana.
    public static Rotation Payments => Of("payments", Primary("cai", "ana", "ben"));

    /// <summary>Team payments, led by lea, with two services in domain ordering, and its rotations.</summary>
    public static Task FillAsync(IStore store, params Rotation[] rotations) => store.SaveAsync(
    [
        .. new[] { "ana Ana Silva", "ben Ben Ode", "cai Cai Wen", "dee Dee Roe", "lea Lea Pais" }
            .Select(person => person.Split(' ', 2))
                .Select(person => Write.Put(person[0], new Person(person[0], person[1]) { TimeZone = "Europe/Lisbon" })),
        Write.Put("ordering", new Domain("ordering", "Ordering") { Lead = "dee" }),
        Write.Put("payments", new Team("payments", "Payments") { Lead = "lea", Domain = "ordering" }),
        Write.Put("checkout", new Service("checkout", "payments")),
        Write.Put("ledger", new Service("ledger", "payments")),
        Write.Put("search", new Service("search", "other")),
        .. rotations.Select(rotation => Write.Put(rotation.Id, rotation)),
    ], Ct);

    public static Task OverrideAsync(IStore store, string rotation, string person, string start, string end, string layer = "primary") =>
        store.SaveAsync(
        [
            Write.Put(rotation,
                new RotationChanges(
                    [new(Guid.NewGuid().ToString("N"), ShiftSource.Override, layer, At(start), At(end), person, null)
                    {
                        DecidedAt = At(start),
                        DecidedBy = "lea",
                    }])),
        ], Ct);
}
