using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>A way to reach a person outside of chat: a webhook, a push service, mail.</summary>
public interface IContactMethod
{
    /// <summary>As people type it: <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>Why it cannot be used here and what to do; null: it can.</summary>
    string? Off { get; }

    /// <summary>Whether it wakes somebody who sleeps.</summary>
    bool Wakes => true;

    /// <summary>What is wrong with an address, in a sentence; null: nothing that can be seen.</summary>
    string? Fault(string address);

    /// <summary>An address as others may see it.</summary>
    string Masked(string address);

    /// <summary>Sends once; before the request is written to the socket the posting is told.</summary>
    /// <exception cref="GoneException">Nobody is there any more.</exception>
    /// <exception cref="UnansweredException">It may have arrived.</exception>
    Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct);

    /// <summary>Whether what carries it would take a message now; where nothing of ours stands in between, it would.</summary>
    Task<bool> AnswersAsync(CancellationToken ct) => Task.FromResult(true);
}

/// <summary>What is sent by a contact method.</summary>
/// <param name="Person">Whom it is for.</param>
/// <param name="Text">Short and whole, with times in their zone.</param>
public sealed record Notice(NoticeKind Kind, string Person, string Text)
{
    /// <summary>What stands above the text where there is room for that.</summary>
    public string Title { get; init; } = "Watchbill";

    /// <summary>What is said where there is room for whole sentences, one a line; empty: the text is.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The six digits of a verification.</summary>
    public string? Code { get; init; }

    /// <summary>The page and its incident; null: it is about none.</summary>
    public string? Page { get; init; }
    public int? Round { get; init; }
    public int? Step { get; init; }

    /// <summary>Whether it is to be loud.</summary>
    public bool High { get; init; }

    /// <summary>Where it is acknowledged.</summary>
    public string? Link { get; init; }
}

/// <summary>Why something is sent by a contact method.</summary>
public enum NoticeKind
{
    Page,
    Drill,
    Verification,
    Test,
    Notice,
}

/// <summary>Whoever was at an address of a contact method is there no more: it is not tried again.</summary>
public sealed class GoneException(string message) : Exception(message);

/// <summary>The contact methods there are, and what is sent by them.</summary>
public sealed class ContactMethods(IStore store, IEnumerable<IContactMethod> methods)
{
    public IReadOnlyList<IContactMethod> All { get; } = [.. methods];

    /// <summary>Whether one of those that wake people could be used now.</summary>
    public async Task<bool> WakeAsync(CancellationToken ct)
    {
        foreach (var method in All.Where(method => method is { Wakes: true, Off: null }))
            if (await method.AnswersAsync(ct)) return true;
        return false;
    }

    /// <summary>Sends to the address that the person has by now.</summary>
    /// <exception cref="GoneException">They have none any more, or not verified it.</exception>
    public async Task SendAsync(Delivery delivery, Posting posting, CancellationToken ct)
    {
        var notice = delivery.Notice!;
        var contact = (await store.FindAsync<Contacts>(delivery.To.Id, ct))?.Value.Of(delivery.Method!);
        if (contact is null || notice.Kind != NoticeKind.Verification && !contact.Works)
            throw new GoneException($"{delivery.To.Id} has no verified {delivery.Method} any more");
        var method = All.FirstOrDefault(one => one.Name == delivery.Method && one.Off is null)
            ?? throw new GoneException($"{delivery.Method} is not configured");
        var address = notice.Kind == NoticeKind.Verification ? contact.Next ?? contact.Address : contact.Address;
        if (posting.MaySay(method.Name)) await method.SendAsync(address, notice, posting, ct);
    }
}
