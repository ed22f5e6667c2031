using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What is stored about what is said, asked and pressed.</summary>
public static class ChatKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Delivery>
        {
            Name = "delivery",
            Id = "due/cause",
            Holds = "something to be said that has not been said yet",
            Retention = Retention.Until<Delivery>("it is said, or given up after a day"),
            Personal = new("words with names in them")
            {
                Forget = Forget.Of<Delivery>("those to them are deleted; in those to others their name becomes their id",
                    (stored, gone) => stored.Value.To == Address.Person(gone.Id) ? Write.Delete(stored)
                        : Redacted(stored.Value.Reply, gone) is { } said
                        ? Write.Replace(stored, stored.Value with { Reply = said }) : null),
                Export = Export.Whole<Delivery>("those to them", (stored, person) => stored.Value.To == Address.Person(person)),
            },
            Renamed = Renamed.Both<Delivery>(ChatRenames.Cause, ChatRenames.Renamed),
        },
        new StoredKind<Message>
        {
            Name = "message",
            Id = "due/cause",
            Holds = "what the bot said by itself",
            Retention = Retention.For<Message>(Duration.FromDays(400), message => message.SaidAt ?? message.At, "when it was said"),
            Personal = new("words with names in them")
            {
                Forget = Forget.Of<Message>("those to them are deleted; in those to others their name becomes their id",
                    (stored, gone) => stored.Value.To == Address.Person(gone.Id) ? Write.Delete(stored)
                        : Redacted(stored.Value.Reply, gone) is { } said
                        ? Write.Replace(stored, stored.Value with { Reply = said }) : null),
                Export = Export.Whole<Message>("those to them", (stored, person) => stored.Value.To == Address.Person(person)),
            },
            Renamed = Renamed.Both<Message>(ChatRenames.Cause, ChatRenames.Renamed),
        },
        new StoredKind<Posted>
        {
            Name = "posted",
            Id = "card/address",
            Holds = "where messages stand that are edited when what they are about changes: an incident, an offer, a handoff",
            Retention = Retention.For<Posted>(Duration.FromDays(400), posted => posted.At, "when the last of its messages was said"),
            Personal = new("which conversation a message to somebody stands in")
            {
                Forget = Forget.Of<Posted>("of messages to them deleted; of messages to all admins their place taken out",
                    (stored,
                        gone) => stored.Value.To == Address.Person(gone.Id) ? Write.Delete(stored) : WithoutPlace(stored, gone.Value)),
                Export = Export.Nothing<Posted>(),
            },
            Renamed = new((stored, renames) => ChatRenames.Renamed(stored.Value, renames) is var posted && posted != stored.Value
                ? (posted.DocumentId, posted) : null),
        },
        new StoredKind<Unreached>
        {
            Name = "unreached",
            Id = "address",
            Holds = "an address that nobody reads until somebody mends it: no account, no channel, not a member of it",
            Retention =
                Retention.For<Unreached>(Duration.FromDays(7), unreached => unreached.Last, "when something could not be said there last"),
            Personal = new("that somebody cannot be told, and who was told of it")
            {
                Forget = Forget.Of<Unreached>("theirs are deleted; in others their id goes",
                    (stored, gone) => stored.Value.To == Address.Person(gone.Id) ? Write.Delete(stored)
                        : stored.Value.Told.Contains(gone.Id)
                        ? Write.Replace(stored, stored.Value with { Told = [.. stored.Value.Told.Where(one => one != gone.Id)] }) : null),
                Export = Export.Whole<Unreached>("theirs", (stored, person) => stored.Value.To == Address.Person(person)),
            },
            Renamed = new((stored, renames) => ChatRenames.Renamed(stored.Value, renames) is var unreached && unreached != stored.Value
                ? (unreached.DocumentId, unreached) : null),
        },
        new StoredKind<Pending>
        {
            Name = "pending",
            Id = "random",
            Holds = "a previewed change that waits for its author",
            Retention = Retention.For<Pending>(Duration.FromHours(1), pending => pending.Expires, "when it expired"),
            Personal = new("what somebody is about to do, and words with names in them")
            {
                Forget = Forget.Deleting<Pending>("theirs are deleted", (stored, person) => stored.Value.Author == person),
                Export = Export.Whole<Pending>("theirs", (stored, person) => stored.Value.Author == person),
            },
            Renamed = Renamed.Value<Pending>(ChatRenames.Renamed),
        },
        new StoredKind<Shared>
        {
            Name = "shared",
            Id = "hash",
            Holds = "a look-up that its reader may show to everyone",
            Retention = Retention.For<Shared>(Duration.FromDays(1), shared => shared.AskedAt ?? Instant.MinValue, "when it was asked for"),
            Personal = new("whom somebody asked about")
            {
                Forget = Forget.Deleting<Shared>("those that name them are deleted",
                    (stored, person) => stored.Value.Request.Arguments.Values.Contains(person)),
                Export = Export.Nothing<Shared>(),
            },
            Renamed = Renamed.Value<Shared>(ChatRenames.Renamed),
        },
        new StoredKind<InboxItem>
        {
            Name = "seen",
            Id = "platform/hash",
            Holds = "something a platform sent, so that it is acted on once; while it is being acted on, all of it; and that something was "
                + "done at once for it",
            Retention = Retention.For<InboxItem>(Duration.FromDays(1), item => item.At, "when it came"),
            Personal = new("while it is being acted on, what somebody sent")
            {
                Forget = Forget.Stays<InboxItem>("goes by itself within a day or two"),
                Export = Export.Nothing<InboxItem>(),
            },
            Renamed = Renamed.Never<InboxItem>(),
        },
        new StoredKind<ChatLink>
        {
            Name = "link",
            Id = "platform/person",
            Holds = "who somebody is on a platform, because their e-mail address said so",
            Retention = Retention.ForGood<ChatLink>(),
            Personal = new("the person's id, and their account on the platform")
            {
                // An ended link would keep the address from being linked again; who it was is not known any more.
                Forget = Forget.Deleting<ChatLink>("deleted", (stored, person) => stored.Value.Person == person),
                Export = Export.Whole<ChatLink>("theirs", (stored, person) => stored.Value.Person == person),
            },
            Renamed = new((stored, renames) => renames.Renamed("people", stored.Value.Person)
                && stored.Value with { Person = renames.Person(stored.Value.Person) } is var link
                ? (ChatLink.IdOf(ChatLink.PlatformOf(stored.Id), link.Person), link) : null),
        },
        new StoredKind<ConversationReference>
        {
            Name = "conversation",
            Id = "platform/account or channel",
            Holds = "where a person or a channel is spoken to, on platforms that have to be told",
            Retention = Retention.Until<ConversationReference>("the bot is removed there"),
            Personal = new("the account, its own conversation with the bot and the time zone of its device")
            {
                Forget = Forget.Of<ConversationReference>("those of accounts that the file names are deleted",
                    (stored, gone) => gone.Value.Accounts.All.Any(one => stored.Id == ConversationReference.IdOf(one.Platform, one.Id))
                        ? Write.Delete(stored) : null),
                Export = Export.Nothing<ConversationReference>(),
            },
            Renamed = Renamed.Never<ConversationReference>(),
        },
    ];

    private static Reply? Redacted(Reply reply, Stored<Person> gone) => reply.Without(gone.Id, gone.Value.Name);

    // What was said to all admins names each one's account in its place.
    private static Write? WithoutPlace(Stored<Posted> stored, Person person)
    {
        List<MessagePlace> left =
            [.. stored.Value.Places.Where(place => place.Account is not { } account || person.Accounts[place.Platform] != account)];
        return left.Count < stored.Value.Places.Count ? Write.Replace(stored, stored.Value with { Places = left }) : null;
    }
}
