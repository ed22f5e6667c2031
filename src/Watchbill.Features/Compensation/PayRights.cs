using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What somebody may do about pay.</summary>
public enum PayAct
{
    SeeOwn,
    CheckOwn,
    EnterOwn,
    See,
    Approve,
    Adjust,
    SetRate,
    SetFactor,
    DecideEntry,
    TakeOff,
    Close,
    Forecast,
}

/// <summary>Who somebody is to the person whose pay it is.</summary>
public enum PayParty
{
    Themselves,

    /// <summary>Managed them on a day of the month.</summary>
    OfADay,

    /// <summary>Managed them on its last day; where nobody of those is here any more, manages them now.</summary>
    OfTheLastDay,

    /// <summary>Manages them now.</summary>
    OfToday,
}

/// <summary>
/// Who may do what about whose pay. Leads and admins may nothing as such, and whoever is known by an e-mail address alone nothing at all.
/// </summary>
public sealed class PayRights(IStore store)
{
    /// <summary>The whole of it.</summary>
    public static IReadOnlyDictionary<PayAct, PayParty> Table { get; } = new Dictionary<PayAct, PayParty>
    {
        [PayAct.SeeOwn] = PayParty.Themselves,
        [PayAct.CheckOwn] = PayParty.Themselves,
        [PayAct.EnterOwn] = PayParty.Themselves,
        [PayAct.See] = PayParty.OfADay,
        [PayAct.Approve] = PayParty.OfTheLastDay,
        [PayAct.Adjust] = PayParty.OfTheLastDay,
        [PayAct.Close] = PayParty.OfTheLastDay,
        [PayAct.DecideEntry] = PayParty.OfTheLastDay,
        [PayAct.SetRate] = PayParty.OfToday,
        [PayAct.SetFactor] = PayParty.OfToday,
        [PayAct.TakeOff] = PayParty.OfToday,
        [PayAct.Forecast] = PayParty.OfToday,
    };

    /// <param name="month">The first day of the month that it is about.</param>
    /// <exception cref="RefusedException">They may not.</exception>
    public async Task MustAsync(PayAct act, Caller caller, string person, LocalDate month, Instant now, CancellationToken ct)
    {
        MustBeKnown(caller);
        if (!(await WhoAsync(act, person, month, now, ct)).Contains(caller.Person)) throw Refused(act, caller.Person == person);
    }

    /// <summary>Those who may, and are here.</summary>
    public async Task<IReadOnlyList<string>> WhoAsync(PayAct act, string person, LocalDate month, Instant now, CancellationToken ct)
    {
        var chart = await ReadAsync(ct);
        var span = chart.Month(person, month);
        IEnumerable<string> may = Table[act] switch
        {
            PayParty.Themselves => [person],
            PayParty.OfADay => chart.Segments(span).SelectMany(one => chart.ManagersOf(person, one.Start)),
            PayParty.OfTheLastDay when chart.ManagersOf(person, span.End - Duration.Epsilon).Where(id => chart.IsHere(id, now)).ToList()
                is { Count: > 0 } then => then,
            _ => chart.ManagersOf(person, now),
        };
        return [.. may.Where(id => chart.IsHere(id, now)).Distinct()];
    }

    /// <summary>The spans of a month in which somebody managed a person; empty: they did not.</summary>
    public async Task<IReadOnlyList<Interval>> ManagedAsync(string manager, string person, LocalDate month, CancellationToken ct)
    {
        var chart = await ReadAsync(ct);
        var spans = new List<Interval>();
        foreach (var one in chart.Segments(chart.Month(person, month)).Where(one => chart.ManagersOf(person, one.Start).Contains(manager)))
        {
            if (spans.Count > 0 && spans[^1].End == one.Start) spans[^1] = new Interval(spans[^1].Start, one.End);
            else spans.Add(one);
        }

        return spans;
    }

    /// <summary>A month in a person's zone.</summary>
    public async Task<Interval> MonthAsync(string person, LocalDate month, CancellationToken ct) =>
        (await ReadAsync(ct)).Month(person, month);

    /// <summary>Everybody whom somebody managed on a day of a month.</summary>
    public async Task<IReadOnlyList<string>> PeopleOfAsync(string manager, LocalDate month, CancellationToken ct)
    {
        var chart = await ReadAsync(ct);
        return [.. chart.People.Where(person => chart.Segments(chart.Month(person, month))
            .Any(one => chart.ManagersOf(person, one.Start).Contains(manager)))];
    }

