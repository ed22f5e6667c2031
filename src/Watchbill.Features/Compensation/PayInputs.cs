using NodaTime;
using Watchbill.Calendars;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What one person did that may be paid, in a span and around it.</summary>
public sealed record PaidWork(PaidPerson Person, IReadOnlyList<StandbyTime> Standby, IReadOnlyList<Callout> Callouts)
{
    /// <summary>Who was in the rosters of the rotations that have them in one.</summary>
    public IReadOnlyList<RosterTime> Rosters { get; init; } = [];

    /// <summary>What of it lies in some spans.</summary>
    public PaidWork Within(IReadOnlyList<Interval> spans) => this with
    {
        Rosters = [],
        Standby = [.. from time in Standby
                      from span in spans
                      where Spans.Within(span, time.Start, time.End) is not null
                      let part = Spans.Within(span, time.Start, time.End)!.Value
                      select time with { Start = part.Start, End = part.End }],
        Callouts = [.. from one in Callouts
                       from span in spans
                       where Spans.Within(span, one.Start, one.End) is not null
                       let part = Spans.Within(span, one.Start, one.End)!.Value
                       select one with { Start = part.Start, End = part.End }],
    };
}

/// <summary>The work of people in a span, and the policies it is paid by.</summary>
public sealed record PayInput(PayPolicies Policies, Almanac Almanac, IReadOnlyDictionary<string, PaidWork> People)
{
    /// <summary>Those that an approved month was worked out by, with the holidays of that day.</summary>
    public PayPolicies Of(FixedMonth month)
    {
        var almanac = month is not { Holidays: { } calendar, HolidayDates: { Count: > 0 } dates } ? Almanac : Almanac with
        {
            Calendars = new Dictionary<string, HolidayCalendar>(Almanac.Calendars) { [calendar] = new(calendar, dates) },
        };
        return new(month.Policies.Select(policy => policy.Pay!), almanac, month.Currency ?? Policies.Currency);
    }
}

/// <summary>
/// Gathers what is paid: worked shifts, work on incidents and approved entries. Of a span that is still to come, the schedule as it stands.
/// </summary>
public sealed class PayInputs(IStore store, WorkedShifts shifts, Schedules schedules, OrgChart chart)
{
    // A turn that is longer than any month is paid as it was recorded, once it is over.
    private static readonly Duration LongestRunning = Duration.FromDays(45);

    /// <summary>Of everybody who worked; shifts and incidents that touch the span are there whole.</summary>
    public Task<PayInput> ReadAsync(Interval span, Instant now, CancellationToken ct) => ReadAsync(span, now, ahead: false, ct);

    /// <summary>What pays a month; where it is still to come everywhere, with what comes.</summary>
    public async Task<PayInput> OfMonthAsync(LocalDate month, Instant now, CancellationToken ct) =>
        await ReadAsync(PayReach.Around(month, await VersionsAsync(ct)), now, now < PayReach.Begin(month) - PayReach.Anywhere, ct);

    /// <summary>What pays a month with what is still to come: what runs and what comes as the schedule stands.</summary>
    public async Task<PayInput> AheadAsync(LocalDate month, Instant now, CancellationToken ct) =>
        await ReadAsync(PayReach.Around(month, await VersionsAsync(ct)), now, ahead: true, ct);

