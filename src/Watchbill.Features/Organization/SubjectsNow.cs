using Watchbill.Incidents;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>What the subjects of the audit log are called now: its rows keep the ids with which they were written.</summary>
internal sealed class SubjectsNow
{
    private readonly Dictionary<(string Kind, string Old), string> renamed = [];

    private SubjectsNow()
    {
    }

    public static async Task<SubjectsNow> ReadAsync(IStore store, CancellationToken ct)
    {
        var subjects = new SubjectsNow();
        await subjects.AddAsync<Person>(store, "person", person => person.RenamedTo, ct);
        await subjects.AddAsync<Domain>(store, "domain", domain => domain.RenamedTo, ct);
        await subjects.AddAsync<Team>(store, "team", team => team.RenamedTo, ct);
        await subjects.AddAsync<Service>(store, "service", service => service.RenamedTo, ct);
        await subjects.AddAsync<Rotation>(store, "rotation", rotation => rotation.RenamedTo, ct);
        return subjects;
    }

    /// <summary>The same, with the id that the thing has now.</summary>
    public string Of(string subject)
    {
        if (subject.Split('/', 3) is not [var kind, var id, .. var rest]) return subject;
        var now = kind switch
        {
            "incident" or "page" when Incident.Named(id) is var (service, number) =>
                FormattableString.Invariant($"{Now("service", service)}-{number}"),
            "gate" or "engagement" => Now("service", id),
            _ => Now(kind, id),
        };
        return string.Join('/', [kind, now, .. rest]);
    }

    private string Now(string kind, string id)
    {
        while (renamed.TryGetValue((kind, id), out var next)) id = next;
        return id;
    }

    private async Task AddAsync<T>(IStore store, string kind, Func<T, string?> renamedTo, CancellationToken ct) where T : class
    {
        foreach (var read in await store.ListAsync<T>(IdRange.All, ct))
            if (renamedTo(read.Value) is { } next) renamed[(kind, read.Id)] = next;
    }
}
