using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>
/// Takes months of pay from state to state, and sets what pay is worked out by. Who may is asked before; that nobody decides for
/// themselves is held here. Amounts are in no audit entry.
/// </summary>
public sealed class PayDecisions(IStore store, PayMonths months)
{
    /// <summary>Plans a step of somebody's month.</summary>
    /// <exception cref="RefusedException">Another state is in the way, or it would be one's own.</exception>
    public async Task<Plan> PlanAsync(Person person, LocalDate month, PayState to, Actor by, CancellationToken ct)
    {
        if (to != PayState.Checked) NotForThemselves(person, by, to == PayState.Approved ? "approves" : "closes");
        var read = await store.FindAsync<PayRecord>(PayRecord.IdOf(person.Id, month), ct);
        var record = read?.Value ?? new PayRecord(person.Id, month);
        // From its approval on a month is worth what it was worth then.
        var worked = to is PayState.Checked or PayState.Approved ? (await months.OfAsync(month, [person.Id], by.Now, ct))[0] : null;
        var state = worked?.State ?? record.StateAt(by.Now, by.Now.InZone(DateTimeZoneProviders.Tzdb[person.TimeZone]).Date);
        Text of = $"{PayRecord.MonthText(month)} of {People.Named(person)}";
        // What has changed since its person checked it they may check again.
        var isAgain = to == PayState.Checked && worked!.ChangedSinceCheck;
        if (!isAgain && PayRecord.WhyNot(state, to) is { } why)
            throw new RefusedException($"{of} {why}.") { Field = "period", Contested = true };
        var step = new PayStep(to, by.Id, by.Now) { Totals = to == PayState.Checked ? worked!.Totals : null };
        var next = record with { Steps = [.. record.Steps, step] };
        var preview = PayReplies.Close($"{People.Named(person)}", month, to);
        if (to == PayState.Approved)
        {
            next = next with { UncheckedAtApproval = state == PayState.Unchecked, Fixed = await months.FixAsync(worked!, ct) };
            preview = PayReplies.Approve(person, worked!, record);
        }

        var was = to == PayState.Approved && state == PayState.Unchecked ? "; its person had not checked it" : "";
        return new Plan(preview,
            new Reply(Text.Bold($"{of} is {PayRecord.Name(to)}{was}.")),
        [
            Write.Upsert(record.Id, read, next),
            Audit(by, $"pay {PayRecord.Name(to)}", record.Id, PayRecord.Name(state), $"{PayRecord.Name(to)}{was}"),
        ])
        { Act = PayReplies.Act(to) };
    }

    /// <summary>Plans that a person says what is wrong with their month; whoever approves it hears that they did, not what.</summary>
    /// <param name="approvers">Ids of people.</param>
    public async Task<Plan> PlanMistakeAsync(
        Person person, LocalDate month, string text, IReadOnlyList<string> approvers, Actor by, CancellationToken ct)
    {
        var read = await store.FindAsync<PayRecord>(PayRecord.IdOf(person.Id, month), ct);
        var record = read?.Value ?? new PayRecord(person.Id, month);
        var name = PayRecord.MonthText(month);
        if (record.Fixed is not null)
        {
            throw new RefusedException($"Your {name} is {PayRecord.Name(record.Steps[^1].To)} already. Ask your manager for an adjustment.")
            { Contested = true };
        }

        // Of a month that goes on every hour is a change.
        var worth =
            (await months.OfAsync(month, [person.Id], by.Now, ct))[0] is { State: >= PayState.Calculated } over ? over.Totals : null;
        var told = approvers.Select(id => Delivery.Say(
            new Delivery(by.Now, MessageKind.Pay, Address.Person(id), PayReplies.Mistake(person, month)),
            $"pay/{record.Id}/mistake/{record.Mistakes.Count}/{id}"));
        return new Plan(new Reply(Text.Bold($"Tell your manager that something is wrong with your {name}?") + $" {text}"),
            new Reply(Text.Bold(approvers.Count > 0
                ? $"Your manager hears that something is wrong with your {name}." : $"Kept with your {name}.")),
        [
            Write.Upsert(record.Id, read,
                record with { Mistakes = [.. record.Mistakes, new PayMistake(by.Now, text) { Totals = worth }] }),
            Audit(by, "pay mistake", record.Id, null, null),
            .. told,
        ])
        { Act = "Tell manager" };
    }

    /// <summary>Plans an amount by hand; for a month that is approved it is paid with the first that is not.</summary>
    /// <exception cref="RefusedException">It would be one's own, or nobody is paid in its currency.</exception>
    public async Task<Plan> PlanAdjustmentAsync(
        Person person, LocalDate month, Money amount, string reason, Actor by, CancellationToken ct)
    {
        NotForThemselves(person, by, "adjusts");
        await MustBePaidAsync(amount.Currency, ct);
        var paidWith = await months.NextOpenAsync(person.Id, month, ct);
        var one = new PayAdjustment(person.Id, paidWith, month, amount, reason, by.Id, by.Now);
        var later =
            paidWith == month ? "" : $" It is paid with {PayRecord.MonthText(paidWith)}, since {PayRecord.MonthText(month)} is approved.";
        return new Plan(
            new Reply(Text.Lines(
                Text.Bold($"Pay {People.Named(person)} {amount.Written()} for {PayRecord.MonthText(month)}?"),
                $"Reason: {reason}.{later}")),
            new Reply(
                Text.Bold($"{People.Named(person)} gets {amount.Written()} for {PayRecord.MonthText(month)}.") + later),
            [Write.Create(one.Id, one), Audit(by, "pay adjusted", one.Id, null, null)])
        { Act = "Confirm adjustment" };
    }

