using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What a person is owed for a month, as far as it has come.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Name">The person's; of an approved month as it was then.</param>
/// <param name="Lines">In order of time; each opens into its parts.</param>
public sealed record PersonMonth(
    string Person, string Name, LocalDate Month, PayState State, IReadOnlyList<PayLine> Lines, TimeOffBalance TimeOff)
{
    public bool UncheckedAtApproval { get; init; }

    /// <summary>Whether it was checked, and is worth something else by now.</summary>
    public bool ChangedSinceCheck { get; init; }

    /// <summary>Time off that the month earned, and what approved months earned that was not known then; of one that is open.</summary>
    public IReadOnlyList<TimeOffLot> EarnedOff { get; init; } = [];
    public IReadOnlyList<LateTimeOff> LateOff { get; init; } = [];

    /// <summary>Time off that earlier months earned which were not approved then; of one that is open.</summary>
    public IReadOnlyList<TimeOffLot> EarlierOff { get; init; } = [];

    /// <summary>Whether something in it is worth nothing until their hourly rate is set.</summary>
    public bool LacksRate => State < PayState.Approved && Lines.Any(line => line.Rate is null && line.Kind != PayKind.Adjustment);

    /// <summary>Whether a factor of theirs was in force: whoever sees months of a team is not told rates of such people.</summary>
    public bool HasFactor => Lines.Any(line => line.Factor != 1);

    public IReadOnlyList<Money> Totals => Earnings.Totals(Lines);
}

/// <summary>Works out what people are owed for months: anew until a month is approved, and then as it was approved.</summary>
public sealed class PayMonths(IStore store, PayInputs inputs)
{
    /// <summary>Corrections this far back are found; older ones are entered as adjustments.</summary>
    private const int MonthsBack = 12;

    private readonly TimeOffBalances balances = new(store, inputs);
    private readonly PayBonuses bonuses = new(store, inputs);