    private async Task<PayInput> ReadAsync(Interval span, Instant now, bool ahead, CancellationToken ct)
    {
        var standby = new List<(string Person, StandbyTime Time)>();
        var rosters = new List<RosterTime>();
        var everybody = (await store.ListAsync<Person>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value);
        var rotations = (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value).ToDictionary(one => one.Id);
        foreach (var rotation in rotations.Values)
        {
            if (!IsPaid(rotation)) continue;
            standby.AddRange(await OfRotationAsync(rotation, span, now, ahead, ct));
            rosters.AddRange(PayRosters.Of(rotation, span, await shifts.MarkAsync(rotation.Id, now, ct), everybody, now));
        }

        var entries = (await store.ListAsync<TimeEntry>(IdRange.All, ct)).Select(stored => stored.Value);
        foreach (var entry in entries.Where(
            entry => entry is { Kind: TimeEntryKind.Standby, IsApproved: true } && Touches(entry.Start, entry.End)))
        {
            if (entry.Rotation is not { } id || rotations.GetValueOrDefault(id) is not { } rotation) continue;
            var turn = PaidTurn.Of(await schedules.ForAsync(rotation, ct), entry.Start);
            standby.AddRange(Times(rotation, entry.Id, new Interval(entry.Start, entry.End)).Select(time => (entry.Person, time with
            {
                Turn = turn?.Length,
                Weeks = turn?.Weeks ?? 1,
            })));
        }

        var callouts =
            await CalloutsAsync(standby.Where(one => !one.Time.Shadow).ToLookup(one => one.Person, one => one.Time), rotations, span, now,
                ct);
        var (held, called) =
            (standby.ToLookup(one => one.Person, one => one.Time), callouts.ToLookup(one => one.Person, one => one.Callout));
        var (rostered, rosterOf) = (rosters.ToLookup(one => one.Person, one => one.Rotation), rosters.ToLookup(one => one.Rotation));
        var people = new Dictionary<string, PaidWork>();
        foreach (var id in held.Select(one => one.Key).Concat(called.Select(one => one.Key))
            .Concat(rostered.Select(one => one.Key)).Distinct())
        {
            people[id] = new PaidWork(await PersonAsync(id, ct), [.. held[id]], [.. called[id]])
            {
                Rosters = [.. rostered[id].Distinct().SelectMany(rotation => rosterOf[rotation])],
            };
        }

        var calendars = (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value);
        var almanac = Almanac.With(calendars);
        return new PayInput(await PoliciesAsync(almanac, ct), almanac, people);

        bool Touches(Instant start, Instant end) => start < span.End && end > span.Start;
    }

    /// <summary>What pay has to know of somebody.</summary>
    public async Task<PaidPerson> PersonAsync(string id, CancellationToken ct)
    {
        var facts = (await store.FindAsync<PayFacts>(id, ct))?.Value;
        var person = (await store.FindAsync<Person>(id, ct))?.Value;
        return new PaidPerson(id, person?.TimeZone ?? "Etc/UTC")
        {
            Holidays = person?.Holidays,
            Former = person?.Former ?? [],
            Hourly = facts?.Hourly ?? [],
            Factors = facts?.Factors ?? [],
        };
    }

    /// <summary>
    /// The versions in force: without those that the file took back, and with all of a policy that it no longer names, which rotations had
    /// before.
    /// </summary>
    public async Task<IReadOnlyList<Policy>> VersionsAsync(CancellationToken ct) =>
        [.. (await store.ListAsync<Policy>(IdRange.Prefix(Policy.AllPay), ct)).Select(stored => stored.Value)
            .GroupBy(policy => policy.Id).SelectMany(versions => versions.All(policy => policy.Retired) ? versions
                : versions.Where(policy => !policy.Retired))];

    private async Task<PayPolicies> PoliciesAsync(Almanac almanac, CancellationToken ct)
    {
        var settings = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value;
        return new PayPolicies((await VersionsAsync(ct)).Select(policy => policy.Pay!), almanac, settings?.Currency ?? "EUR");
    }

    // Whole turns that touch the span: what a shift is worth, and the least it is paid as, need all of it.
    private async Task<IEnumerable<(string, StandbyTime)>> OfRotationAsync(
        Rotation rotation, Interval span, Instant now, bool ahead, CancellationToken ct)
    {
        var (from, to) = (span.Start - rotation.LongestTurn, span.End + rotation.LongestTurn);
        var pieces = (await shifts.EndedAsync(await schedules.ForAsync(rotation, ct), from, Instant.Min(to, now), now, ct))
            .Select(shift => (Shift: shift, shift.End)).ToList();
        if (to > now && !rotation.Retired)
        {
            // What runs is recorded once it is over; until then it counts as far as it has come, and from the first record on.
            var first = await shifts.FirstAsync(rotation.Id, now, ct) ?? now;
            pieces.AddRange((await schedules.ForAsync(rotation, ct)).Between(Instant.Max(from, now - rotation.LongestTurn), to)
                .Where(piece => piece.End > now && (ahead || piece.End - piece.Start <= LongestRunning))
                .Select(piece => ahead ? (piece, piece.End) : (piece with { Start = Instant.Max(piece.Start, first) }, now)));
        }

        var layers = rotation.Layers.ToDictionary(one => one.Id);
        return pieces.GroupBy(piece => (piece.Shift.Layer, piece.Shift.Turn,
                Count: layers[piece.Shift.Layer].CountOf(piece.Shift.Start, piece.Shift.Turn)))
            .Where(turn => turn.Any(piece => piece.Shift.Start < span.End && piece.Shift.End > span.Start)).SelectMany(turn =>
            {
                var begins = turn.Min(piece => piece.Shift.Start);
                var length = turn.Aggregate(Duration.Zero, (sum, piece) => sum + (piece.Shift.End - piece.Shift.Start));
                var layer = layers[turn.Key.Layer];
                var id = StandbyTime.ShiftOf(rotation.Id, layer.Id, turn.Key.Turn, turn.Key.Count);
                var weeks = PaidTurn.WeeksOf(layer, begins);
                return from piece in turn
                       where piece.Shift.Person is not null && piece.Shift.Start < piece.End
                       from time in Times(rotation, id, new(piece.Shift.Start, piece.End))
                       select (piece.Shift.Person, time with
                       {
                           Turn = length,
                           Weeks = weeks,
                           Level = layer.Level,
                           Shadow = layer.Shadow,
                       });
            });
    }

