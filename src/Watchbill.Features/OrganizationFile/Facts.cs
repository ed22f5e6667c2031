using System.Globalization;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.OrganizationFiles;

/// <summary>A field of a document as people read it.</summary>
public sealed record Fact(string Name, string Value);

/// <summary>Every field of what the file defines, in words: what makes two versions differ, and how the difference is said.</summary>
public static class Facts
{
    public const string None = "none";

    public static IReadOnlyList<Fact> Of(OrganizationSettings settings) =>
    [
        new("organization", settings.Name), new("timeZone", settings.TimeZone), new("currency", settings.Currency),
        new("executives", List(settings.Executives)),
        new("severities", settings.Severities is { } severities ? SeveritySection.Say(severities) : None),
        new("groupWait", settings.GroupWait is { } wait ? Word(wait) : None),
        new("heartbeats", List(settings.Heartbeats.Select(beat =>
            $"{beat.Id} of {beat.Service} every {Word(beat.Every)}, grace {Word(beat.Grace)}"))),
    ];

    public static IReadOnlyList<Fact> Of(Person person) =>
    [
        new("name", person.Name), new("email", person.Email ?? None), new("timeZone", person.TimeZone),
        new("holidays", person.Holidays ?? None),
        .. person.Accounts.All.Select(account => new Fact(account.Platform.Name, account.Id)), new("admin", Word(person.Admin)),
        new("until", Word(person.Until)),
    ];

    public static IReadOnlyList<Fact> Of(Domain domain) =>
    [
        new("name", domain.Name), new("lead", domain.Lead ?? None), new("manager", domain.Manager ?? None),
        new("accountable", domain.Accountable ?? None),
        new("line", domain.Line ?? None), new("channel", Word(domain.Channels)),
    ];

    public static IReadOnlyList<Fact> Of(Team team) =>
    [
        new("name", team.Name), new("domain", team.Domain ?? None), new("lead", team.Lead), new("manager", team.Manager ?? None),
        new("members", List(team.Members)), new("sre", Word(team.Sre)), new("costCenter", team.CostCenter ?? None),
        new("roles", team.Roles is { } roles ? List(Roles(roles)) : None), new("channel", Word(team.Channels)),
    ];

    /// <summary>The engagement is not among them: the file gives the first one only.</summary>
    public static IReadOnlyList<Fact> Of(Service service) =>
    [
        new("team", service.Team), new("accountable", service.Accountable ?? None), new("alsoTold", List(service.AlsoTold)),
        new("slos", List(service.Slos.Select(Word))), new("policy", service.Policy),
        new("revenuePerHour", service.RevenuePerHour is { } money ? Word(money.Amount) + " " + money.Currency : None),
        new("runbooks", List(service.Runbooks.Select(queries => $"{queries.Alert} {queries.Url}"))),
    ];

    public static string Of(Engagement engagement) =>
        EngagementModels.Name(engagement.Model) + (engagement.By is { } by ? " by " + by : "") +
            (engagement.Entry is { } entry ? $", entry {Word((decimal)entry)}" : "")
        + (engagement.Exit is { } exit ? $", exit {Word((decimal)exit.Exhausted)} of {Word((decimal)exit.Periods)}" : "")
        + (engagement.Price is { } price ? $", {Word(price.Amount.Amount)} {price.Amount.Currency} per {Word(price.Per)}" : "")
        + (engagement.Sres.Count > 0 ? ", sres " + List(engagement.Sres) : "");

    public static IReadOnlyList<Fact> Of(HolidayCalendar calendar) => [new("dates", List(calendar.Dates.Select(date => Word(date))))];

    public static IReadOnlyList<Fact> Of(Policy policy) => [new("text", PolicyText.Write(policy))];

    /// <summary>What of a rotation is not versioned.</summary>
    public static IReadOnlyList<Fact> Of(Rotation rotation) =>
    [
        new("kind", Word(rotation.Kind)), new("owner", rotation.Owner),
        new("layers", RosterText.Layers(rotation)),
        new("escalation", List(rotation.Escalation.Select(step => $"{step.To} after {Word(step.After)}"))),
        new("repeat", rotation.Repeat is { } repeat ? Word((decimal)repeat) : None),
        new("ackTimeout", rotation.AckTimeout is { } timeout ? Word(timeout) : None),
        new("response", rotation.Response is { } response ? Word(response) : None),
        .. rotation.Groups.All.Select(group => new Fact(Platform.GroupKeyOf(group.Platform), group.Id)), new("topic", Word(rotation.Topic)),
        new("requires", rotation.Requires ?? None), new("pay", rotation.Pay ?? None),
    ];

    /// <summary>
    /// The facts that differ, as they were and as they are. What one side does not have is none there, such as an account.
    /// </summary>
    public static IEnumerable<(Fact Was, Fact Now)> Changed(IReadOnlyList<Fact> before, IReadOnlyList<Fact> after)
    {
        if (before.SequenceEqual(after)) yield break;
        foreach (var name in after.Concat(before).Select(fact => fact.Name).Distinct())
        {
            var (was, now) = (Named(before, name), Named(after, name));
            if (was != now) yield return (was, now);
        }
    }

    public static string List(IEnumerable<string> items) => string.Join(", ", items.DefaultIfEmpty(None));

    private static string Word(Slo slo) =>
        $"{slo.Id} {Word(slo.Objective)}%{(slo.Sla is { } sla ? $" (sla {Word(sla)}%)" : "")}"
        + $" of {Word(slo.Kind)} per {Word(slo.Window.Unit)}"
        + (slo.Window.Days > 0 ? $" {Word((decimal)slo.Window.Days)} days" : "")
        + string.Concat(new[] { slo.Signal, slo.Good, slo.Total }.Select(text => text is null ? "" : " " + text));

    private static IEnumerable<string> Roles(TeamRoles roles) => new[]
    {
        ("architect", roles.Architect), ("infrastructure", roles.Infrastructure), ("release", roles.Release),
        ("monitoring", roles.Monitoring),
    }.Where(role => role.Item2 is not null).Select(role => $"{role.Item1} {role.Item2}");

    private static Fact Named(IReadOnlyList<Fact> facts, string name) =>
        facts.FirstOrDefault(fact => fact.Name == name) ?? new Fact(name, None);

    private static string Word(ByPlatform channels) => channels.All.Count == 0 ? None : channels.ToString();

    private static string Word(Duration duration) => duration.Seconds == 0
        ? duration.TotalMinutes.ToString(CultureInfo.InvariantCulture) + "m"
        : duration.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";

    private static string Word(LocalDate? date) => date?.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? None;

    private static string Word(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Word(bool flag) => flag ? "yes" : "no";

    private static string Word<T>(T value) where T : Enum => value.ToString().ToLowerInvariant();
}
