using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>A change of a page that somebody asked for.</summary>
/// <param name="Action">As in the audit log.</param>
internal sealed record PageEdit(string Action, Func<Page, Page> Change, Reply Done)
{
    /// <summary>Whose callout begins with it; null: nobody's.</summary>
    public string? Worker { get; init; }

    /// <summary>Whose callout ends with it; null: nobody's.</summary>
    public string? Leaver { get; init; }

    /// <summary>What is said of it besides.</summary>
    public IReadOnlyList<Write> Said { get; init; } = [];

    /// <summary>What whoever has the page is told of it, unless they do it themselves.</summary>
    public static IReadOnlyList<Write> ToHolder(Page page, string person, Reply said, Instant now) =>
        page.By is not { } had || had == person ? [] :
        [
            Delivery.Say(new Delivery(now, MessageKind.Page, Address.Person(had), said) { Rotation = page.Rotation },
                FormattableString.Invariant($"page/{page.DocumentId}/lost/{page.Events.Count}")),
        ];
}
