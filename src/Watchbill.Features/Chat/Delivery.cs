using NodaTime;
using NodaTime.Text;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Something to be said, saved in the same write as its cause and said by the delivery job. Its id begins with the instant it is
/// due, so that what is due is a range of ids; the rest names the cause, so that one cause is said once.
/// </summary>
public sealed record Delivery(Instant Due, MessageKind Kind, Address To, Reply Reply)
{
    public string? Rotation { get; init; }

    /// <summary>The contact method by which it is sent to a person; null: it is said in chat.</summary>
    public string? Method { get; init; }

    /// <summary>What is sent by that method.</summary>
    public Notice? Notice { get; init; }

    /// <summary>The person whose change is the cause, who hears where it cannot be said; null: nobody's is.</summary>
    public string? By { get; init; }

    /// <summary>
    /// What it is about, where it may be shown anew when that has changed: <c>incident/checkout/12</c>.
    /// </summary>
    public string? Card { get; init; }

    /// <summary>Whether it takes the place of what was said of its card to its address. Where nothing was said, nothing is shown.</summary>
    public bool IsEdit { get; init; }

    /// <summary>
    /// The card in whose thread it stands in a channel; who is notified by it sees it in the channel, too. Null: it stands by itself, as it
    /// does where nothing was said of the card.
    /// </summary>
    public string? Thread { get; init; }

    /// <summary>To one address, what is about the same is said in turn; null: it is said when it is due, as news of a page are.</summary>
    public string? Topic => Card ?? (Kind == MessageKind.Page ? null : Thread);

    /// <summary>When it may be tried again, or when the lease of who has put it on the wire ends.</summary>
    public Instant NotBefore { get; init; } = Due;

    /// <summary>Who has put it on the wire and waits for the answer; null: nobody.</summary>
    public string? LeasedBy { get; init; }

    /// <summary>When the last attempt went on the wire; null: none has.</summary>
    public Instant? BegunAt { get; init; }

    /// <summary>Parts that were sent and never answered, one entry per attempt: see <see cref="Posting"/>.</summary>
    public IReadOnlyList<string> Begun { get; init; } = [];

    /// <summary>Attempts the platform refused.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last attempt failed; null: none has.</summary>
    public string? Why { get; init; }

    /// <summary>Attempts that the platform never answered: it may have been said.</summary>
    public int Unknown { get; init; }

    /// <summary>The save that queues this message, once per cause.</summary>
    public static Write Say(Delivery delivery, string cause) => Write.Create(IdOf(delivery.Due, cause), delivery);

    /// <summary>The change that has what was said of a card shown anew.</summary>
    /// <param name="order">Grows with each edit of the card.</param>
    public static Write Edit(Delivery delivery, int order) => Say(delivery with { IsEdit = true }, InTurn(delivery, order));

    /// <summary>The same after what is said or shown in that order, such as of an incident whose page has reached somebody.</summary>
    /// <param name="then">Grows with each edit of the same order.</param>
    public static Write Edit(Delivery delivery, int order, int then) => Say(delivery with { IsEdit = true },
        FormattableString.Invariant($"~/{delivery.Card}/{order:00000}~{then:00000}/{delivery.To}"));

    /// <summary>The change that has a card said again, after what is shown anew of it before.</summary>
    /// <param name="order">As of its edits.</param>
    public static Write SayAgain(Delivery delivery, int order) => Say(delivery, InTurn(delivery, order));

    // The mark sorts after every cause: within a second a card is said before it is shown anew.
    private static string InTurn(Delivery delivery, int order) =>
        FormattableString.Invariant($"~/{delivery.Card}/{order:00000}/{delivery.To}");

    public static string IdOf(Instant due, string cause) => $"{InstantPattern.General.Format(due)}/{cause}";
}

/// <summary>What the bot said by itself, and when. The id is that of its delivery.</summary>
/// <param name="At">When it was due.</param>
/// <param name="SaidAt">When a platform accepted it; null: none has, as far as is known, and it is not tried again.</param>
public sealed record Message(Instant At, Instant? SaidAt, MessageKind Kind, string? Rotation, Address To, Reply Reply)
{
    /// <summary>When the last attempt went on the wire; null: none has, or an earlier release did not note it.</summary>
    public Instant? BegunAt { get; init; }

    /// <summary>Why it was not said; null: it was, or an earlier release did not note it.</summary>
    public string? Why { get; init; }

    /// <summary>What whoever took it answered; null: nothing worth keeping.</summary>
    public string? Receipt { get; init; }
}

/// <summary>Where the messages of a card to one address stand, so that they can be shown anew.</summary>
/// <param name="At">When the last of them was said.</param>
public sealed record Posted(string Card, Address To, IReadOnlyList<MessagePlace> Places, Instant At)
{
    public string DocumentId => IdOf(Card, To);

    public static string IdOf(string card, Address to) => $"{card}/{to}";
}

/// <summary>Finds the addresses that a card was posted to.</summary>
public static class Cards
{
    /// <summary>Addresses where the card stands.</summary>
    public static async Task<IReadOnlyList<Address>> PostedAsync(this IStore store, string card, CancellationToken ct) =>
        [.. (await store.ListAsync<Posted>(IdRange.Prefix($"{card}/"), ct)).Where(posted => posted.Value.Card == card)
            .Select(posted => posted.Value.To)];

    /// <summary>
    /// Addresses where the card was posted or is queued. All that waits is looked through: not for what there are many of.
    /// </summary>
    public static async Task<IReadOnlyList<Address>> ReadersAsync(this IStore store, string card, CancellationToken ct)
    {
        // In this order: what is said meanwhile goes from the one list to the other in one save.
        var waiting =
            (await store.ListAsync<Delivery>(IdRange.All, ct)).Where(delivery => delivery.Value.Card == card && !delivery.Value.IsEdit)
                .Select(delivery => delivery.Value.To).ToList();
        return [.. (await store.PostedAsync(card, ct)).Union(waiting)];
    }
}

/// <summary>Why the bot speaks unasked.</summary>
public enum MessageKind
{
    Handoff,
    Reminder,
    Gap,
    Change,
    Escalation,
    Organization,
    Incident,
    Budget,
    Engagement,
    Page,
    Pay,
    Training,
    Health,

    /// <summary>About a step of a career: for its person and those who sign, and for no token.</summary>
    Career,
}
