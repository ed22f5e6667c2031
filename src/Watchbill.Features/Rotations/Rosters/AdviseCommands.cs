using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Says which way to arrange on-call the availability target of a service asks for, side by side with the others.</summary>
public sealed class AdviseCommands(IStore store) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "advise <subject> [team-from <team-from>] [domain-from <domain-from>]",
            "Which rotation a service or domain needs, what it takes, and why", AdviseAsync)
        {
            Looks = true,
            Kinds = new Dictionary<string, FieldKind> { ["subject"] = FieldKind.Service | FieldKind.Rotation | FieldKind.Domain },
            Reads = new() { { "team-from", call => Percent(call, "team-from") }, { "domain-from", call => Percent(call, "domain-from") } },
        },
    ];

    private async Task<Answer> AdviseAsync(Call call, CancellationToken ct)
    {
        var thresholds = new AdviceThresholds(
            Percent(call, "team-from") ?? AdviceThresholds.Default.Team, Percent(call, "domain-from") ?? AdviceThresholds.Default.Domain);
        if (thresholds.Domain > thresholds.Team)
            throw new RefusedException(
                $"A domain rotation is for lower targets than a team's: " +
                    $"domain-from {thresholds.Domain} is above team-from {thresholds.Team}. Give a lower one.")
            { Field = "domain-from" };
        // A kind before the id, as the audit log writes it, does no harm.
        var subject = await SubjectAsync(call.Arguments.Required("subject").Split('/')[^1], call.Now, ct);
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(team => !team.Retired && (team.Id == subject.Team || (subject.Domain is { } domain && team.Domain == domain))).ToList();
        var zone =
            subject.Zone ?? (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.TimeZone ?? "Etc/UTC";
        var here = (await store.ListAsync<Person>(IdRange.All, ct)).Where(person => person.Value.IsHere(call.Now))
            .Select(person => person.Id).ToHashSet();
        var all = teams.SelectMany(team => team.Members).Where(here.Contains).Distinct().ToList();
        var own = teams.Find(team => team.Id == subject.Team)?.Members.Where(here.Contains).ToList() ?? all;
        var month =
            call.Now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date.With(DateAdjusters.StartOfMonth)
                .AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        var (always, byDay) =
            (new Windows(Coverage.Always, zone, holidays: null), new Windows(BusinessHours, zone, holidays: null));
        var pay = await PayAsync(subject.Pay, zone, always, byDay, month, call.Now.InUtc().Date, ct);
        var situation =
            new Situation(subject.Target, Math.Max(1, teams.Count), own.Count, all.Count)
            {
                OneTeam = subject.Team is not null,
                HoursAlways = Advice.HoursAMonth(always, month),
                HoursBusiness = Advice.HoursAMonth(byDay, month),
                Hour = pay.Hour,
                Thresholds = thresholds,
            };
        return AdviceReplies.Shown(subject.Name, situation, Advice.For(situation), pay);
    }

    private static Coverage BusinessHours { get; } =
        new() { Windows = [new CoverageWindow(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(9, 0), new LocalTime(17, 0))] };

    private static decimal? Percent(Call call, string argument) => call.Arguments[argument] is not { } text ? null
        : WrittenValues.Number(text.TrimEnd('%')) is > 0 and < 100 and { } percent ? percent
        : throw new RefusedException(
            $"'{text}' is no availability target: it is between 0 and 100 percent, such as 99.9.")
        { Field = argument };

    private async Task<Subject> SubjectAsync(string named, Instant now, CancellationToken ct)
    {
        var services =
            (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(service => !service.Retired).ToList();
        var rotations =
            (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value).Where(rotation => !rotation.Retired).ToList();
        if (rotations.Find(rotation => rotation.Id == named) is { } found)
            return (found.Kind == RotationKind.Team
                ? await OfTeamAsync(named, found.Owner, services, ct) : await OfDomainAsync(named, found.Owner, services, ct)) with
            {
                Zone = found.CoverageAt(now).Turn.TimeZone,
                Pay = found.Pay,
            };
        if (services.Find(service => service.Id == named) is { } one)
            return await OfTeamAsync(named, one.Team, [one], ct) with
            {
                Pay = rotations.Find(rotation => rotation.Kind == RotationKind.Team && rotation.Owner == one.Team)?.Pay,
            };
        if (await store.FindAsync<Domain>(named, ct) is { Value.Retired: false })
            return await OfDomainAsync(named, named, services, ct) with
            {
                Pay = rotations.Find(rotation => rotation.Kind != RotationKind.Team && rotation.Owner == named)?.Pay,
            };
        var known =
            services.Select(service => service.Id).Concat(rotations.Select(rotation => rotation.Id))
                .Concat((await store.ListAsync<Domain>(IdRange.All, ct)).Select(stored => stored.Id));
        var nearest = Nearest.To(named, known);
        throw new RefusedException(
            $"No service, domain or rotation `{named}`." + (nearest is null ? "" : $" Did you mean `{nearest}`?"))
        {
            Field = "subject",
            Missing = true,
        };
    }

    private async Task<Subject> OfTeamAsync(string named, string team, IReadOnlyList<Service> services, CancellationToken ct) =>
        new(named, TargetOf(services.Where(service => service.Team == team)))
        {
            Team = team,
            Domain = (await store.FindAsync<Team>(team, ct))?.Value.Domain,
        };

    private async Task<Subject> OfDomainAsync(string named, string domain, IReadOnlyList<Service> services, CancellationToken ct)
    {
        var teams =
            (await store.ListAsync<Team>(IdRange.All, ct)).Where(stored => stored.Value.Domain == domain && !stored.Value.Retired)
                .Select(stored => stored.Id).ToHashSet();
        return new(named, TargetOf(services.Where(service => teams.Contains(service.Team)))) { Domain = domain };
    }

    // The strictest objective is the one that somebody has to get up for.
    private static decimal? TargetOf(IEnumerable<Service> services) =>
        services.SelectMany(service => service.Slos).Select(slo => (decimal?)slo.Objective).Max();

    /// <summary>What an hour of standby costs by the policy version in force, as pay itself is worked out.</summary>
    private async Task<StandbyPay> PayAsync(
        string? policy, string zone, Windows always, Windows byDay, Instant from, LocalDate today, CancellationToken ct)
    {
        if (policy is null) return new StandbyPay(null, null, "no pay policy is named for it");
        var version = (await store.ListAsync<Policy>(IdRange.Prefix(Policy.OfPay(policy)), ct)).Where(stored => !stored.Value.Retired)
            .Select(stored => stored.Value.Pay).LastOrDefault(pay => pay?.Effective <= today);
        if (version is null) return new StandbyPay(null, null, $"the pay policy '{policy}' is not in force yet");
        var currency = version.Currency
            ?? (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Currency;
        if (version.Standby is null) return new StandbyPay(null, currency, $"the pay policy '{policy}' does not pay standby");
        var calendars = new Dictionary<string, HolidayCalendar>();
        var policies = new PayPolicies([version], Almanac.With(calendars), currency ?? "");
        var hour = (Primary: Of(always, "primary"), Secondary: Of(always, "secondary"), ByDay: Of(byDay, "primary"));
        return hour is { Primary: { } primary, Secondary: { } secondary, ByDay: { } day }
            ? new StandbyPay(new HourCost(primary, secondary, day), currency, null)
            : new StandbyPay(null, currency, $"the pay policy '{policy}' pays by the hourly rate of each person");

        decimal? Of(Windows windows, string level) => StandbyCost.AnHour(policies, policy, windows, zone, from, level);
    }

    private sealed record Subject(string Name, decimal? Target)
    {
        public string? Team { get; init; }
        public string? Domain { get; init; }
        public string? Zone { get; init; }
        public string? Pay { get; init; }
    }
}

/// <summary>What an hour of standby costs, or why nobody can say.</summary>
public sealed record StandbyPay(HourCost? Hour, string? Currency, string? Unknown);
