using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What a manager sees of somebody's month.</summary>
/// <param name="Whole">Whether they managed all of it; else it holds the days they did.</param>
/// <param name="MayApprove">Whether its approval is theirs.</param>
/// <param name="Waiting">Entries of the month that nobody has decided about.</param>
public sealed record ManagedMonth(PersonMonth Month, bool Whole, bool MayApprove, PayWarnings? Warnings, int Waiting)
{
    /// <summary>What its person said is wrong with it, last.</summary>
    public string? Mistake { get; init; }

    public bool CanBeApproved => MayApprove && Month.State is PayState.Checked or PayState.Unchecked;

    /// <summary>Whether it is among those that one press approves: what its person contests is approved by itself.</summary>
    public bool CanBeApprovedWithOthers => CanBeApproved && Mistake is null;
}

/// <summary>Finds the months that a manager may look at.</summary>
public sealed class ManagedPay(IStore store, PayMonths months, PayRights rights)
{
    /// <summary>Of those with something in the month, by name.</summary>
    /// <param name="team">Null: of all teams they manage.</param>
    public async Task<IReadOnlyList<ManagedMonth>> OfAsync(
        string manager, Team? team, LocalDate month, Instant now, CancellationToken ct)
    {
        var people = await rights.PeopleOfAsync(manager, month, ct);
        if (team is not null) people = [.. people.Intersect(await PeopleOfAsync(team, month, ct))];
        var found = await months.OfAsync(month, people, now, ct);
        var warnings = await months.WarningsAsync(month, people, now, ct);
        var managed = new List<ManagedMonth>();
        foreach (var one in found)
        {
            var seen = await SeenAsync(manager, one, warnings.GetValueOrDefault(one.Person), now, ct);
            if (seen.Month.Lines.Count > 0 || seen.Waiting > 0) managed.Add(seen);
        }

        return [.. managed.OrderBy(one => one.Month.Name, StringComparer.Ordinal)];
    }

    /// <summary>Those of a team who have something in a month, whoever manages them.</summary>
    public async Task<IReadOnlyList<string>> OwedAsync(Team team, LocalDate month, Instant now, CancellationToken ct) =>
        [.. (await months.OfAsync(month, [.. await PeopleOfAsync(team, month, ct)], now, ct)).Where(one => one.Lines.Count > 0)
            .Select(one => one.Person)];

    /// <summary>Of one person, whom they managed on a day of it.</summary>
    public async Task<ManagedMonth> OneAsync(string manager, string person, LocalDate month, Instant now, CancellationToken ct) =>
        await SeenAsync(manager, (await months.OfAsync(month, [person], now, ct))[0],
            (await months.WarningsAsync(month, [person], now, ct)).GetValueOrDefault(person), now, ct);

    private async Task<ManagedMonth> SeenAsync(string manager, PersonMonth one, PayWarnings? warnings, Instant now, CancellationToken ct)
    {
        var spans = await rights.ManagedAsync(manager, one.Person, one.Month, ct);
        var whole = spans is [var only] && only == await rights.MonthAsync(one.Person, one.Month, ct);
        var seen = whole ? one : await months.PartAsync(one.Person, one.Month, spans, now, ct);
        var may = (await rights.WhoAsync(PayAct.Approve, one.Person, one.Month, now, ct)).Contains(manager);
        var record = await months.RecordAsync(one.Person, one.Month, ct);
        return new ManagedMonth(seen, whole, may, whole ? warnings : null, (await WaitingAsync(one.Person, one.Month, ct)).Count)
        {
            Mistake = record?.OpenMistake,
        };
    }

    /// <summary>Entries of somebody that wait for a decision and begin in a month.</summary>
    public async Task<IReadOnlyList<Stored<TimeEntry>>> WaitingAsync(string person, LocalDate month, CancellationToken ct)
    {
        var span = await rights.MonthAsync(person, month, ct);
        return [.. (await store.ListAsync<TimeEntry>(IdRange.Prefix($"{person}/"), ct))
            .Where(entry => entry.Value.Decision is null && span.Contains(entry.Value.Start))];
    }

