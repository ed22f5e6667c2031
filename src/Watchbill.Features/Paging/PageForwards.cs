using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Hands a page over to another rotation: what triage does with what is not in its runbooks.</summary>
public sealed class PageForwards(IStore store, OrgChart chart, Schedules schedules, PageActions pages)
{
    /// <summary>A page comes back to a rotation once. After that people talk to each other.</summary>
    private const int Returns = 1;

    /// <param name="team">Null: the one that the service belongs to.</param>
    /// <exception cref="RefusedException">There is no rotation to take it, it is there already, or it goes in circles.</exception>
    public async Task<Answer> ForwardAsync(Stored<Page> read, string? team, string person, Actor by, CancellationToken ct)
    {
        var page = PageActions.Live(read.Value);
        var to = await TargetAsync(page, team, by.Now, ct);
        if (to.Id == page.Rotation) throw new RefusedException($"{to.Id} has {page.Id} already.") { Field = "team" };
        var held = page.Forwards().ToList();
        var returns = held.Append(to.Id).Count() - held.Append(to.Id).Distinct().Count();
        if (returns > Returns)
            throw new RefusedException(
                $"{page.Id} went to {string.Join(", ", held.Skip(1))} and came back. Talk to each other, and take it: `ack {page.Id}`")
            {
                Field = "team",
            };
        var promised = (await schedules.ForAsync(to, ct)).PromisedFrom(by.Now);
        var done = page.Urgency == Watchbill.Incidents.Urgency.Low && promised is { } at && at > by.Now
            ? new Reply(Text.Bold($"{page.Id} waits for {to.Id} until {at}")
                + $", off-hours. Sooner: `incident update {page.Id} severity sev2`")
            : await DoneAsync(page.Forward(to.Id, person, by.Now), to, by.Now, ct);
        return await pages.ChangeAsync(read, new("oncall forward", one => one.Forward(to.Id, person, by.Now), done)
        {
            Leaver = person,
            Said = returns == 0 ? [] : await CirclingAsync(page, held.Append(to.Id), by.Now, ct),
        }, by, ct);
    }

    // Outside its hours that is not who is on call there.
    private async Task<Reply> DoneAsync(Page page, Rotation to, Instant now, CancellationToken ct)
    {
        var (levels, next) = (EscalationPolicy.Of(to, now), await pages.AheadAsync(page, now, ct));
        if (next is null) return new Reply(Text.Bold($"{page.Id} is with {to.Id} now.") + " Nobody there can be paged.");
        var names = await chart.NamesAsync(next.People, ct);
        var passed = next.Step == 0 ? "" : $" Nobody is {PageWords.Level(levels[0].To, person => person)} there now.";
        var when = next.At > now ? (Text)$" at {next.At:time}" : Text.Empty;
        return new Reply(Text.Bold($"{page.Id} is with {to.Id} now:")
            + $" {PageWords.Called(next, person => names[person])} is paged{when}.{passed}");
    }

    private async Task<Rotation> TargetAsync(Page page, string? team, Instant now, CancellationToken ct)
    {
        var owner = team is not null ? await chart.TeamAsync(team, ct)
            : await chart.FindServiceAsync(page.Service, ct) is { } service ? await chart.TeamAsync(service.Team, ct)
            : throw new RefusedException($"{page.Id} belongs to no service. Say who gets it: `forward {page.Id} to <team>`")
            {
                Field = "team",
            };
        var rotations = (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(rotation => rotation.Value)
            .Where(rotation => !rotation.Retired && rotation.Kind != RotationKind.Triage).ToList();
        return rotations.Find(rotation => rotation.Kind == RotationKind.Team && rotation.Owner == owner.Id)
            ?? rotations.Find(rotation => rotation.Kind == RotationKind.Domain && rotation.Owner == owner.Domain)
            ?? throw new RefusedException(
                $"{owner.Id} has no rotation, so nobody there would be paged. Call its lead: `page {owner.Lead} <text>`")
            {
                Field = "team",
            };
    }

    // It went there before: both leads hear that it goes to and fro.
    private async Task<IReadOnlyList<Write>> CirclingAsync(
        Page page, IEnumerable<string> held, Instant now, CancellationToken ct)
    {
        var writes = new List<Write>();
        var path = held.ToList();
        foreach (var id in path.TakeLast(2))
        {
            if (await store.FindAsync<Rotation>(id, ct) is not { Value: var rotation }) continue;
            var to = await chart.Leads.ResponsibleAsync(rotation, now, ct);
            writes.Add(Delivery.Say(
                new Delivery(now, MessageKind.Page, to,
                    new Reply(Text.Bold($"{page.Id} is forwarded to and fro:") + $" {string.Join(" → ", path)}. Settle whose it is."))
                { Rotation = id },
                $"page/{page.DocumentId}/circling/{path.Count}/{id}"));
        }

        return [.. writes.DistinctBy(change => change.Id)];
    }
}
