using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// Answers selects that are searched by typing: the field's name says among what. Only people of the organisation see it.
/// </summary>
internal sealed class SlackChoices(IStore store, SlackPeople people)
{
    public async Task<JsonObject> OfferAsync(JsonElement payload, CancellationToken ct)
    {
        var known = payload.Id("user", "id") is { } user && await people.FindAsync(user, ct) is not null;
        var choices = !known ? [] : payload.Text("block_id") switch
        {
            "person" => await OfAsync<Person>(person => person.Retired ? null : person.Name, ct),
            "rotation" => await OfAsync<Rotation>(rotation => rotation.Retired ? null : "", ct),
            "team" => await OfAsync<Team>(team => team.Retired ? null : team.Name, ct),
            "service" => await OfAsync<Service>(service => service.Retired ? null : "", ct),
            "domain" => await OfAsync<Domain>(domain => domain.Retired ? null : domain.Name, ct),
            _ => [],
        };
        return SlackForm.Suggestions(choices, payload.Text("value") ?? "");
    }

    /// <param name="name">Null: not offered any more; empty: the id is the name.</param>
    private async Task<IReadOnlyList<FormOption>> OfAsync<T>(Func<T, string?> name, CancellationToken ct) where T : class =>
        [.. from stored in await store.ListAsync<T>(IdRange.All, ct)
            let called = name(stored.Value)
            where called is not null
            select new FormOption(stored.Id, called.Length == 0 || called == stored.Id ? stored.Id : $"{called} ({stored.Id})")];
}
