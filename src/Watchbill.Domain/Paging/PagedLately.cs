using NodaTime;

namespace Watchbill.Paging;

/// <summary>
/// When somebody was paged lately by one method, so that a storm does not make their phone useless. The id is <c>person/method</c>.
/// </summary>
/// <param name="At">The instants of the last five minutes, oldest first.</param>
public sealed record PagedLately(IReadOnlyList<Instant> At)
{
    /// <summary>More pages than this within five minutes become one that lists them.</summary>
    public const int Most = 20;

    /// <summary>How many of the newest a list names.</summary>
    public const int Named = 5;

    private static readonly Duration Window = Duration.FromMinutes(5);
    private static readonly Duration BetweenLists = Duration.FromMinutes(1);

    public static PagedLately Never { get; } = new([]);

    /// <summary>When they were last sent a list; null: never.</summary>
    public Instant? ListedAt { get; init; }

    /// <summary>The message that was that list.</summary>
    public string? List { get; init; }

    /// <summary>How many pages stand on it.</summary>
    public int Pages { get; init; }

    /// <summary>The newest of them, a line each.</summary>
    public IReadOnlyList<string> Newest { get; init; } = [];

    /// <summary>What becomes of a page that is to be sent now.</summary>
    /// <param name="since">When its step was taken: what was open when a list was made stands on it.</param>
    public PagedAs As(Instant since, Instant now) => At.Count(at => at > now - Window) < Most ? PagedAs.Page
        : ListedAt is not { } listed || listed <= now - BetweenLists ? PagedAs.List
        : since < listed ? PagedAs.Listed : PagedAs.Later;

    /// <summary>When the next list may be sent.</summary>
    public Instant NextList => (ListedAt ?? Instant.MinValue) + BetweenLists;

    /// <summary>With the line of one more page on its list.</summary>
    public PagedLately Joined(string line) => this with { Newest = [.. Newest.Prepend(line).Distinct().Take(Named)] };

    public PagedLately Paged(Instant now) => this with { At = [.. At.Where(at => at > now - Window), now] };
}

/// <summary>How a page reaches somebody by a method.</summary>
public enum PagedAs
{
    /// <summary>By a message of its own.</summary>
    Page,

    /// <summary>By one that lists all that call them, which is sent now.</summary>
    List,

    /// <summary>It stands on the list that was sent last.</summary>
    Listed,

    /// <summary>It joins that list where that has not gone out yet; else it is on the next one.</summary>
    Later,
}