    /// <param name="month">Its first day.</param>
    /// <param name="people">Null: everybody who has something in it.</param>
    public async Task<IReadOnlyList<PersonMonth>> OfAsync(
        LocalDate month, IReadOnlyCollection<string>? people, Instant now, CancellationToken ct)
    {
        var input = await inputs.OfMonthAsync(month, now, ct);
        // About the beginning of a month it has begun for some and is still to come for others.
        var begins = PayReach.Begin(month);
        var ahead = begins - PayReach.Anywhere <= now && now < begins + PayReach.Anywhere
            ? await inputs.AheadAsync(month, now, ct) : input;
        var records = await RecordsAsync(people, ct);
        var adjustments = (await store.ListAsync<PayAdjustment>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(one => one.Month == month).ToLookup(one => one.Person);
        var differences = (await DifferencesAsync(month, records, now, ct)).ToLookup(one => one.Person, one => one.Line);
        var bonus = await bonuses.PaidWithAsync(month, now, ct);
        var timeOff = await balances.AtEndOfAsync(month, people, records, now, ct);
        var ids =
            people
                ?? [.. input.People.Keys.Concat(ahead.People.Keys).Concat(adjustments.Select(one => one.Key))
                    .Concat(differences.Select(one => one.Key))
                    .Concat(records.Values.Where(one => one.Month == month).Select(one => one.Person))
                    .Concat(bonus.Select(one => one.Key))
                    .Concat(timeOff.Where(one => one.Value.Expired.Count > 0).Select(one => one.Key)).Distinct()];
        var found = new List<PersonMonth>();
        foreach (var id in ids.Order(StringComparer.Ordinal))
        {
            var person = (await store.FindAsync<Person>(id, ct))?.Value;
            var record = records.GetValueOrDefault(PayRecord.IdOf(id, month)) ?? new PayRecord(id, month);
            var today = now.InZone(DateTimeZoneProviders.Tzdb[person?.TimeZone ?? "Etc/UTC"]).Date;
            var state = record.StateAt(now, today);
            if (record.Fixed is { } fixedMonth)
            {
                found.Add(new PersonMonth(id, fixedMonth.Name, month, state, fixedMonth.Lines, fixedMonth.TimeOff)
                {
                    UncheckedAtApproval = record.UncheckedAtApproval,
                });
                continue;
            }

            var work = state == PayState.Projected ? ahead : input;
            var (lines, _) = Worked(work.People.GetValueOrDefault(id), work.Policies, month);
            var off = timeOff.GetValueOrDefault(id, MonthOff.None);
            if (state == PayState.Open) off = off.SoFar(today);
            var payouts = off.Expired.Count == 0 ? []
                : PayoutPay.Of(await inputs.PersonAsync(id, ct), off.Expired, input.Policies.Currency).ToList();
            List<PayLine> all =
                [.. lines, .. bonus[id], .. payouts, .. differences[id], .. adjustments[id].Select(one => one.ToLine())];
            found.Add(new PersonMonth(id, person?.Name ?? id, month, state, all, off.Balance)
            {
                ChangedSinceCheck = record.HasChangedSinceCheck(Earnings.Totals(all)),
                EarnedOff = off.Earned,
                EarlierOff = off.Earlier,
                LateOff = off.Late,
            });
        }

        return found;
    }

    /// <summary>The time off of people as far as it is known in a month, with what they took and will take.</summary>
    public async Task<IReadOnlyDictionary<string, TimeOffBook>> TimeOffAsync(
        LocalDate month, IReadOnlyCollection<string> people, Instant now, CancellationToken ct) =>
        (await balances.AtEndOfAsync(month, people, await RecordsAsync(people, ct), now, ct))
            .ToDictionary(one => one.Key, one => one.Value.Book);

    /// <summary>Of somebody's time off what expires next, from a day on; null: nothing does.</summary>
    public async Task<ExpiringTimeOff?> ExpiringAsync(string person, LocalDate today, Instant now, CancellationToken ct) =>
        (await TimeOffAsync(today.With(DateAdjusters.StartOfMonth), [person], now, ct)).GetValueOrDefault(person)
            is { } book ? ExpiringTimeOff.Next(book, today) : null;

    /// <summary>The part of a month that lies in some spans, for whoever managed only those; without what was added to the month.</summary>
    public async Task<PersonMonth> PartAsync(
        string id, LocalDate month, IReadOnlyList<Interval> spans, Instant now, CancellationToken ct)
    {
        var whole = (await OfAsync(month, [id], now, ct))[0];
        var input = await inputs.OfMonthAsync(month, now, ct);
        var record = (await store.FindAsync<PayRecord>(PayRecord.IdOf(id, month), ct))?.Value;
        var (lines, off) = Worked(input.People.GetValueOrDefault(id)?.Within(spans),
            record?.Fixed is { } approved ? input.Of(approved) : input.Policies, month);
        return whole with { Lines = lines, TimeOff = off };
    }

    /// <summary>What in a month of somebody is unusual.</summary>
    public async Task<IReadOnlyDictionary<string, PayWarnings>> WarningsAsync(
        LocalDate month, IReadOnlyCollection<string> people, Instant now, CancellationToken ct)
    {
        var input = await inputs.OfMonthAsync(month, now, ct);
        return input.People.Where(one => people.Contains(one.Key)).ToDictionary(one => one.Key, one =>
            PayWarnings.Of(one.Value.Person, one.Value.Standby, one.Value.Callouts, input.Policies, month));
    }

    /// <summary>What would fix a month as it is now.</summary>
    public async Task<FixedMonth> FixAsync(PersonMonth month, CancellationToken ct)
    {
        var person = (await store.FindAsync<Person>(month.Person, ct))?.Value;
        var settings = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value;
        var calendar = person?.Holidays is { } id ? (await store.FindAsync<HolidayCalendar>(id, ct))?.Value : null;
        return new FixedMonth(month.Name, person?.TimeZone ?? "Etc/UTC", person?.Holidays, month.Lines, month.TimeOff,
            await inputs.VersionsAsync(ct))
        {
            Former = person?.Former ?? [],
            EarnedOff = month.EarnedOff,
            EarlierOff = month.EarlierOff,
            LateOff = month.LateOff,
            Currency = settings?.Currency,
            HolidayDates = calendar is null ? []
                : [.. calendar.Dates.Where(day => day > month.Month.PlusYears(-1) && day < month.Month.PlusYears(1))],
        };
    }

    /// <summary>What was decided about a month; null: nothing yet, and its person was not asked.</summary>
    public async Task<PayRecord?> RecordAsync(string person, LocalDate month, CancellationToken ct) =>
        (await store.FindAsync<PayRecord>(PayRecord.IdOf(person, month), ct))?.Value;

    /// <summary>The first month, from the given one on, that is not approved.</summary>
    public async Task<LocalDate> NextOpenAsync(string person, LocalDate month, CancellationToken ct)
    {
        while ((await store.FindAsync<PayRecord>(PayRecord.IdOf(person, month), ct))?.Value.Fixed is not null) month = month.PlusMonths(1);
        return month;
    }

    private static (IReadOnlyList<PayLine> Lines, TimeOffBalance TimeOff) Worked(PaidWork? work, PayPolicies policies, LocalDate month)
    {
        if (work is null) return ([], TimeOffBalance.None);
        var lots = TimeOffEarned.Of(work.Person, work.Standby, work.Callouts, policies)
            .Where(lot => lot.Earned.With(DateAdjusters.StartOfMonth) == month);
        return ([.. PersonPay.Lines(work.Person, work.Standby, work.Callouts, policies).Where(line => line.Month == month),
            .. AllowancePay.Of(work.Person, work.Rosters, policies, month)],
            TimeOffBalance.On(month.With(DateAdjusters.EndOfMonth), lots, []));
    }

    private async Task<Dictionary<string, PayRecord>> RecordsAsync(IReadOnlyCollection<string>? people, CancellationToken ct)
    {
        var found = new Dictionary<string, PayRecord>();
        foreach (var range in people?.Select(person => IdRange.Prefix($"{person}/")) ?? [IdRange.All])
        {
            foreach (var record in await store.ListAsync<PayRecord>(range, ct)) found[record.Id] = record.Value;
        }

        return found;
    }

    // What approved months are worth more or less by now belongs to the first month after them that is not approved.
    private async Task<IReadOnlyList<(string Person, PayLine Line)>> DifferencesAsync(
        LocalDate month, Dictionary<string, PayRecord> records, Instant now, CancellationToken ct)
    {
        var found = new List<(string, PayLine)>();
        var names = await NamesNowAsync(ct);
        var due = records.Values.Where(record => record.Fixed is not null && record.Month < month
            && record.Month >= month.PlusMonths(-MonthsBack) && IsFirstOpen(record.Person, record.Month, month, records)).ToList();
        foreach (var past in due.GroupBy(record => record.Month).OrderBy(group => group.Key))
        {
            var input = await inputs.ReadAsync(PayReach.Around(past.Key, past.SelectMany(record => record.Fixed!.Policies)), now, ct);
            var bonus = await bonuses.PaidWithAsync(past.Key, now, ct);
            foreach (var record in past)
            {
                var settled = records.Values.Where(one => one.Person == record.Person && one.Month > past.Key)
                    .SelectMany(one => one.Fixed?.Lines ?? []).Where(line => line.Of == past.Key);
                var work = input.People.GetValueOrDefault(record.Person);
                var then = work is null ? null : work with { Person = record.Fixed!.Of(work.Person) };
                var (lines, _) = Worked(then, input.Of(record.Fixed!), past.Key);
                found.AddRange(
                    PayDifference
                        .Of(past.Key, [.. record.Fixed!.Lines.Select(names)], lines.Concat(bonus[record.Person]), settled.Select(names),
                            month)
                        .Select(line => (record.Person, line)));
            }
        }

        return found;
    }

    // An approved line keeps the names that it had; what it is compared with has those of today.
    private async Task<Func<PayLine, PayLine>> NamesNowAsync(CancellationToken ct)
    {
        var rotations = Names((await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => (stored.Id, stored.Value.RenamedTo)));
        var services = Names((await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => (stored.Id, stored.Value.RenamedTo)));
        return line => line with
        {
            Rotation = line.Rotation is { } rotation ? Now(rotations, rotation) : null,
            Shift = line.Shift?.Split('/', 2) is [var of, var turn] ? $"{Now(rotations, of)}/{turn}" : line.Shift,
            Incident = line.Incident is { } incident && incident.LastIndexOf('-') is > 0 and var dash
                ? Now(services, incident[..dash]) + incident[dash..] : line.Incident,
            Service = line.Service is { } service ? Now(services, service) : null,
        };

        static Dictionary<string, string> Names(IEnumerable<(string Old, string? New)> ids) =>
            ids.Where(one => one.New is not null).ToDictionary(one => one.Old, one => one.New!);

        static string Now(Dictionary<string, string> names, string id)
        {
            while (names.TryGetValue(id, out var next)) id = next;
            return id;
        }
    }

    private static bool IsFirstOpen(string person, LocalDate past, LocalDate month, Dictionary<string, PayRecord> records)
    {
        for (var one = past.PlusMonths(1); one < month; one = one.PlusMonths(1))
            if (records.GetValueOrDefault(PayRecord.IdOf(person, one))?.Fixed is null) return false;
        return records.GetValueOrDefault(PayRecord.IdOf(person, month))?.Fixed is null;
    }
}
