using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>Who could take somebody's next night.</summary>
/// <param name="Night">What of it the person has.</param>
/// <param name="Since">Nights between the taker's last one and this; null: they had none in 90 days.</param>
public sealed record NightProposal(string Rotation, string Layer, string Taker, Interval Night, int? Since);

/// <summary>Finds, in the same roster, whose last night on call is longest ago.</summary>
public sealed class NightProposals(IStore store, Schedules schedules, DutyRecords duties)
{
    private const int Lately = 90;
    private static readonly Duration Ahead = Duration.FromDays(7);

    /// <summary>For the person's first whole night of the next seven days; null: they have none, or nobody is free.</summary>
    public async Task<NightProposal?> OfAsync(string person, Team team, Instant now, CancellationToken ct)
    {
        foreach (var rotation in await schedules.NamingAsync([person], ct))
        {
            if (rotation.Kind != RotationKind.Team || rotation.Owner != team.Id) continue;
            var zone = DateTimeZoneProviders.Tzdb[(await store.FindAsync<Person>(person, ct))!.Value.TimeZone];
            var schedule = await schedules.ForAsync(rotation, ct);
            foreach (var piece in schedule.Between(now, now + Ahead).Where(piece => piece.Person == person))
            {
                var layer = rotation.Layers.First(one => one.Id == piece.Layer);
                if (layer.Shadow) continue;
                foreach (var date in Nights.Touched(new Interval(Instant.Max(piece.Start, now), piece.End), zone))
                {
                    var night = Nights.Of(date, zone);
                    if (night.Start <= now || Spans.Within(night, piece.Start, piece.End) != night) continue;
                    if (await BestAsync(await CouldAsync(rotation, layer.MembersAt(night.Start).Where(one => one != person), now, ct),
                        night,
                        now, ct) is var (taker, since))
                        return new NightProposal(rotation.Id, piece.Layer, taker, night, since);
                }
            }
        }

        return null;
    }

    // Whom the gate would refuse is no proposal.
    private Task<IReadOnlyList<string>> CouldAsync(Rotation rotation, IEnumerable<string> members, Instant now, CancellationToken ct) =>
        new TrainingGate(store, schedules).QualifiedAsync(rotation, members, now, ct);

    private async Task<(string Taker, int? Since)?> BestAsync(
        IEnumerable<string> members, Interval night, Instant now, CancellationToken ct)
    {
        var could = members.ToList();
        var worked = await duties.WorkedAsync(could, PersonHealth.Span(now, Lately), ct);
        (string Taker, int? Since)? best = null;
        foreach (var one in could)
        {
            if ((await store.FindAsync<Person>(one, ct))?.Value is not { } person || !person.IsHere(night.End)) continue;
            if ((await store.FindAsync<Absences>(one, ct))?.Value.Items
                .Any(away => away.Start < night.End && away.End > night.Start) == true)
                continue;
            var (zone, foreseen) = (worked[one].Zone, await ForeseenAsync(one, new Interval(now, night.End), ct));
            if (foreseen.Any(time => Spans.Within(night, time.Start, time.End) is not null)) continue;
            var date = Nights.DateOf(night.Start, zone);
            var last = worked[one].Duties.Select(duty => new Interval(duty.Start, duty.End)).Concat(foreseen)
                .SelectMany(time => Nights.Touched(time, zone)).Where(before => before < date).Select(before => (LocalDate?)before).Max();
            int? since = last is { } found ? Period.DaysBetween(found, date) : null;
            if (best is not { } so || since is null && so.Since is not null || since > so.Since) best = (one, since);
        }

        return best;
    }

    private async Task<IReadOnlyList<Interval>> ForeseenAsync(string person, Interval span, CancellationToken ct)
    {
        var held = new List<Interval>();
        foreach (var rotation in await schedules.NamingAsync([person], ct))
        {
            var paged = rotation.Layers.Where(layer => !layer.Shadow).Select(layer => layer.Id).ToHashSet();
            held.AddRange((await schedules.ForAsync(rotation, ct)).Between(span.Start, span.End)
                .Where(piece => piece.Person == person && paged.Contains(piece.Layer))
                .Select(piece => new Interval(piece.Start, piece.End)));
        }

        return held;
    }
}
