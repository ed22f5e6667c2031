using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>Applies the organisation file: all of it or nothing, with its difference, in one save.</summary>
public sealed partial class OrganizationFile(
    IStore store, IReadOnlyList<StoredKind> kinds, IEnumerable<Platform> platforms, ILogger<OrganizationFile> log)
{
    // Somebody else applied at the same moment: the second one is compared with what the first one left.
    private const int Attempts = 3;

    // The answer has all of them.
    private const int MaxLogged = 20;

    /// <summary>The text that was applied last; null before the first one.</summary>
    public async Task<Stored<AppliedFile>?> CurrentAsync(CancellationToken ct) =>
        await store.FindAsync<AppliedFile>(AppliedFile.DocumentId, ct);

    /// <summary>Says what a file changes and, unless it is a dry run, does it.</summary>
    public async Task<OrganizationResult> ApplyAsync(FileText file, bool dryRun, ApplyOrigin by, Instant now, CancellationToken ct)
    {
        var contents = file.Errors.Any ? null : OrganizationReader.Read(file.Root, file.Errors, [.. platforms]);
        if (!file.Errors.Any) OrganizationReader.RefuseEmpty(file.Root, file.Errors);
        if (contents is null || file.Errors.Any) return new OrganizationResult([], file.Errors.All, dryRun);
        for (var attempt = 1; ; attempt++)
        {
            var current = await CurrentAsync(ct);
            var mayRetire = by.AllowRetire || current?.Value.Name == AppliedFile.Sample
                || by.AtStart && current?.Value.MayRetire == file.Hash;
            var (difference, news) = await CompareAsync(file, contents, by, now, ct);
            var retired = difference.Retirements.Where(one => one.IsAlarming).ToList();
            if (retired.Count > 0 && !dryRun && !mayRetire) file.Errors.Add(1, "", Retirement.Refusal(retired, by));
            if (file.Errors.Any) return new OrganizationResult([], file.Errors.All, dryRun);
            var warnings = await new FileWarnings(
                file, contents, [.. platforms], store, new StoreOverlay(store, difference.Writes)).FindAsync(now, ct);
            var alarm = retired.Count > 0 && !mayRetire ? string.Join(" and ", retired) : null;
            if (alarm is not null) warnings = [new FileWarning(1, "", "", $"would retire {alarm}."), .. warnings];
            var result = new OrganizationResult(difference.Lines, [], dryRun) { Told = news.Moved, Warnings = warnings, Alarm = alarm };
            if (dryRun) return result;
            try
            {
                await SaveAsync(difference, file, current, by, now, ct);
                Applied(log, file.Name, difference.Lines.Count);
                Warn(file, warnings);
                return result;
            }
            catch (StaleException) when (attempt < Attempts)
            {
                // Compare again with what is there now.
            }
        }
    }

    /// <summary>Notes that the host may start with this file, though it retires more than a third of something.</summary>
    public async Task AllowRetireAsync(FileText file, Instant now, CancellationToken ct)
    {
        if (await CurrentAsync(ct) is not { } current) return;
        await store.SaveAsync(
        [
            Write.Replace(current, current.Value with { MayRetire = file.Hash }),
            Write.Audit(new AuditEntry(now, "watchbill", "organization allow", "organization/" + AppliedFile.DocumentId, "host")
            {
                New = file.Hash,
            }),
        ], ct);
    }

    private async Task<(Difference Difference, News News)> CompareAsync(
        FileText file, OrganizationContents contents, ApplyOrigin by, Instant now, CancellationToken ct)
    {
        var people = await store.ListAsync<Person>(IdRange.All, ct);
        var domains = await store.ListAsync<Domain>(IdRange.All, ct);
        var teams = await store.ListAsync<Team>(IdRange.All, ct);
        var services = await store.ListAsync<Service>(IdRange.All, ct);
        var rotations = await store.ListAsync<Rotation>(IdRange.All, ct);
        var policies = await store.ListAsync<Policy>(IdRange.All, ct);
        var ids = new KnownIds().With(FileKinds.People, people).With(FileKinds.Domains, domains).With(FileKinds.Teams, teams)
            .With(FileKinds.Services, services).With(FileKinds.Rotations, rotations);
        var renames = ids.Effective(contents.Renamings);
        var difference = new Difference(renames, ids, file);
        foreach (var one in contents.Renamings)
        {
            if (ids.Problem(one) is { } problem) difference.Refuse(one.Section, one.New, problem);
        }

        var settings = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct)) is { } read ? new[] { read } : [];
        difference.Compare(new FileKind<OrganizationSettings>("organization", "organization", Facts.Of, _ => false, one => one), settings,
            [(OrganizationSettings.DocumentId, contents.Settings)]);
        difference.Compare(FileKinds.Calendars, await store.ListAsync<HolidayCalendar>(IdRange.All, ct),
            contents.Calendars.Select(calendar => (calendar.Id, calendar)));
        // Whoever the file no longer names is on call no longer: what they hold is vacant from now on, as after a last day.
        var leaving = FileKinds.People with { Retire = person => person with { Retired = true, RetiredAt = now } };
        difference.Compare(leaving, people, contents.People.Select(person => (person.Id, person)),
            (before, wanted) => new Merged<Person>(wanted.After(before, now), []));
        difference.Compare(FileKinds.Domains, domains, contents.Domains.Select(domain => (domain.Id, domain)),
            (before, wanted) => new Merged<Domain>(wanted.After(before, renames, now), []));
        difference.Compare(FileKinds.Teams, teams, contents.Teams.Select(team => (team.Id, team)),
            (before, wanted) => new Merged<Team>(wanted.After(before, renames, now), []));
        var kept = await KeptEngagements.ReadAsync(store, (difference, renames, now), ct);
        var today = now.InZone(DateTimeZoneProviders.Tzdb[contents.Settings.TimeZone]).Date;
        difference.Compare(FileKinds.Services, services, contents.Services.Select(service => (service.Id, service)), (before, wanted) =>
            kept.Merge(before with { Engagement = before.Engagement.Renamed(renames) },
                wanted with { Slos = Objectives.Merge(before.Slos, wanted.Slos, today) }));
        // A rename moves the same documents; what the file says against them is told when it is applied next.
        if (!renames.Any) kept.Tell();
        await LockedPay.CheckAsync(store, contents.Policies, policies, difference, ct);
        difference.Compare(FileKinds.Policies, policies, contents.Policies.Select(policy => (policy.DocumentId, policy)));
        var byId = contents.Rotations.ToDictionary(wanted => wanted.Rotation.Id);
        var touched = new TouchedRotations(renames);
        difference.Compare(FileKinds.Rotations, OfFile(rotations, contents, difference),
            contents.Rotations.Select(wanted => (wanted.Rotation.Id, wanted.Rotation)),
            (before, wanted) => Merge(before.Renamed(renames), byId[wanted.Id], difference, touched, now));
        await new Requirements(store, contents, difference, renames).CheckAsync(rotations, by, now, ct);
        if (renames.Any)
        {
            foreach (var kind in kinds)
            {
                foreach (var change in await kind.RenameAsync(store, renames, ct)) difference.Add(change);
            }
        }

        var news = await NewsAsync(difference, touched, rotations, by, now, ct);
        foreach (var change in news.Changes) difference.Add(change);
        return (difference, news);
    }

    // What was made in chat is neither changed nor retired here; its id is taken.
    private static List<Stored<Rotation>> OfFile(
        IReadOnlyList<Stored<Rotation>> rotations, OrganizationContents contents, Difference difference)
    {
        var made = rotations.Where(read => read.Value.InChat).Select(read => read.Id).ToHashSet();
        foreach (var id in contents.Rotations.Select(wanted => wanted.Rotation.Id).Where(made.Contains))
            difference.Refuse("rotations", id,
                $"'{id}' was made in chat and is changed there, with: edit {id}. Choose another id for the file's, or take it out of the " +
                    $"file.");
        foreach (var one in contents.Renamings.Where(one => one.Section == "rotations" && made.Contains(one.Old)))
            difference.Refuse("rotations", one.New, $"was: '{one.Old}' was made in chat, so the file cannot rename it. Take 'was' out.");
        return [.. rotations.Where(read => !read.Value.InChat)];
    }

    // What the very first file brings is new to everybody, and moves nothing.
    private async Task<News> NewsAsync(
        Difference difference, TouchedRotations touched, IReadOnlyList<Stored<Rotation>> rotations, ApplyOrigin by, Instant now,
        CancellationToken ct)
    {
        if (rotations.Count == 0) return News.None;
        var author =
            new NewsAuthor(
                by.AtStart
                    ? "The organisation file"
                    : $"The organisation file (sent by {by.Actor[(by.Actor.IndexOf(':', StringComparison.Ordinal) + 1)..]})", null, now);
        return await new ShiftNews(store)
            .OfAsync(difference.Writes, await touched.InAsync(store, difference.Writes, rotations, ct), author, touched.Renamed, ct);
    }

    private static Merged<Rotation> Merge(
        Rotation before, WantedRotation wanted, Difference difference, TouchedRotations touched, Instant now)
    {
        var merge = new RotationMerge(before, wanted, now);
        if (merge.TooLate)
        {
            difference.Refuse("rotations", wanted.Rotation.Id,
                $"effective: '{wanted.At:uuuu-MM-dd HH:mm}' has passed, and the past is not changed. "
                    + "Write a time to come, now, or leave it out to wait for the end of the shift.");
        }

        touched.Note(wanted.Rotation.Id, merge.Details);
        return new Merged<Rotation>(merge.Merged, merge.Lines);
    }

    private void Warn(FileText file, IReadOnlyList<FileWarning> warnings)
    {
        foreach (var warning in warnings.Take(MaxLogged)) Doubtful(log, file.Name, warning.Line, warning.Key, warning.Text);
        if (warnings.Count > MaxLogged) More(log, file.Name, warnings.Count - MaxLogged);
    }

    private async Task SaveAsync(
        Difference difference, FileText file, Stored<AppliedFile>? current, ApplyOrigin by, Instant now, CancellationToken ct)
    {
        var applied = new AppliedFile(file.Name, file.Text, file.Hash)
        {
            StartHash = by.AtStart ? file.Hash : current?.Value.StartHash,
            StartIncludes = by.AtStart ? file.Includes : current?.Value.StartIncludes ?? new Dictionary<string, string>(),
        };
        await store.SaveAsync(
        [
            .. difference.Writes,
            Write.Upsert(AppliedFile.DocumentId, current, applied),
            // Hashes, not the difference: names and addresses stay out of the log.
            Write.Audit(
                new AuditEntry(now, by.Actor, "organization apply", "organization/" + AppliedFile.DocumentId, by.Origin)
                {
                    Old = current?.Value.Hash,
                    New = file.Hash,
                }),
        ], ct);
    }

    [LoggerMessage(LogLevel.Information, "Applied {File}: {Changes} changes.")]
    private static partial void Applied(ILogger logger, string file, int changes);

    [LoggerMessage(LogLevel.Warning, "{File} line {Line}: {Key}: {Text}")]
    private static partial void Doubtful(ILogger logger, string file, int line, string key, string text);

    [LoggerMessage(LogLevel.Warning, "{File}: and {Count} more warnings; PUT /api/v1/organization?dryRun=true answers with all of them.")]
    private static partial void More(ILogger logger, string file, int count);
}

/// <summary>Who applies a file and from where, as the audit log names them.</summary>
public sealed record ApplyOrigin(string Actor, string Origin)
{
    public static ApplyOrigin Start { get; } = new("file", "file") { AtStart = true };

    public bool AtStart { get; private init; }

    /// <summary>Whether a file may retire more than a third of the people, teams or rotations.</summary>
    public bool AllowRetire { get; init; }

    /// <summary>Why people enter rosters without the qualification that these require; null: they do not.</summary>
    public string? Insist { get; init; }
}
