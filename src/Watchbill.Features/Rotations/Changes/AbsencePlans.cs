using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Works out absences: they take a person out of their shifts and ask at once who takes those. No reason is
/// asked or kept, and nothing is said in public. Rights are checked by who calls.
/// </summary>
public sealed class AbsencePlans(IStore store, Schedules schedules, OrgChart chart)
{
    private readonly Covers covers = new(store, schedules, chart);

    /// <summary>The absences of somebody that are not over, by start.</summary>
    public async Task<IReadOnlyList<Absence>> OfAsync(string person, Instant now, CancellationToken ct) =>
        [.. ((await store.FindAsync<Absences>(person, ct))?.Value.Items ?? []).Where(absence => absence.End > now)
            .OrderBy(absence => absence.Start)];

    /// <summary>What it comes to when somebody is away. A start in the past is now.</summary>
    /// <exception cref="RefusedException">The span is empty, over or longer than a year, or the person is away then already.</exception>
    public async Task<(Plan Plan, Absence Made)> PlanAsync(Person person, SpokenSpan wish, Actor by, CancellationToken ct)
    {
        var shown = Instant.Max(wish.Start.ToWholeSeconds(), by.AskedAt.ToWholeSeconds());
        var start = Instant.Max(shown, by.Now.ToWholeSeconds());
        var end = wish.End.ToWholeSeconds();
        if (wish.End <= wish.Start)
            throw new RefusedException(
                $"The end, {wish.End}, is not after the start, {wish.Start}. Give an end that is later.")
            { Field = "end" };
        if (end <= start) throw new RefusedException($"The end, {wish.End}, is past. Give an end that is still to come.") { Field = "end" };
        if (end - start > Duration.FromDays(366))
            throw new RefusedException(
                "That is longer than a year. Take the person off the rosters in the organisation file instead.")
            { Field = "end" };
        var read = await store.FindAsync<Absences>(person.Id, ct);
        if ((read?.Value.Items ?? []).Any(absence => absence.Start <= start && absence.End >= end))
            throw new RefusedException(
                $"{(by.Person == person.Id ? "You are" : (Text)$"{People.Named(person)} is")} away then already. See when: `away`")
            {
                Field = "span",
            };

        var made = new Absence(Requests.NewId(), start, end, by.Now) { Typed = wish.Typed };
        var asks = await AsksAsync(person.Id, new Interval(shown, end), made.Id, by, ct);
        var facts = new AwayFacts(person, made, by, by.Person is { } author ? await chart.NameAsync(author, ct) : by.Id);
        return (new Plan(AwayReplies.Preview(facts with { Absence = made with { Start = shown } }, asks, wish.Notes),
            AwayReplies.Done(facts, asks),
        [
            Write.Upsert(person.Id, read, new Absences([.. read?.Value.Items ?? [], made])),
            Write.Audit(new AuditEntry(by.Now, by.Id, "oncall away", $"person/{person.Id}", by.Origin) { New = $"{start}/{end}" }),
            .. Covers.Changes(asks, by),
            .. AwayReplies.Told(facts),
        ])
        { Act = "Confirm absence" }, made);
    }

    /// <summary>
    /// What it comes to when an absence is taken back: its open requests are withdrawn;
    /// what others took stays theirs, and what is past stays.
    /// </summary>
    /// <exception cref="RefusedException">There is no such absence, or it is over.</exception>
    public async Task<Plan> PlanRemovalAsync(Person person, string id, Actor by, CancellationToken ct)
    {
        var read = await store.FindAsync<Absences>(person.Id, ct);
        var found = read?.Value.Items.FirstOrDefault(absence => absence.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        if (read is null || found is null)
            throw new RefusedException($"No absence `{id}`. See yours: away") { Field = "absence", Missing = true };
        var now = by.Now.ToWholeSeconds();
        if (found.End <= now) throw new RefusedException("This absence is over. Nothing changed.") { Field = "absence" };
        IEnumerable<Absence> past = found.Start < now ? [found with { End = now, Typed = null }] : [];
        var requests =
            (await store.OpenCoversAsync(ct)).Where(request => request.Value.Absence == found.Id && request.Value.Person == person.Id)
                .ToList();
        var names = await chart.NamesAsync(requests.SelectMany(request => request.Value.Asked).Append(person.Id), ct);
        var facts =
            new AwayFacts(person, found with { Start = Instant.Max(found.Start, by.AskedAt.ToWholeSeconds()) }, by,
                by.Person is { } author ? await chart.NameAsync(author, ct) : by.Id);
        return new Plan(AwayReplies.RemovalPreview(facts, requests.Count), AwayReplies.Removed(facts, requests.Count),
        [
            Write.Replace(read, new Absences([.. read.Value.Items.Where(absence => absence != found), .. past])),
            Write.Audit(
                new AuditEntry(by.Now, by.Id, "oncall away remove", $"person/{person.Id}",
                    by.Origin) { Old = $"{found.Start}/{found.End}" }),
            .. requests.Select(
                request => Write.Replace(request, request.Value with { State = RequestState.Withdrawn, ClosedAt = by.Now })),
            .. requests.SelectMany(request => CoverReplies.WithdrawnTold(request.Id, request.Value, names, by.Now)),
            .. AwayReplies.RemovalTold(facts),
        ])
        { Act = "Remove absence" };
    }

    /// <summary>Whether somebody may say that another one is away: a lead of a team that they are in, or an admin.</summary>
    public async Task<bool> MayAsync(Caller caller, string person, Instant now, CancellationToken ct) =>
        caller.Person == person || (await LedAsync(caller, now, ct)).Contains(person);

    /// <summary>For whom somebody may say that they are away, beside themselves.</summary>
    public async Task<IReadOnlySet<string>> LedAsync(Caller caller, Instant now, CancellationToken ct)
    {
        if (await chart.IsAdminAsync(caller, now, ct))
            return (await store.ListAsync<Person>(IdRange.All, ct)).Select(person => person.Id).ToHashSet();
        var led = new HashSet<string>();
        foreach (var team in await store.ListAsync<Team>(IdRange.All, ct))
        {
            if (!team.Value.Retired && (await chart.Leads.OfTeamAsync(team.Id, now, ct)).Contains(caller.Person))
                led.UnionWith(team.Value.Members);
        }

        return led;
    }

    private async Task<IReadOnlyList<CoverAsk>> AsksAsync(string person, Interval span, string absence, Actor by, CancellationToken ct)
    {
        var open = (await store.OpenCoversAsync(ct)).Select(request => request.Value).Where(request => request.Person == person).ToList();
        var asks = new List<CoverAsk>();
        foreach (var rotation in await schedules.NamingAsync([person], ct))
        {
            // What is asked for already is not asked for twice.
            var held = HeldShift.Within(await schedules.ForAsync(rotation, ct), person, span).SelectMany(holding => holding.Without(
                [.. open.Where(request => request.Rotation == rotation.Id && request.Layer == holding.Layer)
                    .Select(request => new Interval(request.Start, request.End))]));
            asks.AddRange(await covers.AskAsync(rotation, held, by, absence, ct));
        }

        return asks;
    }
}
