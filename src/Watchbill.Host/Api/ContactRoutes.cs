using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>How somebody can be reached: <c>GET /people/{id}/contacts</c>. Only they change it, and not over the API.</summary>
internal static class ContactRoutes
{
    public static void MapContacts(this IEndpointRouteBuilder api) => api.MapGet("/people/{id}/contacts", AnswerAsync)
        .Needs(Scope.Read)
        .WithSummary("How somebody can be reached, masked, and when each way is used.")
        .Produces<ContactsShape>();

    private static async Task<ContactsShape> AnswerAsync(
        string id, HttpContext http, OrgChart chart, Reach reach, IStore store, ContactMethods methods, CancellationToken ct)
    {
        _ = new Query(http);
        var person = await chart.PersonAsync(id, ct);
        await reach.MustReachAsync(http.Grant(), person, ct);
        var contacts = (await store.FindAsync<Watchbill.Paging.Contacts>(person.Id, ct))?.Value ?? Watchbill.Paging.Contacts.None;
        return new ContactsShape(person.Id,
            [.. contacts.Methods.Select(contact => new ContactShape(contact.Method,
                methods.All.FirstOrDefault(method => method.Name == contact.Method)?.Masked(contact.Address) ?? "…", contact.VerifiedAt))],
            Rules(contacts, Watchbill.Incidents.Urgency.High), Rules(contacts, Watchbill.Incidents.Urgency.Low));
    }

    private static IReadOnlyList<RuleShape> Rules(Watchbill.Paging.Contacts contacts, Watchbill.Incidents.Urgency urgency) =>
        [.. contacts.RulesOf(urgency).Select(rule => new RuleShape(rule.Method, (int)rule.After.TotalSeconds))];
}

/// <summary>How somebody can be reached.</summary>
internal sealed record ContactsShape(
    string Person, IReadOnlyList<ContactShape> Methods, IReadOnlyList<RuleShape> High, IReadOnlyList<RuleShape> Low);

/// <summary>A method with its masked address; without an instant its owner has not verified it.</summary>
internal sealed record ContactShape(string Method, string Address, Instant? VerifiedAt);

/// <summary>When a method is used, in seconds after the step.</summary>
internal sealed record RuleShape(string Method, int After);
