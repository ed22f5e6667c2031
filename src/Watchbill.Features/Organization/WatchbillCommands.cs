using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>About the bot itself: what it knows about the reader, and who changed what.</summary>
public sealed class WatchbillCommands(IStore store, IEnumerable<Platform> platforms, RosterReach reach) : ICommands
{
    private const int Shown = 20;
    private const int Page = 500;

    /// <summary>Looking further back asks for a period; a page of chat is no place to search years.</summary>
    private const int MaxRead = 20_000;

    private readonly OrgChart chart = new(store);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("watchbill", "settings", "What is known about you, and where to change it", SettingsAsync) { Looks = true },
        new("watchbill", "audit [<subject>] [<period>]", "Who changed what; for admins", AuditAsync) { Looks = true },
    ];

    private async Task<Answer> SettingsAsync(Call call, CancellationToken ct)
    {
        var person = await chart.PersonAsync(call.Caller.Person, ct);
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(team => !team.Retired && team.Members.Contains(person.Id)).Select(team => team.Id).ToList();
        var places = new List<Place>();
        foreach (var (rotation, layers) in RotationsOf(person.Id, await store.ListAsync<Rotation>(IdRange.All, ct), call))
        {
            var leads = new List<Mention>();
            foreach (var lead in await chart.Leads.OfAsync(rotation, call.Now, ct)) leads.Add(await chart.WhoAsync(lead, ct));
            places.Add(new Place(rotation.Id, layers, leads));
        }

        var accounts = new List<Field>();
        foreach (var platform in platforms)
        {
            var link = (await store.FindAsync<ChatLink>(ChatLink.IdOf(platform.Id, person.Id), ct))?.Value;
            accounts.Add(WatchbillReplies.Account(platform, person, link is { Ended: null } ? link.User : null));
        }

        // An account by e-mail alone gives no admin's rights.
        if (person.Admin && !call.Caller.ByMail) accounts.AddRange(await UnreachedAsync(call.Now, ct));
        return WatchbillReplies.Settings(person, accounts, teams, places);
    }

    /// <summary>Who could not be told something lately, who on a roster cannot be told anything, and what to do about it.</summary>
    private async Task<IReadOnlyList<Field>> UnreachedAsync(Instant now, CancellationToken ct)
    {
        var found = new List<Field>();
        foreach (var unreached in await store.ListAsync<Unreached>(IdRange.All, ct))
        {
            if (unreached.Value.To is { Kind: AddressKind.Person, Id: var id })
                found.Add(new($"{await chart.NameAsync(id, ct)} cannot be told", unreached.Value.Why));
        }

        foreach (var platform in platforms)
        {
            if (platform.NotMet is null || !await reach.IsInUseAsync(platform, ct)) continue;
            foreach (var why in (await reach.OnAsync(platform, now, ct)).Missing.GroupBy(one => one.Why, one => one.Person))
                found.Add(WatchbillReplies.OutOfReach(platform, why.Key, await chart.NamesAsync(why, ct)));
        }

        return found;
    }

    private static IEnumerable<(Rotation Rotation, IReadOnlyList<string> Layers)> RotationsOf(
        string person, IEnumerable<Stored<Rotation>> rotations, Call call) =>
        from stored in rotations
        where !stored.Value.Retired
        let layers = stored.Value.Layers.Where(layer => layer.MembersAt(call.Now).Contains(person)).Select(layer => layer.Id).ToList()
        where layers.Count > 0
        select (stored.Value, (IReadOnlyList<string>)layers);

    private async Task<Answer> AuditAsync(Call call, CancellationToken ct)
    {
        var admin = (await chart.PersonAsync(call.Caller.Person, ct)).Admin;
        if (admin && call.Caller.ByMail)
            throw new RefusedException(
                "You are known here by your e-mail address alone, which makes nobody an admin. Add this account to your line in the " +
                    "organisation file.")
            { Forbidden = true };
        if (!admin) throw await chart.NotAnAdminAsync("read the audit log", call.Now, ct);
        var (subject, period) = await AskedForAsync(call, ct);
        var now = subject is null ? null : await SubjectsNow.ReadAsync(store, ct);
        var found = new List<AuditEntry>();
        string? before = null;
        for (var read = 0; read < MaxRead && found.Count < Shown; read += Page)
        {
            var rows = await store.ListAsync<AuditRow>(new IdRange(null, before, Page, Descending: true), ct);
            var entries = rows.Select(row => row.Value.Entry).ToList();
            found.AddRange(
                entries.Where(
                    entry => Concerns(entry, subject, now) && (period is null || (period.Start <= entry.At && entry.At < period.End))));
            if (rows.Count < Page || entries[^1].At < period?.Start) break;
            before = rows[^1].Id;
        }

        var names = (await store.ListAsync<Person>(IdRange.All, ct)).ToDictionary(person => person.Id, person => person.Value.Name);
        return WatchbillReplies.Audit([.. found.Take(Shown)], subject, period, names);
    }

    /// <summary>"audit last week" names a period and no subject: what reads as a period as a whole is one.</summary>
    private async Task<(string? Subject, SpokenSpan? Period)> AskedForAsync(Call call, CancellationToken ct)
    {
        var (subject, period) = (call.Arguments["subject"], call.Arguments["period"]);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        if (subject is null) return (null, period is null ? null : TimePhrases.Period(period, call.AskedAt, zone));
        try
        {
            return (null, TimePhrases.Period($"{subject} {period}", call.AskedAt, zone));
        }
        catch (RefusedException)
        {
            // The first word is the subject then, and the rest must be a period by itself.
            return (subject, period is null ? null : TimePhrases.Period(period, call.AskedAt, zone));
        }
    }

    // By the id that it had then or has now.
    private static bool Concerns(AuditEntry entry, string? subject, SubjectsNow? now) => subject is null
        || IsOf(entry.Subject, subject) || IsOf(now!.Of(entry.Subject), subject);

    private static bool IsOf(string of, string subject) => of.Equals(subject, StringComparison.OrdinalIgnoreCase)
        || of.StartsWith(subject + '/', StringComparison.OrdinalIgnoreCase)
        || of.EndsWith('/' + subject, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where somebody stands in a rotation.</summary>
internal sealed record Place(string Rotation, IReadOnlyList<string> Layers, IReadOnlyList<Mention> Leads);