    /// <summary>Whether somebody manages a team or domain now; executives manage all of them.</summary>
    public async Task<bool> ManagesAsync(string manager, string owner, Instant now, CancellationToken ct)
    {
        var chart = await ReadAsync(ct);
        var team = chart.Teams.FirstOrDefault(one => one.Id == owner)?.At(now);
        var domain = chart.Domains.GetValueOrDefault(team is null ? owner : team.Domain ?? "")?.ManagerAt(now);
        return chart.IsHere(manager, now) && (team?.Manager == manager || domain == manager || chart.Executives.Contains(manager));
    }

    /// <exception cref="RefusedException">An e-mail address alone is no proof of who is paid.</exception>
    public static void MustBeKnown(Caller caller)
    {
        if (!caller.ByMail) return;
        throw new RefusedException(
            "Watchbill knows you by your e-mail address alone, which is not enough for pay. Ask an admin to put your account into the " +
                "organisation file.")
        { Forbidden = true };
    }

    private static RefusedException Refused(PayAct act, bool own) => new(
        own ? "Nobody decides about their own pay. Ask your manager."
            : act is PayAct.Forecast ? "Only its manager sees what it will cost." : "Only their manager sees or changes somebody's pay.")
    { Forbidden = true };

    private async Task<Chart> ReadAsync(CancellationToken ct) => new(
        [.. (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).Where(team => !team.Retired)],
        (await store.ListAsync<Domain>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value),
        [.. (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value)],
        (await store.ListAsync<Person>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value),
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Executives ?? []);

    private sealed record Chart(
        IReadOnlyList<Team> Teams, IReadOnlyDictionary<string, Domain> Domains, IReadOnlyList<Rotation> Rotations,
        IReadOnlyDictionary<string, Person> Known, IReadOnlyList<string> Executives)
    {
        public IEnumerable<string> People => Known.Keys;

        public bool IsHere(string id, Instant now) => Known.GetValueOrDefault(id)?.IsHere(now) == true;

        public Interval Month(string person, LocalDate month)
        {
            var zone = DateTimeZoneProviders.Tzdb[Known.GetValueOrDefault(person)?.TimeZone ?? "Etc/UTC"];
            return new Interval(zone.AtStartOfDay(month).ToInstant(), zone.AtStartOfDay(month.PlusMonths(1)).ToInstant());
        }

        /// <summary>A span cut where somebody began or ceased to manage.</summary>
        public IEnumerable<Interval> Segments(Interval span)
        {
            var edges = Teams.SelectMany(team => team.Former.Select(former => former.Until))
                .Concat(Domains.Values.SelectMany(domain => domain.Former.Select(former => former.Until)))
                .Where(at => span.Start < at && at < span.End).Append(span.Start).Append(span.End).Distinct().Order().ToList();
            return edges.Zip(edges.Skip(1), (start, end) => new Interval(start, end));
        }

        /// <summary>The managers of the teams somebody was of; of a manager those above. Never themselves.</summary>
        public IReadOnlyList<string> ManagersOf(string person, Instant at)
        {
            var own = Teams.Select(team => team.At(at)).Where(team => team.Members.Contains(person) || team.Lead == person).ToList();
            if (own.Count == 0) own = [.. Teams.Select(team => team.At(at)).Where(team => team.Manager == person)];
            var managers = own.Select(team => Above(person, team.Manager, team.Domain, at)).ToList();
            if (own.Count == 0 && Domains.Values.All(domain => domain.ManagerAt(at) != person)) managers.AddRange(OfRotations(person, at));
            return managers.All(found => found is null) ? [.. Executives.Where(id => id != person)]
                : [.. managers.OfType<string>().Distinct()];
        }

        // Somebody of no team is managed by whoever manages what they are on call for.
        private IEnumerable<string?> OfRotations(string person, Instant at) =>
            from rotation in Rotations
            where rotation.Layers.Any(layer => layer.Versions.Any(version => version.Members.Contains(person)))
            let team = Teams.FirstOrDefault(one => one.Id == rotation.Owner)?.At(at)
            select Above(person, team?.Manager, rotation.Kind == RotationKind.Team ? team?.Domain : rotation.Owner, at);

        private string? Above(string person, string? manager, string? domain, Instant at) =>
            manager is not null && manager != person ? manager
            : domain is not null && Domains.GetValueOrDefault(domain)?.ManagerAt(at) is { } above && above != person ? above : null;
    }
}
