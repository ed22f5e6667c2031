using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Keeps the engagements that were decided against what the file says about them later: the file gives the first
/// one only. Where the two differ the difference says so each time, and admins are told once.
/// </summary>
internal sealed class KeptEngagements
{
    private readonly Difference difference;
    private readonly Renames renames;
    private readonly Instant now;
    private readonly Dictionary<string, Stored<EngagementHistory>> histories;
    private readonly List<(string Service, string? Said)> compared = [];

    private KeptEngagements((Difference Difference, Renames Renames, Instant Now) apply, IEnumerable<Stored<EngagementHistory>> histories)
    {
        (difference, renames, now) = apply;
        this.histories = histories.ToDictionary(stored => stored.Id);
    }

    public static async Task<KeptEngagements> ReadAsync(
        IStore store, (Difference Difference, Renames Renames, Instant Now) apply, CancellationToken ct) =>
        new(apply, await store.ListAsync<EngagementHistory>(IdRange.All, ct));

    /// <summary>The wanted service with the engagement that is stored.</summary>
    public Merged<Service> Merge(Service before, Service wanted)
    {
        var history = histories.GetValueOrDefault(before.Id)?.Value;
        var current = history is null ? before.Engagement : history.Renamed(renames).At(before.Engagement, now);
        var (kept, named) = (Facts.Of(current), Facts.Of(wanted.Engagement));
        if (kept != named)
            difference.Say("service", wanted.Id, "kept",
                $"engagement {kept}; the file says {named}, but after the first one it changes by command only");
        compared.Add((wanted.Id, kept == named ? null : $"{named}, not {kept}"));
        return new Merged<Service>(wanted with { Engagement = before.Engagement }, []);
    }

    /// <summary>Tells admins, once for each thing the file says against what is stored.</summary>
    public void Tell()
    {
        foreach (var (service, said) in compared)
        {
            var read = histories.GetValueOrDefault(service);
            if (read?.Value.FileSaid == said) continue;
            difference.Add(Write.Upsert(service, read, (read?.Value ?? new EngagementHistory(service)) with { FileSaid = said }));
            if (said is not null)
                difference.Add(
                    Delivery.Say(new Delivery(now, MessageKind.Organization, Address.Admins, WatchbillReplies.FileDiffers(service, said)),
                        $"engagement-file/{service}"));
        }
    }
}
