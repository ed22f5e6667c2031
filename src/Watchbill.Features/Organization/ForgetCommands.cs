using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>Forgets somebody who is gone, by decision of an admin.</summary>
public sealed class ForgetCommands(IStore store, OrgChart chart, Forgetting forgetting) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("watchbill", "forget <person>", "Empty the record of somebody who is gone; for admins", ForgetAsync) { Typed = "person" },
    ];

    private async Task<Answer> ForgetAsync(Call call, CancellationToken ct)
    {
        if (!await chart.IsAdminAsync(call.Caller, call.Now, ct))
            throw await chart.NotAnAdminAsync("make Watchbill forget somebody", call.Now, ct);
        var named = call.Arguments.Required("person").TrimStart('@');
        // An unknown name is answered as everywhere; those who are gone are found here and nowhere else.
        var read = await store.FindAsync<Person>(named, ct) ?? throw await UnknownAsync(named, ct);
        var person = read.Value;
        if (!person.Retired)
            throw new RefusedException(
                $"{People.Named(person)} is in the organisation file. Take '{person.Id}' out of it and apply it first; "
                    + $"until: ends somebody's work and keeps the record.")
            { Field = "person" };
        var forgotten = new Person(person.Id, person.Id) { TimeZone = person.TimeZone, Until = person.Until, Retired = true };
        if (person == forgotten with { RetiredAt = person.RetiredAt })
            throw new RefusedException($"'{person.Id}' is forgotten already.") { Field = "person" };
        return new Plan(ForgetReplies.Preview(person), ForgetReplies.Done(person.Id),
        [
            .. await forgetting.ChangesAsync(read, ct),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "watchbill forget", $"person/{person.Id}", call.Caller.Platform.Name)),
        ])
        { Act = "Forget this person" };
    }

    private async Task<RefusedException> UnknownAsync(string named, CancellationToken ct)
    {
        var nearest = Nearest.To(named, (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Id));
        return new RefusedException($"No person `{named}`." + (nearest is null ? "" : $" Did you mean `{nearest}`?"))
        {
            Field = "person",
            Missing = true,
        };
    }
}