    // Those of the team on a day of the month, and whoever is in a roster of its rotations.
    private async Task<IEnumerable<string>> PeopleOfAsync(Team team, LocalDate month, CancellationToken ct)
    {
        var begins = month.AtMidnight().InUtc().ToInstant();
        var rosters = (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(stored => stored.Value.Owner == team.Id)
            .SelectMany(stored => stored.Value.Layers).SelectMany(layer => layer.MembersFrom(begins));
        return team.Former.Where(former => former.Until > begins).SelectMany(former => former.Members.Append(former.Lead))
            .Concat(team.Members).Append(team.Lead).Concat(rosters).Distinct();
    }
}

/// <summary>Reads what people type about months, people and amounts.</summary>
public sealed class PayWords(IStore store, OrgChart chart)
{
    /// <summary>How a verb reads the month that it is about.</summary>
    public ArgumentReads Months => new() { { "period", MonthAsync } };

    /// <summary>The month that was typed, by its first day.</summary>
    public Task<LocalDate> MonthAsync(Call call, CancellationToken ct) =>
        MonthAsync(call.Arguments["period"], "", call.Caller.Person, call.AskedAt, ct);

    /// <summary>A month, by its first day.</summary>
    /// <param name="unsaid">What it is where nothing is said.</param>
    public async Task<LocalDate> MonthAsync(string? text, string unsaid, string person, Instant askedAt, CancellationToken ct)
    {
        var said = text ?? unsaid;
        return await FindMonthAsync(said, person, askedAt, ct) ??
            throw new RefusedException($"'{said}' is no month. Say it as in 2026-10, october, or: last month.") { Field = "period" };
    }

    /// <summary>A team and a month, both of which may be left out: a word that is no team begins the month.</summary>
    public async Task<(Team? Team, LocalDate Month)> TeamAndMonthAsync(
        string? team, string? period, string person, Instant askedAt, CancellationToken ct)
    {
        if (team is not null && await FindTeamAsync(team, ct) is { } found)
            return (found, await MonthAsync(period, "last month", person, askedAt, ct));
        if (team is null || await FindMonthAsync($"{team} {period}", person, askedAt, ct) is not null)
            return (null,
                await MonthAsync($"{team} {period}".Trim() is { Length: > 0 } text ? text : null, "last month", person, askedAt, ct));
        return (await chart.TeamAsync(team, ct), default);
    }

    /// <summary>A team by its id or name; null: there is none.</summary>
    public async Task<Team?> FindTeamAsync(string named, CancellationToken ct) =>
        (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).FirstOrDefault(team => !team.Retired
            && (team.Id.Equals(named, StringComparison.OrdinalIgnoreCase) || team.Name.Equals(named, StringComparison.OrdinalIgnoreCase)));

    /// <summary>An amount with its currency; without one it is the organisation's.</summary>
    public async Task<Money> MoneyAsync(string text, CancellationToken ct)
    {
        var settings = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var currency = words.Length > 1 ? words[^1].ToUpperInvariant() : settings?.Currency ?? "EUR";
        var minus = words is [['-', ..], ..];
        if (words.Length is 1 or 2 && WrittenValues.IsCurrency(currency)
            && WrittenValues.Number(minus ? words[0][1..] : words[0]) is { } number
            && Money.Rounded(number, currency) is var money && money.Amount == number)
            return minus ? money with { Amount = -number } : money;
        throw new RefusedException($"'{text}' is no amount. Write it as 50 EUR, or -50 EUR.") { Field = "amount" };
    }

    private async Task<LocalDate?> FindMonthAsync(string text, string person, Instant askedAt, CancellationToken ct) =>
        Budgets.ReportPeriod.Parse(text, askedAt.InZone(await chart.ZoneAsync(person, ct)).Date)
            is { Unit: Budgets.BudgetWindowUnit.Month } period ? period.First : null;
}