    /// <summary>
    /// Plans what an hour costs or the factor, from a day on. Only the preview names them, to whoever typed them: neither is in what is
    /// said
    /// afterwards or in the audit.
    /// </summary>
    /// <exception cref="RefusedException">It would be one's own, or nobody is paid in its currency.</exception>
    public async Task<Plan> PlanFactsAsync(
        Person person, Money? hourly, decimal? factor, LocalDate from, Actor by, CancellationToken ct)
    {
        NotForThemselves(person, by, "sets pay");
        if (hourly is not null) await MustBePaidAsync(hourly.Currency, ct);
        var read = await store.FindAsync<PayFacts>(person.Id, ct);
        var before = read?.Value ?? new PayFacts(person.Id);
        var facts = before;
        if (hourly is not null) facts = facts.WithHourly(hourly, from);
        if (factor is { } value) facts = facts.WithFactor(value, from);
        var what = hourly is null ? "factor" : factor is null ? "hourly rate" : "hourly rate and factor";
        var next = hourly is null ? FirstAfter(facts.Factors, from) : FirstAfter(facts.Hourly, from);
        var touched = await ApprovedAsync(person.Id, from, next, ct);
        LocalDate? open = touched is [.., var last] ? await months.NextOpenAsync(person.Id, last, ct) : null;
        var today = by.Now.InZone(DateTimeZoneProviders.Tzdb[person.TimeZone]).Date;
        return new Plan(PayMoneyReplies.Set(person, before, facts, from, touched, open, today),
            new Reply(Text.Bold($"The {what} of {People.Named(person)} holds from {DayText.Of(from, today)}.")),
            [Write.Upsert(person.Id, read, facts),
                Audit(by, $"{what} set", $"person/{person.Id}", null, $"from {NodaTime.Text.LocalDatePattern.Iso.Format(from)}")])
        {
            Act = $"Confirm {what}",
        };
    }

    /// <summary>Plans the approval of an entry, or its rejection.</summary>
    /// <exception cref="RefusedException">It was decided before, or it would be one's own.</exception>
    public static Plan PlanEntry(Stored<TimeEntry> read, bool approve, string? reason, Actor by)
    {
        var (entry, word) = (read.Value, approve ? "approved" : "rejected");
        if (by.Person == entry.Person)
            throw new RefusedException("Nobody approves their own hours. Ask your manager.") { Forbidden = true };
        if (entry.Decision is { } before)
            throw new RefusedException($"The entry is {(before.Approved ? "approved" : "rejected")} already.") { Contested = true };
        return new Plan(new Reply(""), new Reply(Text.Bold($"The entry is {word}.")),
        [
            Write.Replace(read, entry with { Decision = new EntryDecision(approve, by.Id, by.Now, reason) }),
            Audit(by, $"time entry {word}", $"person/{entry.Person}", "waiting", word),
        ]);
    }

    private static LocalDate? FirstAfter<T>(IEnumerable<FromDay<T>> values, LocalDate day) =>
        values.Where(one => one.Day > day).Select(one => (LocalDate?)one.Day).Min();

    // Months whose lines are fixed: what they are worth more or less is adjusted.
    private async Task<IReadOnlyList<LocalDate>> ApprovedAsync(string person, LocalDate from, LocalDate? to, CancellationToken ct) =>
        [.. (await store.ListAsync<PayRecord>(IdRange.Prefix($"{person}/"), ct)).Select(read => read.Value)
            .Where(record => record.Fixed is not null && record.Month.PlusMonths(1) > from && !(record.Month >= to))
            .Select(record => record.Month).Order()];

    // An hourly rate is multiplied, and an amount is added to others: neither is converted.
    private async Task MustBePaidAsync(string currency, CancellationToken ct)
    {
        var own = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Currency ?? "EUR";
        var paid = (await store.ListAsync<Policy>(IdRange.Prefix(Policy.AllPay), ct)).Select(stored => stored.Value)
            .Where(policy => !policy.Retired).Select(policy => policy.Pay!.Currency ?? own).Distinct().ToList();
        if (paid.Count > 0 && currency != own && !paid.Contains(currency))
        {
            throw new RefusedException($"No pay policy pays in {currency}. Write it in {string.Join(" or ", paid)}.")
            { Field = "amount" };
        }
    }

    private static void NotForThemselves(Person person, Actor by, string does)
    {
        if (by.Person == person.Id)
            throw new RefusedException($"Nobody {does} for themselves. Ask your manager's manager.") { Forbidden = true };
    }

    private static Write Audit(Actor by, string what, string subject, string? old, string? @new) =>
        Write.Audit(new AuditEntry(by.Now, by.Id, what, subject, by.Origin) { Old = old, New = @new });
}
