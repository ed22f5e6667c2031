using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Paging;

/// <summary>
/// The ways in which a person can be reached besides the chat, and in which order they want that. The document's id is theirs.
/// </summary>
/// <param name="Methods">At most one of each kind.</param>
public sealed record Contacts(IReadOnlyList<Contact> Methods)
{
    /// <summary>The method that everybody has.</summary>
    public const string Chat = "chat";

    public static Contacts None { get; } = new([]);

    /// <summary>When each method is used for high urgency; null: nobody said.</summary>
    public IReadOnlyList<NotificationRule>? High { get; init; }

    /// <summary>The same for low urgency.</summary>
    public IReadOnlyList<NotificationRule>? Low { get; init; }

    /// <summary>When something was sent last by methods that were removed since; null: none was.</summary>
    public IReadOnlyDictionary<string, Instant>? Sent { get; init; }

    /// <summary>When something was sent last by a method; null: nothing was.</summary>
    public Instant? SentAt(string method) => Of(method)?.SentAt ?? (Sent is not null && Sent.TryGetValue(method, out var at) ? at : null);

    /// <summary>The method of a kind; null: they have none.</summary>
    public Contact? Of(string method) => Methods.FirstOrDefault(contact => contact.Method == method);

    public Contacts With(Contact contact) => this with
    {
        Methods = [.. Methods.Where(other => other.Method != contact.Method), contact],
    };

    public Contacts Without(string method) => Of(method) is not { } gone ? this : this with
    {
        Methods = [.. Methods.Where(contact => contact.Method != method)],
        Sent = new Dictionary<string, Instant>(Sent ?? new Dictionary<string, Instant>()) { [method] = gone.SentAt },
    };

    /// <summary>
    /// When each method is used, from the step on. Nobody having said, the chat is used at once, and for high urgency each verified method
    /// a minute after the one before. What is not verified is left out; where nothing is left it is the chat.
    /// </summary>
    public IReadOnlyList<NotificationRule> RulesOf(Urgency urgency)
    {
        var said = urgency == Urgency.High ? High : Low;
        IReadOnlyList<NotificationRule> rules = said is not null
            ? [.. said.Where(rule => rule.Method == Chat || Of(rule.Method) is { Works: true })]
            : [new(Chat, Duration.Zero), .. urgency != Urgency.High ? [] : Methods.Where(contact => contact.Works)
                .Select((contact, i) => new NotificationRule(contact.Method, Duration.FromMinutes(i + 1)))];
        return rules.Count > 0 ? rules : [new(Chat, Duration.Zero)];
    }
}

/// <summary>One way to reach somebody.</summary>
/// <param name="Address">As its method knows it. Others see it masked.</param>
public sealed record Contact(string Method, string Address)
{
    /// <summary>How often a wrong code may be said.</summary>
    public const int MaxTries = 5;

    /// <summary>How long a code is good for.</summary>
    public static Duration CodeLasts { get; } = Duration.FromMinutes(15);

    /// <summary>SHA-256 of the code that was sent, lower-case hex; null: none is awaited.</summary>
    public string? Code { get; init; }

    /// <summary>When a code or a test was sent last.</summary>
    public required Instant SentAt { get; init; }

    /// <summary>Wrong codes since the last one was sent.</summary>
    public int Tries { get; init; }

    /// <summary>The address that takes the place of the verified one once its code has been said; null: none does.</summary>
    public string? Next { get; init; }

    /// <summary>When its owner proved that it reaches them; null: not yet.</summary>
    public Instant? VerifiedAt { get; init; }

    /// <summary>When its owner answered STOP, until they answer START; null: they have not.</summary>
    public Instant? StoppedAt { get; init; }

    /// <summary>Whether pages may be sent by it.</summary>
    public bool Works => VerifiedAt is not null && StoppedAt is null;

    /// <summary>When its owner last acknowledged a page or a drill by it; null: never.</summary>
    public Instant? AnsweredAt { get; init; }

    /// <summary>Its owner said the code: what it was sent to is used from now on.</summary>
    public Contact Verified(Instant now) => this with
    {
        Address = Next ?? Address,
        Next = null,
        Code = null,
        Tries = 0,
        VerifiedAt = now,
        AnsweredAt = Next is null || Next == Address ? AnsweredAt : null,
    };

    /// <summary>When it was last known to reach its owner: that they typed its code is an answer, too.</summary>
    public Instant? ProvenAt => AnsweredAt is { } answered && answered > VerifiedAt ? answered : VerifiedAt;
}

/// <summary>A method, and how long after the step it is used.</summary>
public sealed record NotificationRule(string Method, Duration After);

/// <summary>What links in messages are signed with. There is one document of it.</summary>
/// <param name="Key">32 random bytes in base 64.</param>
public sealed record AnswerKey(string Key)
{
    public const string Id = "answer";
}
