using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Who reads what is said to an address, on a platform that the house has not heard of.</summary>
public sealed class RecipientsTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Platform Another = new(Platforms.Other, "Another");

    private readonly MemoryStore store = new();
    private readonly Recipients recipients;

    public RecipientsTests() => recipients = new Recipients(store, new Accounts(store, store.Notices));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task FillAsync() => store.SaveAsync(
    [
        Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Example", "Europe/Lisbon", "EUR")),
        Write.Put("ana", new Person("ana", "Ana") { TimeZone = "Asia/Tokyo", Accounts = On("@ana"), Admin = true }),
        Write.Put("ben", new Person("ben", "Ben") { TimeZone = "Etc/UTC", Accounts = Platforms.OnSlack("U0BEN"), Admin = true }),
        Write.Put("cai", new Person("cai", "Cai") { TimeZone = "Etc/UTC", Admin = true }),
        Write.Put("other/cai", new ChatLink("cai", "@cai", Friday)),
        Write.Put("gone", new Person("gone", "Gone") { TimeZone = "Etc/UTC", Accounts = On("@gone"), Admin = true, Retired = true }),
        Write.Put("payments", new Team("payments", "Payments") { Lead = "ana", Channels = On("#pay").With(Platforms.Slack, "C0PAY") }),
        Write.Put("search", new Team("search", "Search") { Lead = "ana", Channels = Platforms.OnSlack("C0SEA") }),
        Write.Put("ordering", new Domain("ordering", "Ordering") { Channels = On("#ordering") }),
    ], Ct);

    [Theory]
    [InlineData("person:ana", "@ana Asia/Tokyo ana")]
    [InlineData("person:cai", "@cai Etc/UTC cai")]
    [InlineData("team:payments", "#pay Europe/Lisbon ")]
    [InlineData("domain:ordering", "#ordering Europe/Lisbon ")]
    // Ben's account is elsewhere, an e-mail link makes nobody an admin, and gone has left.
    [InlineData("admins", "@ana Asia/Tokyo ana")]
    public async Task An_address_is_read_in_the_conversation_and_zone_of_whom_it_names(string to, string expected)
    {
        await FillAsync();
        var read = await recipients.OfAsync(Of(to), Another, Friday, Ct);
        Assert.Equal([expected], read.Select(one => $"{one.Id} {one.Zone.Id} {one.Person}"));
    }

    [Theory]
    [InlineData("person:ben",
        "They have no open Another account that Watchbill knows: name it in the organisation file, or they press 'Link me' in Another.")]
    [InlineData("person:gone",
        "They have no open Another account that Watchbill knows: name it in the organisation file, or they press 'Link me' in Another.")]
    [InlineData("team:search", "Team search has no Another channel: add 'channel: {other: …}' to it in the organisation file. " +
        "Or its lead types 'link search' in the channel.")]
    [InlineData("domain:nowhere", "Domain nowhere has no Another channel: add 'channel: {other: …}' to it in the organisation file.")]
    public async Task Who_has_nothing_there_is_not_reached_there(string to, string why)
    {
        await FillAsync();
        Assert.Equal(why, (await Assert.ThrowsAsync<UnreachableException>(() => recipients.OfAsync(Of(to), Another, Friday, Ct))).Message);
    }

    [Fact]
    public async Task Admins_whose_account_the_file_does_not_name_are_not_reached()
    {
        await FillAsync();
        var nobody = new Platform(Platforms.Teams, "Teams");
        Assert.Equal("No admin has an open Teams account that Watchbill knows: name one in the organisation file.",
            (await Assert.ThrowsAsync<UnreachableException>(() => recipients.OfAsync(Address.Admins, nobody, Friday, Ct))).Message);
    }

    [Theory]
    [InlineData("person:ana", "@ana", "Asia/Tokyo")]
    [InlineData("person:ana", "@old", null)]
    [InlineData("person:ben", "@ben", null)]
    // As earlier releases kept it.
    [InlineData("person:ana", null, "Asia/Tokyo")]
    [InlineData("admins", "@cai", null)]
    [InlineData("team:payments", null, "Europe/Lisbon")]
    [InlineData("team:search", null, "UTC")]
    public async Task A_message_is_shown_anew_while_its_conversation_is_still_theirs(string to, string? account, string? zone)
    {
        await FillAsync();
        Assert.Equal(zone, (await recipients.ZoneOfAsync(Of(to), account, Another, Friday, Ct))?.Id);
    }

    private static ByPlatform On(string id) => ByPlatform.Of(Platforms.Other, id);

    private static Address Of(string to) => to.Split(':') is [var kind, var id]
        ? new Address(Enum.Parse<AddressKind>(kind, ignoreCase: true), id) : Address.Admins;
}
