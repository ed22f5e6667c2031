using System.Security.Cryptography;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A rotation that a save may change the shifts of.</summary>
/// <param name="Id">Its id after the save.</param>
/// <param name="Was">Its id before; null: it is new.</param>
/// <param name="Details">What is new in its versions; empty where something else moves it, such as a leaver.</param>
public sealed record TouchedRotation(string Id, string? Was, IReadOnlyList<VersionDetail> Details);

/// <summary>Who changes rotations, as people read it, and when. The person themself is not told what they do.</summary>
/// <param name="Person">Null: nobody, or no person.</param>
public sealed record NewsAuthor(string Name, string? Person, Instant Now);

/// <summary>What a save does to people's shifts.</summary>
/// <param name="Changes">What is saved with it: the requests for cover that it raises, and what is said.</param>
public sealed record News(IReadOnlyList<MovedShift> Moved, IReadOnlyList<VacatedShift> Vacated, IReadOnlyList<Write> Changes)
{
    public static News None { get; } = new([], [], []);
}

/// <summary>
/// Works out, before a save, whose next shifts it moves and which shifts nobody will hold, and has those told in the same save: each person
/// once for all rotations, the owner's channel one line per rotation, the lead what leavers leave behind. Who takes that is asked at once.
/// </summary>
/// <param name="zones">The rules of time zones before and after, where it is they that change; null: those of this release.</param>
public sealed class ShiftNews(IStore store, (IDateTimeZoneProvider Older, IDateTimeZoneProvider Newer)? zones = null)
{
    /// <param name="writes">All that the save writes.</param>
    /// <param name="touched">The rotations to compare; no other is looked at.</param>
    /// <param name="renamed">The new id of a person who is renamed in the save.</param>
    public async Task<News> OfAsync(
        IReadOnlyList<Write> writes, IReadOnlyList<TouchedRotation> touched, NewsAuthor by, Func<string, string>? renamed,
        CancellationToken ct)
    {
        if (touched.Count == 0) return News.None;
        var now = by.Now.ToWholeSeconds();
        var foreseen = new StoreOverlay(store, writes);
        var (before, after) = (new Schedules(store, zones?.Older), new Schedules(foreseen, zones?.Newer));
        var chart = new OrgChart(foreseen);
        var leavers = new LeaverCovers(foreseen, after, chart);
        var (moved, vacated, asks, versions) =
            (new List<MovedShift>(), new List<VacatedShift>(), new List<CoverAsk>(), new List<NewVersion>());
        foreach (var rotation in touched)
        {
            var was = rotation.Was is { } id ? await before.FindAsync(id, ct) : null;
            var becomes = await after.FindAsync(rotation.Id, ct);
            if (was is null && becomes is null) continue;
            moved.AddRange(NextShifts.Moved(was, becomes, now, renamed));
            var left = NextShifts.Vacated(was, becomes, now, renamed);
            vacated.AddRange(left);
            if (left.Count > 0) asks.AddRange(await leavers.AsksAsync(becomes!, left, now, ct));
            if (rotation.Details.Count > 0 && becomes is not null)
                versions.Add(
                    new NewVersion(becomes.Rotation, rotation.Details)
                    {
                        IsNew = rotation.Was is null,
                        IsBack = rotation.Was is not null && was is null,
                    });
        }

        // What caused it is saved with it, so it is said once; the id only has to be nobody else's in this second.
        var said = new Saying(by, "versions/" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), chart);
        return new News(moved, vacated,
        [
            .. LeaverCovers.Saved(asks, by.Now),
            .. await MovesAsync(moved, versions, said, ct),
            .. await VacancyAsync(vacated, asks, said, ct),
        ]);
    }

    private static async Task<IReadOnlyList<Write>> MovesAsync(
        List<MovedShift> moved, List<NewVersion> versions, Saying saying, CancellationToken ct)
    {
        var said = new List<Write>();
        var by = saying.By;
        foreach (var version in versions)
        {
            var (rotation, details) = version;
            var names =
                await saying.Chart.NamesAsync(
                    details.Where(detail => detail.People).SelectMany(detail => (detail.Before ?? []).Concat(detail.After)), ct);
            var line = version.IsNew ? VersionReplies.Made(rotation.Id, details, by.Name, names)
                : version.IsBack ? VersionReplies.Restored(rotation.Id, details, by.Name, names)
                : VersionReplies.Changed(rotation.Id, details, by.Name, names);
            said.Add(saying.To(OverrideReplies.Owner(rotation), line, rotation.Id, $"channel/{rotation.Id}"));
        }

        foreach (var person in moved.GroupBy(shift => shift.Person).Where(group => group.Key != by.Person))
            said.Add(
                saying.To(Address.Person(person.Key), VersionReplies.Moved([.. person], by.Name),
                    Only(person.Select(shift => shift.Rotation)), person.Key));
        return said;
    }

    // The lead hears what is vacant and who was asked; everybody who could is asked once, for all of it.
    private static async Task<IReadOnlyList<Write>> VacancyAsync(
        List<VacatedShift> vacated, List<CoverAsk> asks, Saying saying, CancellationToken ct)
    {
        var said = new List<Write>();
        var byLead = new Dictionary<Address, List<VacatedShift>>();
        foreach (var left in vacated)
        {
            var rotation = await saying.Chart.RotationAsync(left.Rotation, ct);
            var lead = await saying.Chart.Leads.ResponsibleAsync(rotation, saying.By.Now, ct);
            if (!byLead.TryGetValue(lead, out var shifts)) byLead[lead] = shifts = [];
            shifts.Add(left);
        }

        var names =
            await saying.Chart.NamesAsync(vacated.Select(shift => shift.Person).Concat(asks.SelectMany(ask => ask.Request.Asked)), ct);
        foreach (var (lead, shifts) in byLead)
        {
            var rotations = shifts.Select(shift => shift.Rotation).ToHashSet();
            var asked = asks.Where(ask => rotations.Contains(ask.Request.Rotation)).ToList();
            said.Add(
                saying.To(lead,
                    VersionReplies.Vacated(await saying.Chart.RotationAsync(shifts[0].Rotation, ct), shifts, asked, names), Only(rotations),
                    $"leavers/{lead.Id}"));
        }

        foreach (var person in asks.SelectMany(ask => ask.Request.Asked).Distinct())
        {
            var wanted = asks.Where(ask => ask.Request.Asked.Contains(person)).ToList();
            said.Add(
                saying.To(Address.Person(person), CoverReplies.Wanted(wanted, person), Only(wanted.Select(ask => ask.Request.Rotation)),
                    $"covers/{person}"));
        }

        return said;
    }

    private static string? Only(IEnumerable<string> rotations) => rotations.Distinct().Take(2).ToList() is [var one] ? one : null;

    private sealed record NewVersion(Rotation Rotation, IReadOnlyList<VersionDetail> Details)
    {
        public bool IsNew { get; init; }

        /// <summary>Whether it was retired before.</summary>
        public bool IsBack { get; init; }
    }

    private sealed record Saying(NewsAuthor By, string Cause, OrgChart Chart)
    {
        public Write To(Address to, Reply reply, string? rotation, string whom) =>
            Delivery.Say(new Delivery(By.Now, MessageKind.Change, to, reply) { Rotation = rotation }, $"{Cause}/{whom}");
    }
}
