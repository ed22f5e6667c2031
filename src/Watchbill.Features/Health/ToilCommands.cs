using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>Work that is done by hand again and again: written down when it happens, and looked at by its age.</summary>
public sealed class ToilCommands(IStore store, OrgChart chart) : ICommands
{
    private const int Day = 24 * 60;

    public IReadOnlyList<Verb> Verbs =>
    [
        new("report", "toil [team <team>]", "Work done by hand, oldest first; over 18 months it is flagged", ListAsync) { Looks = true },
        new("report", "toil add <service> <minutes> <text>", "Write down work that you did by hand and will do again", AddAsync)
        {
            AtOnce = true,
            Reads = new() { { "minutes", call => MinutesOf(call) } },
        },
        new("report", "toil automate <toil> <text>", "Note the automation that was agreed for some toil", AutomateAsync),
        new("report", "toil done <toil>", "Say that some toil is no longer done by hand", DoneAsync),
    ];

    /// <summary>All there is of some services, oldest first.</summary>
    public static async Task<IReadOnlyList<Toil>> OfAsync(IStore store, Func<string, bool> service, CancellationToken ct) =>
        [.. (await store.ListAsync<Toil>(IdRange.All, ct)).Select(stored => stored.Value).Where(toil => service(toil.Service))
            .OrderBy(toil => toil.At)];

    /// <summary>The zone by whose calendar its age is counted.</summary>
    public static async Task<DateTimeZone> ZoneAsync(IStore store, CancellationToken ct) => DateTimeZoneProviders.Tzdb[
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.TimeZone ?? "Etc/UTC"];

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var team = call.Arguments["team"] is { } named ? await chart.TeamAsync(named, ct) : null;
        var of = (await store.ListAsync<Service>(IdRange.All, ct)).Where(stored => team is null || stored.Value.Team == team.Id)
            .Select(stored => stored.Id).ToHashSet();
        var found = await OfAsync(store, service => team is null || of.Contains(service), ct);
        return ToilReplies.List(found, team?.Id, call.Now, await ZoneAsync(store, ct));
    }

    private async Task<Answer> AddAsync(Call call, CancellationToken ct)
    {
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        var (minutes, text) = (MinutesOf(call), call.Arguments.Required("text"));
        var last = await store.ListAsync<Toil>(new IdRange(null, null, 1, Descending: true), ct);
        var toil = new Toil(last is [var newest] ? newest.Value.Number + 1 : 1, service.Id, text, minutes, call.Now, call.Caller.Person);
        var done = ToilReplies.Added(toil);
        return new Plan(done, done,
            [Write.Create(toil.DocumentId, toil), Write.Audit(Audit(call, "report toil add", toil.Id))])
        { AtOnce = true };
    }

    private static int MinutesOf(Call call) =>
        int.TryParse(call.Arguments.Required("minutes").TrimEnd('m'), out var minutes) && minutes is >= 1 and <= Day ? minutes
            : throw new RefusedException("How many minutes does it take? Write a number from 1 to 1440, such as 30.") { Field = "minutes" };

    private async Task<Answer> AutomateAsync(Call call, CancellationToken ct)
    {
        var read = await FindAsync(call, ct);
        var toil = read.Value with { Automation = call.Arguments.Required("text") };
        return new Plan(ToilReplies.Automate(toil), ToilReplies.Automated(toil),
            [Write.Replace(read, toil), Write.Audit(Audit(call, "report toil automate", toil.Id))])
        { Act = "Note automation" };
    }

    private async Task<Answer> DoneAsync(Call call, CancellationToken ct)
    {
        var read = await FindAsync(call, ct);
        return new Plan(ToilReplies.Finish(read.Value), ToilReplies.Finished(read.Value),
            [Write.Delete(read), Write.Audit(Audit(call, "report toil done", read.Value.Id))])
        { Act = "Remove toil" };
    }

    private async Task<Stored<Toil>> FindAsync(Call call, CancellationToken ct)
    {
        var said = call.Arguments.Required("toil");
        if (int.TryParse(said.Split('-')[^1], out var number) && await store.FindAsync<Toil>(Toil.IdOf(number), ct) is { } read)
        {
            var service = await chart.FindServiceAsync(read.Value.Service, ct);
            if (read.Value.By == call.Caller.Person || await chart.OwnsAsync(call.Caller, read.Value.Service, call.Now, ct)) return read;
            throw new RefusedException($"Only {service?.Team ?? read.Value.Service} and whoever wrote it down can change {read.Value.Id}.")
            { Forbidden = true };
        }

        throw new RefusedException($"No toil `{said}`. See what there is: `report toil`") { Field = "toil", Missing = true };
    }

    // Ids alone: what was typed may be about somebody.
    private static AuditEntry Audit(Call call, string action, string id) =>
        new(call.Now, call.Caller.Person, action, id, call.Caller.Platform.Name);
}

/// <summary>Words about toil.</summary>
public static class ToilReplies
{
    private const int MaxRows = 30;

    public static Reply List(IReadOnlyList<Toil> found, string? team, Instant now, DateTimeZone zone)
    {
        var of = team is null ? "" : $"{team}: ";
        if (found.Count == 0)
            return new(
                Text.Lines(Text.Bold($"{of}{(team is null ? "No" : "no")} toil is written down."),
                    "Write some down: " + Text.Code("report toil add <service> <minutes> <text>")));
        var old = found.Where(toil => toil.IsOld(now, zone)).ToList();
        var head = $"{of}{found.Count} {(found.Count == 1 ? "piece" : "pieces")} of toil, {old.Count} older than 18 months";
        return new(Text.Lines([
            Text.Bold(head),
            .. old.Select(toil => (Text)$"⚠ {toil.Id} ({toil.Service}): {toil.What}. "
                + (toil.Automation is { } agreed ? $"Agreed: {agreed}." : "No automation was agreed."))]))
        {
            Table = new Table(["Toil", "Service", "Minutes", "Age", "Automation"], [.. found.Take(MaxRows).Select(toil =>
                (IReadOnlyList<Text>)[$"{toil.What} ({toil.Id})", toil.Service, $"{toil.Minutes}", $"{toil.AgeMonths(now, zone)} months",
                    toil.Automation ?? ""])]),
            Note = $"One is named by its number: `report toil automate {found[0].Id} <text>`",
            Shareable = true,
        };
    }

    public static Reply Added(Toil toil) => new(Text.Lines(
        Text.Bold($"{toil.Id} is written down: {toil.What}") + $" ({toil.Service}, {toil.Minutes} min).",
        "Once an automation is agreed: " + Text.Code($"report toil automate {toil.Id} <text>")));

    public static Reply Automate(Toil toil) =>
        new(Text.Bold($"Note the automation of {toil.Id}?") + $" {toil.What}: {toil.Automation}.");

    public static Reply Automated(Toil toil) => new(Text.Bold($"Automation of {toil.Id} noted:") + $" {toil.Automation}.");

    public static Reply Finish(Toil toil) => new(Text.Bold($"Remove {toil.Id}?") + $" {toil.What} ({toil.Service}).");

    public static Reply Finished(Toil toil) => new(Text.Bold($"{toil.Id} is gone:") + $" {toil.What}.");
}
