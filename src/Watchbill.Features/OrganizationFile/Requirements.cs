using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
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
    private const string PersonTarget = "person:";

    public async Task CheckAsync(IReadOnlyList<Stored<Rotation>> stored, ApplyOrigin by, Instant now, CancellationToken ct)
    {
        var foreseen = new StoreOverlay(store, difference.Writes.Where(write => write.Kind == typeof(Policy)));
        var schedules = new Schedules(store);
        var (gate, qualifications) = (new TrainingGate(foreseen, schedules), new Qualifications(foreseen, schedules));
        var actor = new Actor(by.Actor, by.Origin, now, now);
        var before = stored.ToDictionary(read => read.Id, read => read.Value);
        foreach (var wanted in contents.Rotations.Select(one => one.Rotation))
        {
            var was = before.GetValueOrDefault(renames.Old("rotations", wanted.Id) ?? wanted.Id);
            if (wanted.Requires is not { } required) continue;

            var members = Qualifications.Members(wanted, now);
            var asked = (was ?? wanted) with { Requires = required };
            var known = was is null ? members : Qualifications.Members(was, now);
            foreach (var person in was is null ? Enumerable.Empty<string>() : Entering(wanted, members).Except([.. known, .. Targets(was)]))
            {
                var lacking = await qualifications.LackingAsync(asked, Old(person), now, ct);
                if (lacking is null) continue;
                if (by.Insist is { } reason)
                {
                    foreach (var change in await gate.InsistAsync(lacking with { Rotation = wanted.Id, Person = person }, reason, actor,
                        ct))
                        difference.Write(change);
                }
                else
                {
                    var why = await gate.WhyNotAsync(asked, Old(person), actor, ct);
                    difference.Refuse("rotations", wanted.Id, $"{why} A lead can insist: insist=<reason>.");
                }
            }

            // What is renamed moves in this save; the grants follow by the job.
            if (was?.Requires == required || renames.Any) continue;
            var program = (await qualifications.ProgramAsync(required, ct))!;
            foreach (var change in await qualifications.BeginAsync(wanted, known.Intersect(members), program, now, ct))
                difference.Write(change);
        }
    }

    private string Old(string person) => renames.Old("people", person) ?? person;

    private static IEnumerable<string> Entering(Rotation rotation, IReadOnlyList<string> members) => members.Union(Targets(rotation));

    private static IEnumerable<string> Targets(Rotation rotation) => rotation.Escalation.Select(step => step.To)
        .Where(to => to.StartsWith(PersonTarget, StringComparison.Ordinal)).Select(to => to[PersonTarget.Length..]);
}
