using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Reading;

/// <summary>What a channel or a group stands for, asked in one place.</summary>
public sealed class ConversationsTests
{
    private static readonly Instant Monday = At("2026-11-23T09:00:00Z");

    private readonly MemoryStore store = new();

    private Conversations Conversations => new(store);

    [Fact]
    public async Task A_channel_is_its_teams_and_domains_on_its_own_platform()
    {
        await store.SaveAsync(
        [
            Write.Put("search", new Team("search", "Search") { Lead = "ana", Channels = Platforms.OnSlack("C1") }),
            Write.Put("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnSlack("C1") }),
            Write.Put("old", new Team("old", "Old") { Lead = "ana", Channels = Platforms.OnSlack("C1"), Retired = true }),
            Write.Put("ordering", new Domain("ordering", "Ordering") { Channels = Platforms.OnSlack("C1").With(Platforms.Teams, "C2") }),
            Write.Put("former", new Domain("former", "Former") { Channels = Platforms.OnTeams("C2"), Retired = true }),
        ], Ct);
        Assert.Equal([Address.Team("payments"), Address.Team("search"), Address.Domain("ordering")],
            await Conversations.OwnersAsync(Platforms.Slack, "C1", Ct));
        Assert.Equal([Address.Domain("ordering")], await Conversations.OwnersAsync(new Caller("ana", Platforms.Teams, "C2"), Ct));
        Assert.Empty(await Conversations.OwnersAsync(Platforms.Teams, "C1", Ct));
        Assert.Empty(await Conversations.OwnersAsync(new Caller("ana", Platforms.Slack, null), Ct));
    }

    [Fact]
    public async Task A_group_is_the_rotation_that_fills_it()
    {
        await store.SaveAsync(
        [
            Write.Put("a", Of("a", Primary("ana")) with { Groups = Platforms.OnSlack("S1"), Retired = true }),
            Write.Put("b", Of("b", Primary("ana")) with { Groups = Platforms.OnSlack("S1") }),
            Write.Put("c", Of("c", Primary("ana")) with { Groups = Platforms.OnSlack("S1").With(Platforms.Other, "S2") }),
        ], Ct);
        Assert.Equal(("b", "c"), ((await Conversations.FeederAsync(Platforms.Slack, "S1", Ct))?.Id,
            (await Conversations.FeederAsync(Platforms.Other, "S2", Ct))?.Id));
        Assert.Null(await Conversations.FeederAsync(Platforms.Slack, "S2", Ct));
    }

    [Fact]
    public async Task Rotations_are_those_of_the_conversation_on_its_platform_a_domains_too()
    {
        await FillAsync(store, Of("payments", Primary("ana")), new Rotation("ordering", RotationKind.Domain, "ordering")
        {
            Layers = [Primary("ben")],
            Promises = Payments.Promises,
        }, Of("search", Primary("cai")) with { Owner = "elsewhere" });
        await store.SaveAsync(
        [
            Write.Put("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnTeams("19:pay") }),
            Write.Put("ordering", new Domain("ordering", "Ordering") { Channels = Platforms.OnSlack("C0ORD") }),
        ], Ct);
        var picker = new RotationPicker(store, new OrgChart(store), new Schedules(store));
        Assert.Equal(["payments"], Ids(await picker.OfAsync(new Caller("cai", Platforms.Teams, "19:pay"), Monday, Ct)));
        Assert.Equal(["ordering"], Ids(await picker.OfAsync(new Caller("cai", Platforms.Slack, "C0ORD"), Monday, Ct)));
        // What is a channel elsewhere says nothing here: the caller's own.
        Assert.Equal(["search"], Ids(await picker.OfAsync(new Caller("cai", Platforms.Slack, "19:pay"), Monday, Ct)));
    }

    private static IEnumerable<string> Ids(IEnumerable<Rotation> rotations) => rotations.Select(rotation => rotation.Id);
}
