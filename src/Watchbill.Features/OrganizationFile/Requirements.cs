using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// What a file does about qualifications: whoever is in a roster that begins to require one is granted it, and a new entry without it is
/// refused.
/// </summary>
internal sealed class Requirements(IStore store, OrganizationContents contents, Difference difference, Renames renames)
{
    public async Task CheckAsync(IReadOnlyList<Stored<Rotation>> stored, ApplyOrigin by, Instant now, CancellationToken ct)
    {
        var foreseen = new StoreOverlay(store, difference.Writes.Where(write => write.Kind == typeof(Policy)));
        var schedules = new Schedules(store);
        var (gate, qualifications) = (new TrainingGate(foreseen, schedules), new Qualifications(foreseen, schedules));
        var actor = new Actor(by.Actor, by.Origin, now, now);
        var before = stored.ToDictionary(read => read.Id, read => read.Value);
        // Those made in chat are not in the file.
        var after = new Dictionary<string, Rotation>(before);
        foreach (var one in contents.Rotations) after[one.Rotation.Id] = one.Rotation;
        foreach (var wanted in contents.Rotations.Select(one => one.Rotation))
        {
            var was = before.GetValueOrDefault(renames.Old("rotations", wanted.Id) ?? wanted.Id);
            if (wanted.Requires is not { } required) continue;
            var asked = (was ?? wanted) with { Requires = required };
            var members = Qualifications.Members(wanted, now);
            var known = was is null ? members : Qualifications.Members(was, now);
            if (was is not null)
            {
                var reached = known.Concat(Targets(was, before, now).Select(one => one.Person)).ToHashSet();
                var entering = members.Select(person => (Person: person, Via: (string?)null)).Concat(Targets(wanted, after, now));
                foreach (var (person, via) in entering.DistinctBy(one => one.Person).Where(one => !reached.Contains(Old(one.Person))))
                    await EnterAsync(new Entry(wanted, asked, person, via), by, gate, qualifications, actor, ct);
            }

            // What is renamed moves in this save; the grants follow by the job.
            if (was?.Requires == required || renames.Any) continue;
            var program = (await qualifications.ProgramAsync(required, ct))!;
            foreach (var change in await qualifications.BeginAsync(wanted, known.Intersect(members), program, now, ct))
                difference.Add(change);
        }
    }

    private async Task EnterAsync(
        Entry entry, ApplyOrigin by, TrainingGate gate, Qualifications qualifications, Actor actor, CancellationToken ct)
    {
        var (wanted, asked, person, via) = entry;
        if (await qualifications.LackingAsync(asked, Old(person), actor.Now, ct) is not { } lacking) return;
        if (by.Insist is { } reason)
        {
            foreach (var change in await gate.InsistAsync(lacking with { Rotation = wanted.Id, Person = person }, reason, actor, ct))
                difference.Add(change);
            return;
        }

        var why = await gate.WhyNotAsync(asked, Old(person), via, actor, ct);
        difference.Refuse("rotations", wanted.Id, $"{why?.ToString()} A lead can insist: insist=<reason>.");
    }

    private string Old(string person) => renames.Old("people", person) ?? person;

    // Whom the escalation pages beside the roster. A rotation with a requirement of its own answers for its people itself.
    private static IEnumerable<(string Person, string? Via)> Targets(
        Rotation rotation, Dictionary<string, Rotation> all, Instant now)
    {
        foreach (var to in rotation.Escalation.Select(step => step.To))
        {
            if (to.StartsWith(EscalationPolicy.PersonPrefix, StringComparison.Ordinal))
                yield return (to[EscalationPolicy.PersonPrefix.Length..], null);
            else if (to.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal)
                && all.GetValueOrDefault(to[EscalationPolicy.RotationPrefix.Length..]) is { Requires: null } other)
                foreach (var person in Qualifications.Members(other, now)) yield return (person, other.Id);
        }
    }

    private sealed record Entry(Rotation Wanted, Rotation Asked, string Person, string? Via);
}
