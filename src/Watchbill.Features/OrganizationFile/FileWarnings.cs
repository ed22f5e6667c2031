using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// What is possible in a file and probably not meant. What was decided in chat, such as an override, takes no warning away: the file stays
/// as it is when that is over.
/// </summary>
/// <param name="before">As it is before the file is applied.</param>
/// <param name="store">As it is once the file is applied.</param>
internal sealed class FileWarnings(
    FileText file, OrganizationContents contents, IReadOnlyList<Platform> platforms, IStore before, IStore store)
{
    private static readonly Duration Ahead = Duration.FromDays(28);

    /// <summary>In the order of the file.</summary>
    public async Task<IReadOnlyList<FileWarning>> FindAsync(Instant now, CancellationToken ct)
    {
        var warnings = new List<FileWarning>(file.Errors.Warnings);
        var left = (await store.ListAsync<Person>(IdRange.All, ct)).Select(read => read.Value).Where(person => person.Leaves is not null)
            .ToDictionary(person => person.Id, person => (IReadOnlyList<Away>)[Away.Left(person.Id, person.Leaves!.Value)]);
        var calendars = contents.Calendars.ToDictionary(calendar => calendar.Id);
        foreach (var wanted in contents.Rotations)
        {
            // What comes of the file: a rotation goes on from where it stands.
            var rotation = (await store.FindAsync<Rotation>(wanted.Rotation.Id, ct))?.Value ?? wanted.Rotation;
            var schedule = new Schedule(rotation, RotationChanges.None, left, calendars);
            if (Holes(schedule, now) is [var first, ..] holes) warnings.Add(Hole(rotation, first, holes.Count - 1));
            if (TwoLevels.Ahead(schedule, now) is [var both, ..] twice) warnings.Add(Twice(rotation, both, twice.Count - 1));
        }

        if (await LastAdminGoesAsync(now, ct))
            warnings.Add(new FileWarning(file.Root["people"]?.Line ?? 1, "people", "",
                "leaves nobody an admin, so nobody can act for absent leads, read the audit log or let messages go on after a restore. "
                    + "Write admin: true for somebody who stays."));
        warnings.AddRange(await UnansweredAsync(now, ct));
        warnings.AddRange(await UnlinkedAsync(ct));
        return [.. warnings.OrderBy(warning => warning.Line)];
    }

    // Those who never had an admin do without one. Whoever was one and has left or is retired still has it in their record.
    private async Task<bool> LastAdminGoesAsync(Instant now, CancellationToken ct) =>
        !contents.People.Any(person => person.Admin && person.IsHere(now))
        && (await before.ListAsync<Person>(IdRange.All, ct)).Any(read => read.Value.Admin);

    private async Task<IReadOnlyList<FileWarning>> UnansweredAsync(Instant now, CancellationToken ct)
    {
        var rotations = contents.Rotations.Select(wanted => wanted.Rotation).ToList();
        var unanswered = Unanswered(rotations, contents.Services);
        // Rotations that were made in chat are read only where the file's do not do.
        if (unanswered.Count > 0)
        {
            var made = (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(read => read.Value).Where(rotation => rotation.InChat);
            unanswered = Unanswered([.. rotations, .. made], unanswered);
        }

        return unanswered.ConvertAll(service =>
            Of("services", service.Id, "nobody is on call for it: no rotation of its team or domain answers for it."));

        List<Service> Unanswered(IReadOnlyList<Rotation> all, IReadOnlyList<Service> services)
        {
            var responsibility = new Responsibility(all, contents.Teams);
            return [.. services.Where(service => responsibility.Of(service, service.Engagement, now).Rotations.Count == 0)];
        }
    }

    // Turn by turn, and together where one follows the other.
    private static List<Gap> Holes(Schedule schedule, Instant now)
    {
        var holes = new List<Gap>();
        foreach (var gap in schedule.Gaps(now, now + Ahead))
        {
            var piece = gap with { Start = Instant.Max(gap.Start, now), End = Instant.Min(gap.End, now + Ahead) };
            if (holes.Count > 0 && holes[^1] with { Start = piece.Start, End = piece.End } == piece && holes[^1].End == piece.Start)
                holes[^1] = holes[^1] with { End = piece.End };
            else holes.Add(piece);
        }

        return holes;
    }

    private FileWarning Hole(Rotation rotation, Gap gap, int more)
    {
        return Of("rotations", rotation.Id,
            $"nobody covers {Said(rotation, gap.Start, gap.End)}, which its coverage promises ({gap.Reason})"
                + (more == 0 ? "." : string.Create(CultureInfo.InvariantCulture, $", and {more} more stretches in the next 28 days.")));
    }

    private FileWarning Twice(Rotation rotation, TwoLevels both, int more) => Of("rotations", rotation.Id,
        $"{both.Person} is {both.First} and {both.Second} at once, {Said(rotation, both.Start, both.End)}, so an escalation goes from " +
        $"them to "
            + (more == 0 ? "them." : string.Create(CultureInfo.InvariantCulture, $"them, and {more} more times like it.")));

    private static string Said(Rotation rotation, Instant start, Instant end)
    {
        var zone = rotation.ZoneAt(start);
        string At(Instant at) => at.InZone(zone).ToString("ddd uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{At(start)} to {At(end)} ({zone.Id})";
    }

    // A platform is in use where the file names anybody or anything on it.
    private async Task<IReadOnlyList<FileWarning>> UnlinkedAsync(CancellationToken ct)
    {
        var used = contents.People.SelectMany(person => person.Accounts.All)
            .Concat(contents.Teams.SelectMany(team => team.Channels.All)).Concat(contents.Domains.SelectMany(domain => domain.Channels.All))
            .Select(id => id.Platform).Distinct().ToList();
        var warnings = new List<FileWarning>();
        foreach (var platform in used)
        {
            var title = platforms.First(one => one.Id == platform).Name;
            var linked = (await store.ListAsync<ChatLink>(IdRange.Prefix(ChatLink.IdOf(platform, "")), ct))
                .Where(link => link.Value.Ended is null).Select(link => link.Value.Person).ToHashSet();
            foreach (var person in contents.People.Where(person => person.Accounts[platform] is null && !linked.Contains(person.Id)))
            {
                warnings.Add(
                    Of("people", person.Id, $"has no account on {title}, so nothing can be said to them there. "
                        + $"Write {platform.Name}: and their id, or let them link themselves."));
            }
        }

        return warnings;
    }

    private FileWarning Of(string section, string id, string text) => new(file.LineOf(section, id), $"{section}.{id}", id, text);
}
