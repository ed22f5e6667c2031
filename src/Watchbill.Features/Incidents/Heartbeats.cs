using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Takes the pings of heartbeats.</summary>
public sealed class Heartbeats(IStore store)
{
    private const int Attempts = 10;

    /// <summary>The heartbeat of the file with this id; null: there is none.</summary>
    public async Task<Heartbeat?> FindAsync(string id, CancellationToken ct) =>
        (await AllAsync(ct)).FirstOrDefault(heartbeat => heartbeat.Id == id);

    public async Task<IReadOnlyList<Heartbeat>> AllAsync(CancellationToken ct) =>
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Heartbeats ?? [];

    /// <summary>It has come: the first one begins the count, and one that was late ends its incident.</summary>
    /// <exception cref="RefusedException">Others keep pinging the same one.</exception>
    public async Task PingAsync(Heartbeat heartbeat, Instant now, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                var read = await store.FindAsync<Ping>(heartbeat.Id, ct);
                await store.SaveAsync(
                    [Write.Upsert(heartbeat.Id, read, (read?.Value ?? new Ping(now)) with { At = now })], ct);
                return;
            }
            catch (StaleException)
            {
                // Another ping, or the job found it late, this very moment.
            }
        }

        throw new RefusedException($"The heartbeat '{heartbeat.Id}' is pinged too often at once. Send it again.") { Contested = true };
    }
}
