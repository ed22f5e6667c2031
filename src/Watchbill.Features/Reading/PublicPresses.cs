using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>In a channel anybody may press, by mistake too: whoever has nothing to do with an incident or its page says it twice.</summary>
public sealed class PublicPresses(IStore store, OrgChart chart, OnCallNow onCall)
{
    /// <summary>The answer to a press; a plan by an outsider waits for their Confirm.</summary>
    /// <param name="id">Of the incident's document, which is that of its page.</param>
    /// <param name="question">What is asked, of an incident that is named, such as <c>checkout-1 (payments fail)</c>.</param>
    public async Task<Answer> AskBackAsync(Answer answer, Call call, string id, Func<string, string> question, CancellationToken ct)
    {
        if (answer is not Plan plan || call.Caller.Conversation is null) return answer;
        var (incident, page) = ((await store.FindAsync<Incident>(id, ct))?.Value, (await store.FindAsync<Page>(id, ct))?.Value);
        var concern = await ConcernAsync(incident?.Service, page, call.Now, ct);
        if (Took(incident, page).Contains(call.Caller.Person)
            || await chart.IsOfAsync(call.Caller, concern.Teams, call.Now, ct)
            || (await onCall.OfAsync(concern.Rotations, call.Now, ct)).Any(person => person.Id == call.Caller.Person)) return plan;
        var named = incident is null ? page!.Id : $"{incident.Id} ({incident.Title})";
        return plan with { AtOnce = false, Preview = OpenWorkReplies.AskBack(question(named), concern) };
    }

    // Who was paged for it, and who responds to it or did.
    private static IEnumerable<string> Took(Incident? incident, Page? page) => (page?.Taken ?? []).SelectMany(step => step.People)
        .Concat(incident?.Responders.Select(responder => responder.Person) ?? []);

    private async Task<Concern> ConcernAsync(string? of, Page? page, Instant now, CancellationToken ct)
    {
        var service = of is null ? null : await chart.FindServiceAsync(of, ct);
        var (rotations, teams) = (new List<Rotation>(), new List<string>());
        foreach (var id in new[] { page?.Rotation }.Concat(page?.Beside ?? []).OfType<string>())
            if (await store.FindAsync<Rotation>(id, ct) is { } read) rotations.Add(read.Value);
        if (service is not null) teams.AddRange(await chart.Responsibilities.TeamsOfAsync(service, now, ct));
        foreach (var rotation in rotations) teams.AddRange(await TeamsOfAsync(rotation, isAlone: service is null, ct));
        if (service is null && page?.Person is { } person)
            teams.AddRange(await TeamsAsync(team => team.Members.Contains(person) || team.Lead == person, ct));
        if (service is not null) rotations.AddRange((await chart.Responsibilities.AnsweringAsync(service, now, ct)).Rotations);
        return new(service?.Id ?? page?.Rotation, [.. rotations.DistinctBy(rotation => rotation.Id)], [.. teams.Distinct()])
        {
            Person = page?.Person is { } paged ? await chart.NameAsync(paged, ct) : null,
        };
    }

    // A domain's rotation stands in front of many teams: which of them has to do with a service is the service's own to say.
    private async Task<IReadOnlyList<string>> TeamsOfAsync(Rotation rotation, bool isAlone, CancellationToken ct) =>
        rotation.Kind == RotationKind.Team ? [rotation.Owner]
        : isAlone ? await TeamsAsync(team => team.Domain == rotation.Owner, ct) : [];

    private async Task<IReadOnlyList<string>> TeamsAsync(Func<Team, bool> isOne, CancellationToken ct) =>
        [.. (await store.ListAsync<Team>(IdRange.All, ct)).Where(team => !team.Value.Retired && isOne(team.Value)).Select(team => team.Id)];
}

/// <summary>Whom an incident or a page concerns.</summary>
/// <param name="Of">The service, else the rotation; null: it pages a person.</param>
public sealed record Concern(string? Of, IReadOnlyList<Rotation> Rotations, IReadOnlyList<string> Teams)
{
    /// <summary>The name of who is paged directly; null: nobody is.</summary>
    public string? Person { get; init; }
}
