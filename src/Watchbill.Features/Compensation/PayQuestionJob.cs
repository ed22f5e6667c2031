using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>
/// Asks people on the third working day whether their month is right, asks once more, and notes that a month was not checked. Where
/// somebody said that it is wrong, they and whoever approves it hear when it has changed. Amounts are not in what is said: they are shown
/// to whoever presses, if it is theirs.
/// </summary>
public sealed class PayQuestionJob(IStore store, PayMonths months, PayRights rights) : IJob
{
    private const string Watchbill = "watchbill";

    // The last month, and one before it where the host was down when it was due.
    private const int MonthsBack = 2;

    // Time off that expires before the question after the next one is in it.
    private static readonly Period Soon = Period.FromDays(60);

    private static readonly Duration Watch = Duration.FromMinutes(15);
    private static readonly Duration Longest = Duration.FromHours(12);

    // Only so that nothing is read each minute: a new process looks once.
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>
    {
        typeof(Person), typeof(HolidayCalendar), typeof(TimeEntry), typeof(ShiftCorrection), typeof(PayAdjustment), typeof(PayRecord),
    };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsNone && now < look) return look;
        var next = now + Longest;
        var records = (await store.ListAsync<PayRecord>(IdRange.All, ct)).ToDictionary(record => record.Id);
        var calendars = (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).ToDictionary(one => one.Id, one => one.Value.Dates);
        var toAsk = new List<(Person Person, LocalDate Month, Instant Due)>();
        foreach (var person in (await store.ListAsync<Person>(IdRange.All, ct)).Select(read => read.Value))
        {
            var zone = DateTimeZoneProviders.Tzdb[person.TimeZone];
            var running = now.InZone(zone).Date.With(DateAdjusters.StartOfMonth);
            for (var month = running.PlusMonths(-MonthsBack); month < running; month = month.PlusMonths(1))
            {
                var due = PayQuestion.Due(month, zone, person.Holidays is { } id && calendars.TryGetValue(id, out var days) ? days : []);
                var read = records.GetValueOrDefault(PayRecord.IdOf(person.Id, month));
                if (due > now) next = Instant.Min(next, due);
                else if (read is null or { Value: { CheckBy: null, Steps.Count: 0 } }) toAsk.Add((person, month, due));
                else if (read.Value.Steps.Count == 0) next = Instant.Min(next, await GoOnAsync(read, now, ct));
            }
        }

        foreach (var month in toAsk.GroupBy(one => one.Month))
        {
            var owed = (await months.OfAsync(month.Key, [.. month.Select(one => one.Person.Id)], now, ct))
                .Where(one => one.Lines.Count > 0).Select(one => one.Person).ToHashSet();
            foreach (var one in month.Where(one => owed.Contains(one.Person.Id)))
            {
                var read = records.GetValueOrDefault(PayRecord.IdOf(one.Person.Id, one.Month));
                var zone = DateTimeZoneProviders.Tzdb[one.Person.TimeZone];
                // Whoever has left cannot be asked; their last month waits as long as if they had been.
                var isHere = one.Person.IsHere(now);
                var record = (read?.Value ?? new PayRecord(one.Person.Id, one.Month)) with
                {
                    AskedAt = isHere ? now : null,
                    CheckBy = PayQuestion.CheckBy(one.Month, zone, one.Due, isHere ? now : one.Due),
                };
                var today = now.InZone(zone).Date;
                var expires = isHere ? await months.ExpiringAsync(one.Person.Id, today, now, ct) : null;
                await SaveAsync(read, record, now, isHere ? "asked" : "not asked", again: isHere ? false : null,
                    expires?.Last <= today + Soon ? expires.Last : null, ct);
                next = Instant.Min(next, Instant.Min(now + PayQuestion.AgainAfter, record.CheckBy.Value));
            }
        }

        foreach (var read in records.Values.Where(read => read.Value.Watched is not null))
        {
            // Hours on incidents do not wake this.
            next = Instant.Min(next, now + Watch);
            await TellOfChangeAsync(read, now, ct);
        }

        return look = next;
    }

    private async Task TellOfChangeAsync(Stored<PayRecord> read, Instant now, CancellationToken ct)
    {
        var (record, mistake) = (read.Value, read.Value.Watched!);
        var month = (await months.OfAsync(record.Month, [record.Person], now, ct))[0];
        if (month.Totals.SequenceEqual(mistake.Totals!)) return;
        var told = (await rights.WhoAsync(PayAct.Approve, record.Person, record.Month, now, ct))
            .Select(id => (To: id, Said: PayReplies.Changed(record.Person, month.Name, record.Month)))
            .Append((To: record.Person, Said: PayReplies.Changed(record.Month)));
        await SaveAsync(
        [
            Write.Replace(read, record with { Mistakes = [.. record.Mistakes.SkipLast(1), mistake with { ChangeToldAt = now }] }),
            .. told.Select(one => Delivery.Say(new Delivery(now, MessageKind.Pay, Address.Person(one.To), one.Said),
                $"pay/{record.Id}/changed/{record.Mistakes.Count}/{one.To}")),
        ], ct);
    }

    // A month that was asked about and that nobody has checked yet; answers when there is something to do again.
    private async Task<Instant> GoOnAsync(Stored<PayRecord> read, Instant now, CancellationToken ct)
    {
        var record = read.Value;
        if (record.CheckBy <= now)
        {
            var uncheckedMonth = record with { Steps = [new PayStep(PayState.Unchecked, Watchbill, record.CheckBy.Value)] };
            await SaveAsync(read, uncheckedMonth, now, "unchecked", null, null, ct);
            return Instant.MaxValue;
        }

        if (record.AskedAt is not { } asked) return record.CheckBy ?? Instant.MaxValue;
        var again = asked + PayQuestion.AgainAfter;
        if (record.AskedAgainAt is not null || again >= record.CheckBy) return record.CheckBy ?? Instant.MaxValue;
        if (again > now) return again;
        await SaveAsync(read, record with { AskedAgainAt = now }, now, "asked again", again: true, null, ct);
        return record.CheckBy ?? Instant.MaxValue;
    }

    /// <param name="again">Null: nothing is said.</param>
    /// <param name="expires">When time off expires soon; null: none does.</param>
    private async Task SaveAsync(
        Stored<PayRecord>? read, PayRecord record, Instant now, string what, bool? again, LocalDate? expires, CancellationToken ct)
    {
        var changes = new List<Write>
        {
            Write.Upsert(record.Id, read, record),
            Write.Audit(new AuditEntry(now, Watchbill, $"pay {what}", record.Id, "job")),
        };
        if (again is { } second)
        {
            var said = PayReplies.Question(record.Month, record.CheckBy!.Value, second, expires);
            changes.Add(Delivery.Say(new Delivery(now, MessageKind.Pay, Address.Person(record.Person), said),
                $"pay/{record.Id}{(second ? "/again" : "")}"));
        }

        await SaveAsync(changes, ct);
    }

    private async Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync(changes, ct);
        }
        catch (StaleException)
        {
            // Checked or approved at this moment.
        }
    }
}
