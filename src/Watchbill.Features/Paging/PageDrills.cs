using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Pages that only measure how long it takes until somebody acknowledges. They declare nothing, go through the list once, and end with the
/// acknowledgement.
/// </summary>
public sealed class PageDrills(IStore store, OrgChart chart)
{
    /// <param name="subject">Id of a rotation or person.</param>
    public async Task<Plan> PlanAsync(string subject, Actor by, CancellationToken ct)
    {
        var rotation = (await store.FindAsync<Rotations.Rotation>(subject, ct))?.Value is { Retired: false } found ? found.Id : null;
        var person = rotation is null ? (await chart.PersonAsync(subject, ct)).Id : null;
        var last = await store.ListAsync<Page>(IdRange.Prefix($"{Page.Drill}/") with { Limit = 1, Descending = true }, ct);
        var page = new Page(Page.Drill, last is [var known] ? known.Value.Number + 1 : 1, Incidents.Urgency.High, by.Now)
        {
            Rotation = rotation,
            Person = person,
            Declared = true,
            Told = 0,
        }.With(new PageEvent(by.Now, PageEventKind.Opened) { Person = by.Id });
        var reply =
            new Reply(Text.Bold(
                $"{page.Id} pages {(person is null ? rotation! : (Text)$"{People.Named(person, await chart.NameAsync(person, ct))}")} now")
                + ", as a drill. You will hear how long it took.");
        return new Plan(reply, reply,
        [
            Write.Create(page.DocumentId, page),
            Write.Create(page.DocumentId, new OpenPage(by.Now)),
            Write.Audit(new AuditEntry(by.Now, by.Id, "oncall page drill", $"page/{page.Id}", by.Origin) { New = rotation ?? person }),
        ])
        { AtOnce = true };
    }
}
