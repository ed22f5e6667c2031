using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Carries a layer over a change of its people, turns or coverage: people are followed by identity, never by position.</summary>
public static class NewLayerVersion
{
    /// <summary>When the shift that runs at <paramref name="now"/> ends: where a change starts that does not say otherwise.</summary>
    public static Instant EndOfShift(IReadOnlyList<LayerVersion> versions, Instant now)
    {
        var current = versions.LastOrDefault(version => version.From is not { } from || from <= now);
        // Where the layer is gone, no shift runs.
        if (current is null or { Removed: true }) return now;
        var end = new LayerTurns(current).At(now).End;
        // A version that is to come ends the shift before it.
        return versions.Select(version => version.From).OfType<Instant>().Where(from => from > now).Append(end).Min();
    }

    /// <summary>
    /// The versions after a change that starts at <paramref name="start"/>; those that were to start then or
    /// later are replaced. Who is on call stays, where the start falls into a shift; then comes the next of
    /// the old order who is in the new one, then the new order from there.
    /// </summary>
    /// <param name="wanted">Turns, coverage and members of the new version; its start, offset and seam are decided here.</param>
    public static IReadOnlyList<LayerVersion> Apply(IReadOnlyList<LayerVersion> versions, LayerVersion wanted, Instant start)
    {
        // A version that is changed comes with the seam it had.
        wanted = wanted with { Seam = null };
        LayerVersion[] kept = [.. versions.Where(version => version.From is not { } from || from < start)];
        if (kept.Length == 0) return [wanted with { From = start, Offset = 0 }];
        var old = kept[^1];
        if (Same(old, wanted)) return kept;
        if (wanted.Members.Count == 0) return [.. kept, wanted with { From = start, Offset = 0 }];

        var before = new OldOrder(old, wanted.Members);
        var turns = new Turns(wanted.Turn, wanted.Coverage);
        var (oldTurn, newTurn) = (before.Turns.At(start), turns.At(start));
        var within = oldTurn.Start < start;
        var first = before.Successor(oldTurn.Number, held: !within);
        var then = before.Successor(oldTurn.Number + 1, held: true);
        if (newTurn.Start < start && !(within && newTurn.End == oldTurn.End))
        {
            var running = within ? oldTurn : before.Turns.At(start - Duration.Epsilon);
            var keeper = before.PlaceOf(running.Number);
            // In the middle of a shift whoever is on call stays, however far the next boundary is.
            var keeps = keeper is not null && (within || newTurn.End - start < (newTurn.End - newTurn.Start) / 2);
            var next = within && keeps ? then : first;
            return
            [
                .. kept, wanted with
                {
                    From = start,
                    Offset = Offset(next, turns.At(newTurn.End).Number, wanted),
                    Seam = new Seam(keeps ? new KeptTurn(before.Turns.NumberOf(running.Number), keeper!.Value) : null),
                },
            ];
        }

        var follows = (first + 1) % wanted.Members.Count;
        LayerVersion[] changed = [.. kept, wanted with { From = start, Offset = Offset(first, newTurn.Number, wanted) }];
        var stays = within && before.PlaceOf(oldTurn.Number) == first;
        // In the middle of a shift the next person is still owed the turn after it, also where the new list puts somebody else there.
        if (!stays || wanted.Members[then] == wanted.Members[first] || wanted.Members[then] == wanted.Members[follows]) return changed;
        return [.. changed, wanted with { From = newTurn.End, Offset = Offset(then, newTurn.Number + 1, wanted) }];
    }

    /// <summary>
    /// The promises after one that starts at <paramref name="start"/>; those that were to start then or later are replaced.
    /// </summary>
    public static IReadOnlyList<CoverageVersion> Apply(IReadOnlyList<CoverageVersion> promises, CoverageVersion wanted, Instant start)
    {
        CoverageVersion[] kept = [.. promises.Where(promise => promise.From is not { } from || from < start)];
        return kept.Length > 0 && Same(kept[^1], wanted) ? kept : [.. kept, wanted with { From = start }];
    }

    /// <summary>Whether two promises are the same.</summary>
    public static bool Same(CoverageVersion a, CoverageVersion b) => a.Turn == b.Turn && Same(a.Coverage, b.Coverage);

    /// <summary>Whether two versions put the same people on call by the same turns.</summary>
    public static bool Same(LayerVersion a, LayerVersion b) =>
        a.Turn == b.Turn && Same(a.Coverage, b.Coverage) && a.Members.SequenceEqual(b.Members) && a.Removed == b.Removed;

    /// <summary>Whether two coverages are the same.</summary>
    public static bool Same(Coverage a, Coverage b) => a.HolidaysOff == b.HolidaysOff && a.Windows.SequenceEqual(b.Windows);

    private static long Offset(int place, long turn, LayerVersion version) => Modulo(place - turn, version.Members.Count);

    private static int Modulo(long value, int count) => (int)(((value % count) + count) % count);

    /// <summary>Whose turns were which under the old version, as places in the new list.</summary>
    private sealed class OldOrder(LayerVersion old, IReadOnlyList<string> members)
    {
        public LayerTurns Turns { get; } = new(old);

        /// <summary>The place of the person of an old turn; null: there is none, or they are not in the new list.</summary>
        public int? PlaceOf(long turn)
        {
            if (old.Members.Count == 0) return null;
            var person = old.Members[Turns.PlaceOf(turn)];
            for (var i = 0; i < members.Count; i++)
            {
                if (members[i] == person) return i;
            }

            return null;
        }

        /// <summary>The place of the person of an old turn, or of the first after them who is in the new list.</summary>
        /// <param name="held"> The turn before has been held to its end, so its person is not next:
        /// rather somebody new, as the new list has them after that person. </param>
        public int Successor(long turn, bool held)
        {
            var count = old.Members.Count;
            if (count == 0) return 0;
            if (old.Members.SequenceEqual(members)) return Turns.PlaceOf(turn);
            for (var i = 0; i < (held ? count - 1 : count); i++)
            {
                if (PlaceOf(turn + i) is { } found) return found;
            }

            return PlaceOf(turn - 1) is { } last ? (last + 1) % members.Count : 0;
        }
    }
}