    private static bool IsPaid(Rotation rotation) => rotation.Pay is not null || rotation.FormerPay.Count > 0;

    private static IEnumerable<StandbyTime> Times(Rotation rotation, string shift, Interval worked)
    {
        var promise = rotation.CoverageAt(worked.Start);
        return rotation.PaidIn(worked).Select(paid =>
            new StandbyTime(rotation.Id, shift, paid.Span.Start, paid.Span.End, paid.Pay)
            {
                TimeZone = promise.Turn.TimeZone,
                HandsOverAt = promise.Turn.Anchor.TimeOfDay,
                Response = paid.Response,
            });
    }

    // Whoever was on call is paid by that rotation's policy, of several by the one that answered for the service; others by that of the
    // rotation that answered for the service.
    private async Task<IReadOnlyList<(string Person, Callout Callout)>> CalloutsAsync(ILookup<string, StandbyTime> standby,
        Dictionary<string, Rotation> rotations, Interval span, Instant now, CancellationToken ct)
    {
        var found = new List<(string, Callout)>();
        await foreach (var page in store.PagesAsync<Incident>(ct))
        {
            foreach (var incident in page.Select(stored => stored.Value))
            {
                foreach (var responder in incident.Responders)
                {
                    var end = Ended(responder);
                    if (responder.Start >= end || responder.Start >= span.End || !IsBack(incident, responder.Person)) continue;
                    if (await RotationAsync(incident, responder, standby[responder.Person], rotations, ct) is not { } rotation) continue;
                    var promise = rotation.CoverageAt(responder.Start);
                    found.Add((responder.Person,
                        new Callout(incident.Id, rotation.Id, responder.Start, end, PayAt(rotation, responder.Start)!)
                        {
                            TimeZone = promise.Turn.TimeZone,
                            HandsOverAt = promise.Turn.Anchor.TimeOfDay,
                        }));
                }
            }
        }

        return found;

        Instant Ended(Responder responder) => Instant.Min(responder.End ?? now, now);

        // Who comes back to an incident later on had its fee before: what went before the span is there, too.
        bool IsBack(Incident incident, string person) => incident.Responders.Any(one =>
            one.Person == person && one.Start < span.End && Ended(one) > span.Start && Ended(one) > one.Start);
    }

    private async ValueTask<Rotation?> RotationAsync(Incident incident, Responder responder, IEnumerable<StandbyTime> held,
        Dictionary<string, Rotation> rotations, CancellationToken ct)
    {
        var onCall = held.Where(time => time.Start <= responder.Start && responder.Start < time.End)
            .Select(time => time.Rotation).Distinct().ToList();
        if (onCall is [var only]) return rotations[only];
        var answering = await chart.FindServiceAsync(incident.Service, ct) is { } service
            ? (await chart.Responsibilities.AnsweredAsync(service, responder.Start, ct)).Rotations : [];
        return onCall.Count == 0 ? answering.FirstOrDefault(one => PayAt(one, responder.Start) is not null)
            : answering.FirstOrDefault(one => onCall.Contains(one.Id)) ?? rotations[onCall[0]];
    }

    private static string? PayAt(Rotation rotation, Instant at) =>
        rotation.PaidIn(new Interval(at, at + Duration.Epsilon)).Select(paid => paid.Pay).FirstOrDefault();
}
