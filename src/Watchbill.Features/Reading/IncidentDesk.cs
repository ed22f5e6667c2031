using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>What is asked of incidents by whoever pages: finding, declaring and changing one as its own commands do.</summary>
/// <param name="FindAsync">By its id, or by the service in which only one is open.</param>
/// <param name="DeclareAsync">What declaring one comes to, and the incident that it makes.</param>
/// <param name="StartAsync">Whom the page of one that is being declared calls first; null: nobody, as messages are paused.</param>
/// <param name="EditAsync">What a change comes to, under the name of the verb that makes it.</param>
/// <param name="ShowReachAsync">Shows its cards anew with whom its page has reached; the number grows with each time.</param>
public sealed record IncidentDesk(
    Func<string, CancellationToken, Task<Stored<Incident>>> FindAsync,
    Func<Incident, Actor, CancellationToken, Task<(Plan Plan, Incident Made)>> DeclareAsync,
    Func<Page, Instant, CancellationToken, Task<PageStart?>> StartAsync,
    Func<Stored<Incident>, string, Func<Incident, Incident>, Actor, CancellationToken, Task<Answer>> EditAsync,
    Func<Page, Incident, int, Instant, CancellationToken, Task<IReadOnlyList<Write>>> ShowReachAsync);

/// <summary>What is asked of handoffs by whoever acknowledges without saying what.</summary>
/// <param name="AcknowledgeAsync">Of a rotation, or of the one that waits for the caller.</param>
/// <param name="WaitingAsync">The rotations whose handoffs wait for a person.</param>
public sealed record HandoffDesk(
    Func<Call, string?, CancellationToken, Task<Answer>> AcknowledgeAsync,
    Func<string, CancellationToken, Task<IReadOnlyList<string>>> WaitingAsync);
