using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>A hand-back as it is proposed: of what, by whom, and why.</summary>
/// <param name="Window">The end of the last period that was looked at; for one by hand, now.</param>
/// <param name="By">A person's id, or <c>watchbill</c>.</param>
public sealed record HandbackWish(Instant Window, string By, string Origin)
{
    public string? Reason { get; init; }
    public SloPeriods? Evidence { get; init; }

    /// <summary>How whoever proposes is called.</summary>
    public string Author { get; init; } = "Watchbill";
}

/// <summary>Who reads a proposal, and who of them may confirm or decline it: leads of the team that runs the service, and admins.</summary>
public sealed record HandbackReaders(IReadOnlyList<Address> All, IReadOnlySet<Address> Deciders);

/// <summary>Works out what proposing a hand-back writes and says, for commands and the job alike.</summary>
public static class Handbacks
{
    /// <summary>
    /// The proposal, in place of one that waits, with its messages to both leads and channels; those who may decide have buttons.
    /// </summary>
    public static IReadOnlyList<Write> Propose(ServiceEngagement engaged, HandbackWish wish, HandbackReaders to, Instant now)
    {
        var (service, history, before) = (engaged.Service.Id, engaged.History, engaged.At(now));
        var handback = New(engaged, wish, now);
        if (history.Open() is { } waiting) history = history.With(waiting.Replace(now));
        return
        [
            engaged.Save(history.With(handback)),
            Write.Audit(new AuditEntry(now, wish.By, "engagement handback", $"engagement/{service}", wish.Origin)
            {
                Old = ModelWords.Of(before), New = $"proposed: {ModelWords.Of(handback.After)}", Reason = wish.Reason,
            }),
            .. EngagementQueries.Say(to.All,
                address => HandbackReplies.Proposed(engaged, handback, wish.Author, buttons: to.Deciders.Contains(address)),
                Cause(engaged, handback), now),
        ];
    }

    /// <summary>What stands from now on where the proposal that waits was shown; nothing where none waits.</summary>
    public static async Task<IReadOnlyList<Write>> SettleAsync(
        EngagementQueries queries, ServiceEngagement engaged, Reply outcome, Instant now, CancellationToken ct) =>
        engaged.History.Open() is { } waiting ? await queries.SettleAsync(outcome, Cause(engaged, waiting), now, ct) : [];

    /// <summary>What its messages are known by.</summary>
    public static string Cause(ServiceEngagement engaged, Handback handback) =>
        FormattableString.Invariant($"{engaged.Service.Id}/handback/{handback.Id}");

    /// <summary>The hand-back that a wish comes to.</summary>
    public static Handback New(ServiceEngagement engaged, HandbackWish wish, Instant now) =>
        new(engaged.History.Handbacks.Count + 1, engaged.At(now), Engagement.YouBuildYouRun, now, wish.Window)
        {
            ProposedBy = wish.By,
            Reason = wish.Reason,
            Evidence = wish.Evidence,
            Reinstatement = Agreement.Of(engaged.At(now)).Entry,
        };
}
