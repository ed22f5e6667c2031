using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Carries a layer over a change of its people, turns or coverage: people are followed by identity, never by position.</summary>
public static class RosterChange
{
    /// <summary>When the shift that runs at <paramref name="now"/> ends: where a change starts that does not say otherwise.</summary>
    public static Instant EndOfShift(IReadOnlyList<LayerVersion> versions, Instant now)
    {
        var current = versions.LastOrDefault(version => version.From is not { } from || from <= now);
        // Where the layer is gone, no shift runs.
        if (current is null or { Removed: true }) return now;
        var end = new Turns(current.Turn, current.Coverage).At(now).End;
        // A version that is to come ends the shift before it.
        return versions.Select(version => version.From).OfType<Instant>().Where(from => from > now).Append(end).Min();
    }

    /// <summary>
    /// The versions after a change that starts at <paramref name="start"/>; those that were to start then or later are replaced. Who is on
    /// call
    /// stays, where the start falls into a shift; then comes the next of the old order who is in the new one, then the new order from
    /// there.
    /// </summary>
    /// <param name="wanted">Turns, coverage and members of the new version; its start and offset are decided here.</param>
    public static IReadOnlyList<LayerVersion> Apply(IReadOnlyList<LayerVersion> versions, LayerVersion wanted, Instant start)
    {
        LayerVersion[] kept = [.. versions.Where(version => version.From is not { } from || from < start)];
        if (kept.Length == 0) return [wanted with { From = start, Offset = 0 }];
        var old = kept[^1];
        if (Same(old, wanted)) return kept;
        if (wanted.Members.Count == 0) return [.. kept, wanted with { From = start, Offset = 0 }];

        var oldTurn = new Turns(old.Turn, old.Coverage).At(start);
        var newTurn = new Turns(wanted.Turn, wanted.Coverage).At(start);
        var within = oldTurn.Start < start;
        var first = Successor(old, oldTurn.Number, wanted.Members, held: !within);
        var then = Successor(old, oldTurn.Number + 1, wanted.Members, held: true);
        var follows = (first + 1) % wanted.Members.Count;
        LayerVersion[] changed = [.. kept, wanted with { From = start, Offset = Offset(first, newTurn.Number, wanted) }];
        var stays = within && PersonOf(old, oldTurn.Number) == wanted.Members[first];
        // In the middle of a shift the next person is still owed the turn after it, also where the new list puts somebody else there.
        if (!stays || wanted.Members[then] == wanted.Members[first] || wanted.Members[then] == wanted.Members[follows]) return changed;
        return [.. changed, wanted with { From = newTurn.End, Offset = Offset(then, newTurn.Number + 1, wanted) }];
    }

    /// <summary>
    /// The promises after one that starts at <paramref name="start"/>; those that were to start then or later are replaced.
    /// </summary>
    public static IReadOnlyList<Promise> Apply(IReadOnlyList<Promise> promises, Promise wanted, Instant start)
    {
        Promise[] kept = [.. promises.Where(promise => promise.From is not { } from || from < start)];
        return kept.Length > 0 && Same(kept[^1], wanted) ? kept : [.. kept, wanted with { From = start }];
    }

    /// <summary>Whether two promises are the same.</summary>
    public static bool Same(Promise a, Promise b) => a.Turn == b.Turn && Same(a.Coverage, b.Coverage);

    /// <summary>Whether two versions put the same people on call by the same turns.</summary>
    public static bool Same(LayerVersion a, LayerVersion b) =>
        a.Turn == b.Turn && Same(a.Coverage, b.Coverage) && a.Members.SequenceEqual(b.Members) && a.Removed == b.Removed;

    /// <summary>Whether two coverages are the same.</summary>
    public static bool Same(Coverage a, Coverage b) => a.HolidaysOff == b.HolidaysOff && a.Windows.SequenceEqual(b.Windows);

    // The place in the new list of the person of an old turn, or of the first after them who is still there. Where the turn before has been
    // held to its end, its person is not next: rather somebody new, as the new list has them after that person.
    private static int Successor(LayerVersion old, long turn, IReadOnlyList<string> members, bool held)
    {
        var count = old.Members.Count;
        if (count == 0) return 0;
        if (old.Members.SequenceEqual(members)) return Place(old, turn);
        for (var i = 0; i < (held ? count - 1 : count); i++)
        {
            var found = IndexOf(members, PersonOf(old, turn + i));
            if (found >= 0) return found;
        }

        var last = IndexOf(members, PersonOf(old, turn - 1));
        return last < 0 ? 0 : (last + 1) % members.Count;
    }

    private static string? PersonOf(LayerVersion version, long turn) =>
        version.Members.Count == 0 ? null : version.Members[Place(version, turn)];

    private static int Place(LayerVersion version, long turn) => Modulo(turn + version.Offset, version.Members.Count);

    private static long Offset(int place, long turn, LayerVersion version) => Modulo(place - turn, version.Members.Count);

    private static int Modulo(long value, int count) => (int)(((value % count) + count) % count);

    private static int IndexOf(IReadOnlyList<string> members, string? person)
    {
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i] == person) return i;
        }

        return -1;
    }
}
