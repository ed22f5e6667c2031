using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Gives people links for their calendars, and takes them back.</summary>
public sealed class CalendarCommands(IStore store, OrgChart chart, PublicAddress address) : ICommands
{
    private const int MaxKeys = 10;

    public IReadOnlyList<Verb> Verbs =>
    [
        new("oncall", "calendar [<rotation>]", "A private link that keeps your calendar up to date", LinkAsync)
        { AtOnce = true },
        new("oncall", "calendar reset", "End all your calendar links", ResetAsync),
    ];

    // Only hashes are kept, so a link cannot be shown again: each time it is another one, and those given before go on.
    private async Task<Answer> LinkAsync(Call call, CancellationToken ct)
    {
        var person = await chart.PersonAsync(call.Caller.Person, ct);
        var rotation = call.Arguments["rotation"] is { } named ? (await chart.RotationAsync(named, ct)).Id : null;
        if ((await KeysAsync(person.Id, ct)).Count >= MaxKeys)
            throw new RefusedException(
                $"You have {MaxKeys} calendar links already. `calendar reset` ends all of them; then ask for a new one.");
        var (key, id) = FeedKey.New(person.Id);
        var api = $"{address()}/api/v1";
        var links =
            CalendarReplies.Links($"{api}/people/{person.Id}.ics?key={key}", rotation,
                rotation is null ? null : $"{api}/rotations/{rotation}.ics?key={key}");
        return new Plan(links, links,
        [
            Write.Create(id, new FeedKey(call.Now)),
            Write.Audit(new AuditEntry(call.Now, person.Id, "oncall calendar", $"person/{person.Id}", call.Caller.Platform.Name)),
        ])
        { AtOnce = true };
    }

    private async Task<Answer> ResetAsync(Call call, CancellationToken ct)
    {
        var keys = await KeysAsync(call.Caller.Person, ct);
        if (keys.Count == 0) return CalendarReplies.NothingToReset();
        return new Plan(CalendarReplies.Reset(keys.Count, done: false), CalendarReplies.Reset(keys.Count, done: true),
        [
            .. keys.Select(Write.Delete),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "oncall calendar reset", $"person/{call.Caller.Person}",
                    call.Caller.Platform.Name)),
        ])
        { Act = "Reset links" };
    }

    private ValueTask<IReadOnlyList<Stored<FeedKey>>> KeysAsync(string person, CancellationToken ct) =>
        store.ListAsync<FeedKey>(IdRange.Prefix(FeedKey.PrefixOf(person)), ct);
}
